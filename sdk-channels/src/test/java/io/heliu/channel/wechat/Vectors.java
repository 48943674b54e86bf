package io.heliu.channel.wechat;

import io.heliu.Secret;

/**
 * Pushes as in the platform's documents, and an order's push with a number too long for a double.
 */
final class Vectors {
  static final CallbackKey KEY = new CallbackKey(Secret.of("AAAAA"), Secret.of("A".repeat(43)));
  static final String APPID = "wxba5fad812f8e6fb9";
  static final String MESSAGE =
      "{\"ToUserName\":\"gh_97417a04a28d\",\"FromUserName\":\"o9AgO5Kd5ggOC-bXrbNODIiE3bGY\","
          + "\"CreateTime\":1714112445,\"MsgType\":\"event\",\"Event\":\"debug_demo\","
          + "\"debug_str\":\"hello world\"}";
  static final String ENCRYPTED =
      "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQq"
          + "cvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrf"
          + "MZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfB"
          + "gRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=";
  static final String REPLY =
      "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==";

  static final CallbackKey ORDER_KEY =
      new CallbackKey(
          Secret.of("demoToken01"), Secret.of("uN0tZkmga90MMsS6vKnUYD8u/xL0SXM9AKnEpl61KYI"));
  static final String ORDER_APPID = "wx00000000demo0001";
  static final String ORDER_MESSAGE =
      "{\"ToUserName\":\"gh_0000000demo\",\"FromUserName\":\"oDemoOpenId0000000000000001\","
          + "\"CreateTime\":1784000000,\"MsgType\":\"event\",\"Event\":\"channels_ec_order_pay\","
          + "\"order_info\":{\"order_id\":3705115058471208928,\"pay_time\":1784000000}}";
  static final String ORDER_ENCRYPTED =
      "UDJIRCLCIY+9z907+UTkcOTajX7W5r2v2g9B9h1uopBVEJD+fHc1nV7981onpq+gp/dyqMtdIvirmlK8nVkiB3xypB"
          + "5CKL1GQVEerDr0//TfYaOBD5DVYQZYAbhs7gVde/SwdwOuXasdnt9TMN9dQGF4rE4BHEwIlEtBxf2JMqA+o5lr"
          + "A0X1tUkCkVG863mhf7hsAr+Lk0IrwWp0lFv4L583ynuxM4F3NJcCxKyeIiwEs/OJ+AAbTVcR6s+7Jvp2Lhivpz"
          + "44NehdIbpZX+KRPES/7oGq7T8YE+TZM0qiz66cx4t7qCc6hr5uALKV4+oIm0Sx2IvseaucU0Ntky9YuveO8+0c"
          + "I6Y4RjnRHUXXVckDoeWaNFMt9CFgfprn9oUw";

  private Vectors() {}
}
