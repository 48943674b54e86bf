package io.heliu.internal.store;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.channel.RefundSource;
import io.heliu.channel.RefundSource.Refund;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.RefundCase;
import io.heliu.order.Stored;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refunds as channels told them, latest version each, and where each case is with us. */
public final class RefundTable {
  private static final List<String> ALL_COLUMNS =
      List.of(
          "shop",
          "id",
          "order_number",
          "modified_at",
          "content_hash",
          "payload",
          "state",
          "code",
          "note",
          "by_hand",
          "looked_at");
  private static final String CASE =
      "shop, id, payload, state, code, note, document, replacement, by_hand";
  private static final int MAX_ID = 200;
  private static final int IN_ONE_QUERY = 500;

  private RefundTable() {}

  /**
   * A case as the flow works on it.
   *
   * @param told the case
   * @param byHand whether a person released it in this version
   */
  public record Row(RefundCase told, boolean byHand) {}

  /** Stores a refund's version; of two versions the later one stays. */
  public static Stored put(Tx tx, ShopId shop, Refund refund) throws SQLException {
    String payload = RefundCodec.write(refund);
    String hash = Digest.sha256(payload);
    Optional<Version> known =
        tx.find(
            "SELECT modified_at, content_hash, payload FROM heliu_refund WHERE shop = ? AND id = ?"
                + " FOR UPDATE",
            row -> new Version(row.instant(1), row.text(2), row.text(3)),
            shop.toString(),
            refund.id());
    if (known.isEmpty()) {
      return insert(tx, shop, refund, hash, payload) ? Stored.NEW : put(tx, shop, refund);
    }
    if (known.get().hash.equals(hash)) {
      return Stored.REPEATED;
    }
    if (refund.modifiedAt().isBefore(known.get().modifiedAt)) {
      return Stored.OLDER;
    }
    replace(tx, shop, refund, hash, payload);
    Refund before = RefundCodec.read(refund.id(), known.get().payload);
    if (!sameEffect(before, refund)) {
      tx.update(
          "DELETE FROM heliu_refund_seen WHERE shop = ? AND id = ?", shop.toString(), refund.id());
      ChannelOrderTable.refundChanged(tx, shop, refund.orderNumber());
    }
    return Stored.NEWER;
  }

  private static void replace(Tx tx, ShopId shop, Refund refund, String hash, String payload)
      throws SQLException {
    tx.update(
        "UPDATE heliu_refund SET order_number = ?, modified_at = ?, content_hash = ?, payload = ?,"
            + " by_hand = FALSE, state = CASE WHEN state IN ('TAKING_BACK', 'POSTING') THEN state"
            + " ELSE 'NEW' END WHERE shop = ? AND id = ?",
        refund.orderNumber(),
        refund.modifiedAt(),
        hash,
        payload,
        shop.toString(),
        refund.id());
  }

  /** Notes that a channel closed lines of an order of which the ERP may already have a document. */
  static void cancelled(Tx tx, ChannelOrder order) throws SQLException {
    String id = "order:" + order.number();
    put(
        tx,
        order.shop(),
        new Refund(
            id.length() <= MAX_ID ? id : "order:" + Digest.sha256(id),
            order.number(),
            null,
            RefundSource.Kind.CANCELLATION,
            RefundSource.State.SETTLED,
            order.status(),
            Money.zero(order.paid().currency()),
            null,
            RefundSource.Goods.UNTOLD,
            order.modifiedAt()));
  }

  private static boolean insert(Tx tx, ShopId shop, Refund refund, String hash, String payload)
      throws SQLException {
    boolean inserted =
        tx.insertIfAbsent(
            "heliu_refund",
            ALL_COLUMNS,
            shop.toString(),
            refund.id(),
            refund.orderNumber(),
            refund.modifiedAt(),
            hash,
            payload,
            RefundCase.State.NEW,
            "",
            "",
            false,
            refund.modifiedAt());
    if (inserted) {
      ChannelOrderTable.refundChanged(tx, shop, refund.orderNumber());
    }
    return inserted;
  }

  /** Tells whether two versions mean the same for the goods and the money of their order. */
  private static boolean sameEffect(Refund a, Refund b) {
    return a.orderNumber().equals(b.orderNumber())
        && String.valueOf(a.lineNumber()).equals(String.valueOf(b.lineNumber()))
        && a.kind() == b.kind()
        && a.state() == b.state()
        && a.amount().equals(b.amount())
        && String.valueOf(a.quantity()).equals(String.valueOf(b.quantity()));
  }

  /** Returns a case. */
  public static Optional<RefundCase> find(Tx tx, ShopId shop, String id) throws SQLException {
    return tx.find(
            "SELECT " + CASE + " FROM heliu_refund WHERE shop = ? AND id = ?",
            RefundTable::row,
            shop.toString(),
            id)
        .map(Row::told);
  }

  /** Returns a case, locked until the transaction ends. */
  public static Optional<Row> lock(Tx tx, ShopId shop, String id) throws SQLException {
    return tx.find(
        "SELECT " + CASE + " FROM heliu_refund WHERE shop = ? AND id = ? FOR UPDATE",
        RefundTable::row,
        shop.toString(),
        id);
  }

  /** Returns the cases of a channel order, by id. */
  public static List<RefundCase> ofOrder(Tx tx, ShopId shop, String number) throws SQLException {
    return tx
        .query(
            "SELECT " + CASE + " FROM heliu_refund WHERE shop = ? AND order_number = ? ORDER BY id",
            RefundTable::row,
            shop.toString(),
            number)
        .stream()
        .map(Row::told)
        .toList();
  }

  /** Returns the cases of channel orders that have any. */
  public static Map<Order.Source, List<RefundCase>> ofOrders(
      Tx tx, Collection<Order.Source> sources) throws SQLException {
    Map<Order.Source, List<RefundCase>> cases = new LinkedHashMap<>();
    List<String> numbers = sources.stream().map(Order.Source::number).distinct().toList();
    for (int from = 0; from < numbers.size(); from += IN_ONE_QUERY) {
      List<String> part = numbers.subList(from, Math.min(numbers.size(), from + IN_ONE_QUERY));
      String marks = "?, ".repeat(part.size() - 1) + "?";
      for (Row row :
          tx.query(
              "SELECT "
                  + CASE
                  + " FROM heliu_refund WHERE order_number IN ("
                  + marks
                  + ") ORDER BY shop, id",
              RefundTable::row,
              part.toArray())) {
        Order.Source source = new Order.Source(row.told.shop(), row.told.refund().orderNumber());
        cases.computeIfAbsent(source, s -> new ArrayList<>()).add(row.told);
      }
    }
    return cases;
  }

  /**
   * Returns cases in a state, those first that were not looked at for the longest time.
   *
   * @param shops whose cases; empty for all
   */
  public static List<RefundCase> due(Tx tx, RefundCase.State state, Set<ShopId> shops, int limit)
      throws SQLException {
    List<Object> args = new ArrayList<>(List.of(state));
    shops.forEach(shop -> args.add(shop.toString()));
    String served = shops.isEmpty() ? "" : " AND shop IN (?" + ", ?".repeat(shops.size() - 1) + ")";
    return tx
        .query(
            "SELECT "
                + CASE
                + " FROM heliu_refund WHERE state = ?"
                + served
                + " ORDER BY state, looked_at, shop, id FETCH FIRST "
                + limit
                + " ROWS ONLY",
            RefundTable::row,
            args.toArray())
        .stream()
        .map(Row::told)
        .toList();
  }

  /** Returns cases by shop and id; see {@link io.heliu.order.RefundBook#list}. */
  public static List<RefundCase> list(
      Tx tx,
      RefundCase.@Nullable State state,
      @Nullable ShopId shop,
      @Nullable RefundCase after,
      int limit)
      throws SQLException {
    StringBuilder where = new StringBuilder("1 = 1");
    List<@Nullable Object> args = new ArrayList<>();
    if (state != null) {
      where.append(" AND state = ?");
      args.add(state);
    }
    if (shop != null) {
      where.append(" AND shop = ?");
      args.add(shop.toString());
    }
    if (after != null) {
      where.append(" AND (shop > ? OR (shop = ? AND id > ?))");
      args.add(after.shop().toString());
      args.add(after.shop().toString());
      args.add(after.refund().id());
    }
    return tx
        .query(
            "SELECT "
                + CASE
                + " FROM heliu_refund WHERE "
                + where
                + " ORDER BY shop, id FETCH FIRST "
                + limit
                + " ROWS ONLY",
            RefundTable::row,
            args.toArray())
        .stream()
        .map(Row::told)
        .toList();
  }

  /** Returns how many cases are in each state. */
  public static Map<RefundCase.State, Long> counts(Tx tx) throws SQLException {
    Map<RefundCase.State, Long> counts = new EnumMap<>(RefundCase.State.class);
    tx.query(
        "SELECT state, COUNT(*) FROM heliu_refund GROUP BY state",
        row -> counts.put(RefundCase.State.valueOf(row.text(1)), row.number(2)));
    return counts;
  }

  /** Moves a case to a state, with the reason and when it was looked at. */
  public static void setState(
      Tx tx, RefundCase told, RefundCase.State state, String code, String note, Instant lookedAt)
      throws SQLException {
    tx.update(
        "UPDATE heliu_refund SET state = ?, code = ?, note = ?, looked_at = ? WHERE shop = ? AND"
            + " id = ?",
        state,
        code,
        cut(note),
        lookedAt,
        told.shop().toString(),
        told.refund().id());
  }

  /** Notes our order that sends the other goods of an exchange. */
  public static void setReplacement(Tx tx, RefundCase told, String orderId) throws SQLException {
    tx.update(
        "UPDATE heliu_refund SET replacement = ? WHERE shop = ? AND id = ?",
        orderId,
        told.shop().toString(),
        told.refund().id());
  }

  /** Lets a held case be looked at again; see {@link io.heliu.order.RefundBook#release}. */
  public static boolean release(Tx tx, ShopId shop, String id, String note) throws SQLException {
    Optional<Row> row = lock(tx, shop, id);
    if (row.isEmpty() || !isReleasable(row.get().told)) {
      return false;
    }
    boolean posting = false;
    for (String document : ReturnTable.documents(tx, shop, id)) {
      posting |= Outbox.sendAgain(tx, document);
    }
    Order.Source source = new Order.Source(shop, row.get().told.refund().orderNumber());
    for (String orderId : OrderTable.idsOf(tx, source)) {
      Outbox.forgetRefusal(tx, orderId);
    }
    tx.update(
        "UPDATE heliu_refund SET state = ?, code = 'RELEASED_BY_HAND', note = ?, by_hand = TRUE"
            + " WHERE shop = ? AND id = ?",
        posting ? RefundCase.State.POSTING : RefundCase.State.NEW,
        cut(note),
        shop.toString(),
        id);
    return true;
  }

  private static boolean isReleasable(RefundCase told) {
    return told.state() == RefundCase.State.HELD
        || (told.state() == RefundCase.State.GOODS_AWAITED && told.code().equals(Outbox.TOO_LATE));
  }

  /** Notes that nothing more comes back; see {@link io.heliu.order.RefundBook#allBack}. */
  public static boolean allBack(Tx tx, ShopId shop, String id, String note) throws SQLException {
    Optional<RefundCase> told = lock(tx, shop, id).map(Row::told);
    if (told.isEmpty()
        || told.get().state() == RefundCase.State.DONE
        || ReturnTable.isAllBack(tx, told.get())
        || ReturnTable.arrivals(tx, shop, id).isEmpty()) {
      return false;
    }
    ReturnTable.setAllBack(tx, told.get());
    tx.update(
        "UPDATE heliu_refund SET note = ?, by_hand = TRUE, state = CASE WHEN state ="
            + " 'GOODS_AWAITED' THEN 'NEW' ELSE state END WHERE shop = ? AND id = ?",
        cut(note),
        shop.toString(),
        id);
    return true;
  }

  /**
   * Closes a case by hand; see {@link io.heliu.order.RefundBook#close}. What the ERP refused of it
   * is not on its way any more, so it must not explain a difference of the counts.
   */
  public static boolean close(Tx tx, ShopId shop, String id, boolean unsentStays, String note)
      throws SQLException {
    Optional<RefundCase> told = lock(tx, shop, id).map(Row::told).filter(RefundTable::mayClose);
    if (told.isEmpty()) {
      return false;
    }
    tx.update(
        "UPDATE heliu_refund SET state = 'DONE', code = 'CLOSED_BY_HAND', note = ? WHERE shop = ?"
            + " AND id = ?",
        cut(note),
        shop.toString(),
        id);
    for (String document : ReturnTable.documents(tx, shop, id)) {
      Outbox.discardRejected(tx, document);
    }
    if (unsentStays) {
      GivenUpTable.say(tx, shop, id);
    }
    return true;
  }

  private static boolean mayClose(RefundCase told) {
    return told.state() == RefundCase.State.HELD || told.state() == RefundCase.State.GOODS_AWAITED;
  }

  /** Notes that an order goes its way in full knowledge of some refunds. */
  public static void setSeen(Tx tx, String orderId, Collection<RefundCase> cases)
      throws SQLException {
    for (RefundCase told : cases) {
      tx.insertIfAbsent(
          "heliu_refund_seen",
          List.of("shop", "id", "order_id"),
          told.shop().toString(),
          told.refund().id(),
          orderId);
    }
  }

  /** Tells whether an order's document was made in full knowledge of a refund. */
  public static boolean isSeen(Tx tx, RefundCase told, String orderId) throws SQLException {
    return tx.count(
            "SELECT COUNT(*) FROM heliu_refund_seen WHERE shop = ? AND id = ? AND order_id = ?",
            told.shop().toString(),
            told.refund().id(),
            orderId)
        > 0;
  }

  private static String cut(String note) {
    return note.length() <= 400 ? note : note.substring(0, 400);
  }

  private static Row row(Tx.Row row) throws SQLException {
    String id = row.text(2);
    return new Row(
        new RefundCase(
            ShopId.parse(row.text(1)),
            RefundCodec.read(id, row.text(3)),
            RefundCase.State.valueOf(row.text(4)),
            row.text(5),
            row.text(6),
            row.textOrNull(7),
            row.textOrNull(8)),
        row.flag(9));
  }

  private record Version(Instant modifiedAt, String hash, String payload) {}
}
