package io.heliu.examples.day.story;

import io.heliu.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the buyer of an order wants after the payment (售后), and when.
 *
 * @param kind what it is
 * @param askedAt when the buyer asks for it
 * @param endedAt when the shop ends it: pays, sees the exchange done, or is told that it is off
 * @param claims what is asked for, line by line
 */
public record AfterSale(Kind kind, Instant askedAt, Instant endedAt, List<Claim> claims) {
  private static final Duration ON_THE_WAY = Duration.ofMinutes(50);

  /** What buyers want. */
  public enum Kind {
    /** All of the money goes back, and the goods if they have left (整单退款). */
    WHOLE,
    /** One line of several goes back. */
    LINE,
    /** Part of the money of a line goes back, the goods are kept (部分退款). */
    PART,
    /** A line is to go back, but then the buyer thinks better of it (撤销). */
    WITHDRAWN,
    /** Goods of a line come back, the same or others go out (换货). */
    EXCHANGE
  }

  /**
   * What is asked for a line.
   *
   * @param id the shop's number of it
   * @param line the line
   * @param amount what goes back to the buyer if it is not withdrawn
   * @param instead the product that goes out for it; the line's own if nothing else does
   */
  public record Claim(String id, Story.TradeLine line, Money amount, int instead) {}

  /** Tells whether money goes back in the end. */
  public boolean paysBack() {
    return kind == Kind.WHOLE || kind == Kind.LINE || kind == Kind.PART;
  }

  /** Tells whether the buyer is to have no goods of its lines in the end. */
  public boolean takesGoods() {
    return kind == Kind.WHOLE || kind == Kind.LINE;
  }

  /** Returns when goods that are to be exchanged are back at the seller's. */
  public Instant backAt() {
    return askedAt.plus(ON_THE_WAY);
  }
}
