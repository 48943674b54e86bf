package io.heliu.channel.taobao.standin;

import java.io.Serial;

/** The gateway refuses a call: what its error envelope says. */
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  final int code;
  final String words;
  final String subCode;
  final String subMessage;

  Refusal(int code, String words, String subCode, String subMessage) {
    super(code + " " + subCode);
    this.code = code;
    this.words = words;
    this.subCode = subCode;
    this.subMessage = subMessage;
  }

  static Refusal missing(String parameter) {
    return new Refusal(
        40,
        "Missing required arguments:" + parameter,
        "isv.missing-parameter:" + parameter,
        parameter + " is required");
  }

  static Refusal invalid(String parameter, String rule) {
    return new Refusal(
        41,
        "Invalid arguments:" + parameter,
        "isv.invalid-parameter:" + parameter,
        parameter + " " + rule);
  }

  static Refusal business(String subCode, String subMessage) {
    return new Refusal(15, "Remote service error", subCode, subMessage);
  }
}
