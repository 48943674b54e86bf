package io.heliu.channel.pos;

import io.heliu.channel.OrderInbox;
import io.heliu.channel.Page;
import io.heliu.order.Order;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A drop file, or a push, that was read as a whole.
 *
 * @param name its name in the drop directory, or the id of the push's batch
 * @param size its size in bytes
 * @param sha256 the SHA-256 of its bytes, in lower-case hexadecimal
 * @param tickets the sales and returns, in the order of their first rows
 * @param ignored tickets that count only for the sequence of numbers
 * @param malformed what could not be read; the other tickets do not suffer from it
 * @param repeatedRows rows that occur again in the file, equal in every cell; they were dropped
 * @param control what the total row said
 */
public record PosFile(
    String name,
    long size,
    String sha256,
    List<PosTicket> tickets,
    List<Ignored> ignored,
    List<Malformed> malformed,
    int repeatedRows,
    Control control) {

  private static final int MAX_KEYS = 5;

  /** Copies the lists. */
  public PosFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(control, "control");
    tickets = List.copyOf(tickets);
    ignored = List.copyOf(ignored);
    malformed = List.copyOf(malformed);
  }

  /**
   * What the total row (合计) said about the rows. A file whose total row disagrees is never given
   * out.
   */
  public enum Control {
    /** The totals are those of the rows. */
    AGREED,
    /** The file has no total row. */
    ABSENT,
    /**
     * The totals differ and a malformed row has a figure that cannot be read, so nothing is proven.
     */
    UNVERIFIABLE
  }

  /**
   * A void, training or parked ticket.
   *
   * @param key its identity
   * @param type what it is
   * @param hash the SHA-256 of its content
   * @param row the row of its first line in the file, from 1
   */
  public record Ignored(TicketKey key, TicketType type, String hash, int row) {
    /** Checks the components. */
    public Ignored {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(hash, "hash");
    }

    private OrderInbox.Ignored entry() {
      Order.Source order = new Order.Source(key.shop(), key.orderNumber());
      return new OrderInbox.Ignored(order, hash, type == TicketType.VOID);
    }
  }

  /**
   * A ticket or a row that could not be read. A ticket with one bad row is malformed as a whole.
   *
   * @param row the first row in question, from 1
   * @param key the ticket, or null if not even that could be read
   * @param raw the rows as they came, separated by line feeds; may hold personal data, so {@link
   *     #toString} leaves it out
   * @param reason which row and field broke which rule
   */
  public record Malformed(int row, @Nullable TicketKey key, String raw, String reason) {
    /** Checks the components. */
    public Malformed {
      Objects.requireNonNull(raw, "raw");
      Objects.requireNonNull(reason, "reason");
    }

    private Page.Malformed entry() {
      return new Page.Malformed(key == null ? null : key.orderNumber(), raw, reason);
    }

    @Override
    public String toString() {
      return "Malformed[row " + row + ", " + key + ": " + reason + "]";
    }
  }

  /**
   * Returns what is in it for an inbox. Notes tell what a person should know of: an {@link
   * Control#UNVERIFIABLE} total and the tickets' marks.
   *
   * @param source the name under which unreadable rows are kept
   */
  public OrderInbox.Batch batch(String source) {
    return new OrderInbox.Batch(
        source,
        name,
        tickets.stream().map(PosFile::entry).toList(),
        ignored.stream().map(Ignored::entry).toList(),
        malformed.stream().map(Malformed::entry).toList(),
        notes());
  }

  private static OrderInbox.Entry entry(PosTicket ticket) {
    TicketKey sale = ticket.sale();
    if (sale == null) {
      return new OrderInbox.Entry(ticket.order(), ticket.identity());
    }
    Order.Source named = new Order.Source(sale.shop(), sale.orderNumber());
    return new OrderInbox.Entry(ticket.order(), ticket.identity(), named);
  }

  private List<OrderInbox.Note> notes() {
    List<OrderInbox.Note> notes = new ArrayList<>();
    if (control == Control.UNVERIFIABLE) {
      notes.add(new OrderInbox.Note("TOTAL_UNVERIFIABLE", "an unreadable row has figures"));
    }
    Map<PosTicket.Mark, List<String>> marked = new EnumMap<>(PosTicket.Mark.class);
    for (PosTicket ticket : tickets) {
      for (PosTicket.Mark mark : ticket.marks()) {
        marked.computeIfAbsent(mark, m -> new ArrayList<>()).add(ticket.key().toString());
      }
    }
    marked.forEach(
        (mark, keys) -> {
          String some = String.join(", ", keys.subList(0, Math.min(MAX_KEYS, keys.size())));
          notes.add(new OrderInbox.Note(mark.name(), keys.size() + " tickets, such as " + some));
        });
    return notes;
  }

  /** Returns name, digest and counts; nothing personal. */
  @Override
  public String toString() {
    return "PosFile["
        + name
        + " "
        + sha256
        + ": "
        + tickets.size()
        + " tickets, "
        + ignored.size()
        + " ignored, "
        + malformed.size()
        + " malformed, total "
        + control
        + "]";
  }
}
