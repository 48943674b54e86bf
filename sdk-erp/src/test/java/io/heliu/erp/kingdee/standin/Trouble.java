package io.heliu.erp.kingdee.standin;

import io.heliu.http.standin.Reply;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of what only this ERP does wrong, for {@code Misbehaviour.Special}. */
public final class Trouble {
  /** MsgCode 13: a person holds the record; not carried out. */
  public static final String LOCK = "lock";

  /** MsgCode 14: too many calls; not carried out. */
  public static final String THROTTLE = "throttle";

  /** MsgCode 2: no permission; not carried out. */
  public static final String NO_PERMISSION = "no-permission";

  /** MsgCode 7: the licence has ended; not carried out. */
  public static final String LICENCE = "licence";

  /** MsgCode 6: the database failed; not carried out. */
  public static final String DATABASE = "database";

  /** MsgCode 6, although it was carried out. */
  public static final String DATABASE_AFTER = "database-after";

  /** MsgCode 4 with a deadlock; not carried out. */
  public static final String DEADLOCK = "deadlock";

  /** MsgCode 4 without a known cause; not carried out. */
  public static final String EXCEPTION = "exception";

  /** MsgCode 11: a document was made of it; not carried out. */
  public static final String DOWNSTREAM = "downstream";

  /** MsgCode 11: its accounting period is closed; not carried out. */
  public static final String CLOSED_PERIOD = "closed-period";

  /** The warehouse ships everything right before the call. */
  public static final String SHIPPED_BEFORE = "shipped-before";

  /** A platform exception instead of JSON; not carried out. */
  public static final String RESPONSE_ERROR = "response-error";

  /** A platform exception instead of JSON, although it was carried out. */
  public static final String RESPONSE_ERROR_AFTER = "response-error-after";

  /** A log-in page instead of JSON; not carried out. */
  public static final String LOGIN_PAGE = "login-page";

  /** All sessions end right before the call. */
  public static final String SESSIONS_END = "sessions-end";

  /** The gateway says that the application id is empty; not carried out. */
  public static final String GATEWAY_NO_APP = "gateway-4002";

  /** The gateway says that the time stamp has expired; not carried out. */
  public static final String GATEWAY_STALE = "gateway-4006";

  /** HTTP status 206 with a good answer. */
  public static final String STATUS_206 = "status-206";

  /** A good answer in JSON that lacks its envelope, although it was carried out. */
  public static final String NO_ENVELOPE = "no-envelope";

  private static final Set<String> QUERIES = Set.of("ExecuteBillQuery");
  private static final String PLATFORM_ERROR =
      "response_error:{\"Message\":null,\"InnerExWrapper\":null,\"InnerException\":null}";

  private Trouble() {}

  /** Returns the answer of a call that is not carried out; null if it is. */
  static @Nullable Reply instead(String name, Invocation call) {
    return switch (name) {
      case LOCK -> refusal(call, 13, "网络控制冲突，数据已被其他用户锁定");
      case THROTTLE -> refusal(call, 14, "调用次数超过限制");
      case NO_PERMISSION -> refusal(call, 2, "没有权限");
      case LICENCE -> refusal(call, 7, "许可已过期");
      case DATABASE -> refusal(call, 6, "数据库操作失败");
      case DEADLOCK -> refusal(call, 4, "事务与另一个进程被死锁");
      case EXCEPTION -> refusal(call, 4, "未将对象引用设置到对象的实例");
      case DOWNSTREAM -> refusal(call, 11, "存在下游单据，不能反审核");
      case CLOSED_PERIOD -> refusal(call, 11, "当前期间已结账");
      case RESPONSE_ERROR -> Reply.of(200, "text/plain", PLATFORM_ERROR);
      case LOGIN_PAGE -> Reply.of(200, "text/html", "<html><body>登录</body></html>");
      case GATEWAY_NO_APP -> gateway("4002");
      case GATEWAY_STALE -> gateway("4006");
      case DATABASE_AFTER, RESPONSE_ERROR_AFTER, STATUS_206, NO_ENVELOPE -> null;
      default -> throw new IllegalArgumentException("name: " + name + " is not a trouble of mine");
    };
  }

  /** Spoils the answer of a call that was carried out. */
  static Reply afterwards(String name, Reply good) {
    return switch (name) {
      case DATABASE_AFTER -> Envelope.refusal(6, "数据库操作失败", false);
      case RESPONSE_ERROR_AFTER -> Reply.of(200, "text/plain", PLATFORM_ERROR);
      case NO_ENVELOPE -> Reply.json("{}");
      default -> new Reply(206, good.headers(), good.body());
    };
  }

  static Reply sessionLost(Invocation call) {
    return refusal(call, 1, "会话信息已丢失，请重新登录");
  }

  private static Reply refusal(Invocation call, int code, String message) {
    return Envelope.refusal(code, message, QUERIES.contains(call.operation()));
  }

  static Reply gateway(String code) {
    return Reply.of(
            519,
            "application/json",
            "{\"errcode\":" + code + ",\"description\":\"refused\",\"description_cn\":\"网关拒绝\"}")
        .withHeader("X-Api-Requestid", "made-up-request-id");
  }
}
