package io.heliu.inventory;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the file system.
 *
 * <p>Files are read and written through {@link RandomAccessFile}, because an interrupt closes a
 * {@link FileChannel} under every thread that uses it, while it leaves a random access file alone.
 */
final class FileDisk implements Disk {
  private static final String LOCK = "ledger.lock";

  private final Path directory;

  FileDisk(Path directory) {
    this.directory = directory;
  }

  @Override
  public Closeable lock() throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new IOException("another ledger has this directory open");
    }
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public Handle open(String name) throws IOException {
    return new FileHandle(new RandomAccessFile(directory.resolve(name).toFile(), "rw"));
  }

  @Override
  public Handle openForReading(String name) throws IOException {
    return new FileHandle(new RandomAccessFile(directory.resolve(name).toFile(), "r"));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void syncDirectory() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (!forceDirectory()) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns whether the directory was forced; false if an interrupt came in between. */
  private boolean forceDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    } catch (AccessDeniedException e) {
      // Windows does not open directories, and makes renames durable by itself.
      return true;
    }
  }

  private record FileHandle(RandomAccessFile file) implements Handle {
    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public int read(long position, byte[] into, int from, int length) throws IOException {
      file.seek(position);
      int done = 0;
      while (done < length) {
        int count = file.read(into, from + done, length - done);
        if (count < 0) {
          break;
        }
        done += count;
      }
      return done;
    }

    @Override
    public void write(long position, byte[] bytes, int from, int length) throws IOException {
      file.seek(position);
      file.write(bytes, from, length);
    }

    @Override
    public void truncate(long length) throws IOException {
      file.setLength(length);
    }

    @Override
    public void sync() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
