package io.heliu.internal.store;

import io.heliu.Sku;
import io.heliu.order.Order;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Under which key the ledger holds the units of an order, and which keys are no order's own any
 * more. A key that is set aside is never an order's again: the ledger would answer as it did the
 * first time, and hold nothing.
 *
 * <p>What is set aside keeps its units until the order that is to have them has taken what it wants
 * instead, or wants nothing any more. If several orders are to have them, the ledger divides them
 * first.
 */
public final class Reservations {
  private static final int IN_ONE_QUERY = 500;

  private Reservations() {}

  /** Notes under which key units are about to be reserved, before the ledger is asked. */
  public static void set(Tx tx, String orderId, String key) throws SQLException {
    tx.update("UPDATE heliu_order SET reservation = ? WHERE id = ?", key, orderId);
  }

  /**
   * Sets the units of an order aside until it has taken what it wants instead. Whoever screened the
   * order before will notice.
   */
  public static void setAside(Tx tx, Order order) throws SQLException {
    if (!order.reservation().isEmpty()) {
      tx.insertIfAbsent(
          "heliu_surplus", List.of("reservation", "order_id"), order.reservation(), order.id());
    }
    forget(tx, order.id());
  }

  /** Lets another order have all units of an order, also those that were set aside for it. */
  public static void bequeath(Tx tx, Order order, String heir) throws SQLException {
    setAside(tx, order);
    tx.update("UPDATE heliu_surplus SET order_id = ? WHERE order_id = ?", heir, order.id());
  }

  /**
   * Lets several orders have the units of some, also those that were set aside for these. What none
   * of them is to have is given back.
   *
   * @param heirs how many units of what each is to have; nothing happens if there are none
   */
  public static void divide(Tx tx, List<Order> orders, Map<String, Map<Sku, Long>> heirs)
      throws SQLException {
    List<String> held = new ArrayList<>();
    for (Order order : orders) {
      setAside(tx, order);
      held.addAll(held(tx, order.id()));
    }
    if (!heirs.isEmpty()) {
      divideAll(tx, held, heirs);
    }
  }

  private static List<String> held(Tx tx, String orderId) throws SQLException {
    return tx.query(
        "SELECT reservation FROM heliu_surplus WHERE order_id = ?", row -> row.text(1), orderId);
  }

  private static void divideAll(Tx tx, List<String> held, Map<String, Map<Sku, Long>> heirs)
      throws SQLException {
    if (held.isEmpty()) {
      return;
    }
    String division = Collections.min(held);
    for (String reservation : held) {
      tx.update(
          "UPDATE heliu_surplus SET order_id = '', divided = ? WHERE reservation = ?",
          division,
          reservation);
    }
    addPart(tx, division, 0, "", Map.of());
    int number = 0;
    for (Map.Entry<String, Map<Sku, Long>> heir : new TreeMap<>(heirs).entrySet()) {
      Map<Sku, Long> units = new TreeMap<>(heir.getValue());
      units.values().removeIf(quantity -> quantity <= 0);
      if (!units.isEmpty()) {
        addPart(tx, division, ++number, heir.getKey(), units);
      }
    }
  }

  private static void addPart(Tx tx, String division, int number, String heir, Map<Sku, Long> units)
      throws SQLException {
    String part = Digest.sha256(division + "\n" + number);
    tx.update(
        "INSERT INTO heliu_surplus (reservation, order_id, part_of) VALUES (?, ?, ?)",
        part,
        heir,
        division);
    for (Map.Entry<Sku, Long> unit : units.entrySet()) {
      tx.update(
          "INSERT INTO heliu_surplus_unit (reservation, sku, quantity) VALUES (?, ?, ?)",
          part,
          unit.getKey().code(),
          unit.getValue());
    }
  }

  /** An order has taken what it wants, or wants nothing: what is set aside for it is given back. */
  public static void renounce(Tx tx, String orderId) throws SQLException {
    tx.update("UPDATE heliu_surplus SET order_id = '' WHERE order_id = ?", orderId);
  }

  /** Forgets a reservation that the ledger refused, so that its key is never used again. */
  public static void forget(Tx tx, String orderId) throws SQLException {
    tx.update(
        "UPDATE heliu_order SET reservation = '', attempt = attempt + 1 WHERE id = ?", orderId);
  }

  /**
   * A reservation that was set aside.
   *
   * @param orderId the order that is to have what it wants of its units; empty if none is
   * @param ready whether the ledger knows it, so that it can be taken over
   */
  public record Surplus(String reservation, String orderId, boolean ready) {}

  /** Returns what is set aside for some orders. */
  public static Map<String, List<Surplus>> ofOrders(Tx tx, Collection<String> ids)
      throws SQLException {
    Map<String, List<Surplus>> surplus = new HashMap<>();
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += IN_ONE_QUERY) {
      List<String> some = all.subList(from, Math.min(all.size(), from + IN_ONE_QUERY));
      for (Surplus one :
          tx.query(
              "SELECT reservation, order_id, part_of FROM heliu_surplus WHERE order_id IN (?"
                  + ", ?".repeat(some.size() - 1)
                  + ") ORDER BY reservation",
              row -> new Surplus(row.text(1), row.text(2), row.text(3).isEmpty()),
              some.toArray())) {
        surplus.computeIfAbsent(one.orderId, id -> new ArrayList<>()).add(one);
      }
    }
    return surplus;
  }

  /** Returns reservations whose units no order wants and that can be given back now. */
  public static List<Surplus> unwanted(Tx tx, int limit) throws SQLException {
    return tx.query(
        "SELECT reservation FROM heliu_surplus WHERE order_id = '' AND divided = '' AND part_of ="
            + " '' ORDER BY reservation FETCH FIRST "
            + limit
            + " ROWS ONLY",
        row -> new Surplus(row.text(1), "", true));
  }

  /** Forgets reservations that were given back. */
  public static void givenBack(Tx tx, List<Surplus> surplus) throws SQLException {
    for (Surplus one : surplus) {
      tx.update("DELETE FROM heliu_surplus WHERE reservation = ?", one.reservation);
    }
  }

  /**
   * Reservations that the ledger is to divide.
   *
   * @param id what the division is known by
   * @param reservations the reservations
   * @param parts what each order is to have; the one without units gets what the others leave
   */
  public record Division(String id, List<String> reservations, List<Part> parts) {}

  /**
   * A part of a division.
   *
   * @param reservation the key under which the ledger is to hold it
   * @param orderId the order that is to have it; empty if none is
   * @param units how many units of what it is to have at most
   */
  public record Part(String reservation, String orderId, Map<Sku, Long> units) {}

  /** Returns divisions whose reservations the ledger knows. */
  public static List<Division> divisions(Tx tx, int limit) throws SQLException {
    List<Division> divisions = new ArrayList<>();
    for (String id :
        tx.query(
            "SELECT DISTINCT divided FROM heliu_surplus d WHERE divided <> '' AND NOT EXISTS (SELECT"
                + " 1 FROM heliu_surplus x WHERE x.divided = d.divided AND x.part_of <> '') ORDER"
                + " BY divided FETCH FIRST "
                + limit
                + " ROWS ONLY",
            row -> row.text(1))) {
      List<String> divided =
          tx.query(
              "SELECT reservation FROM heliu_surplus WHERE divided = ? ORDER BY reservation",
              row -> row.text(1),
              id);
      divisions.add(new Division(id, divided, parts(tx, id)));
    }
    return divisions;
  }

  private static List<Part> parts(Tx tx, String division) throws SQLException {
    List<Part> parts =
        tx.query(
            "SELECT reservation, order_id FROM heliu_surplus WHERE part_of = ? ORDER BY"
                + " reservation",
            row -> new Part(row.text(1), row.text(2), new TreeMap<>()),
            division);
    for (Part part : parts) {
      tx.query(
          "SELECT sku, quantity FROM heliu_surplus_unit WHERE reservation = ?",
          row -> part.units.put(new Sku(row.text(1)), row.number(2)),
          part.reservation);
    }
    return parts;
  }

  /** Notes that the ledger has divided reservations; it holds nothing under them any more. */
  public static void divided(Tx tx, Division division) throws SQLException {
    for (Part part : division.parts) {
      tx.update("DELETE FROM heliu_surplus_unit WHERE reservation = ?", part.reservation);
    }
    tx.update("UPDATE heliu_surplus SET part_of = '' WHERE part_of = ?", division.id);
    tx.update("DELETE FROM heliu_surplus WHERE divided = ?", division.id);
  }

  /** Returns the SKUs of orders of which nobody knows whether the ledger has them already. */
  public static List<Sku> skusBeingTaken(Tx tx) throws SQLException {
    return tx.query(
        "SELECT DISTINCT l.sku FROM heliu_order o JOIN heliu_order_line l ON l.order_id = o.id WHERE"
            + " o.state = 'NEW' AND o.reservation <> ''",
        row -> new Sku(row.text(1)));
  }
}
