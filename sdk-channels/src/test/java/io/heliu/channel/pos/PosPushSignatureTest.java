package io.heliu.channel.pos;

import static io.heliu.channel.pos.PosPushSample.RETURN;
import static io.heliu.channel.pos.PosPushSample.SALE;
import static io.heliu.channel.pos.PosPushSample.batch;
import static io.heliu.channel.pos.PushBench.NOW;
import static io.heliu.channel.pos.PushBench.SECRET;
import static io.heliu.channel.pos.PushBench.statuses;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Secret;
import io.heliu.channel.internal.Sha256;
import io.heliu.channel.pos.PosAnswer.Refusal;
import io.heliu.channel.pos.standin.PosTill;
import io.heliu.http.standin.ManualTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a push is known to come from its till, and only once. */
class PosPushSignatureTest {
  @RegisterExtension final PushBench bench = new PushBench();
  private final ManualTime time = bench.time;
  private final PosBook book = bench.book;
  private final PosTill till = bench.till;
  private final PosPush push = bench.push;

  @Test
  void sign_documentedVector_givesItsSignature() {
    byte[] body = "{\"batchId\":\"B1\",\"tickets\":[]}".getBytes(UTF_8);
    String signature = "5cd0b5926611eed960d9d400d16c2b9532a616b6f17fb4d1e822e260f63fbd83";

    assertThat(Sha256.of(body))
        .isEqualTo("49cc99838652fcee84c687e4bf41eb0b614f1935de099a6eebde0907c47c0abe");
    assertThat(PosPush.sign(SECRET, "1784000000", "7f3c", body)).isEqualTo(signature);
    assertThat(till.sign("{\"batchId\":\"B1\",\"tickets\":[]}", 1_784_000_000, "7f3c"))
        .containsEntry("X-Pos-Signature", signature);
  }

  @Test
  void handle_headersInAnyCase_areRead() {
    Map<String, String> lower = new HashMap<>();
    till.sign(batch(SALE))
        .forEach((name, value) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), value));

    assertThat(statuses(push.handle("POST", lower, batch(SALE).getBytes(UTF_8))))
        .containsExactly("ACCEPTED");
  }

  @Test
  void handle_signatureInUpperCase_isGood() {
    Map<String, String> headers = new HashMap<>(till.sign(batch(SALE)));
    headers.compute(
        "X-Pos-Signature", (name, hex) -> String.valueOf(hex).toUpperCase(java.util.Locale.ROOT));

    assertThat(statuses(push.handle("POST", headers, batch(SALE).getBytes(UTF_8))))
        .containsExactly("ACCEPTED");
  }

  @Test
  void handle_signedByAnOlderSecret_isTakenDuringTheRollover() {
    PosPush rolling =
        PosPush.builder((store, terminal) -> List.of(Secret.of("next"), SECRET), book)
            .clock(time)
            .build();

    assertThat(rolling.handle("POST", till.sign(batch(SALE)), batch(SALE).getBytes(UTF_8)).status())
        .isEqualTo(200);
  }

  @Test
  void handle_pushResentInTheNameOfAnotherTill_isRefused() {
    String body = batch(SALE);
    Map<String, String> captured = till.sign(body, NOW.getEpochSecond(), "n");
    assertThat(push.handle("POST", captured, body.getBytes(UTF_8)).refusal()).isNull();
    Map<String, String> resent = new HashMap<>(captured);
    resent.put("X-Pos-Terminal", "POS-08");
    resent.compute(
        "X-Pos-Signature", (name, hex) -> String.valueOf(hex).toUpperCase(java.util.Locale.ROOT));

    assertThat(push.handle("POST", resent, body.getBytes(UTF_8)).refusal())
        .isEqualTo(Refusal.REPEATED);
    assertThat(book.size("S01")).isOne();
    PosTill other = new PosTill("S01", "POS-08", SECRET, time);
    String own = batch(RETURN);
    assertThat(
            push.handle("POST", other.sign(own, NOW.getEpochSecond(), "n"), own.getBytes(UTF_8))
                .refusal())
        .as("the nonce of the till that did not send is not used up")
        .isNull();
  }

  @Test
  void handle_otherPushWithTheNonceOfAnotherTill_isGood() {
    PosTill other = new PosTill("S01", "POS-08", SECRET, time);
    long now = NOW.getEpochSecond();
    bench.send(batch(), till.sign(batch(), now, "n"));

    assertThat(bench.send(batch(SALE), other.sign(batch(SALE), now, "n")).refusal()).isNull();
    assertThat(bench.send(batch(SALE), other.sign(batch(SALE), now + 1, "n")).refusal())
        .isEqualTo(Refusal.REPEATED);
  }
}
