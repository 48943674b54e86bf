package io.heliu.channel.pos;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how a file is encoded: a byte order mark, else UTF-8 if every byte fits, else GB18030,
 * which contains GBK.
 */
final class TextEncoding {
  private static final Charset GB18030 = Charset.forName("GB18030");

  private TextEncoding() {}

  /** Reads a stream to its end and says how it is encoded. */
  static Charset detect(InputStream in) throws IOException {
    PushbackInputStream whole = new PushbackInputStream(in, 3);
    byte[] head = whole.readNBytes(3);
    whole.unread(head);
    Charset encoding = ofMark(head);
    if (encoding == null) {
      encoding = isUtf8(whole) ? StandardCharsets.UTF_8 : GB18030;
    }
    whole.transferTo(OutputStream.nullOutputStream());
    return encoding;
  }

  /** Decodes leniently: a byte that does not fit becomes U+FFFD and spoils its own row only. */
  static Reader reader(InputStream in, Charset encoding) {
    return new InputStreamReader(
        in,
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE));
  }

  private static @Nullable Charset ofMark(byte[] head) {
    int first = head.length > 0 ? head[0] & 0xff : -1;
    int second = head.length > 1 ? head[1] & 0xff : -1;
    int third = head.length > 2 ? head[2] & 0xff : -1;
    if (first == 0xef && second == 0xbb && third == 0xbf) {
      return StandardCharsets.UTF_8;
    }
    if (first == 0xff && second == 0xfe) {
      return StandardCharsets.UTF_16LE;
    }
    return first == 0xfe && second == 0xff ? StandardCharsets.UTF_16BE : null;
  }

  private static boolean isUtf8(InputStream in) throws IOException {
    Reader strict =
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    char[] buffer = new char[8192];
    try {
      int n = 0;
      while (n >= 0) {
        n = strict.read(buffer);
      }
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
