package io.heliu.channel.taobao;

import io.heliu.Fault;
import io.heliu.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A binary frame of the message service's WebSocket (消息服务长连接), read and written. It opens no
 * connection: a host that has one sends {@link #connect}, keeps the token of the answer, and sends
 * {@link #pull} and {@link #confirm} with it. The pull over the gateway, {@link TaobaoMessages},
 * needs none of this.
 *
 * <p>Immutable and thread-safe.
 *
 * @param type what the frame does
 * @param statusCode the status of an answer, or null
 * @param statusPhrase its words, or null; may hold personal data
 * @param flag the flag, or null; 1 on {@link Type#CONNECT}
 * @param token what {@link Type#CONNECTACK} gave and every later frame carries, or null
 * @param values the named values in their order; may hold personal data
 */
public record TmcFrame(
    Type type,
    @Nullable Integer statusCode,
    @Nullable String statusPhrase,
    @Nullable Integer flag,
    @Nullable Secret token,
    Map<String, TmcValue> values) {
  /** The largest frame that is read, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  /** What a frame does; the wire has the ordinal. */
  public enum Type {
    /** Opens the connection. */
    CONNECT,
    /** Answers {@link #CONNECT}. */
    CONNECTACK,
    /** Carries a request or a message. */
    SEND,
    /** Answers {@link #SEND}. */
    SENDACK
  }

  /**
   * Copies the values.
   *
   * @throws IllegalArgumentException if a name or a value is null
   */
  public TmcFrame {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(values, "values");
    for (Map.Entry<String, TmcValue> named : values.entrySet()) {
      if (named.getKey() == null || named.getValue() == null) {
        throw new IllegalArgumentException("values: must not have a null name or value");
      }
    }
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Returns the frame that opens a connection, signed.
   *
   * @param appKey the app's key
   * @param appSecret the app's secret
   * @param group the group of shops (用户分组), normally {@code default}
   * @param now the time
   * @throws IllegalArgumentException if the time's milliseconds do not fit into 64 bits
   */
  public static TmcFrame connect(String appKey, Secret appSecret, String group, Instant now) {
    String timestamp = Long.toString(TmcWriter.milliseconds("now", now));
    Map<String, String> signed =
        Map.of("app_key", appKey, "group_name", group, "timestamp", timestamp);
    String sign = TopSignature.sign(SignMethod.MD5, appSecret.reveal(), signed);
    Map<String, TmcValue> values = new LinkedHashMap<>();
    values.put("app_key", new TmcValue.Text(appKey));
    values.put("group_name", new TmcValue.Text(group));
    values.put("timestamp", new TmcValue.Text(timestamp));
    values.put("sdk", new TmcValue.Text("heliu"));
    values.put("sign", new TmcValue.Text(sign));
    return new TmcFrame(Type.CONNECT, null, null, 1, null, values);
  }

  /** Returns the frame that asks for messages; to be sent again every 50 seconds or so. */
  public static TmcFrame pull(Secret token) {
    return new TmcFrame(
        Type.SEND, null, null, null, token, Map.of("__kind", new TmcValue.Int8((byte) 1)));
  }

  /** Returns the frame that confirms a message. */
  public static TmcFrame confirm(Secret token, long id) {
    Map<String, TmcValue> values = new LinkedHashMap<>();
    values.put("__kind", new TmcValue.Int8((byte) 2));
    values.put("id", new TmcValue.Int64(id));
    return new TmcFrame(Type.SEND, null, null, null, token, values);
  }

  /**
   * Reads a frame.
   *
   * @throws Fault.Protocol if it is not one, exceeds a limit, has a name or header twice or goes on
   *     after its end; the message says where and which rule, and nothing of the content
   */
  public static TmcFrame read(byte[] bytes) {
    return new TmcReader(bytes).frame();
  }

  /**
   * Writes the frame.
   *
   * @throws IllegalArgumentException if it would have more than {@link #MAX_BYTES} bytes
   */
  public byte[] write() {
    byte[] bytes = new TmcWriter().frame(this);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("frame: must have at most " + MAX_BYTES + " bytes");
    }
    return bytes;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns type, status code and the names of the values. */
  @Override
  public String toString() {
    return "TmcFrame[" + type + " " + statusCode + " " + values.keySet() + "]";
  }
}
