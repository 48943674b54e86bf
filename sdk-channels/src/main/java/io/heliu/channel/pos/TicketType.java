package io.heliu.channel.pos;

import org.jspecify.annotations.Nullable;

/** What a ticket is (交易类型). */
public enum TicketType {
  /** Goods were sold and taken away (销售). */
  SALE("销售", "销售单", "sale", "sell"),
  /** Goods came back (退货). */
  RETURN("退货", "退货单", "退款", "return", "refund", "sell_return"),
  /** Cancelled before the day was closed (作废). */
  VOID("作废", "撤单", "取消", "void", "voided", "cancelled"),
  /** Rung up to learn the till (培训). */
  TRAINING("培训", "练习", "training"),
  /** Parked and not finished (挂单). */
  PARKED("挂单", "suspended", "parked");

  /** What the quantities of a ticket must be. */
  static final String RULE_OF_SIGNS = "a sale must have a positive one, a return a negative one";

  private final String[] words;

  TicketType(String... words) {
    this.words = words;
  }

  /** Tells whether money and goods moved: a sale or a return. */
  public boolean counts() {
    return this == SALE || this == RETURN;
  }

  /** Returns the sign of what makes a ticket one of its type: of a sale positive, else negative. */
  int sign() {
    return this == SALE ? 1 : -1;
  }

  static @Nullable TicketType of(String word) {
    for (TicketType type : values()) {
      for (String known : type.words) {
        if (known.equalsIgnoreCase(word)) {
          return type;
        }
      }
    }
    return null;
  }
}
