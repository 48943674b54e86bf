package io.heliu.channel.pos;

import static io.heliu.channel.pos.PosPushSample.RETURN;
import static io.heliu.channel.pos.PosPushSample.SALE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Secret;
import io.heliu.channel.pos.standin.PosTill;
import io.heliu.http.standin.ManualTime;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where tills post their tickets; checks after each test that orders and tickets agree. */
final class PushBench implements AfterEachCallback {
  static final Instant NOW = Instant.parse("2026-07-12T17:12:10Z");
  static final Secret SECRET = Secret.of("demoPosSecret");
  static final LocalDate DAY = LocalDate.of(2026, 7, 12);
  static final TicketKey SALE_KEY = new TicketKey("S01", "POS-07", DAY, "000117");
  static final TicketKey RETURN_KEY = new TicketKey("S01", "POS-07", DAY, "000118");

  /** The documented sale, of which five fen were let off. */
  static final String ROUNDED =
      SALE.replace(
              "\"total\":\"59.05\",\"rounding\":\"0.00\"",
              "\"total\":\"59.00\",\"rounding\":\"-0.05\"")
          .replace("\"9.05\"", "\"9.00\"");

  final ManualTime time = new ManualTime(NOW);
  final PosBook book = new PosBook(time);
  final PosTill till = new PosTill("S01", "POS-07", SECRET, time);
  final PosPush push = builder().build();

  PosPush.Builder builder() {
    TillKeys keys = (store, terminal) -> store.equals("S01") ? List.of(SECRET) : List.of();
    return PosPush.builder(keys, book).clock(time);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(book.query("SELECT number FROM heliu_ticket WHERE cancelled = FALSE ORDER BY 1"))
        .isEqualTo(
            book.query(
                "SELECT number FROM heliu_channel_order UNION SELECT number FROM heliu_parked"
                    + " ORDER BY 1"));
    book.close();
  }

  PosAnswer send(String body) {
    return send(body, till.sign(body));
  }

  PosAnswer send(String body, Map<String, String> headers) {
    return push.handle("POST", headers, body.getBytes(UTF_8));
  }

  static List<String> statuses(PosAnswer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return Json.parse(answer.body()).at("/results").findValuesAsText("status");
  }

  static JsonNode first(PosAnswer answer) {
    return Json.parse(answer.body()).at("/results/0");
  }

  /** Returns the sale that the documented return names, rung up on the till of the tests. */
  static String sold(String number, String quantity, String amount) {
    return RETURN
        .replace("000118", number)
        .replace("RETURN", "SALE")
        .replace("2026-07-12", "2026-07-10")
        .replace("\"qty\":\"-1\"", "\"qty\":\"" + quantity + "\"")
        .replace("-45.00", amount)
        .replaceAll("\"original\":\\{[^}]*},", "");
  }
}
