package io.heliu.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.heliu.Fault;
import io.heliu.Secret;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Everything that a call handles has the word SECRET in it; no log and no exception may. */
class RedactionTest {
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Seam seam;

  @BeforeEach
  void open() throws IOException {
    seam = new Seam();
    root.iteratorForAppenders().forEachRemaining(appender -> appender.stop());
    root.setLevel(Level.TRACE);
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void nothingWasLeaked() {
    root.detachAppender(log);
    root.setLevel(before);
    root.iteratorForAppenders().forEachRemaining(appender -> appender.start());
    seam.close();
    assertThat(log.list).isNotEmpty();
    for (ILoggingEvent event : log.list) {
      String text = event.getFormattedMessage();
      if (event.getThrowableProxy() != null) {
        text += ThrowableProxyUtil.asString(event.getThrowableProxy());
      }
      assertThat(text).doesNotContain("SECRET", "session=", "/probe");
    }
  }

  private Gateway gateway() {
    AccessToken token =
        new AccessToken(
            Secret.of("TOKEN-SECRET"), Secret.of("REFRESH-SECRET"), Seam.START.plusSeconds(9999));
    return seam.builder()
        .tokens(
            new TokenProvider(
                TokenStore.inMemory(), (account, old) -> token, seam.time, Duration.ZERO))
        .build();
  }

  private static void assertNothingLeaked(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    assertThat(text.toString()).doesNotContain("SECRET", "session=");
  }

  @Test
  void goodCall_atTraceLevel_logsTheAllowedFieldsOnly() {
    gateway().call(seam.call());

    assertThat(log.list)
        .filteredOn(event -> event.getLoggerName().equals(Gateway.class.getName()))
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "attempt system=probe-system account=shop-1 operation=probe number=1 status=200"
                + " millis=0 fault=none",
            "call system=probe-system account=shop-1 operation=probe attempts=1 millis=0"
                + " fault=none");
  }

  @Test
  void everyKindOfFault_leaksNothing() {
    Gateway gateway = gateway();
    seam.server.then(Reply.of(400, "text/plain", "BODY-SECRET").withHeader("X-Id", "SECRET"));
    seam.server.then(Reply.of(200, "text/plain", "BODY-SECRET"));
    seam.server.then(Reply.of(200, "text/plain", "BODY-SECRET".repeat(1000)));
    for (int i = 0; i < 3; i++) {
      assertNothingLeaked(catchThrowableOfType(Fault.class, () -> gateway.call(seam.once())));
    }
    for (Misbehaviour what :
        new Misbehaviour[] {
          new Misbehaviour.Disconnect(), new Misbehaviour.Silence(), new Misbehaviour.HalfBody()
        }) {
      seam.server.faults().next(what);
      Fault fault = catchThrowableOfType(Fault.class, () -> gateway.call(seam.once()));
      assertThat(fault).as("%s", what).isNotNull();
      assertNothingLeaked(fault);
    }
  }

  @Test
  void values_printed_leakNothing() {
    WireRequest request =
        seam.call().request(new RemoteCall.Attempt(1, Seam.START, null)).withHeader("A", "SECRET");
    WireResponse response =
        new WireResponse(
            200,
            request.headers(),
            "BODY-SECRET".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    AccessToken token = new AccessToken(Secret.of("SECRET"), null, Seam.START);

    assertThat(request + " " + request.headers() + response + token)
        .doesNotContain("SECRET", "session")
        .contains("POST /probe", "WireResponse[200, 11 bytes]");
    gateway().call(seam.call());
  }
}
