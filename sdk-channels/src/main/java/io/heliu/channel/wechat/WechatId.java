package io.heliu.channel.wechat;

import java.util.Objects;

/**
 * What a person is known by at WeChat. Personal data: never log it; the text form of an id leaves
 * the value out.
 */
public sealed interface WechatId {

  /**
   * A user of one app; the same person has another one in every app.
   *
   * @param appid the app
   * @param openid the user
   */
  record OpenId(String appid, String openid) implements WechatId {
    /** Checks that both are there. */
    public OpenId {
      Objects.requireNonNull(appid, "appid");
      Objects.requireNonNull(openid, "openid");
    }

    /** Leaves the user out. */
    @Override
    public String toString() {
      return "OpenId[" + appid + " ***]";
    }
  }

  /**
   * A user of all apps that are bound to one account of the open platform (开放平台帐号).
   *
   * @param openPlatform the merchant's name for that account
   * @param unionid the user
   */
  record UnionId(String openPlatform, String unionid) implements WechatId {
    /** Checks that both are there. */
    public UnionId {
      Objects.requireNonNull(openPlatform, "openPlatform");
      Objects.requireNonNull(unionid, "unionid");
    }

    /** Leaves the user out. */
    @Override
    public String toString() {
      return "UnionId[" + openPlatform + " ***]";
    }
  }

  /**
   * A phone that the platform has verified.
   *
   * @param number in the form of E.164, such as {@code +8613800000000}
   */
  record Phone(String number) implements WechatId {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not a plus sign and 4 to 15 digits
     */
    public Phone {
      if (!number.matches("\\+[1-9]\\d{3,14}")) {
        throw new IllegalArgumentException("number: must be a plus sign and 4 to 15 digits");
      }
    }

    /** Leaves the number out. */
    @Override
    public String toString() {
      return "Phone[***]";
    }
  }
}
