package io.heliu.channel.pos.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Secret;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A till that pushes tickets over HTTP: it signs every attempt anew. Thread-safe; needs no other
 * part of the library than its words.
 */
public final class PosTill {
  private final String store;
  private final String terminal;
  private final Secret secret;
  private final Clock clock;
  private final AtomicInteger nonces = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /** Creates a till. */
  public PosTill(String store, String terminal, Secret secret, Clock clock) {
    this.store = store;
    this.terminal = terminal;
    this.secret = secret;
    this.clock = clock;
  }

  /** An answer. */
  public record Answer(int status, String body) {
    /** Returns what became of each ticket, in the order of the push. */
    public List<String> statuses() {
      return Json.list(Json.parse(body), "results").stream()
          .map(result -> Json.requireText(result, "status"))
          .toList();
    }
  }

  /** Returns the headers of a push of this body, signed now with a nonce of its own. */
  public Map<String, String> sign(String body) {
    return sign(body, clock.instant().getEpochSecond(), "n" + nonces.incrementAndGet());
  }

  /** Returns the headers of a push of this body. */
  public Map<String, String> sign(String body, long timestamp, String nonce) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(utf8(body));
      String text = timestamp + "\n" + nonce + "\n" + HexFormat.of().formatHex(digest);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(utf8(secret.reveal()), "HmacSHA256"));
      return Map.of(
          "X-Pos-Store",
          store,
          "X-Pos-Terminal",
          terminal,
          "X-Pos-Timestamp",
          Long.toString(timestamp),
          "X-Pos-Nonce",
          nonce,
          "X-Pos-Signature",
          HexFormat.of().formatHex(mac.doFinal(utf8(text))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Posts a body once.
   *
   * @throws IOException if no whole answer comes
   */
  public Answer post(URI address, String body) throws IOException {
    return post(address, body, sign(body));
  }

  /**
   * Posts a body once with headers that it was signed with before, or elsewhere.
   *
   * @throws IOException if no whole answer comes
   */
  public Answer post(URI address, String body, Map<String, String> signed) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json;charset=UTF-8")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    signed.forEach(request::header);
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Returns the body of a batch; every ticket is paid in one way. */
  public static String batch(String batchId, List<PosStandIn.Ticket> tickets) {
    ObjectNode batch = Json.object().put("batchId", batchId).put("offline", true);
    ArrayNode list = batch.putArray("tickets");
    for (PosStandIn.Ticket ticket : tickets) {
      ObjectNode one = list.addObject().put("ticketNo", ticket.key().ticketNo());
      one.put("revision", 1).put("type", ticket.type());
      one.put("businessDate", ticket.key().businessDate().toString());
      one.put("occurredAt", ticket.time().atOffset(ZoneOffset.ofHours(8)).toString());
      BigDecimal total = lines(one.putArray("lines"), ticket.lines());
      one.putArray("tenders").addObject().put("type", "WECHAT_PAY").put("amount", total);
      one.put("total", total).put("rounding", "0.00");
    }
    return Json.write(batch);
  }

  private static BigDecimal lines(ArrayNode list, List<PosStandIn.Line> lines) {
    BigDecimal total = BigDecimal.ZERO;
    int number = 0;
    for (PosStandIn.Line line : lines) {
      total = total.add(new BigDecimal(line.amount()));
      list.addObject()
          .put("lineNo", ++number)
          .put("sku", line.sku())
          .put("barcode", line.barcode())
          .put("qty", line.quantity())
          .put("price", line.price())
          .put("discount", line.discount())
          .put("amount", line.amount());
    }
    return total;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
