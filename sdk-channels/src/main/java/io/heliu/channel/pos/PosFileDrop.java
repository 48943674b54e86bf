package io.heliu.channel.pos;

import io.heliu.Fault;
import io.heliu.channel.OrderDrop;
import io.heliu.channel.internal.CountedInput;
import io.heliu.channel.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A directory into which tills drop files of tickets (小票文件投递).
 *
 * <p>One round: {@link #scan}, then for each ready file {@link #read}, hand its {@link
 * PosFile#batch} to an {@link io.heliu.channel.OrderInbox}, and {@link #done}; a file that {@code
 * read} refuses goes to {@link #refuse}. {@link io.heliu.flow.DropFlow} does all of that. The round
 * may be killed anywhere and run again: a file leaves the directory only after its result is on
 * disk, and what was stored already comes back as a {@link TicketVerdict#DUPLICATE}. A file that is
 * sent again, under the same or another name, is compared ticket by ticket and never added up.
 *
 * <p>Files are kept in {@code done} and {@code error} under the first 12 digits of their SHA-256
 * and their name, beside a {@code .result.csv}. Symbolic links are not followed. Thread-safe; use
 * one instance, in one process, per directory.
 */
public final class PosFileDrop {
  private final PosDropSettings settings;
  private final Clock clock;
  private final DropDisk disk;
  private final Path root;
  private final Path done;
  private final Path error;
  private final Map<String, Seen> seen = new HashMap<>();

  private record Seen(long size, Instant modified, Instant since) {}

  /**
   * What a scan found. All lists are sorted by name.
   *
   * @param ready files to be read
   * @param waiting files that are not finished; one that waits for long has lost its sender
   * @param skipped what does not belong here: links, other endings, names too long
   */
  public record Scan(List<String> ready, List<String> waiting, List<String> skipped) {
    /** Copies the lists. */
    public Scan {
      ready = List.copyOf(ready);
      waiting = List.copyOf(waiting);
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * Opens a drop directory and makes {@code done} and {@code error} in it.
   *
   * @throws Fault.Configuration if it is not a directory, or one of the two is not a real one
   */
  public PosFileDrop(PosDropSettings settings, Clock clock) {
    this(settings, clock, DropDisk.real());
  }

  PosFileDrop(PosDropSettings settings, Clock clock, DropDisk disk) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.disk = disk;
    try {
      this.root = settings.directory().toRealPath();
      this.done = directory("done");
      this.error = directory("error");
    } catch (IOException e) {
      throw new Fault.Configuration(
          Fault.Details.of(
              "pos", "open", "the drop directory or its done and error cannot be used: " + e));
    }
  }

  private Path directory(String name) throws IOException {
    Path path = root.resolve(name);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(path);
    }
    return path;
  }

  /**
   * Looks which files are finished.
   *
   * @throws Fault.Store if the directory cannot be read
   */
  public synchronized Scan scan() {
    try {
      Map<String, BasicFileAttributes> entries = list();
      List<String> ready = new ArrayList<>();
      List<String> waiting = new ArrayList<>();
      List<String> skipped = new ArrayList<>();
      seen.keySet().retainAll(entries.keySet());
      for (var entry : entries.entrySet()) {
        String name = entry.getKey();
        if (!entry.getValue().isRegularFile()) {
          skipped.add(name);
        } else if (DropNames.isData(name)) {
          (isReady(name, entry.getValue(), entries) ? ready : waiting).add(name);
        } else if (DropNames.isUnfinished(name)) {
          waiting.add(name);
        } else if (DropNames.isMarker(name)) {
          dropOrphan(name, entries);
        } else {
          skipped.add(name);
        }
      }
      return new Scan(ready, waiting, skipped);
    } catch (IOException e) {
      throw broken("scan", e);
    }
  }

  private Map<String, BasicFileAttributes> list() throws IOException {
    Map<String, BasicFileAttributes> entries = new TreeMap<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(root)) {
      for (Path path : paths) {
        if (!path.equals(done) && !path.equals(error)) {
          try {
            entries.put(
                path.getFileName().toString(),
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
          } catch (java.nio.file.NoSuchFileException e) {
            continue; // renamed by its sender since it was listed
          }
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  private boolean isReady(
      String name, BasicFileAttributes now, Map<String, BasicFileAttributes> entries) {
    return switch (settings.ready()) {
      case RENAMED -> true;
      case MARKER -> DropNames.markers(name).stream().anyMatch(entries::containsKey);
      case QUIET -> {
        Instant time = clock.instant();
        Instant modified = now.lastModifiedTime().toInstant();
        Seen before = seen.get(name);
        if (before == null || before.size != now.size() || !before.modified.equals(modified)) {
          before = new Seen(now.size(), modified, time);
          seen.put(name, before);
        }
        yield !time.isBefore(before.since.plus(settings.quiet()));
      }
    };
  }

  /**
   * A marker left behind would call the next file of its name finished while it is being written.
   */
  private void dropOrphan(String marker, Map<String, BasicFileAttributes> entries)
      throws IOException {
    boolean claimed =
        entries.keySet().stream()
            .anyMatch(name -> DropNames.isData(name) && DropNames.markers(name).contains(marker));
    if (!claimed && list().keySet().stream().noneMatch(name -> claims(name, marker))) {
      disk.delete(root.resolve(marker));
    }
  }

  private static boolean claims(String name, String marker) {
    return DropNames.isData(name) && DropNames.markers(name).contains(marker);
  }

  /**
   * Returns this drop for {@link io.heliu.flow.DropFlow}.
   *
   * @param source the name under which unreadable rows are kept
   */
  public OrderDrop orders(String source) {
    return new PosOrderDrop(this, source);
  }

  /**
   * Reads a file. Tickets that cannot be read come as {@link PosFile.Malformed}.
   *
   * @param name a name that {@link #scan} gave
   * @throws Fault.Protocol if the file cannot be trusted as a whole: it has no header, its total
   *     row disagrees with its rows, it exceeds a limit or changed while it was read; {@link
   *     #refuse} it
   * @throws Fault.Store if it cannot be read from disk
   * @throws IllegalArgumentException if the name is not that of a data file in the directory
   */
  public PosFile read(String name) {
    Path path = path(name);
    try {
      MessageDigest first = Sha256.digest();
      Charset encoding;
      try (InputStream in = open(path, name, first)) {
        encoding = TextEncoding.detect(in);
      }
      String sha256 = Sha256.hex(first);
      MessageDigest second = Sha256.digest();
      TicketAssembler assembler = new TicketAssembler(clock.instant());
      try (InputStream in = open(path, name, second)) {
        PosParser parser = new PosParser(name, settings, assembler);
        PosFile.Control control = parser.parse(TextEncoding.reader(in, encoding));
        if (!Sha256.hex(second).equals(sha256)) {
          throw refused(name, "it changed while it was read");
        }
        return assembler.file(name, Files.size(path), sha256, control);
      }
    } catch (TooLarge e) {
      throw refused(name, "it has more than " + settings.maxBytes() + " bytes");
    } catch (IOException e) {
      throw broken("read", e);
    }
  }

  /**
   * Files a read file away to {@code done} with what became of its tickets. Call it after all of
   * them are stored. Calling it again for a file that has gone is good.
   *
   * @return false if the file in the directory is no longer the one that was read: it stays, for
   *     the next scan
   * @throws Fault.Store if the disk refuses; call it again
   */
  public synchronized boolean done(PosFile file, List<TicketResult> results) {
    Path path = path(file.name());
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          && !sha256(path, file.name()).equals(file.sha256())) {
        return false;
      }
      fileAway(path, done, target(file.name(), file.sha256()), ResultFile.of(results));
      return true;
    } catch (IOException e) {
      throw broken("done", e);
    }
  }

  /**
   * Files a refused file away to {@code error} with the reason. Calling it again for a file that
   * has gone does nothing.
   *
   * @param name its name
   * @param reason why, as {@link #read} said; without personal data
   * @throws Fault.Store if the disk refuses; call it again
   */
  public synchronized void refuse(String name, String reason) {
    Objects.requireNonNull(reason, "reason");
    Path path = path(name);
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        String sha256 = sha256(path, name);
        fileAway(path, error, target(name, sha256), ResultFile.refused(reason));
      }
    } catch (IOException e) {
      throw broken("refuse", e);
    }
  }

  /** The result first, so that a file never lies in done without one; the marker last. */
  private void fileAway(Path path, Path directory, String target, byte[] result)
      throws IOException {
    Path written = directory.resolve(target + ".result.csv");
    Path unfinished = directory.resolve(target + ".result.tmp");
    disk.write(unfinished, result);
    disk.move(unfinished, written);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      disk.move(path, directory.resolve(target));
    }
    List<String> left = List.copyOf(list().keySet());
    for (String marker : DropNames.markers(path.getFileName().toString())) {
      if (left.stream().noneMatch(name -> claims(name, marker))) {
        disk.delete(root.resolve(marker));
      }
    }
  }

  private static String target(String name, String sha256) {
    return sha256.substring(0, 12) + "_" + name;
  }

  private Path path(String name) {
    Objects.requireNonNull(name, "name");
    boolean plain =
        DropNames.isData(name)
            && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
    Path path = plain ? root.resolve(name) : root;
    if (!plain || !root.equals(path.getParent())) {
      throw new IllegalArgumentException("name: must be the plain name of a csv or txt file");
    }
    return path;
  }

  private String sha256(Path path, String name) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in =
        new DigestInputStream(
            Channels.newInputStream(
                Files.newByteChannel(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)),
            digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return Sha256.hex(digest);
  }

  private InputStream open(Path path, String name, MessageDigest digest) throws IOException {
    InputStream file =
        Channels.newInputStream(
            Files.newByteChannel(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    return new DigestInputStream(new Limited(file, settings.maxBytes()), digest);
  }

  private static Fault.Protocol refused(String name, String why) {
    return new Fault.Protocol(
        Fault.Details.of("pos", "read", "the file " + name + " is refused: " + why), null);
  }

  private static Fault.Store broken(String operation, IOException cause) {
    return new Fault.Store(
        Fault.Details.of("pos", operation, "the drop directory: " + cause), true, cause);
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Counts the bytes that are really there: a file may grow after its size was asked for. */
  private static final class Limited extends CountedInput {
    private long left;

    Limited(InputStream in, long limit) {
      super(in);
      this.left = limit;
    }

    @Override
    protected void counted(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new TooLarge();
      }
    }
  }
}
