package io.heliu.statement;

import io.heliu.channel.internal.CountedInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the texts of a bill file: the entries of a zip, or the file itself if somebody has
 * unpacked it. Entry names are GBK without the flag that would say so; they are not used.
 */
final class BillEntries {
  private static final Charset GBK = Charset.forName("GBK");
  private static final long FREE_BYTES = 8L << 20;

  private final BillSettings settings;
  private long inflated;

  BillEntries(BillSettings settings) {
    this.settings = settings;
  }

  /** Reads one text; need not read it to its end. */
  interface Visitor {
    void visit(InputStream text) throws IOException;
  }

  /** Returns what a gzip holds; any other file as it is. */
  static InputStream unpacked(InputStream file, BillSettings settings) throws IOException {
    Packed packed = new Packed(file);
    PushbackInputStream start = new PushbackInputStream(packed, 2);
    byte[] magic = start.readNBytes(2);
    start.unread(magic);
    return magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b
        ? new BillEntries(settings).new Inflated(new OneGzip(start), packed)
        : start;
  }

  void forEach(InputStream file, Visitor visitor) throws IOException {
    Packed packed = new Packed(file);
    PushbackInputStream start = new PushbackInputStream(packed, 2);
    byte[] magic = start.readNBytes(2);
    start.unread(magic);
    if (magic.length == 2 && magic[0] == 'P' && magic[1] == 'K') {
      zip(start, packed, visitor);
    } else {
      visitor.visit(new Inflated(start, packed));
    }
  }

  private void zip(InputStream in, Packed packed, Visitor visitor) throws IOException {
    ZipInputStream zip = new ZipInputStream(in, GBK);
    int entries = 0;
    while (next(zip) != null) {
      if (++entries > settings.maxEntries()) {
        throw new ZipException("more than " + settings.maxEntries() + " entries");
      }
      InputStream text = new Inflated(zip, packed);
      visitor.visit(text);
      // What was not read is inflated here, where it is counted, and not by the zip reader.
      text.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static @Nullable ZipEntry next(ZipInputStream zip) throws IOException {
    try {
      return zip.getNextEntry();
    } catch (IllegalArgumentException e) {
      throw new ZipException("an entry's name or fields cannot be read");
    }
  }

  /** Counts what is taken from the file. */
  private static final class Packed extends CountedInput {
    private long count;

    Packed(InputStream in) {
      super(in);
    }

    @Override
    protected void counted(int bytes) {
      count += bytes;
    }
  }

  /** Counts what comes out, and stops a bomb. */
  private final class Inflated extends CountedInput {
    private final Packed packed;

    Inflated(InputStream in, Packed packed) {
      super(in);
      this.packed = packed;
    }

    @Override
    protected void counted(int bytes) throws IOException {
      inflated += bytes;
      if (inflated > settings.maxBytes()) {
        throw new ZipException("more than " + settings.maxBytes() + " bytes");
      }
      if (inflated > FREE_BYTES && inflated / settings.maxRatio() > packed.count) {
        throw new ZipException("more than " + settings.maxRatio() + " times its packed size");
      }
    }

    @Override
    public void close() {
      // The visitor must not close the zip, which has more entries.
    }
  }
}
