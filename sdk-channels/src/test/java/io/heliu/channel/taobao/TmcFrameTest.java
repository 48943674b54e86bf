package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Secret;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The binary frames of the message service. */
class TmcFrameTest {
  private static final Secret TOKEN = Secret.of("tk");

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static TmcFrame frame(Map<String, TmcValue> values) {
    return new TmcFrame(TmcFrame.Type.SEND, 7, "ok", 1, TOKEN, values);
  }

  private static Map<String, TmcValue> everyForm() {
    Map<String, TmcValue> values = new LinkedHashMap<>();
    values.put("none", new TmcValue.Nothing());
    values.put("名", new TmcValue.Text("合流☃"));
    values.put("b", new TmcValue.Int8((byte) -2));
    values.put("s", new TmcValue.Int16((short) -300));
    values.put("i", new TmcValue.Int32(-70_000));
    values.put("l", new TmcValue.Int64(Long.MIN_VALUE));
    values.put("d", new TmcValue.Date(Instant.parse("2024-06-18T02:30:05.123Z")));
    values.put("x", new TmcValue.Bytes(new byte[] {1, 2, 3}));
    return values;
  }

  /** The layout: version, type, headers with a 16-bit type each, 0 at the end. */
  @Test
  void write_pull_hasTheDocumentedLayout() {
    assertThat(TmcFrame.pull(TOKEN).write())
        .isEqualTo(hex("02 02 0500 02000000 746b" + " 0100 06000000 5f5f6b696e64 02 01" + " 0000"));
  }

  @Test
  void write_confirm_hasTheDocumentedLayout() {
    assertThat(TmcFrame.confirm(TOKEN, 258).write())
        .isEqualTo(
            hex(
                "02 02 0500 02000000 746b"
                    + " 0100 06000000 5f5f6b696e64 02 02"
                    + " 0100 02000000 6964 05 0201000000000000"
                    + " 0000"));
  }

  @Test
  void read_everyHeaderAndForm_asDocumented() {
    TmcFrame frame =
        TmcFrame.read(
            hex(
                "02 01 0200 91010000 0300 02000000 6f6b 0400 01000000 0500 02000000 746b"
                    + " 0100 01000000 61 00"
                    + " 0100 01000000 62 01 03000000 e59088"
                    + " 0100 01000000 63 03 feff"
                    + " 0100 01000000 64 04 fcffffff"
                    + " 0100 01000000 65 06 0000000000000000"
                    + " 0100 01000000 66 07 02000000 0aff"
                    + " 0000"));

    assertThat(frame.type()).isEqualTo(TmcFrame.Type.CONNECTACK);
    assertThat(frame.statusCode()).isEqualTo(401);
    assertThat(frame.statusPhrase()).isEqualTo("ok");
    assertThat(frame.flag()).isEqualTo(1);
    assertThat(frame.token()).isEqualTo(TOKEN);
    assertThat(frame.values())
        .containsExactly(
            Map.entry("a", new TmcValue.Nothing()),
            Map.entry("b", new TmcValue.Text("合")),
            Map.entry("c", new TmcValue.Int16((short) -2)),
            Map.entry("d", new TmcValue.Int32(-4)),
            Map.entry("e", new TmcValue.Date(Instant.EPOCH)),
            Map.entry("f", new TmcValue.Bytes(new byte[] {10, -1})));
  }

  @Test
  void connect_documentedNames_carriesItsSignatureAndFlag() {
    TmcFrame frame =
        TmcFrame.connect(
            "21234567",
            Secret.of("sec_top_01"),
            "default",
            Instant.ofEpochMilli(1_718_677_805_123L));

    assertThat(frame.type()).isEqualTo(TmcFrame.Type.CONNECT);
    assertThat(frame.flag()).isEqualTo(1);
    assertThat(frame.values().keySet())
        .containsExactly("app_key", "group_name", "timestamp", "sdk", "sign");
    assertThat(frame.values().get("sign"))
        .isEqualTo(new TmcValue.Text("7F312A5E53F12443B13805F8290C99EC"));
  }

  @Test
  void read_whatWasWritten_isTheSame() {
    TmcFrame frame = frame(everyForm());

    assertThat(TmcFrame.read(frame.write())).isEqualTo(frame);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|ends too early, at byte 0",
        "02|ends too early, at byte 1",
        "01 02 0000|is not of protocol version 2, at byte 1",
        "02 04 0000|has an unknown frame type, at byte 2",
        "02 ff 0000|has an unknown frame type, at byte 2",
        "02 02|ends too early, at byte 2",
        "02 02 0000 00|goes on after its end, at byte 4",
        "02 02 0600 0000|has an unknown header type, at byte 4",
        "02 02 ffff 0000|has an unknown header type, at byte 4",
        "02 02 0200 0000|ends too early, at byte 4",
        "02 02 0500 ffffffff|has a negative length, at byte 8",
        "02 02 0500 ffffff7f|ends too early, at byte 8",
        "02 02 0500 00000000 0000|has an empty token, at byte 8",
        "02 02 0500 02000000 c3|ends too early, at byte 8",
        "02 02 0300 02000000 c328 0000|has a text that is not UTF-8, at byte 10",
        "02 02 0400 01000000 0400 01000000 0000|has a header twice, at byte 14",
        "02 02 0100 01000000 61 08 0000|has an unknown value format, at byte 10",
        "02 02 0100 01000000 61 00 0100 01000000 61 00 0000|has a name twice, at byte 18"
      })
  void read_malformed_isRefusedWithPlaceAndRule(String bytes, String why) {
    assertThatThrownBy(() -> TmcFrame.read(hex(bytes)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("the frame " + why);
  }

  @Test
  void read_tooLarge_isRefused() {
    assertThatThrownBy(() -> TmcFrame.read(new byte[TmcFrame.MAX_BYTES + 1]))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("has more than 1048576 bytes");
  }

  @Test
  void write_tooLarge_isRefused() {
    TmcFrame frame = frame(Map.of("x", new TmcValue.Bytes(new byte[TmcFrame.MAX_BYTES])));

    assertThatIllegalArgumentException()
        .isThrownBy(frame::write)
        .withMessage("frame: must have at most 1048576 bytes");
  }

  @Test
  void read_tooManyValues_isRefused() {
    Map<String, TmcValue> values = new LinkedHashMap<>();
    for (int i = 0; i <= 1_000; i++) {
      values.put("" + i, new TmcValue.Nothing());
    }

    assertThatThrownBy(() -> TmcFrame.read(frame(values).write()))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("has more than 1000 values");
  }

  @Test
  void read_everyTruncation_isRefused() {
    byte[] whole = frame(everyForm()).write();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> TmcFrame.read(part))
          .as("first %d bytes", length)
          .isInstanceOf(Fault.Protocol.class);
    }
  }

  @Test
  void read_randomDamage_isReadOrRefusedButNeverFails() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] whole = frame(everyForm()).write();
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(TmcFrame.read(damaged).write()).as("seed %d round %d", seed, i).isNotEmpty();
      } catch (Fault.Protocol refused) {
        assertThat(refused.getMessage()).as("seed %d round %d", seed, i).contains("the frame");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z"})
  void date_beyond64Bits_isRefused(String time) {
    Instant extreme = Instant.parse(time);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TmcValue.Date(extreme))
        .withMessage("value: must have milliseconds that fit into 64 bits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TmcFrame.connect("1", TOKEN, "default", extreme))
        .withMessage("now: must have milliseconds that fit into 64 bits");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE})
  void write_outermostDate_isReadAgain(long milliseconds) {
    TmcValue date = new TmcValue.Date(Instant.ofEpochMilli(milliseconds));

    assertThat(TmcFrame.read(frame(Map.of("d", date)).write()).values()).containsEntry("d", date);
  }

  @Test
  @SuppressWarnings("NullAway") // what callers without null checks do
  void frame_nullNameOrValue_isRefused() {
    Map<String, TmcValue> noName = new HashMap<>();
    noName.put(null, new TmcValue.Nothing());
    Map<String, TmcValue> noValue = new HashMap<>();
    noValue.put("name", null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> frame(noName))
        .withMessage("values: must not have a null name or value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> frame(noValue))
        .withMessage("values: must not have a null name or value");
  }

  @Test
  void bytes_changedOutside_stayTheSame() {
    byte[] bytes = {1, 2};
    TmcValue.Bytes value = new TmcValue.Bytes(bytes);
    bytes[0] = 9;
    value.value()[1] = 9;

    assertThat(value).isEqualTo(new TmcValue.Bytes(new byte[] {1, 2}));
    assertThat(value).hasSameHashCodeAs(new TmcValue.Bytes(new byte[] {1, 2}));
  }

  @Test
  void toString_frame_printsNoValueAndNoToken() {
    TmcFrame frame =
        new TmcFrame(
            TmcFrame.Type.SEND,
            1,
            "phrase-x",
            null,
            Secret.of("token-x"),
            Map.of("content", new TmcValue.Text("13800000001")));

    assertThat(frame.toString()).doesNotContain("phrase-x", "token-x", "13800000001");
    assertThat(String.valueOf(frame.values().get("content"))).isEqualTo("Text[11]");
  }
}
