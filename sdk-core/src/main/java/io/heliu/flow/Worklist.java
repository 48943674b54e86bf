package io.heliu.flow;

import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.channel.ShipmentSink;
import io.heliu.flow.aftersales.AfterSalesSettings;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.GivenUpTable;
import io.heliu.internal.store.NoticeTable;
import io.heliu.internal.store.OrderTable;
import io.heliu.internal.store.Outbox;
import io.heliu.internal.store.ParcelTable;
import io.heliu.internal.store.Tx;
import io.heliu.order.Order;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What the flows set aside for a person (待处理), apart from held orders, which the {@link
 * io.heliu.order.OrderBook} lists; and the calls by which a person lets it go on. Thread-safe;
 * every method is one transaction and throws {@link io.heliu.Fault.Store} if the database fails.
 *
 * <p>Lists are in a steady order and give at most as many entries as asked for; a limit below 1 is
 * an {@link IllegalArgumentException}.
 */
public final class Worklist {
  /** The line of goods that no line of their order has, for example of a substitute (替代品). */
  public static final int NO_LINE = ParcelTable.NO_LINE;

  private final Database database;

  private Worklist(Database database) {
    this.database = database;
  }

  /**
   * Opens the list on a data source where {@link io.heliu.store.Schema#install} has been called.
   *
   * @throws io.heliu.Fault.Configuration if the database is not supported
   */
  public static Worklist open(DataSource dataSource) {
    return new Worklist(Database.open(dataSource));
  }

  /**
   * A row of a source that could not be read (隔离). Nothing of it is stored elsewhere; when the
   * source sends it again in a form that can be read, it comes in, and goes off the list, by
   * itself. What can be read but not be booked, for example a counter's ticket that contradicts one
   * that is booked, or goods that come back on an outbound, stays until a person takes it off.
   *
   * @param source where it comes from, for example the shop, or {@code refunds/} and the shop
   * @param digest names the row within the source
   * @param id its id if that much could be read, else null
   * @param reason which field broke which rule
   * @param raw the row as it came; may hold personal data, so {@link #toString} leaves it out
   * @param seenAt when it was seen first
   */
  public record UnreadRow(
      String source,
      String digest,
      @Nullable String id,
      String reason,
      String raw,
      Instant seenAt) {
    /** Checks that what must be there is. */
    public UnreadRow {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(digest, "digest");
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(raw, "raw");
      Objects.requireNonNull(seenAt, "seenAt");
    }

    @Override
    public String toString() {
      return "UnreadRow[" + source + " " + id + ": " + reason + "]";
    }
  }

  /**
   * A shipment notice that a channel refused (发货回传失败), or that failed for a reason that lasts.
   *
   * @param erp the ERP that told of the parcel
   * @param parcel that ERP's number of it
   * @param part 1 for the first notice of the order in the parcel; a further one is about what was
   *     taken out of the ledger after that
   * @param shop the shop
   * @param content what it was told
   * @param code the channel's code; {@code FAULT} if it failed without one
   */
  public record RefusedNotice(
      String erp, String parcel, int part, ShopId shop, ShipmentSink.Parcel content, String code) {}

  /**
   * A parcel of which the ledger refused something, or in which is something that was not ordered
   * or was given up.
   *
   * @param erp the ERP that told of it
   * @param number that ERP's number of it
   * @param goods what was not taken out of the ledger
   */
  public record HeldParcel(String erp, String number, List<Goods> goods) {
    /** Copies the list. */
    public HeldParcel {
      goods = List.copyOf(goods);
    }
  }

  /**
   * Goods in a held parcel.
   *
   * @param order our order
   * @param line the line of it that they stand for; {@link #NO_LINE} if it has no line of the SKU
   * @param sku what
   * @param location from where
   * @param quantity units
   */
  public record Goods(String order, int line, Sku sku, Location location, long quantity) {}

  /**
   * A document that did not reach its end in the ERP.
   *
   * @param number our number of it
   * @param erp the ERP it is for
   * @param kind what it is, for example {@code SALES_ORDER}
   * @param order our order it is for; empty if none
   * @param state whether the ERP refused it, or nobody knows
   * @param code the ERP's code for a refusal
   * @param attempts how often it was sent
   */
  public record StuckDocument(
      String number,
      String erp,
      String kind,
      String order,
      DocumentState state,
      String code,
      int attempts) {}

  /** Why a document is stuck. */
  public enum DocumentState {
    /** The ERP refused it by a rule. */
    REJECTED,
    /** Whether the ERP has it is not known; the flow looks it up before it sends it again. */
    UNKNOWN
  }

  /**
   * A sales order that an ERP has been asked to take back for longer than {@link
   * AfterSalesSettings#cancelAge}, without an answer (撤单无答复). It leaves the list when the answer
   * comes.
   *
   * @param number the document's number
   * @param erp the ERP
   * @param order our order
   * @param since when the ERP was asked first
   */
  public record OpenCancel(String number, String erp, String order, Instant since) {
    /** Checks that everything is there. */
    public OpenCancel {
      Objects.requireNonNull(number, "number");
      Objects.requireNonNull(erp, "erp");
      Objects.requireNonNull(order, "order");
      Objects.requireNonNull(since, "since");
    }
  }

  /** Returns rows that could not be read, the oldest first. */
  public List<UnreadRow> unreadRows(int limit) {
    check(limit);
    return database.inTransaction("unread rows", tx -> unreadRows(tx, limit));
  }

  /**
   * Takes a row off the list that a person has dealt with.
   *
   * @return whether it was on the list
   */
  public boolean dismiss(UnreadRow row) {
    return database.inTransaction("dismiss row", tx -> dismiss(tx, row.source(), row.digest()));
  }

  /** Returns notices that channels refused, by shop and order. */
  public List<RefusedNotice> refusedNotices(int limit) {
    check(limit);
    return database.inTransaction("refused notices", tx -> refused(tx, limit));
  }

  /**
   * Lets a refused notice go out again, for example after the carrier's code was set up in the
   * shop.
   *
   * @return whether it was refused
   */
  public boolean sendAgain(RefusedNotice notice) {
    return database.inTransaction("send notice again", tx -> settle(tx, notice, "PENDING"));
  }

  /**
   * Takes a refused notice off the list because the channel was told in another way.
   *
   * @return whether it was refused
   */
  public boolean toldByHand(RefusedNotice notice) {
    return database.inTransaction("notice told by hand", tx -> settle(tx, notice, "SENT"));
  }

  /** Returns an ERP's parcels that are held, by number. */
  public List<HeldParcel> heldParcels(String erp, int limit) {
    check(limit);
    List<ParcelTable.Parcel> parcels =
        database.inTransaction(
            "held parcels",
            tx -> ParcelTable.untakenParcels(tx, erp, ParcelTable.State.HELD, limit));
    return parcels.stream()
        .map(parcel -> new HeldParcel(erp, parcel.number(), goods(parcel.lines())))
        .toList();
  }

  private static List<Goods> goods(List<ParcelTable.Line> lines) {
    return lines.stream()
        .map(
            line ->
                new Goods(
                    line.orderId(), line.orderLine(), line.sku(), line.location(), line.quantity()))
        .toList();
  }

  /**
   * Says that goods in a held parcel that no line of their order has were sent instead of those of
   * a line, unit for unit (替代发货). The parcel stays held; say this before {@link #haveLeft}, which
   * then counts them as the line's: the order ends when all of it has left, its channel is told,
   * and what was held for the line is given back.
   *
   * @param parcel the parcel
   * @param goods one of its goods whose line is {@link #NO_LINE}
   * @param line the line of the order that they stand for
   * @return whether they are in the parcel, stand for no line yet, and the line has that many units
   *     that are in no parcel and not given up
   */
  public boolean standsFor(HeldParcel parcel, Goods goods, int line) {
    return database.inTransaction(
        "goods stand for a line", tx -> standsFor(tx, parcel, goods, line));
  }

  private static boolean standsFor(Tx tx, HeldParcel parcel, Goods goods, int line)
      throws SQLException {
    boolean held =
        ParcelTable.lock(tx, parcel.erp(), parcel.number())
            .filter(known -> known.state() == ParcelTable.State.HELD)
            .isPresent();
    if (!held || goods.line() != NO_LINE || goods.quantity() > room(tx, goods.order(), line)) {
      return false;
    }
    ParcelTable.Line packed =
        new ParcelTable.Line(
            goods.order(), NO_LINE, goods.sku(), goods.location(), goods.quantity(), "");
    return ParcelTable.stand(tx, parcel.erp(), parcel.number(), packed, line);
  }

  /** Returns how many units of an order's line are still to be sent; none if there is no line. */
  private static long room(Tx tx, String orderId, int line) throws SQLException {
    Optional<Order> order = OrderTable.lock(tx, orderId);
    long ordered = 0;
    for (Order.Line one : order.map(Order::lines).orElse(List.of())) {
      ordered += one.line() == line ? one.quantity() : 0;
    }
    return ordered
        - ParcelTable.standingOfOrder(tx, orderId).getOrDefault(line, 0L)
        - GivenUpTable.ofOrder(tx, orderId).getOrDefault(line, 0L);
  }

  /**
   * Says that the goods of a held parcel have left as the ERP tells it (以实物为准). The next step of
   * the shipment flow takes them out of the ledger as a fact, which may take the stock below zero,
   * gives back what their orders still hold of them, wherever that is, and tells the channels. Of
   * goods that stand for no line ({@link #standsFor}) only the stock changes.
   *
   * @return whether it was held with these goods; the ERP may have told others since
   */
  public boolean haveLeft(HeldParcel parcel) {
    return decide(parcel, ParcelTable.State.FACT);
  }

  /**
   * Says that what is held of a parcel is a mistake of the ERP: nothing of it is taken out of the
   * ledger. Until the ERP takes it back as well, the counts differ by it.
   *
   * @return whether it was held with these goods; the ERP may have told others since
   */
  public boolean drop(HeldParcel parcel) {
    return decide(parcel, ParcelTable.State.DROPPED);
  }

  private boolean decide(HeldParcel parcel, ParcelTable.State state) {
    return database.inTransaction("decide on parcel", tx -> decide(tx, parcel, state));
  }

  /** The ERP may have told the parcel with other goods since the person looked at it. */
  private static boolean decide(Tx tx, HeldParcel parcel, ParcelTable.State state)
      throws SQLException {
    boolean held =
        ParcelTable.lock(tx, parcel.erp(), parcel.number())
            .filter(known -> known.state() == ParcelTable.State.HELD)
            .isPresent();
    if (!held) {
      return false;
    }
    List<ParcelTable.Line> untaken = ParcelTable.untaken(tx, parcel.erp(), parcel.number());
    return units(goods(untaken)).equals(units(parcel.goods()))
        && ParcelTable.decide(tx, parcel.erp(), parcel.number(), state);
  }

  /** What goods stand for may have been said since. */
  private static Map<Goods, Long> units(List<Goods> goods) {
    Map<Goods, Long> units = new HashMap<>();
    for (Goods one : goods) {
      Goods kind = new Goods(one.order(), NO_LINE, one.sku(), one.location(), 0);
      units.merge(kind, one.quantity(), Long::sum);
    }
    return units;
  }

  /** Returns documents that the ERP refused or whose fate is not known, by number. */
  public List<StuckDocument> stuckDocuments(int limit) {
    check(limit);
    return database.inTransaction("stuck documents", tx -> stuck(tx, limit));
  }

  /**
   * Lets a document that the ERP refused go out again unchanged, for example after its customer was
   * set up there. The document of a held order goes out with {@link
   * io.heliu.order.OrderBook#release} instead, since the order may have changed.
   *
   * @return whether it was refused and stands for no order
   */
  public boolean pushAgain(StuckDocument document) {
    return database.inTransaction("push document again", tx -> pushAgain(tx, document.number()));
  }

  /** Returns sales orders that ERPs have been asked to take back for too long, by number. */
  public List<OpenCancel> openCancels(int limit) {
    check(limit);
    return database.inTransaction("open cancels", tx -> openCancels(tx, limit));
  }

  private static void check(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: must be at least 1");
    }
  }

  private static List<UnreadRow> unreadRows(Tx tx, int limit) throws SQLException {
    return tx.query(
        "SELECT source, digest, row_id, reason, raw, seen_at FROM heliu_quarantine ORDER BY"
            + " seen_at, source, digest"
            + first(limit),
        row ->
            new UnreadRow(
                row.text(1),
                row.text(2),
                row.textOrNull(3),
                row.text(4),
                row.text(5),
                row.instant(6)));
  }

  private static boolean dismiss(Tx tx, String source, String digest) throws SQLException {
    return tx.update("DELETE FROM heliu_quarantine WHERE source = ? AND digest = ?", source, digest)
        == 1;
  }

  private static List<RefusedNotice> refused(Tx tx, int limit) throws SQLException {
    return tx.query(
        "SELECT n.erp, n.parcel, n.part, n.shop, n.number, n.lines, p.carrier, p.waybill, n.code"
            + " FROM heliu_notice n JOIN heliu_parcel p ON p.erp = n.erp AND p.number = n.parcel"
            + " WHERE n.state = 'REFUSED' ORDER BY n.shop, n.number, n.erp, n.parcel, n.part"
            + first(limit),
        row ->
            new RefusedNotice(
                row.text(1),
                row.text(2),
                (int) row.number(3),
                ShopId.parse(row.text(4)),
                new ShipmentSink.Parcel(
                    row.text(5), NoticeTable.readLines(row.text(6)), row.text(7), row.text(8)),
                row.text(9)));
  }

  private static boolean settle(Tx tx, RefusedNotice notice, String state) throws SQLException {
    return tx.update(
            "UPDATE heliu_notice SET state = ? WHERE state = 'REFUSED' AND erp = ? AND parcel = ?"
                + " AND part = ? AND shop = ? AND number = ?",
            state,
            notice.erp(),
            notice.parcel(),
            notice.part(),
            notice.shop().toString(),
            notice.content().orderNumber())
        == 1;
  }

  private static List<StuckDocument> stuck(Tx tx, int limit) throws SQLException {
    return tx.query(
        "SELECT number, erp, kind, order_id, state, code, attempts FROM heliu_document WHERE state IN"
            + " ('REJECTED', 'UNKNOWN') ORDER BY number"
            + first(limit),
        row ->
            new StuckDocument(
                row.text(1),
                row.text(2),
                row.text(3),
                row.text(4),
                DocumentState.valueOf(row.text(5)),
                row.text(6),
                (int) row.number(7)));
  }

  private static List<OpenCancel> openCancels(Tx tx, int limit) throws SQLException {
    return tx.query(
        "SELECT number, erp, order_id, cancelling_since FROM heliu_document WHERE state ="
            + " 'CANCELLING' AND code = ? ORDER BY number"
            + first(limit),
        row -> new OpenCancel(row.text(1), row.text(2), row.text(3), row.instant(4)),
        Outbox.CANCEL_OVERDUE);
  }

  private static boolean pushAgain(Tx tx, String number) throws SQLException {
    return tx.update(
            "UPDATE heliu_document SET state = 'PENDING', code = '', message = '' WHERE number = ?"
                + " AND state = 'REJECTED' AND order_id = ''",
            number)
        == 1;
  }

  private static String first(int limit) {
    return " FETCH FIRST " + limit + " ROWS ONLY";
  }
}
