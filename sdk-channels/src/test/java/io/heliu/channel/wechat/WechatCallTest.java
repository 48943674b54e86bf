package io.heliu.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.http.RemoteCall.Verdict;
import io.heliu.http.WireResponse;
import io.heliu.internal.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WechatCallTest {
  private static final WechatSettings SETTINGS =
      new WechatSettings(
          WechatTest.SHOP,
          URI.create("https://localhost"),
          "wx01",
          Secret.of("made-up"),
          Clock.systemUTC());

  private static WechatCall<String> call(WechatCall.Kind kind) {
    return WechatCall.post(
        SETTINGS, kind, "/some/path", Json.object(), body -> Json.requireText(body, "value"));
  }

  private static Verdict<WechatAnswer<String>> read(WechatCall<String> call, String body) {
    return call.read(new WireResponse(200, List.of(), body.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"value\":\"x\"}",
        "{\"errcode\":null,\"value\":\"x\"}",
        "{\"errcode\":\"none\",\"value\":\"x\"}",
        "{\"errcode\":0}",
        "[]",
        "<html></html>",
        "",
        "{\"errcode\":0,\"value\":"
      })
  void read_answerThatIsNotOne_isAProtocolFault(String body) {
    Fault fault = WechatTest.faultOf(() -> read(call(WechatCall.Kind.READ), body));

    assertThat(fault).isInstanceOf(Fault.Protocol.class);
    assertThat(fault.operation()).isEqualTo("/some/path");
  }

  @Test
  void read_codeMissingInATokensAnswer_isSuccess() {
    assertThat(read(call(WechatCall.Kind.TOKEN), "{\"value\":\"x\"}"))
        .isEqualTo(Verdict.done(new WechatAnswer.Given<>("x")));
    assertThat(
            read(
                WechatCall.login(
                    SETTINGS, "/sns/x", Map.of(), body -> Json.requireText(body, "value")),
                "{\"value\":\"x\"}"))
        .isEqualTo(Verdict.done(new WechatAnswer.Given<>("x")));
  }

  @Test
  void read_codeAsText_counts() {
    assertThat(read(call(WechatCall.Kind.READ), "{\"errcode\":\"109001\",\"errmsg\":\"sent\"}"))
        .isEqualTo(Verdict.done(new WechatAnswer.Refused<>("109001", "sent")));
  }

  @Test
  void repeatable_kind_tells() {
    assertThat(call(WechatCall.Kind.READ).repeatable()).isTrue();
    assertThat(call(WechatCall.Kind.TOKEN).repeatable()).isTrue();
    assertThat(call(WechatCall.Kind.CHANGE).repeatable()).isFalse();
  }

  @Test
  void toString_refusalAndError_haveNoWords() {
    assertThat(new WechatAnswer.Refused<>("109001", "words").toString()).doesNotContain("words");
    assertThat(new WechatError(109001, "words").toString()).doesNotContain("words");
  }
}
