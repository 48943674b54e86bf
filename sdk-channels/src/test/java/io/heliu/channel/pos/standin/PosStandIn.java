package io.heliu.channel.pos.standin;

import io.heliu.channel.pos.TicketKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The till's side of a drop directory: writes files as Chinese tills do (Chinese header, CRLF, a
 * total row, a finished marker) and misbehaves on demand. Deterministic: equal input gives equal
 * bytes.
 */
public final class PosStandIn {
  /** The encoding of most tills. */
  public static final Charset GBK = Charset.forName("GBK");

  private static final String[] HEADER = {
    "门店编码", "收银机号", "营业日期", "小票号", "行号", "交易类型", "交易时间", "商品编码", "条码", "数量", "单价", "折扣", "金额",
    "支付方式", "会员手机号"
  };
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu/M/d HH:mm:ss");
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu/M/d");

  private final Path directory;
  private final Charset encoding;

  /** Opens a till that drops into a directory. */
  public PosStandIn(Path directory, Charset encoding) {
    this.directory = directory;
    this.encoding = encoding;
  }

  /** A line of a ticket; texts as they are printed. */
  public record Line(
      String sku, String barcode, String quantity, String price, String discount, String amount) {}

  /** A ticket; the type in the till's word. */
  public record Ticket(TicketKey key, String type, LocalDateTime time, List<Line> lines) {
    /** Copies the lines. */
    public Ticket {
      lines = List.copyOf(lines);
    }

    /** Returns a ticket of the same key and other content: its last line costs one yuan more. */
    public Ticket conflicting() {
      List<Line> other = new ArrayList<>(lines);
      Line last = other.remove(other.size() - 1);
      String amount = new BigDecimal(last.amount).add(BigDecimal.ONE).toPlainString();
      other.add(new Line(last.sku, last.barcode, last.quantity, last.price, last.discount, amount));
      return new Ticket(key, type, time, other);
    }
  }

  /**
   * Makes a day of sales on one till, numbered from 000001, out of a seed. With a day whose period
   * is closed they are late arrivals.
   */
  public static List<Ticket> day(
      String store, String terminal, LocalDate date, int count, List<String> skus, long seed) {
    Random random = new Random(seed);
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      List<Line> lines = new ArrayList<>();
      int size = 1 + random.nextInt(3);
      for (int n = 0; n < size; n++) {
        String sku = skus.get(random.nextInt(skus.size()));
        int quantity = 1 + random.nextInt(3);
        BigDecimal price = BigDecimal.valueOf(100 + random.nextInt(9900), 2);
        BigDecimal amount =
            price.multiply(BigDecimal.valueOf(quantity)).setScale(2, RoundingMode.UNNECESSARY);
        lines.add(
            new Line(
                sku, "", Integer.toString(quantity), price.toString(), "0.00", amount.toString()));
      }
      TicketKey key = new TicketKey(store, terminal, date, String.format(Locale.ROOT, "%06d", i));
      tickets.add(new Ticket(key, "销售", date.atTime(9, 0).plusMinutes(i), lines));
    }
    return tickets;
  }

  /** Drops a finished file: written as {@code .tmp}, renamed, marked with {@code .ok}. */
  public void drop(String name, List<Ticket> tickets) {
    write(name, bytes(tickets, BigDecimal.ZERO));
    mark(name);
  }

  /** Drops a finished file whose total row says one yuan too much. */
  public void dropWrongTotal(String name, List<Ticket> tickets) {
    write(name, bytes(tickets, BigDecimal.ONE));
    mark(name);
  }

  /** Drops the first half of a file, without a marker: the upload still runs. */
  public void dropTorn(String name, List<Ticket> tickets) {
    byte[] whole = bytes(tickets, BigDecimal.ZERO);
    write(name, Arrays.copyOf(whole, whole.length / 2));
  }

  /** Drops a file that was sent before once more under a new name. */
  public void resend(byte[] sent, String name) {
    write(name, sent);
    mark(name);
  }

  /** Marks a file as finished. */
  public void mark(String name) {
    try {
      Files.write(directory.resolve(name + ".ok"), new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the bytes of a file of tickets. */
  public byte[] bytes(List<Ticket> tickets) {
    return bytes(tickets, BigDecimal.ZERO);
  }

  private byte[] bytes(List<Ticket> tickets, BigDecimal totalError) {
    StringBuilder text = new StringBuilder();
    BigDecimal quantity = BigDecimal.ZERO;
    BigDecimal amount = totalError;
    record(text, HEADER);
    for (Ticket ticket : tickets) {
      int number = 0;
      for (Line line : ticket.lines) {
        record(text, row(ticket, line, ++number));
        quantity = quantity.add(new BigDecimal(line.quantity));
        amount = amount.add(new BigDecimal(line.amount));
      }
    }
    String[] total = new String[HEADER.length];
    Arrays.fill(total, "");
    total[0] = "合计";
    total[9] = quantity.toPlainString();
    total[12] = amount.toPlainString();
    record(text, total);
    return text.toString().getBytes(encoding);
  }

  private static void record(StringBuilder text, String... cells) {
    text.append(String.join(",", cells)).append("\r\n");
  }

  private static String[] row(Ticket ticket, Line line, int number) {
    return new String[] {
      ticket.key.store(),
      ticket.key.terminal(),
      DATE.format(ticket.key.businessDate()),
      ticket.key.ticketNo(),
      Integer.toString(number),
      ticket.type,
      TIME.format(ticket.time),
      line.sku,
      line.barcode,
      line.quantity,
      line.price,
      line.discount,
      line.amount,
      "微信",
      ""
    };
  }

  private void write(String name, byte[] bytes) {
    try {
      Path unfinished = directory.resolve(name + ".tmp");
      Files.write(unfinished, bytes);
      Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a till that writes UTF-8. */
  public static PosStandIn utf8(Path directory) {
    return new PosStandIn(directory, StandardCharsets.UTF_8);
  }
}
