package io.heliu.internal.store;

import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.erp.Outbound;
import io.heliu.order.Order;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Voids of tickets that were booked before they came. */
public final class VoidTable {
  private static final List<String> COLUMNS =
      List.of("shop", "number", "state", "tries", "erp", "document", "payload");

  private VoidTable() {}

  /** How far a void is. */
  public enum State {
    /** Nothing of the sale is undone yet. */
    DUE,
    /** The units are about to be given back, or are back and it is not recorded. */
    REVERSING,
    /** Undone. */
    DONE,
    /** A person must undo it. */
    HELD
  }

  /**
   * What undoes a sale.
   *
   * @param sale the ticket
   * @param erp the ERP that has the sale; empty if none has
   * @param document the sale with its signs turned
   */
  public record Reversal(Order.Source sale, String erp, Outbound document) {}

  /**
   * A void that is due.
   *
   * @param sale the ticket
   * @param tries how often it was put behind the others
   */
  public record Due(Order.Source sale, long tries) {}

  /** Notes a void; tells whether it is new. */
  public static boolean put(Tx tx, Order.Source sale) throws SQLException {
    return tx.insertIfAbsent(
        "heliu_void", COLUMNS, sale.shop().toString(), sale.number(), State.DUE, 0, "", "", "");
  }

  /** Tells whether a ticket is voided, or about to be. */
  public static boolean isNoted(Tx tx, Order.Source sale) throws SQLException {
    return tx.count(
            "SELECT COUNT(*) FROM heliu_void WHERE shop = ? AND number = ?",
            sale.shop().toString(),
            sale.number())
        > 0;
  }

  /** Returns the tickets of some shops, or of all, whose voids are due, the least tried first. */
  public static List<Due> due(Tx tx, Set<ShopId> shops, int limit) throws SQLException {
    return tx.query(
        "SELECT shop, number, tries FROM heliu_void WHERE state = 'DUE'"
            + among(shops)
            + " ORDER BY tries, shop, number FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row -> new Due(new Order.Source(ShopId.parse(row.text(1)), row.text(2)), row.number(3)),
        values(shops));
  }

  /** Returns what is about to be given back. */
  public static List<Reversal> reversing(Tx tx, Set<ShopId> shops, int limit) throws SQLException {
    return tx.query(
        "SELECT shop, number, erp, document, payload FROM heliu_void WHERE state = 'REVERSING'"
            + among(shops)
            + " ORDER BY shop, number FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row ->
            new Reversal(
                new Order.Source(ShopId.parse(row.text(1)), row.text(2)),
                row.text(3),
                (Outbound)
                    DocumentCodec.read(DocumentCodec.Kind.OUTBOUND, row.text(4), row.text(5))),
        values(shops));
  }

  /** Returns the SKUs of voids of which nobody knows whether the ledger has them already. */
  public static Set<Sku> skusBeingGivenBack(Tx tx) throws SQLException {
    Set<Sku> skus = new TreeSet<>();
    for (Reversal reversal : reversing(tx, Set.of(), Integer.MAX_VALUE)) {
      reversal.document().lines().forEach(line -> skus.add(line.sku()));
    }
    return skus;
  }

  private static String among(Set<ShopId> shops) {
    return shops.isEmpty() ? "" : " AND shop IN (?" + ", ?".repeat(shops.size() - 1) + ")";
  }

  private static Object[] values(Set<ShopId> shops) {
    List<Object> values = new ArrayList<>();
    shops.forEach(shop -> values.add(shop.toString()));
    return values.toArray();
  }

  /** Locks a void until the transaction ends; tells whether it is still in a state. */
  public static boolean lock(Tx tx, Order.Source sale, State state) throws SQLException {
    return tx.find(
            "SELECT state FROM heliu_void WHERE shop = ? AND number = ? FOR UPDATE",
            row -> State.valueOf(row.text(1)),
            sale.shop().toString(),
            sale.number())
        .equals(Optional.of(state));
  }

  /** Puts a void behind the others that are due. */
  public static void wait(Tx tx, Order.Source sale) throws SQLException {
    tx.update(
        "UPDATE heliu_void SET tries = tries + 1 WHERE shop = ? AND number = ?",
        sale.shop().toString(),
        sale.number());
  }

  /** Notes what undoes a sale, before the ledger is asked. */
  public static void begin(Tx tx, Reversal reversal) throws SQLException {
    tx.update(
        "UPDATE heliu_void SET state = 'REVERSING', erp = ?, document = ?, payload = ? WHERE shop ="
            + " ? AND number = ?",
        reversal.erp(),
        reversal.document().number(),
        DocumentCodec.write(reversal.document()),
        reversal.sale().shop().toString(),
        reversal.sale().number());
  }

  /** Records where a void is. */
  public static void setState(Tx tx, Order.Source sale, State state) throws SQLException {
    tx.update(
        "UPDATE heliu_void SET state = ? WHERE shop = ? AND number = ?",
        state,
        sale.shop().toString(),
        sale.number());
  }
}
