package io.heliu.identity;

/**
 * The rules by which records join, strongest first. A weaker rule never undoes what a stronger one
 * joined or held apart.
 */
public enum JoinRule {
  /** A person decided that these records are one customer (人工裁定). */
  DECISION,
  /** The same account on a channel (平台账号). */
  ACCOUNT,
  /** The same member card (会员卡). */
  CARD,
  /** The same mobile number (手机号), with no gap in which it may have passed to another person. */
  PHONE,
  /** The same e-mail address (邮箱). */
  EMAIL
}
