package io.heliu.channel.pos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.channel.OrderInbox;
import io.heliu.channel.internal.Sha256;
import io.heliu.channel.pos.PosAnswer.Refusal;
import io.heliu.http.ReplayGuard;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tickets that tills post over HTTP (小票推送), beside {@link PosFileDrop} and into the same
 * inbox: a ticket that comes both ways is booked once. It opens no port: the host gives it what
 * arrived, and answers what it returns.
 *
 * <p>A till signs with {@code X-Pos-Signature}, the HMAC-SHA256 in hexadecimal of {@code
 * X-Pos-Timestamp} (seconds since 1970), {@code X-Pos-Nonce} and the body's SHA-256 in lower-case
 * hexadecimal, joined by line feeds; {@code X-Pos-Store} and {@code X-Pos-Terminal} say who it is.
 * Every attempt is signed anew with a nonce of its own. A push is taken once, whatever till it
 * names; but one that is caught before it arrives can be sent in the name of any till that has the
 * same secret, so give each till its own ({@link TillKeys}).
 *
 * <p>A batch is not atomic: every ticket has its own result ({@code ACCEPTED}, {@code DUPLICATE},
 * {@code CONFLICT}, {@code REJECTED}), and the till removes only what is accepted or a duplicate.
 * Results are given after the tickets are durable. A ticket sold offline days ago is as good as one
 * of now; only the push itself must be of now.
 *
 * <p>What is refused is logged ({@code io.heliu.channel.pos.PosPush}, level warn) with its reason
 * and nothing of its content. Thread-safe.
 */
public final class PosPush {
  private static final Logger LOG = LoggerFactory.getLogger(PosPush.class);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
  private static final Pattern NONCE = Pattern.compile("[!-~]{1,64}");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

  private final TillKeys keys;
  private final OrderInbox inbox;
  private final String source;
  private final Duration tolerance;
  private final Duration ahead;
  private final int maxBytes;
  private final int maxTickets;
  private final Clock clock;
  private final ReplayGuard guard;

  private PosPush(Builder b) {
    this.keys = b.keys;
    this.inbox = b.inbox;
    this.source = b.source;
    this.tolerance = b.tolerance;
    this.ahead = b.ahead;
    this.maxBytes = b.maxBytes;
    this.maxTickets = b.maxTickets;
    this.clock = b.clock;
    this.guard = b.guard;
  }

  /**
   * Starts a receiver.
   *
   * @param keys the tills' secrets
   * @param inbox where tickets are stored, for example {@link io.heliu.flow.Inbox}
   */
  public static Builder builder(TillKeys keys, OrderInbox inbox) {
    return new Builder(keys, inbox);
  }

  /**
   * Takes a push.
   *
   * @param method the HTTP method
   * @param headers the headers, in any case
   * @param body the body as it came; stop reading it at {@link #maxBytes} plus one
   * @return what to answer
   * @throws Fault if the tickets cannot be stored; then none is, and whatever the host answers as a
   *     failure makes the till send them again
   */
  public PosAnswer handle(String method, Map<String, String> headers, byte[] body) {
    Map<String, String> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    named.putAll(headers);
    Head head = Head.of(named);
    Refusal refusal = refusal(method, head, body);
    if (refusal != null || head == null) {
      return refused(refusal == null ? Refusal.INCOMPLETE : refusal, List.of());
    }
    try {
      JsonNode root = Json.parse(body);
      PushReader.Push push =
          new PushReader(head.store, head.terminal, clock.instant()).read(root, body, maxTickets);
      OrderInbox.Taken taken = inbox.take(push.file().batch(source));
      return answer(push, TicketResult.of(push.file(), taken));
    } catch (MalformedJson e) {
      String why = String.valueOf(e.getMessage());
      return refused(Refusal.UNREADABLE, List.of(new Problem("", "JSON", why)));
    } catch (PushReader.Unreadable e) {
      return refused(Refusal.UNREADABLE, e.problems());
    }
  }

  /** Returns the largest body that is taken, in bytes. */
  public int maxBytes() {
    return maxBytes;
  }

  /** What the headers say. */
  private record Head(
      String store, String terminal, String timestamp, String nonce, String signature) {

    static @Nullable Head of(Map<String, String> headers) {
      Head head =
          new Head(
              headers.getOrDefault("X-Pos-Store", ""),
              headers.getOrDefault("X-Pos-Terminal", ""),
              headers.getOrDefault("X-Pos-Timestamp", ""),
              headers.getOrDefault("X-Pos-Nonce", ""),
              headers.getOrDefault("X-Pos-Signature", ""));
      boolean good =
          TicketKey.isPart(head.store)
              && TicketKey.isPart(head.terminal)
              && SECONDS.matcher(head.timestamp).matches()
              && NONCE.matcher(head.nonce).matches();
      return good ? head : null;
    }

    /** Prints who it is only. */
    @Override
    public String toString() {
      return "Head[" + store + " " + terminal + "]";
    }

    Instant time() {
      return Instant.ofEpochSecond(Long.parseLong(timestamp));
    }
  }

  private @Nullable Refusal refusal(String method, @Nullable Head head, byte[] body) {
    if (!method.equals("POST")) {
      return Refusal.WRONG_METHOD;
    }
    if (body.length > maxBytes) {
      return Refusal.TOO_LARGE;
    }
    if (head == null) {
      return Refusal.INCOMPLETE;
    }
    if (!isSigned(head, body)) {
      return Refusal.WRONG_SIGNATURE;
    }
    Instant now = clock.instant();
    Duration age = Duration.between(head.time(), now);
    if (age.compareTo(tolerance) > 0 || age.negated().compareTo(ahead) > 0) {
      return Refusal.OUT_OF_TIME;
    }
    return isFirst(head, now) ? null : Refusal.REPEATED;
  }

  /**
   * The signature does not cover who sends it, so it must be new whatever till it names; and only
   * then is the till's nonce used up, lest a push resent in its name spoil its own.
   */
  private boolean isFirst(Head head, Instant now) {
    Instant until = head.time().plus(tolerance).plusSeconds(1);
    String signature = "pos/" + head.signature.toLowerCase(Locale.ROOT);
    String nonce = head.store + "/" + head.terminal + "/" + head.nonce;
    return guard.first(signature, now, until) && guard.first(nonce, now, until);
  }

  /** All secrets are tried, whichever fits, in a time that does not tell which one does. */
  private boolean isSigned(Head head, byte[] body) {
    if (!HEX.matcher(head.signature).matches()) {
      return false;
    }
    byte[] given = HexFormat.of().parseHex(head.signature);
    boolean signed = false;
    for (Secret secret : keys.of(head.store, head.terminal)) {
      byte[] expected = hmac(secret, head.timestamp, head.nonce, body);
      signed |= MessageDigest.isEqual(expected, given);
    }
    return signed;
  }

  /** Signs a body as a till must, in lower-case hexadecimal. */
  static String sign(Secret secret, String timestamp, String nonce, byte[] body) {
    return HexFormat.of().formatHex(hmac(secret, timestamp, nonce, body));
  }

  private static byte[] hmac(Secret secret, String timestamp, String nonce, byte[] body) {
    String text = timestamp + "\n" + nonce + "\n" + Sha256.of(body);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  private PosAnswer refused(Refusal refusal, List<Problem> problems) {
    LOG.warn("A push was refused: {}", refusal);
    ObjectNode body = Json.object().put("error", refusal.name());
    if (refusal == Refusal.OUT_OF_TIME) {
      body.put("serverTime", clock.instant().getEpochSecond());
    }
    errors(body, problems);
    return new PosAnswer(refusal.status(), Json.write(body), refusal, List.of());
  }

  private static PosAnswer answer(PushReader.Push push, List<TicketResult> results) {
    ObjectNode body = Json.object().put("batchId", push.file().name());
    ArrayNode list = body.putArray("results");
    for (TicketResult result : results) {
      ObjectNode one = list.addObject().put("ticketNo", push.numbers().get(result.row() - 1));
      one.put("status", status(result.verdict()));
      List<Problem> problems = push.rejected().getOrDefault(result.row(), List.of());
      if (!problems.isEmpty()) {
        one.put("code", problems.get(0).code()).put("field", problems.get(0).field());
        errors(one, problems);
      } else if (!result.reason().isEmpty()) {
        one.put("code", code(result.reason()));
      }
    }
    return new PosAnswer(200, Json.write(body), null, results);
  }

  private static String code(String reason) {
    return switch (reason) {
      case TicketResult.OTHER_CONTENT -> "OTHER_CONTENT";
      case TicketResult.NOT_OF_SALE -> "OTHER_CONTENT_OR_EXCEEDS_SALE";
      case TicketResult.BOOKED -> "ALREADY_BOOKED";
      default -> "VOIDED";
    };
  }

  private static void errors(ObjectNode body, List<Problem> problems) {
    if (!problems.isEmpty()) {
      ArrayNode errors = body.putArray("errors");
      for (Problem problem : problems) {
        errors
            .addObject()
            .put("field", problem.field())
            .put("code", problem.code())
            .put("rule", problem.rule());
      }
    }
  }

  /** A ticket that counts for nothing is taken like any other: the till must not send it again. */
  private static String status(TicketVerdict verdict) {
    return verdict == TicketVerdict.IGNORED ? "ACCEPTED" : verdict.name();
  }

  /** Builds a {@link PosPush}. Not thread-safe. */
  public static final class Builder {
    private final TillKeys keys;
    private final OrderInbox inbox;
    private String source = "pos-push";
    private Duration tolerance = Duration.ofMinutes(5);
    private Duration ahead = Duration.ofMinutes(5);
    private int maxBytes = 4 << 20;
    private int maxTickets = 2_000;
    private Clock clock = Clock.systemUTC();
    private ReplayGuard guard = ReplayGuard.inMemory();

    private Builder(TillKeys keys, OrderInbox inbox) {
      this.keys = Objects.requireNonNull(keys, "keys");
      this.inbox = Objects.requireNonNull(inbox, "inbox");
    }

    /** Sets the name under which unreadable tickets are kept; {@code pos-push} by default. */
    public Builder source(String source) {
      this.source = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets how old a push may be; five minutes by default.
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

    /**
     * Sets how much is taken at once; 4 MiB and 2 000 tickets by default.
     *
     * @throws IllegalArgumentException if a limit is not positive
     */
    public Builder limits(int maxBytes, int maxTickets) {
      if (maxBytes < 1) {
        throw new IllegalArgumentException("maxBytes: must be positive");
      }
      if (maxTickets < 1) {
        throw new IllegalArgumentException("maxTickets: must be positive");
      }
      this.maxBytes = maxBytes;
      this.maxTickets = maxTickets;
      return this;
    }

    /** Sets the clock; the system's by default. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Sets what remembers signatures and nonces; one in memory by default. That one forgets all
     * when the process ends, and knows nothing of other processes: a host that has several of them,
     * or that must refuse after a restart what was taken before it, hands in one over what they
     * share, such as {@link io.heliu.store.JdbcReplayGuard}.
     */
    public Builder replayGuard(ReplayGuard guard) {
      this.guard = Objects.requireNonNull(guard, "guard");
      return this;
    }

    /** Builds the receiver. */
    public PosPush build() {
      return new PosPush(this);
    }
  }
}
