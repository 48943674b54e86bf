package io.heliu.http.standin;

import io.heliu.http.WireRequest.Header;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a stand-in, one line each: enough to make it happen again. Written without
 * forcing the disk: it outlives a killed process, not a power cut.
 */
final class Journal implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private Journal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Something that happened. */
  sealed interface Entry {}

  /**
   * A request that changed the state or was hit by a rule.
   *
   * @param special the name of the special misbehaviour it was handled by, or null
   * @param hit what hit it, or null
   */
  record Handled(Request request, @Nullable String special, Faults.@Nullable Hit hit)
      implements Entry {}

  /** A request was hit by a rule and not handled. */
  record Hit(Faults.Hit hit) implements Entry {}

  /** Someone acted on the stand-in directly. */
  record Acted(Instant at, String name, String argument) implements Entry {}

  /** Opens a journal, hands over what it holds, and is ready to go on; a torn end is cut off. */
  static Journal open(Path file, Consumer<Entry> replay) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException(file + " is in use by another process");
      }
      channel.truncate(endOfLastLine(file));
      Journal journal = new Journal(file, channel);
      journal.replay(replay);
      channel.position(channel.size());
      return journal;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static long endOfLastLine(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      long end = bytes.length();
      while (end > 0) {
        bytes.seek(end - 1);
        if (bytes.read() == '\n') {
          break;
        }
        end--;
      }
      return end;
    }
  }

  private void replay(Consumer<Entry> replay) throws IOException {
    // Not closed here: closing the reader would close the channel that goes on writing.
    BufferedReader reader =
        new BufferedReader(Channels.newReader(channel.position(0), StandardCharsets.UTF_8));
    int number = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      replay.accept(read(line, number));
    }
  }

  void append(Entry entry) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((write(entry) + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private Entry read(String line, int number) throws IOException {
    String[] fields = line.split("\t", -1);
    try {
      return switch (fields[0]) {
        case "R" ->
            new Handled(request(fields), fields[6].isEmpty() ? null : text(fields[6]), hit(fields));
        case "H" -> new Hit(new Faults.Hit(text(fields[1]), text(fields[2])));
        case "A" -> new Acted(Instant.parse(fields[1]), text(fields[2]), text(fields[3]));
        default -> throw new IOException(file + " line " + number + ": unknown kind of entry");
      };
    } catch (RuntimeException e) {
      throw new IOException(file + " line " + number + ": not an entry of a stand-in's journal", e);
    }
  }

  private static Request request(String[] fields) {
    List<Header> headers = new ArrayList<>();
    for (String header : fields[4].isEmpty() ? new String[0] : fields[4].split("&", -1)) {
      int mark = header.indexOf('=');
      headers.add(new Header(text(header.substring(0, mark)), text(header.substring(mark + 1))));
    }
    return new Request(
        Instant.parse(fields[1]),
        text(fields[2]),
        text(fields[3]),
        headers,
        Base64.getDecoder().decode(fields[5]));
  }

  private static Faults.@Nullable Hit hit(String[] fields) {
    return fields.length == 7 ? null : new Faults.Hit(text(fields[7]), text(fields[8]));
  }

  private static String write(Entry entry) {
    if (entry instanceof Acted acted) {
      return String.join("\t", "A", acted.at.toString(), field(acted.name), field(acted.argument));
    }
    if (entry instanceof Hit only) {
      return "H" + write(only.hit);
    }
    Handled handled = (Handled) entry;
    Request request = handled.request;
    List<String> headers = new ArrayList<>();
    for (Header header : request.headers()) {
      headers.add(field(header.name()) + "=" + field(header.value()));
    }
    return String.join(
            "\t",
            "R",
            request.at().toString(),
            field(request.method()),
            field(request.target()),
            String.join("&", headers),
            Base64.getEncoder().encodeToString(request.body()),
            handled.special == null ? "" : field(handled.special))
        + (handled.hit == null ? "" : write(handled.hit));
  }

  private static String write(Faults.Hit hit) {
    return "\t" + field(hit.rule()) + "\t" + field(hit.key());
  }

  private static String field(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String text(String field) {
    return URLDecoder.decode(field, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
