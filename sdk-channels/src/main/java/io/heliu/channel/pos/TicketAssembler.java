package io.heliu.channel.pos;

import io.heliu.Money;
import io.heliu.channel.internal.Sha256;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes tickets of rows. */
final class TicketAssembler {
  private final Instant now;
  private final MessageDigest sha256 = Sha256.digest();
  private final List<PosTicket> tickets = new ArrayList<>();
  private final List<PosFile.Ignored> ignored = new ArrayList<>();
  private final List<PosFile.Malformed> malformed = new ArrayList<>();
  private int repeatedRows;

  TicketAssembler(Instant now) {
    this.now = now;
  }

  /** The rows of one ticket as they are found. */
  static final class Group {
    private final TicketKey key;
    private final List<String> raw = new ArrayList<>();
    private final Map<Integer, PosRow> lines = new TreeMap<>();
    private final int firstRow;
    private final Money rounding;
    private final String way;
    private @Nullable TicketKey sale;
    private int repeated;
    private @Nullable String fault;

    private Group(TicketKey key, int firstRow, Money rounding, String way) {
      this.key = key;
      this.firstRow = firstRow;
      this.rounding = rounding;
      this.way = way;
    }

    /** Creates a group of rows of a file. */
    static Group ofFile(TicketKey key, int firstRow) {
      return new Group(key, firstRow, Money.zero(Money.CNY), "file");
    }

    /**
     * Creates a group of lines of a push.
     *
     * @param rounding what the till added to the sum of the lines (抹零), normally negative
     */
    static Group ofPush(TicketKey key, int place, Money rounding) {
      return new Group(key, place, rounding, "push");
    }

    TicketKey key() {
      return key;
    }

    /** Takes note of the sale that a return names. */
    void returns(@Nullable TicketKey sale) {
      this.sale = sale;
    }

    /** Tells whether a line goes the way of the ticket's type: of a sale, out; of a return, in. */
    boolean goesItsWay() {
      for (PosRow row : lines.values()) {
        PosRow.Goods goods = row.goods();
        if (goods == null || goods.quantity().signum() == row.type().sign()) {
          return true;
        }
      }
      return false;
    }

    /** Adds a row that could be read. */
    void add(String text, PosRow row) {
      raw.add(text);
      PosRow before = lines.putIfAbsent(row.line(), row);
      if (before != null && before.repeats(row)) {
        repeated++;
      } else if (before != null) {
        String rows = "row " + row.number() + ": has the line number of row " + before.number();
        spoil(rows + " and other content");
      }
    }

    /** Adds a row that could not be read. */
    void addBad(int number, String text, String reason) {
      raw.add(text);
      spoil("row " + number + ": " + reason);
    }

    /** Makes the ticket malformed; the first reason stays. */
    void spoil(String reason) {
      fault = fault == null ? reason : fault;
    }
  }

  void addMalformed(PosFile.Malformed bad) {
    malformed.add(bad);
  }

  void assemble(Group group) {
    repeatedRows += group.repeated;
    List<PosRow> rows = List.copyOf(group.lines.values());
    if (any(rows, row -> row.type() != rows.get(0).type())) {
      group.spoil("row " + group.firstRow + ": " + PosColumn.TYPE + ": differs inside the ticket");
    }
    if (!rows.isEmpty() && !group.goesItsWay()) {
      group.spoil(
          "row " + group.firstRow + ": " + PosColumn.QUANTITY + ": " + TicketType.RULE_OF_SIGNS);
    }
    if (group.fault != null) {
      malformed.add(
          new PosFile.Malformed(
              group.firstRow, group.key, String.join("\n", group.raw), group.fault));
      return;
    }
    String hash = hash(rows);
    if (!rows.get(0).type().counts()) {
      ignored.add(new PosFile.Ignored(group.key, rows.get(0).type(), hash, group.firstRow));
      return;
    }
    List<PosRow.Goods> goods = new ArrayList<>();
    for (PosRow row : rows) {
      goods.add(Objects.requireNonNull(row.goods()));
    }
    tickets.add(
        new PosTicket(
            group.key,
            hash,
            details(group),
            group.firstRow,
            order(group, rows, goods),
            group.sale,
            marks(group.key, goods)));
  }

  private String hash(List<PosRow> rows) {
    StringJoiner lines = new StringJoiner("\n");
    for (PosRow row : rows) {
      lines.add(row.canonical());
    }
    return Sha256.of(sha256, lines.toString());
  }

  /**
   * Returns the digest of what only this way of sending tells: files have no rounding, and one word
   * for how a ticket was paid.
   */
  private String details(Group group) {
    Canonical details = new Canonical().add(group.rounding.minor());
    for (PosRow row : group.lines.values()) {
      details.add(row.tender());
    }
    return group.way + ":" + Sha256.of(sha256, details.toString()).substring(0, 32);
  }

  private static ChannelOrder order(Group group, List<PosRow> rows, List<PosRow.Goods> goods) {
    TicketKey key = group.key;
    Instant time = latest(goods);
    PosRow head = rows.get(0);
    Money paid = group.rounding;
    List<OrderLine> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      paid = paid.plus(goods.get(i).amount());
      lines.add(line(rows.get(i), goods.get(i)));
    }
    boolean back = head.type() == TicketType.RETURN;
    return ChannelOrder.builder(key.shop(), key.orderNumber())
        .modifiedAt(time)
        .createdAt(time)
        .paidAt(time)
        .status(Lifecycle.COMPLETED, head.typeWord())
        .flags(
            back ? Set.of(OrderFlag.HANDED_OVER, OrderFlag.RETURN) : Set.of(OrderFlag.HANDED_OVER))
        .paid(paid)
        .discount(group.rounding.negated())
        .buyer(first(goods, PosRow.Goods::card))
        .recipient(recipient(first(goods, PosRow.Goods::phone)))
        .paymentReference(first(goods, PosRow.Goods::paymentReference))
        .lines(lines)
        .build();
  }

  private static OrderLine line(PosRow row, PosRow.Goods goods) {
    return new OrderLine(
        Integer.toString(row.line()),
        null,
        null,
        goods.sku(),
        goods.barcode(),
        goods.title(),
        goods.quantity(),
        goods.price(),
        goods.amount(),
        Lifecycle.COMPLETED,
        row.typeWord(),
        false,
        false);
  }

  private static Recipient recipient(@Nullable String phone) {
    return phone == null
        ? Recipient.none()
        : new Recipient(null, phone, null, null, null, null, null);
  }

  private Set<PosTicket.Mark> marks(TicketKey key, List<PosRow.Goods> goods) {
    Set<PosTicket.Mark> marks = EnumSet.noneOf(PosTicket.Mark.class);
    if (any(goods, PosRow.Goods::barcodeDamaged)) {
      marks.add(PosTicket.Mark.BARCODE_DAMAGED);
    }
    if (any(goods, PosRow.Goods::memberDamaged)) {
      marks.add(PosTicket.Mark.MEMBER_DAMAGED);
    }
    if (any(goods, PosRow.Goods::priceDiffers)) {
      marks.add(PosTicket.Mark.PRICE_DIFFERS);
    }
    Instant time = latest(goods);
    if (time.isAfter(now)) {
      marks.add(PosTicket.Mark.CLOCK_AHEAD);
    }
    long days = ChronoUnit.DAYS.between(key.businessDate(), CellText.dayOf(time));
    if (Math.abs(days) > 2) {
      marks.add(PosTicket.Mark.CLOCK_FAR_FROM_DATE);
    }
    return marks;
  }

  private static Instant latest(List<PosRow.Goods> goods) {
    Instant latest = goods.get(0).time();
    for (PosRow.Goods one : goods) {
      latest = one.time().isAfter(latest) ? one.time() : latest;
    }
    return latest;
  }

  private static @Nullable String first(
      List<PosRow.Goods> goods, Function<PosRow.Goods, @Nullable String> part) {
    for (PosRow.Goods one : goods) {
      String value = part.apply(one);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static <T> boolean any(List<T> all, Predicate<T> condition) {
    for (T one : all) {
      if (condition.test(one)) {
        return true;
      }
    }
    return false;
  }

  PosFile file(String name, long size, String sha256, PosFile.Control control) {
    return new PosFile(name, size, sha256, tickets, ignored, malformed, repeatedRows, control);
  }
}
