package io.heliu.channel.taobao;

/** Which of the two marketplaces a shop is on. They differ in how stock is set. */
public enum ShopKind {
  /** A Taobao shop (淘宝集市店). */
  TAOBAO,
  /** A Tmall shop (天猫店). */
  TMALL
}
