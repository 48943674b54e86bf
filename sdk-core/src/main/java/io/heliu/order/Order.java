package io.heliu.order;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One of our orders (内部订单). It normally stands for one channel order; a split gives several for
 * one, a merge gives one for several. Every line keeps the channel line it comes from.
 *
 * @param id our id
 * @param state where it is
 * @param holdCode why it is held, or a standing remark; empty if neither
 * @param holdNote the same for people
 * @param attempt how often a reservation was refused so far
 * @param byHand whether a person released it past the screening rules
 * @param reservation the id of its reservation in the ledger; empty if none was tried
 * @param dueAt the instant that decides who comes first
 * @param sources the channel orders it stands for; none for an order that sends goods for an
 *     exchange (换货), whose lines name theirs
 * @param lines the lines; empty before it was screened
 */
public record Order(
    String id,
    OrderState state,
    String holdCode,
    String holdNote,
    int attempt,
    boolean byHand,
    String reservation,
    Instant dueAt,
    List<Source> sources,
    List<Line> lines) {

  /**
   * Why an order is held of which an item is not in the catalog (商品未匹配). Its lines are those that
   * are known.
   */
  public static final String UNKNOWN_ITEM = "UNKNOWN_ITEM";

  /**
   * Why an order is held that was split or merged, and of which a refund took part of a line (部分退款)
   * that leaves no whole number of units. It goes on when the refund changes; lines without a
   * refund can be split off.
   */
  public static final String REFUNDED_IN_PART = "REFUNDED_IN_PART";

  /**
   * Why an order is held that was split or merged and of which the channel order changed since
   * (平台订单变更), if that cannot be undone: a person did it, or another order of the same channel order
   * is on its way to the ERP or there. The note tells what changed.
   */
  public static final String SOURCE_CHANGED = "SOURCE_CHANGED";

  /** Copies the lists. */
  public Order {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(holdCode, "holdCode");
    Objects.requireNonNull(holdNote, "holdNote");
    Objects.requireNonNull(reservation, "reservation");
    Objects.requireNonNull(dueAt, "dueAt");
    sources = List.copyOf(sources);
    lines = List.copyOf(lines);
  }

  /** Leaves out the note, which may hold words of an ERP or a person. */
  @Override
  public String toString() {
    return "Order[" + id + " " + state + " " + holdCode + " " + lines + "]";
  }

  /**
   * A channel order that an order stands for.
   *
   * @param shop the shop
   * @param number the channel's number
   */
  public record Source(ShopId shop, String number) {}

  /**
   * A line, in units of a SKU.
   *
   * @param line its number in the order, from 1
   * @param source the channel order it comes from
   * @param channelLine the channel's line it comes from; a kit gives several lines for one
   * @param sku what
   * @param quantity units; negative for returned goods
   * @param amount what it brings in
   */
  public record Line(
      int line, Source source, String channelLine, Sku sku, long quantity, Money amount) {}
}
