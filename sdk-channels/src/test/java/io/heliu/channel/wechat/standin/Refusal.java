package io.heliu.channel.wechat.standin;

import java.io.Serial;

/** The platform refuses a call: what its envelope says. */
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  final int code;
  final String words;

  Refusal(int code, String words) {
    super(code + " " + words);
    this.code = code;
    this.words = words;
  }

  static Refusal invalid(String field, String rule) {
    return new Refusal(40097, "invalid args: " + field + " " + rule);
  }
}
