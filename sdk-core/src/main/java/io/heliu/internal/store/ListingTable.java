package io.heliu.internal.store;

import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderLine;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Listings of the shops, what each was told, and which of them must be told again.
 *
 * <p>What a listing may still be showing is at most the higher one of the level that the channel
 * acknowledged and the highest level that it was sent since without an answer. The second is
 * written before the send.
 */
public final class ListingTable {
  // As one set the index is used, as alternatives the whole table is read.
  private static final String SELLS =
      "sku IN (SELECT CAST(? AS VARCHAR(200)) UNION ALL SELECT kit FROM heliu_kit WHERE component ="
          + " ?)";

  /** Above what was noted and published so far, or a change would pass for one dealt with. */
  private static final String NEXT = "GREATEST(due_sequence, published_sequence) + 1";

  /** A refused listing keeps its pause, so that a lively SKU does not hammer the channel. */
  private static final String NO_PAUSE =
      "retry_at = CASE WHEN waiting = 'REFUSED' THEN retry_at ELSE NULL END";

  private static final int IN_ONE_QUERY = 500;

  static final String HOLDING =
      " WHERE o.state IN ('NEW', 'HELD', 'RESERVED', 'DISPATCHED') AND (o.reservation <> '' OR"
          + " EXISTS (SELECT 1 FROM heliu_surplus s WHERE s.order_id = o.id)) AND o.reservation"
          + " NOT LIKE '%/sold'";

  private ListingTable() {}

  /** Why a listing is not where it should be. */
  public enum Waiting {
    /** The channel refused its level. */
    REFUSED,
    /** Other shops may still be selling from what it should get. */
    ROOM,
    /** Nobody knows the stock, and the time of grace runs. */
    UNKNOWN,
    /** Nobody knows the stock, and it fell to its floor. */
    FLOOR
  }

  /**
   * A listing that must be published.
   *
   * @param item the channel's product id
   * @param variant the channel's variant id; empty for none
   * @param sku the SKU or kit it sells
   * @param units units of it in one item
   * @param sequence up to where the ledger's changes are noted on it
   * @param publishedSequence the sequence it was published with last
   * @param acknowledged the level the channel acknowledged last; -1 if none
   * @param inFlight the highest level sent since without an answer; -1 if none
   * @param inFlightAt when the last of these was sent
   * @param refusals how often in a row the channel refused it
   * @param unknownSince since when its stock is not known
   */
  public record Due(
      String item,
      String variant,
      Sku sku,
      long units,
      long sequence,
      long publishedSequence,
      long acknowledged,
      long inFlight,
      @Nullable Instant inFlightAt,
      int refusals,
      @Nullable Instant unknownSince) {

    /** Returns the most that the channel may still be showing; -1 if it was never told. */
    public long outstanding() {
      return Math.max(acknowledged, inFlight);
    }
  }

  /**
   * What a listing may still be showing.
   *
   * @param shop the shop
   * @param sku the SKU or kit it sells
   * @param units units of it in one item
   * @param level items
   */
  public record Told(ShopId shop, Sku sku, long units, long level) {}

  /**
   * Where a listing is afterwards.
   *
   * @param listing the listing as it was
   * @param published whether its changes are dealt with up to its sequence
   * @param acknowledged the level the channel acknowledged last
   * @param inFlight the highest level sent since without an answer; -1 if none
   * @param inFlightAt when that was sent
   * @param waiting why it is not where it should be, or null
   * @param retryAt not to be looked at before, unless something changes; null for no pause
   * @param refusals how often in a row the channel refused it
   * @param refusal why the channel refused it; empty if it did not
   * @param unknownSince since when its stock is not known
   */
  public record Standing(
      Due listing,
      boolean published,
      long acknowledged,
      long inFlight,
      @Nullable Instant inFlightAt,
      @Nullable Waiting waiting,
      @Nullable Instant retryAt,
      int refusals,
      String refusal,
      @Nullable Instant unknownSince) {}

  /** Notes on every listing of a SKU, or of a kit with it, that the ledger changed. */
  public static void ledgerChanged(Tx tx, Sku sku, long sequence) throws SQLException {
    tx.update(
        "UPDATE heliu_listing SET due_sequence = GREATEST(CAST(? AS BIGINT), "
            + NEXT
            + "), "
            + NO_PAUSE
            + " WHERE "
            + SELLS,
        sequence,
        sku.code(),
        sku.code());
  }

  /** Notes on every listing of a SKU, or of a kit with it, that it must be looked at again. */
  public static void lookAgain(Tx tx, Sku sku) throws SQLException {
    tx.update(
        "UPDATE heliu_listing SET due_sequence = " + NEXT + ", " + NO_PAUSE + " WHERE " + SELLS,
        sku.code(),
        sku.code());
  }

  /** Notes on every listing that it must be looked at again. */
  public static void lookAgainAtAll(Tx tx) throws SQLException {
    tx.update("UPDATE heliu_listing SET due_sequence = " + NEXT + ", " + NO_PAUSE);
  }

  /** Notes on listings of a SKU that wait for room that there may be some; tells how many. */
  public static int wake(Tx tx, Sku sku) throws SQLException {
    return tx.update(
        "UPDATE heliu_listing SET due_sequence = " + NEXT + " WHERE waiting = 'ROOM' AND " + SELLS,
        sku.code(),
        sku.code());
  }

  /**
   * Notes on the listings of an order that was not taken on that their shop shows less than it may
   * sell: it took the units off by itself when the order was paid.
   */
  public static void orderNotTaken(Tx tx, List<Order.Line> lines) throws SQLException {
    for (Order.Line line : lines) {
      tx.update(
          "UPDATE heliu_listing SET due_sequence = "
              + NEXT
              + " WHERE shop = ? AND "
              + SELLS
              + " AND EXISTS (SELECT 1 FROM heliu_channel_order WHERE shop = ? AND number = ? AND"
              + " lifecycle <> 'PENDING_PAYMENT')",
          line.source().shop().toString(),
          line.sku().code(),
          line.sku().code(),
          line.source().shop().toString(),
          line.source().number());
    }
  }

  /**
   * Notes the same on the listings that a channel's order names, whether or not anything of it is
   * wanted any more: a refund may have taken all its lines.
   *
   * @param skus what its lines sell that name no item
   */
  public static void orderNotTaken(Tx tx, ChannelOrder order, Set<Sku> skus) throws SQLException {
    if (order.lifecycle() == Lifecycle.PENDING_PAYMENT) {
      return;
    }
    String again = "UPDATE heliu_listing SET due_sequence = " + NEXT + " WHERE shop = ? AND ";
    for (OrderLine line : order.lines()) {
      if (line.itemId() != null) {
        tx.update(
            again + "item = ? AND variant = ?",
            order.shop().toString(),
            line.itemId(),
            line.variantId() == null ? "" : line.variantId());
      }
    }
    for (Sku sku : skus) {
      tx.update(again + "sku = ?", order.shop().toString(), sku.code());
    }
  }

  /** Returns listings of a shop that must be published, the one that waits longest first. */
  public static List<Due> due(Tx tx, ShopId shop, Instant now, int limit) throws SQLException {
    return tx.query(
        "SELECT item, variant, sku, units, due_sequence, published_sequence, published_quantity,"
            + " flight_quantity, flight_at, refusals, unknown_since FROM heliu_listing WHERE shop ="
            + " ? AND (due_sequence > published_sequence OR flight_quantity >= 0 OR waiting IN"
            + " ('UNKNOWN', 'REFUSED')) AND (retry_at IS NULL OR retry_at <= ?) ORDER BY"
            + " published_sequence, item, variant FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row ->
            new Due(
                row.text(1),
                row.text(2),
                new Sku(row.text(3)),
                row.number(4),
                row.number(5),
                row.number(6),
                row.number(7),
                row.number(8),
                row.instantOrNull(9),
                (int) row.number(10),
                row.instantOrNull(11)),
        shop.toString(),
        now);
  }

  /** Returns what the listings of a SKU and of kits with it may still be showing, on all shops. */
  public static List<Told> told(Tx tx, Sku sku) throws SQLException {
    return tx.query(
        "SELECT shop, sku, units, published_quantity, flight_quantity FROM heliu_listing WHERE"
            + " (published_quantity > 0 OR flight_quantity > 0) AND "
            + SELLS,
        row ->
            new Told(
                ShopId.parse(row.text(1)),
                new Sku(row.text(2)),
                row.number(3),
                Math.max(row.number(4), row.number(5))),
        sku.code(),
        sku.code());
  }

  /**
   * Returns the units of some SKUs that orders of each shop hold: those on their way, and those
   * that wait for others, for a person or for the next step with their units kept.
   */
  public static Map<Sku, Map<ShopId, Long>> held(Tx tx, Collection<Sku> skus) throws SQLException {
    Map<Sku, Map<ShopId, Long>> held = new TreeMap<>();
    List<String> codes = skus.stream().map(Sku::code).distinct().toList();
    for (int from = 0; from < codes.size(); from += IN_ONE_QUERY) {
      List<String> some = codes.subList(from, Math.min(codes.size(), from + IN_ONE_QUERY));
      String holding = HOLDING + " AND l.sku IN (?" + ", ?".repeat(some.size() - 1) + ")";
      String lines = " FROM heliu_order o JOIN heliu_order_line l ON l.order_id = o.id";
      add(
          tx,
          held,
          1,
          "SELECT l.sku, l.shop, SUM(l.quantity)" + lines + holding + " GROUP BY l.sku, l.shop",
          some);
      add(
          tx,
          held,
          -1,
          "SELECT l.sku, l.shop, SUM(p.quantity)"
              + lines
              + " JOIN heliu_parcel_line p ON p.order_id = l.order_id AND p.order_line = l.line"
              + holding
              + " AND p.taken = TRUE GROUP BY l.sku, l.shop",
          some);
      add(
          tx,
          held,
          -1,
          "SELECT l.sku, l.shop, SUM(g.quantity)"
              + lines
              + " JOIN heliu_given_up g ON g.order_id = l.order_id AND g.order_line = l.line"
              + holding
              + " AND g.released = TRUE GROUP BY l.sku, l.shop",
          some);
    }
    return held;
  }

  private static void add(
      Tx tx, Map<Sku, Map<ShopId, Long>> held, int sign, String sql, List<String> skus)
      throws SQLException {
    tx.query(
        sql,
        row ->
            held.computeIfAbsent(new Sku(row.text(1)), sku -> new TreeMap<>())
                .merge(ShopId.parse(row.text(2)), sign * row.number(3), Long::sum),
        skus.toArray());
  }

  /** Notes before a send what is going to be sent. */
  public static void sending(Tx tx, ShopId shop, List<Due> listings, List<Long> levels, Instant at)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < listings.size(); i++) {
      Due listing = listings.get(i);
      rows.add(
          new @Nullable Object[] {
            Math.max(listing.inFlight(), levels.get(i)),
            at,
            shop.toString(),
            listing.item(),
            listing.variant()
          });
    }
    tx.batch(
        "UPDATE heliu_listing SET flight_quantity = ?, flight_at = ? WHERE shop = ? AND item = ?"
            + " AND variant = ?",
        rows);
  }

  /** Records where listings are; a listing that sells something else meanwhile stays due. */
  public static void put(Tx tx, ShopId shop, List<Standing> standings) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Standing one : standings) {
      Due listing = one.listing();
      String refusal = one.refusal();
      Waiting waiting = one.waiting();
      rows.add(
          new @Nullable Object[] {
            one.published() ? listing.publishedSequence() : Long.MIN_VALUE,
            listing.sequence(),
            one.acknowledged(),
            one.inFlight(),
            one.inFlightAt(),
            waiting == null ? "" : waiting.name(),
            one.retryAt(),
            one.refusals(),
            refusal.length() <= 1000 ? refusal : refusal.substring(0, 1000),
            one.unknownSince(),
            shop.toString(),
            listing.item(),
            listing.variant()
          });
    }
    tx.batch(
        "UPDATE heliu_listing SET published_sequence = CASE WHEN published_sequence = ? THEN CAST(?"
            + " AS BIGINT) ELSE published_sequence END, published_quantity = ?, flight_quantity ="
            + " ?, flight_at = ?, waiting = ?, retry_at = ?, refusals = ?, refusal = ?,"
            + " unknown_since = ? WHERE shop = ? AND item = ? AND variant = ?",
        rows);
  }
}
