package io.heliu.identity;

/**
 * What an identifier is, and so within what scope it is unique.
 *
 * <p>Some kinds are exclusive: a customer has at most one value of them in one scope, so two values
 * hold two customers apart whatever else they share.
 *
 * <p>Taobao's OAID is not among them on purpose. Per the platform's note on privacy fields it is
 * made of the receiver's data, the week of the order, the seller and the app, so it differs between
 * orders of one buyer and says nothing about who bought.
 */
public enum IdentifierKind {
  /** Taobao's buyer_open_uid (买家标识): one per buyer and app key. */
  BUYER_OPEN_UID(JoinRule.ACCOUNT, true),
  /** Taobao's ouid (店铺买家标识): one per buyer and shop, the same for all apps. */
  OUID(JoinRule.ACCOUNT, true),
  /** Taobao's omid (跨店会员标识): one per buyer and membership programme. */
  OMID(JoinRule.ACCOUNT, true),
  /** WeChat's openid: one per user and app; the same text under two apps is two users. */
  OPENID(JoinRule.ACCOUNT, true),
  /** WeChat's unionid: one per user and open-platform account (开放平台账号). */
  UNIONID(JoinRule.ACCOUNT, true),
  /** Another channel's buyer id that is unique within one app, for example JD's or Douyin's. */
  APP_OPEN_ID(JoinRule.ACCOUNT, true),
  /** The number of a member card (会员卡号) within one programme; a customer may have several. */
  MEMBER_CARD(JoinRule.CARD, false),
  /** A mainland mobile number (手机号); a customer may have several. */
  PHONE(JoinRule.PHONE, false),
  /** An e-mail address (邮箱); a customer may have several. */
  EMAIL(JoinRule.EMAIL, false),
  /** One side of a split that a person decided; no {@link Identifier} of this kind can be made. */
  DECISION(JoinRule.DECISION, true);

  private final JoinRule rule;
  private final boolean exclusive;

  IdentifierKind(JoinRule rule, boolean exclusive) {
    this.rule = rule;
    this.exclusive = exclusive;
  }

  /** Returns the rule by which records with the same value join. */
  public JoinRule rule() {
    return rule;
  }

  /** Tells whether a customer has at most one value of this kind in one scope. */
  public boolean isExclusive() {
    return exclusive;
  }
}
