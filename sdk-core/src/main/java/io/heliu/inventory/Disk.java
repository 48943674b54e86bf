package io.heliu.inventory;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A directory of files, as little of it as the ledger needs; a simulator can stand in for it. */
interface Disk {

  /**
   * Takes the directory for this ledger alone.
   *
   * @throws IOException if another ledger has it
   */
  Closeable lock() throws IOException;

  /** Returns the names of the files, sorted. */
  List<String> list() throws IOException;

  /** Opens a file for reading and writing; it is created if there is none. */
  Handle open(String name) throws IOException;

  /** Opens a file for reading only. */
  Handle openForReading(String name) throws IOException;

  /** Gives a file another name in one step, replacing what had that name. */
  void rename(String from, String to) throws IOException;

  void delete(String name) throws IOException;

  /** Makes creations, renames and deletions durable. */
  void syncDirectory() throws IOException;

  /** An open file. */
  interface Handle extends Closeable {
    long length() throws IOException;

    /** Reads at most {@code length} bytes and returns how many; fewer only at the file's end. */
    int read(long position, byte[] into, int from, int length) throws IOException;

    void write(long position, byte[] bytes, int from, int length) throws IOException;

    void truncate(long length) throws IOException;

    /** Makes what was written durable. A failure is final: what was written may be lost. */
    void sync() throws IOException;
  }
}
