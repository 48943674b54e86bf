package io.heliu.channel.taobao;

import io.heliu.Fault;
import io.heliu.Secret;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one frame, as the platform's Java SDK writes it: little-endian, protocol version 2. */
final class TmcReader {
  static final int VERSION = 2;
  private static final int MAX_VALUES = 1_000;

  private final ByteBuffer in;
  private final Map<String, TmcValue> values = new LinkedHashMap<>();
  private @Nullable Integer statusCode;
  private @Nullable String statusPhrase;
  private @Nullable Integer flag;
  private @Nullable Secret token;

  TmcReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  TmcFrame frame() {
    if (in.remaining() > TmcFrame.MAX_BYTES) {
      throw refused("has more than " + TmcFrame.MAX_BYTES + " bytes");
    }
    if (need(1).get() != VERSION) {
      throw refused("is not of protocol version " + VERSION);
    }
    int type = need(1).get();
    TmcFrame.Type[] types = TmcFrame.Type.values();
    if (type < 0 || type >= types.length) {
      throw refused("has an unknown frame type");
    }
    short header = need(2).getShort();
    while (header != 0) {
      header(header);
      header = need(2).getShort();
    }
    if (in.hasRemaining()) {
      throw refused("goes on after its end");
    }
    return new TmcFrame(types[type], statusCode, statusPhrase, flag, token, values);
  }

  private void header(short header) {
    switch (header) {
      case 1 -> value();
      case 2 -> statusCode = once(statusCode, need(4).getInt());
      case 3 -> statusPhrase = once(statusPhrase, text());
      case 4 -> flag = once(flag, need(4).getInt());
      case 5 -> token = once(token, secret());
      default -> throw refused("has an unknown header type");
    }
  }

  private Secret secret() {
    String text = text();
    if (text.isBlank()) {
      throw refused("has an empty token");
    }
    return Secret.of(text);
  }

  private <T> T once(@Nullable T before, T now) {
    if (before != null) {
      throw refused("has a header twice");
    }
    return now;
  }

  private void value() {
    String name = text();
    if (values.size() == MAX_VALUES) {
      throw refused("has more than " + MAX_VALUES + " values");
    }
    byte format = need(1).get();
    TmcValue value =
        switch (format) {
          case 0 -> new TmcValue.Nothing();
          case 1 -> new TmcValue.Text(text());
          case 2 -> new TmcValue.Int8(need(1).get());
          case 3 -> new TmcValue.Int16(need(2).getShort());
          case 4 -> new TmcValue.Int32(need(4).getInt());
          case 5 -> new TmcValue.Int64(need(8).getLong());
          case 6 -> new TmcValue.Date(Instant.ofEpochMilli(need(8).getLong()));
          case 7 -> new TmcValue.Bytes(bytes());
          default -> throw refused("has an unknown value format");
        };
    if (values.putIfAbsent(name, value) != null) {
      throw refused("has a name twice");
    }
  }

  private String text() {
    byte[] bytes = bytes();
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw refused("has a text that is not UTF-8");
    }
  }

  /** The length is the sender's word: it is compared with what is there before it is used. */
  private byte[] bytes() {
    int length = need(4).getInt();
    if (length < 0) {
      throw refused("has a negative length");
    }
    ByteBuffer rest = need(length);
    byte[] bytes = new byte[length];
    rest.get(bytes);
    return bytes;
  }

  private ByteBuffer need(int bytes) {
    if (in.remaining() < bytes) {
      throw refused("ends too early");
    }
    return in;
  }

  private Fault.Protocol refused(String why) {
    return new Fault.Protocol(
        Fault.Details.of(
            TaobaoClient.SYSTEM, "read frame", "the frame " + why + ", at byte " + in.position()),
        null);
  }
}
