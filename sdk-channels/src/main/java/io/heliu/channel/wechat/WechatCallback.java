package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.channel.wechat.CallbackResult.Reason;
import io.heliu.channel.wechat.CallbackResult.Refused;
import io.heliu.http.ReplayGuard;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the platform's pushes (消息推送): checks that they are genuine and says what they are about.
 *
 * <p>Set the push in the platform's console to JSON and to secure mode (安全模式). A push that was
 * taken is answered with the text {@code success} within five seconds; else the platform sends it
 * again, ten times in about four hours, and then never more. So pushes make things fast and polling
 * makes them complete.
 *
 * <p>What is refused is logged ({@code io.heliu.channel.wechat.WechatCallback}, level warn) with
 * its reason and nothing of its content. Thread-safe.
 */
public final class WechatCallback {
  private static final Logger LOG = LoggerFactory.getLogger(WechatCallback.class);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
  private static final Pattern ECHO = Pattern.compile("[0-9A-Za-z_=+/-]{1,200}");
  private static final int MAX_BODY = 1 << 20;

  private final String appid;
  private final List<CallbackKey> keys;
  private final boolean plain;
  private final Duration tolerance;
  private final Duration ahead;
  private final Clock clock;
  private final ReplayGuard guard;
  private final RandomGenerator random;

  private WechatCallback(Builder b) {
    this.appid = b.appid;
    this.keys = List.copyOf(b.keys);
    this.plain = b.plain;
    this.tolerance = b.tolerance;
    this.ahead = b.ahead;
    this.clock = b.clock;
    this.guard = b.guard;
    this.random = b.random;
  }

  /** Starts a receiver for an app. */
  public static Builder builder(String appid) {
    return new Builder(appid);
  }

  /**
   * Answers the platform's check of the address, a GET request (URL 校验).
   *
   * @param query the query's parameters, decoded
   * @return an {@link CallbackResult.Echo} or a {@link Refused}
   */
  public CallbackResult check(Map<String, String> query) {
    Reason reason = untimely(query);
    String echo = query.get("echostr");
    if (reason == null) {
      reason =
          echo == null || !ECHO.matcher(echo).matches()
              ? Reason.INCOMPLETE
              : matching(query, "signature", null).isEmpty() ? Reason.WRONG_SIGNATURE : null;
    }
    return reason != null || echo == null
        ? refused(reason == null ? Reason.INCOMPLETE : reason)
        : new CallbackResult.Echo(echo);
  }

  /** Returns how long a body may be, in bytes; read one byte more and no further. */
  public static int maxBytes() {
    return MAX_BODY;
  }

  /**
   * Reads a push, a POST request, for a host that needs not store what it hints at. The push counts
   * as taken at once.
   *
   * @param query the query's parameters, decoded
   * @param body the body as it came; if it is longer than {@link #maxBytes}, its start will do
   * @return a {@link CallbackResult.Hint} or a {@link Refused}
   */
  public CallbackResult receive(Map<String, String> query, byte[] body) {
    return receive(query, body, hint -> {});
  }

  /**
   * Reads a push, a POST request, and has it stored. Acknowledge it only after this returns.
   *
   * @param query the query's parameters, decoded
   * @param body the body as it came; if it is longer than {@link #maxBytes}, its start will do
   * @param store keeps what the push hints at; if it throws, so does this, and the push may come
   *     again
   * @return a {@link CallbackResult.Hint} that was stored, or a {@link Refused}
   */
  public CallbackResult receive(
      Map<String, String> query, byte[] body, Consumer<CallbackResult.Hint> store) {
    if (body.length > MAX_BODY) {
      return refused(Reason.TOO_LARGE);
    }
    Reason untimely = untimely(query);
    if (untimely != null) {
      return refused(untimely);
    }
    String encrypted;
    try {
      encrypted = WechatJson.optional(Json.require(Json.parse(body)), "Encrypt");
    } catch (MalformedJson e) {
      return refused(Reason.UNREADABLE);
    }
    if (encrypted != null) {
      return secure(query, encrypted, store);
    }
    if (!plain) {
      return refused(Reason.NOT_ENCRYPTED);
    }
    return matching(query, "signature", null).isEmpty()
        ? refused(Reason.WRONG_SIGNATURE)
        : hint(
            query, query.getOrDefault("signature", "") + PushCrypto.sign(text(body)), body, store);
  }

  /** The plain signature does not cover the content, so only the message's own counts here. */
  private CallbackResult secure(
      Map<String, String> query, String encrypted, Consumer<CallbackResult.Hint> store) {
    List<CallbackKey> matching = matching(query, "msg_signature", encrypted);
    if (matching.isEmpty()) {
      return refused(Reason.WRONG_SIGNATURE);
    }
    Reason reason = Reason.UNREADABLE;
    for (CallbackKey key : matching) {
      PushCrypto.Clear clear = PushCrypto.decrypt(key, encrypted);
      if (clear != null) {
        if (MessageDigest.isEqual(clear.appid(), appid.getBytes(StandardCharsets.UTF_8))) {
          return hint(query, query.getOrDefault("msg_signature", ""), clear.message(), store);
        }
        reason = Reason.WRONG_APP;
      }
    }
    return refused(reason);
  }

  private CallbackResult hint(
      Map<String, String> query, String key, byte[] message, Consumer<CallbackResult.Hint> store) {
    CallbackResult.Hint hint;
    try {
      hint = PushReader.read(message);
    } catch (MalformedJson e) {
      return refused(Reason.UNREADABLE);
    }
    Instant until = time(query).plus(tolerance).plusSeconds(1);
    if (!guard.first(key, clock.instant(), until)) {
      return refused(Reason.REPEATED);
    }
    try {
      store.accept(hint);
      return hint;
    } catch (RuntimeException | Error e) {
      forget(key, e);
      throw e;
    }
  }

  /** Why the hint was not stored counts more than why the guard could not forget it. */
  private void forget(String key, Throwable cause) {
    try {
      guard.forget(key);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Returns the keys whose token gives the signature. All are tried, whichever fits. */
  private List<CallbackKey> matching(
      Map<String, String> query, String name, @Nullable String encrypted) {
    String signature = query.getOrDefault(name, "");
    String timestamp = query.getOrDefault("timestamp", "");
    String nonce = query.getOrDefault("nonce", "");
    List<CallbackKey> matching = new ArrayList<>();
    for (CallbackKey key : keys) {
      String token = key.token().reveal();
      String expected =
          encrypted == null
              ? PushCrypto.sign(token, timestamp, nonce)
              : PushCrypto.sign(token, timestamp, nonce, encrypted);
      if (PushCrypto.same(expected, signature)) {
        matching.add(key);
      }
    }
    return matching;
  }

  private @Nullable Reason untimely(Map<String, String> query) {
    String timestamp = query.getOrDefault("timestamp", "");
    if (!SECONDS.matcher(timestamp).matches() || query.getOrDefault("nonce", "").isEmpty()) {
      return Reason.INCOMPLETE;
    }
    Duration age = Duration.between(time(query), clock.instant());
    return age.compareTo(tolerance) > 0 || age.negated().compareTo(ahead) > 0
        ? Reason.OUT_OF_TIME
        : null;
  }

  private static Instant time(Map<String, String> query) {
    return Instant.ofEpochSecond(Long.parseLong(query.getOrDefault("timestamp", "0")));
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static CallbackResult refused(Reason reason) {
    LOG.warn("A push was refused: {}", reason);
    return new Refused(reason);
  }

  /**
   * Encrypts and signs an answer, for the few events that want more than {@code success}.
   *
   * @param message the answer's JSON
   * @return the body to answer with
   */
  public String reply(String message) {
    return reply(message, clock.instant().getEpochSecond(), nonce(), randomBytes());
  }

  String reply(String message, long timestamp, String nonce, byte[] bytes) {
    String encrypted = PushCrypto.encrypt(keys.get(0), bytes, message, appid);
    String token = keys.get(0).token().reveal();
    ObjectNode reply = Json.object().put("Encrypt", encrypted);
    reply.put("MsgSignature", PushCrypto.sign(token, "" + timestamp, nonce, encrypted));
    return Json.write(reply.put("TimeStamp", timestamp).put("Nonce", nonce));
  }

  /**
   * Signs and encrypts a push with the newest key, as the platform would, so that a receiver can be
   * tested without it.
   *
   * @param message the push's JSON
   */
  public SignedPush testPush(String message) {
    return testPush(message, clock.instant().getEpochSecond(), nonce(), randomBytes());
  }

  SignedPush testPush(String message, long timestamp, String nonce, byte[] bytes) {
    String encrypted = PushCrypto.encrypt(keys.get(0), bytes, message, appid);
    String token = keys.get(0).token().reveal();
    Map<String, String> query =
        Map.of(
            "signature",
            PushCrypto.sign(token, "" + timestamp, nonce),
            "timestamp",
            "" + timestamp,
            "nonce",
            nonce,
            "encrypt_type",
            "aes",
            "msg_signature",
            PushCrypto.sign(token, "" + timestamp, nonce, encrypted));
    return new SignedPush(query, Json.write(Json.object().put("Encrypt", encrypted)));
  }

  private String nonce() {
    return Integer.toString(random.nextInt(100_000_000, 1_000_000_000));
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[PushCrypto.RANDOM_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Builds a {@link WechatCallback}. Not thread-safe. */
  public static final class Builder {
    /**
     * The platform sends a push again for about 3.6 hours, and does not say that a push sent again
     * has a new time.
     */
    private static final Duration TOLERANCE = Duration.ofHours(4);

    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final String appid;
    private List<CallbackKey> keys = List.of();
    private boolean plain;
    private Duration tolerance = TOLERANCE;
    private Duration ahead = AHEAD;
    private Clock clock = Clock.systemUTC();
    private ReplayGuard guard = ReplayGuard.inMemory();
    private RandomGenerator random = new SecureRandom();

    private Builder(String appid) {
      this.appid = Objects.requireNonNull(appid, "appid");
    }

    /**
     * Sets the keys, the newest first; required. Several of them are good while the platform goes
     * over from one to the next.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Builder keys(List<CallbackKey> keys) {
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("keys: must not be empty");
      }
      this.keys = List.copyOf(keys);
      return this;
    }

    /**
     * Takes pushes that are not encrypted (明文模式) as well; off by default, because their signature
     * does not cover their content.
     */
    public Builder plain(boolean plain) {
      this.plain = plain;
      return this;
    }

    /**
     * Sets how old a push may be; four hours by default.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder tolerance(Duration tolerance) {
      if (tolerance.isNegative()) {
        throw new IllegalArgumentException("tolerance: must not be negative");
      }
      this.tolerance = tolerance;
      return this;
    }

    /**
     * Sets how far the time of a push may be ahead of ours, for clocks differ; five minutes by
     * default.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder ahead(Duration ahead) {
      if (ahead.isNegative()) {
        throw new IllegalArgumentException("ahead: must not be negative");
      }
      this.ahead = ahead;
      return this;
    }

    /** Sets the clock; the system's by default. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets what remembers pushes; one in memory by default. That one forgets all when the process
     * ends, and knows nothing of other processes: a host that has several of them, or that must
     * refuse after a restart what was taken before it, hands in one over what they share, such as
     * {@link io.heliu.store.JdbcReplayGuard}.
     */
    public Builder replayGuard(ReplayGuard guard) {
      this.guard = Objects.requireNonNull(guard, "guard");
      return this;
    }

    /** Sets what replies and test pushes draw from; must be thread-safe, secure by default. */
    public Builder random(RandomGenerator random) {
      this.random = Objects.requireNonNull(random, "random");
      return this;
    }

    /**
     * Builds the receiver.
     *
     * @throws IllegalArgumentException if the keys are missing
     */
    public WechatCallback build() {
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("keys: must not be empty");
      }
      return new WechatCallback(this);
    }
  }
}
