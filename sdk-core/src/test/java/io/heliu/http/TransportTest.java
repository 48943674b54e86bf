package io.heliu.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
  private Seam seam;

  @BeforeEach
  void open() throws IOException {
    seam = new Seam();
  }

  @AfterEach
  void close() {
    seam.close();
  }

  private WireResponse get() throws IOException {
    return seam.transport.send(WireRequest.get(seam.server.url("/x?secret=QUERY-SECRET")));
  }

  @Test
  void send_repeatedHeaders_keepOrderAndRepetition() throws IOException {
    seam.server.then(Seam.ok().withHeader("X-A", "1").withHeader("x-a", "2"));

    WireResponse response = get();

    assertThat(response.headers("X-a")).containsExactly("1", "2");
    assertThat(response.header("x-A")).isEqualTo("1");
    assertThat(response.header("X-Missing")).isNull();
  }

  @Test
  void send_redirect_isNotFollowed() throws IOException {
    seam.server.then(Seam.status(302).withHeader("Location", "/other"));

    assertThat(get().status()).isEqualTo(302);
    assertThat(seam.server.seen()).hasSize(1);
  }

  @Test
  void send_bodyAtTheLimit_arrives() throws IOException {
    seam.server.then(Reply.of(200, "text/plain", new byte[4096]));
    assertThat(get().body()).hasSize(4096);
  }

  @Test
  void send_bodyOverTheLimit_isRefused() {
    seam.server.then(Reply.of(200, "text/plain", new byte[4097]));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::get)
        .withMessage("answer exceeds 4096 bytes");
  }

  @Test
  void send_smallBodyThatUnpacksToAHugeOne_isRefused() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[1 << 20]);
    }
    assertThat(packed.size()).isLessThan(4096);
    seam.server.then(
        Reply.of(200, "text/plain", packed.toByteArray()).withHeader("Content-Encoding", "gzip"));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::get)
        .withMessage("answer exceeds 4096 bytes");
  }

  @Test
  void send_silence_isATimeoutAndNoInterrupt() {
    seam.server.faults().next(new Misbehaviour.Silence());

    assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(this::get);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void send_bytesSlowerThanTheWholeCallMayTake_isATimeoutAndNoInterrupt() throws IOException {
    try (Transport hasty =
        Transport.http(
            new TransportSettings(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(200), 4096))) {
      seam.server.then(Reply.of(200, "text/plain", new byte[1000]));
      seam.server.faults().next(new Misbehaviour.SlowBytes(10, Duration.ofMillis(20)));

      assertThatExceptionOfType(SocketTimeoutException.class)
          .isThrownBy(() -> hasty.send(WireRequest.get(seam.server.url("/"))));
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  void send_slowBytesWithinTheTime_arrive() throws IOException {
    seam.server.then(Reply.of(200, "text/plain", new byte[100]));
    seam.server.faults().next(new Misbehaviour.SlowBytes(50, Duration.ofMillis(10)));
    assertThat(get().body()).hasSize(100);
  }

  @Test
  void send_halfABody_isRefusedWithoutQuotingIt() {
    seam.server.then(Reply.of(200, "text/plain", "BODY-SECRET BODY-SECRET"));
    seam.server.faults().next(new Misbehaviour.HalfBody());

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::get)
        .satisfies(e -> assertThat(e.toString()).doesNotContain("SECRET"));
  }

  @Test
  void send_interrupted_sendsNothingAndKeepsTheFlag() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(this::get)
        .isNotInstanceOf(SocketTimeoutException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seam.server.seen()).isEmpty();
  }

  @Test
  void send_interruptedWhileBytesAreComing_isAnInterruptWithTheFlagKept() throws Exception {
    seam.server.then(Reply.of(200, "text/plain", new byte[4000]));
    seam.server.faults().next(new Misbehaviour.SlowBytes(10, Duration.ofMillis(5)));
    Thread caller = Thread.currentThread();
    Thread other =
        new Thread(
            () -> {
              while (seam.server.seen().isEmpty()) {
                Thread.onSpinWait();
              }
              caller.interrupt();
            });
    other.start();

    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(this::get)
        .isNotInstanceOf(SocketTimeoutException.class);
    assertThat(Thread.interrupted()).isTrue();
    other.join();
  }

  @Test
  void send_answerThatIsNotHttp_isRefusedWithoutQuotingIt() throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      Thread thread = new Thread(() -> answer(server, "BODY-SECRET is no status line\r\n\r\n"));
      thread.start();
      URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/?q=QUERY-SECRET");

      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> seam.transport.send(WireRequest.get(uri)))
          .withNoCause()
          .satisfies(e -> assertThat(e.toString()).doesNotContain("SECRET"));
      thread.join();
    }
  }

  private static void answer(ServerSocket server, String text) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read(new byte[1000]);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"line\r\nbreak SECRET", "合流 SECRET", "\u0000SECRET", "\u007fSECRET"})
  void withHeader_valueThatIsNotAHeader_isRefusedWithoutQuotingIt(String value) {
    WireRequest request = WireRequest.get(URI.create("http://localhost/"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request.withHeader("Authorization", value))
        .withMessage("value: must be printable ASCII");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A b", "A:", "Ä"})
  void withHeader_nameThatIsNotAHeader_isRefused(String name) {
    WireRequest request = WireRequest.get(URI.create("http://localhost/"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> request.withHeader(name, "v"))
        .withMessageStartingWith("name: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/path?secret", "ftp://host/", "http:opaque", "file:///etc"})
  void get_notAnHttpAddress_isRefused(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WireRequest.get(URI.create(uri)))
        .withMessage("uri: must be an http or https address with a host");
  }

  @Test
  void send_addressThatOnlyTheTransportRefuses_isNotQuoted() {
    WireRequest request = WireRequest.get(URI.create("http://host:99999/?q=QUERY-SECRET"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> seam.transport.send(request))
        .satisfies(e -> assertThat(e.getMessage()).startsWith("uri: ").doesNotContain("SECRET"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void settings_noBodyAllowed_isRefused(long limit) {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransportSettings(second, second, second, limit))
        .withMessage("maxBodyBytes: must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransportSettings(second, Duration.ZERO, second, 1))
        .withMessage("read: must be positive");
  }
}
