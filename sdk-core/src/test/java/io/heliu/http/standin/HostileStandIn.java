package io.heliu.http.standin;

import io.heliu.http.ClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A platform that has been taken over: it answers everything with the same body, which nobody can
 * read and everybody must refuse.
 */
public final class HostileStandIn extends StandIn {
  /** Stands in many of the bodies; must never reach a message. */
  public static final String PLANTED = "13800000000planted";

  private final Map<String, Reply> spared = new HashMap<>();
  private volatile Body body = Body.EMPTY;

  /** What it answers. */
  public enum Body {
    /** Nothing. */
    EMPTY(""),
    /** JSON that ends too early. */
    CUT("{\"a\":[{\"b\":\"" + PLANTED),
    /** A value that is no JSON. */
    WORD("{\"a\":" + PLANTED + "}"),
    /** A document and more behind it. */
    TRAILING("{} \"" + PLANTED + "\""),
    /** A key that occurs twice. */
    KEY_TWICE("{\"" + PLANTED + "\":1,\"" + PLANTED + "\":2}"),
    /** Arrays in arrays. */
    DEEP_ARRAYS("[".repeat(200_000)),
    /** Objects in objects. */
    DEEP_OBJECTS("{\"a\":".repeat(200_000)),
    /** A text of nine million characters. */
    LONG_TEXT("{\"a\":\"" + "x".repeat(9 << 20) + "\"}"),
    /** A name of a million characters. */
    LONG_NAME("{\"" + "x".repeat(1 << 20) + "\":1}"),
    /** A number of a million digits. */
    LONG_NUMBER("{\"a\":" + "9".repeat(1 << 20) + "}"),
    /** A number whose exponent does not fit 32 bits. */
    EXPONENT("{\"a\":1.5e99999999999,\"b\":\"" + PLANTED + "\"}"),
    /** An XML document whose entities grow to gigabytes. */
    ENTITIES(laughs()),
    /** An XML document with an entity that is a file. */
    FILE_ENTITY(
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY f SYSTEM \"file:///etc/hostname\">]><a>"
            + PLANTED
            + "&f;</a>"),
    /** Bytes that are no UTF-8. */
    BROKEN_BYTES("{\"a\":\"\u00c3\u0028\"}", true);

    private final byte[] bytes;

    Body(String text) {
      this(text, false);
    }

    Body(String text, boolean raw) {
      this.bytes = text.getBytes(raw ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
      return Arrays.copyOf(bytes, bytes.length);
    }

    private static String laughs() {
      StringBuilder xml =
          new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e0 \"ha\">");
      for (int i = 1; i <= 30; i++) {
        String before = "&e" + (i - 1) + ";";
        xml.append("<!ENTITY e").append(i).append(" \"").append(before.repeat(10)).append("\">");
      }
      return xml.append("]><a>&e30;</a>").toString();
    }
  }

  /** Creates one; {@code clock} is its idea of the time. */
  public HostileStandIn(Clock clock) {
    super(clock);
  }

  /** Sets what it answers from now on. */
  public void answer(Body body) {
    this.body = Objects.requireNonNull(body, "body");
  }

  /** Answers a path as it should be, for example one that hands out tokens; before the start. */
  public void spare(String path, Reply reply) {
    spared.put(path, reply);
  }

  /** Gives a client's builder transport and time. */
  public <B extends ClientBuilder<B>> B client(B builder) {
    return connect(builder);
  }

  @Override
  protected Reply handle(Request request) {
    Reply good = spared.get(request.path());
    return good == null ? Reply.of(200, "application/json", body.bytes) : good;
  }
}
