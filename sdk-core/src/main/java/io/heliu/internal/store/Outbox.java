package io.heliu.internal.store;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.erp.Document;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.Receipt;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Documents on their way to the ERP. A document is stored with its number before it is sent for the
 * first time; while it is SENDING or UNKNOWN nobody knows whether the ERP has it.
 */
public final class Outbox {
  private static final String COLUMNS = "number, kind, order_id, state, attempts, payload";

  private static final List<String> ALL_COLUMNS =
      List.of(
          "number",
          "erp",
          "kind",
          "order_id",
          "state",
          "erp_id",
          "attempts",
          "code",
          "message",
          "payload");

  /** The code of a document that the ERP keeps because its goods leave. */
  public static final String TOO_LATE = "TOO_LATE";

  /** The code of a document that the ERP keeps by another rule. */
  public static final String CANCEL_REFUSED = "CANCEL_REFUSED";

  /** The code of a document that the ERP has been asked to take back for too long. */
  public static final String CANCEL_OVERDUE = "CANCEL_OVERDUE";

  private Outbox() {}

  /**
   * What an ERP said of a document.
   *
   * @param code its code, or ours
   * @param message the same for people
   */
  public record Reply(String code, String message) {}

  /** Where a document is. */
  public enum State {
    /** Never sent, or certainly not taken. */
    PENDING,
    /** Being sent; after a crash this is as good as UNKNOWN. */
    SENDING,
    /** Sent, and the answer did not come. */
    UNKNOWN,
    /** The ERP has it in its final state. */
    DONE,
    /** The ERP refused it. */
    REJECTED,
    /** The ERP is asked to take it back; after a crash nobody knows whether it did. */
    CANCELLING,
    /** The ERP had it and took it back; its number is spent. */
    CANCELLED
  }

  /**
   * A document in the outbox.
   *
   * @param document the document
   * @param orderId our order it is for; empty if none
   * @param state where it is
   * @param attempts how often it was sent
   */
  public record Entry(Document document, String orderId, State state, int attempts) {}

  /**
   * Queues a document for an ERP. The same content again changes nothing; of a receipt its content
   * is whose it is and what it clears, for its date and comment may be others in a later run.
   *
   * @throws Fault.Configuration if the number was used for other content
   */
  public static boolean enqueue(Tx tx, String erp, Document document, String orderId)
      throws SQLException {
    String payload = DocumentCodec.write(document);
    boolean inserted =
        tx.insertIfAbsent(
            "heliu_document",
            ALL_COLUMNS,
            document.number(),
            erp,
            DocumentCodec.Kind.of(document),
            orderId,
            State.PENDING,
            "",
            0,
            "",
            "",
            payload);
    if (!inserted) {
      boolean known =
          tx.find(
                  "SELECT " + COLUMNS + " FROM heliu_document WHERE number = ? AND order_id = ?",
                  row -> row.text(6).equals(payload) || clearsTheSame(entry(row), document),
                  document.number(),
                  orderId)
              .orElse(false);
      if (!known) {
        throw new Fault.Configuration(
            Fault.Details.of(
                "store",
                "enqueue document",
                "number "
                    + document.number()
                    + " is taken by other content: make document numbers unique per order"));
      }
    }
    return inserted;
  }

  private static boolean clearsTheSame(Entry known, Document document) {
    return known.document() instanceof Receipt one
        && document instanceof Receipt other
        && one.customer().equals(other.customer())
        && cleared(one).equals(cleared(other));
  }

  private static Map<String, List<Money>> cleared(Receipt receipt) {
    Map<String, List<Money>> cleared = new HashMap<>();
    for (Receipt.Line line : receipt.lines()) {
      cleared
          .computeIfAbsent(line.receivable().planId(), plan -> new ArrayList<>())
          .addAll(List.of(line.cleared(), line.fee()));
    }
    return cleared;
  }

  /**
   * Returns an ERP's documents of a kind in one of two states, by number, locked until the
   * transaction ends; those that somebody else has locked are left out.
   */
  public static List<Entry> lock(
      Tx tx, String erp, DocumentCodec.Kind kind, State a, State b, int limit) throws SQLException {
    return tx.query(
        "SELECT "
            + COLUMNS
            + " FROM heliu_document WHERE erp = ? AND kind = ? AND state IN (?, ?) ORDER BY number"
            + " FETCH FIRST "
            + limit
            + " ROWS ONLY FOR UPDATE SKIP LOCKED",
        Outbox::entry,
        erp,
        kind,
        a,
        b);
  }

  /** Locks a document for its send, unless somebody else claimed it since. */
  public static boolean lockClaimed(Tx tx, Entry claimed) throws SQLException {
    return tx.find(
            "SELECT number FROM heliu_document WHERE number = ? AND state = 'SENDING' AND attempts"
                + " = ? FOR UPDATE SKIP LOCKED",
            row -> row.text(1),
            claimed.document().number(),
            claimed.attempts())
        .isPresent();
  }

  /** Returns an ERP's documents of a kind in one of two states, by number. */
  public static List<Entry> list(
      Tx tx, String erp, DocumentCodec.Kind kind, State a, State b, int limit) throws SQLException {
    return tx.query(
        "SELECT "
            + COLUMNS
            + " FROM heliu_document WHERE erp = ? AND kind = ? AND state IN (?, ?) ORDER BY number"
            + " FETCH FIRST "
            + limit
            + " ROWS ONLY",
        Outbox::entry,
        erp,
        kind,
        a,
        b);
  }

  /** Returns the next of an ERP's documents of a kind in one of two states, by number. */
  public static List<Entry> listAfter(
      Tx tx, String erp, DocumentCodec.Kind kind, State a, State b, String after, int limit)
      throws SQLException {
    return tx.query(
        "SELECT "
            + COLUMNS
            + " FROM heliu_document WHERE erp = ? AND kind = ? AND state IN (?, ?) AND number > ?"
            + " ORDER BY number FETCH FIRST "
            + limit
            + " ROWS ONLY",
        Outbox::entry,
        erp,
        kind,
        a,
        b,
        after);
  }

  /** Returns a document that was made for an ERP. */
  public static Optional<Entry> find(Tx tx, String erp, String number) throws SQLException {
    return tx.find(
        "SELECT " + COLUMNS + " FROM heliu_document WHERE erp = ? AND number = ?",
        Outbox::entry,
        erp,
        number);
  }

  /** Tells whether any document was ever sent to an ERP, or may have been. */
  public static boolean anySent(Tx tx, String erp) throws SQLException {
    return tx.find(
            "SELECT number FROM heliu_document WHERE erp = ? AND attempts > 0 FETCH FIRST 1 ROWS"
                + " ONLY",
            row -> row.text(1),
            erp)
        .isPresent();
  }

  /** Returns the documents of an order. */
  public static List<Entry> ofOrder(Tx tx, String orderId) throws SQLException {
    return tx.query(
        "SELECT " + COLUMNS + " FROM heliu_document WHERE order_id = ? ORDER BY number",
        Outbox::entry,
        orderId);
  }

  /** Returns the documents of an order, locked until the transaction ends. */
  public static List<Entry> lockOfOrder(Tx tx, String orderId) throws SQLException {
    return tx.query(
        "SELECT " + COLUMNS + " FROM heliu_document WHERE order_id = ? ORDER BY number FOR UPDATE",
        Outbox::entry,
        orderId);
  }

  /** Returns the ERP that a document is for. */
  public static String erpOf(Tx tx, String number) throws SQLException {
    return tx.find("SELECT erp FROM heliu_document WHERE number = ?", row -> row.text(1), number)
        .orElseThrow(() -> new IllegalStateException("document " + number + " is gone"));
  }

  private static Entry entry(Tx.Row row) throws SQLException {
    String number = row.text(1);
    return new Entry(
        DocumentCodec.read(DocumentCodec.Kind.valueOf(row.text(2)), number, row.text(6)),
        row.text(3),
        State.valueOf(row.text(4)),
        (int) row.number(5));
  }

  /**
   * Claims documents for this sender, before the first byte goes out.
   *
   * @return the same documents, with the attempt counted that tells this claim from others
   */
  public static List<Entry> claim(Tx tx, List<Entry> entries) throws SQLException {
    List<Entry> claimed = new ArrayList<>();
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Entry entry : entries) {
      rows.add(new @Nullable Object[] {entry.document().number()});
      claimed.add(
          new Entry(entry.document(), entry.orderId(), State.SENDING, entry.attempts() + 1));
    }
    tx.batch(
        "UPDATE heliu_document SET state = 'SENDING', attempts = attempts + 1 WHERE number = ?",
        rows);
    return claimed;
  }

  /** Puts a claimed document back that was certainly not taken, unless it was claimed again. */
  public static void putBack(Tx tx, Entry claimed) throws SQLException {
    tx.update(
        "UPDATE heliu_document SET state = 'PENDING' WHERE number = ? AND state = 'SENDING' AND"
            + " attempts = ?",
        claimed.document().number(),
        claimed.attempts());
  }

  /** Tells whether a number stands for a document of something else. */
  public static boolean isTaken(Tx tx, String number, String orderId) throws SQLException {
    return tx.count(
            "SELECT COUNT(*) FROM heliu_document WHERE number = ? AND order_id <> ?",
            number,
            orderId)
        > 0;
  }

  /** Takes out what the ERP refused of an order, so that its numbers can be used again. */
  public static void dropRejected(Tx tx, String orderId) throws SQLException {
    tx.update("DELETE FROM heliu_document WHERE order_id = ? AND state = 'REJECTED'", orderId);
  }

  /**
   * Tells whether the ERP refused other content under this number. It may have kept that half-way,
   * and would go on with it.
   */
  public static boolean isRefusedWithOtherContent(Tx tx, Document document) throws SQLException {
    return tx.find(
            "SELECT payload FROM heliu_document WHERE number = ? AND state = 'REJECTED'",
            row -> row.text(1),
            document.number())
        .filter(payload -> !payload.equals(DocumentCodec.write(document)))
        .isPresent();
  }

  /** Lets a document that the ERP refused go out again as it is; tells whether it was refused. */
  public static boolean sendAgain(Tx tx, String number) throws SQLException {
    return tx.update(
            "UPDATE heliu_document SET state = 'PENDING' WHERE number = ? AND state = 'REJECTED'",
            number)
        > 0;
  }

  /** Notes that the ERP is about to be asked to take a document back. */
  public static void setCancelling(Tx tx, String number, Instant now) throws SQLException {
    tx.update(
        "UPDATE heliu_document SET state = 'CANCELLING', code = '', message = '',"
            + " cancelling_since = ? WHERE number = ? AND state = 'DONE'",
        now,
        number);
  }

  /**
   * Notes that the ERP owes an answer for a document that it was asked for before some instant;
   * tells whether that was not noted.
   */
  public static boolean setOverdue(Tx tx, String number, Instant askedBefore) throws SQLException {
    return tx.update(
            "UPDATE heliu_document SET code = '"
                + CANCEL_OVERDUE
                + "' WHERE number = ? AND state = 'CANCELLING' AND code <> '"
                + CANCEL_OVERDUE
                + "' AND cancelling_since <= ?",
            number,
            askedBefore)
        > 0;
  }

  /** Notes that the ERP took a document back; tells whether that was not known. */
  public static boolean setCancelled(Tx tx, String number) throws SQLException {
    return leaveCancelling(tx, number, State.CANCELLED, "", "");
  }

  /** Notes that what the ERP has of an order will never be sent, as a person said. */
  public static void spend(Tx tx, String orderId) throws SQLException {
    tx.update(
        "UPDATE heliu_document SET state = 'CANCELLED' WHERE order_id = ? AND state = 'DONE'",
        orderId);
  }

  /** Notes why the ERP keeps a document; tells whether that was not known. */
  public static boolean setKept(Tx tx, String number, String code, String message)
      throws SQLException {
    return leaveCancelling(tx, number, State.DONE, code, message);
  }

  private static boolean leaveCancelling(
      Tx tx, String number, State state, String code, String message) throws SQLException {
    return tx.update(
            "UPDATE heliu_document SET state = ?, code = ?, message = ? WHERE number = ? AND state"
                + " = 'CANCELLING'",
            state,
            code,
            message.length() <= 1000 ? message : message.substring(0, 1000),
            number)
        > 0;
  }

  /** Lets the ERP be asked again for what it did not take back of an order. */
  static void forgetRefusal(Tx tx, String orderId) throws SQLException {
    tx.update(
        "UPDATE heliu_document SET code = '', message = '' WHERE order_id = ? AND state = 'DONE'"
            + " AND code IN (?, ?)",
        orderId,
        CANCEL_REFUSED,
        TOO_LATE);
  }

  /** Returns what the ERP said of a document last, code and message. */
  public static Reply reply(Tx tx, String number) throws SQLException {
    return tx.find(
            "SELECT code, message FROM heliu_document WHERE number = ?",
            row -> new Reply(row.text(1), row.text(2)),
            number)
        .orElse(new Reply("", ""));
  }

  /** Returns how many documents of an order the ERP took back. */
  public static int cancelled(Tx tx, String orderId) throws SQLException {
    return (int)
        tx.count(
            "SELECT COUNT(*) FROM heliu_document WHERE order_id = ? AND state = 'CANCELLED'",
            orderId);
  }

  /** Takes a document out that the ERP certainly has not taken. */
  public static void withdraw(Tx tx, String number) throws SQLException {
    tx.update("DELETE FROM heliu_document WHERE number = ? AND state = 'PENDING'", number);
  }

  /** Takes a document out that the ERP refused and that a person dealt with outside. */
  static void discardRejected(Tx tx, String number) throws SQLException {
    tx.update("DELETE FROM heliu_document WHERE number = ? AND state = 'REJECTED'", number);
  }

  /** Records what became of a document. */
  public static void record(Tx tx, String number, PushOutcome outcome) throws SQLException {
    if (outcome instanceof PushOutcome.Accepted accepted) {
      set(tx, number, State.DONE, accepted.id(), "ACCEPTED", "");
    } else if (outcome instanceof PushOutcome.Duplicate duplicate) {
      set(tx, number, State.DONE, duplicate.id(), "DUPLICATE", "");
    } else if (outcome instanceof PushOutcome.Rejected rejected) {
      set(tx, number, State.REJECTED, "", rejected.code(), rejected.message());
    } else if (outcome instanceof PushOutcome.Unknown unknown) {
      set(tx, number, State.UNKNOWN, "", "UNKNOWN", String.valueOf(unknown.cause().getMessage()));
    }
  }

  private static void set(
      Tx tx, String number, State state, String erpId, String code, String message)
      throws SQLException {
    tx.update(
        "UPDATE heliu_document SET state = ?, erp_id = ?, code = ?, message = ? WHERE number = ?",
        state,
        erpId,
        code.length() <= 200 ? code : code.substring(0, 200),
        message.length() <= 1000 ? message : message.substring(0, 1000),
        number);
  }
}
