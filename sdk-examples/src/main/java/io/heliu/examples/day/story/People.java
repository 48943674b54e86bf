package io.heliu.examples.day.story;

/**
 * The people of the story, all made up. A person has an account in the one app that both shops on
 * Taobao use, others in the WeChat shop and in the mini-program, and a phone that is told where the
 * person is a member.
 */
public final class People {
  private People() {}

  /** Returns how the shops on Taobao call a person. */
  public static String taobaoId(int customer) {
    return "AAH-made-up-%06d".formatted(customer);
  }

  /** Returns how the WeChat shop calls a person. */
  public static String openid(int customer) {
    return "oMadeUp%08d".formatted(customer);
  }

  /** Returns how the mini-program calls a person: an app of its own has ids of its own. */
  public static String miniOpenid(int customer) {
    return "oMadeMini%08d".formatted(customer);
  }

  /** Returns how both of these apps call a person besides, as they are of one open platform. */
  public static String unionid(int customer) {
    return "uMadeUp%08d".formatted(customer);
  }

  /** Returns a person's phone. */
  public static String phone(int customer) {
    return "138%08d".formatted(customer);
  }

  /** Tells whether a person is a member of the shops on Taobao and gave the phone there. */
  public static boolean isTaobaoMember(int customer) {
    return customer % 4 != 0;
  }

  /** Tells whether a person gave the phone in the WeChat shop and in the mini-program. */
  public static boolean isWechatMember(int customer) {
    return customer % 3 != 0;
  }
}
