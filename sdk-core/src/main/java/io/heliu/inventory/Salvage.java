package io.heliu.inventory;

import io.heliu.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the journal (库存流水) of a directory without changing anything, also of one that the ledger
 * refuses to open, and passes over what is damaged. For people who repair, and for audits.
 */
public final class Salvage {
  private Salvage() {}

  /**
   * A command in the journal.
   *
   * @param sequence its sequence
   * @param time the ledger time
   * @param command the command
   * @param accepted whether it took effect
   */
  public record Operation(long sequence, Instant time, Command command, boolean accepted) {}

  /**
   * What was found.
   *
   * @param operations how many commands were read
   * @param damages where something could not be read: the file, the position and how it goes on
   */
  public record Report(long operations, List<String> damages) {

    /** Copies the damages. */
    public Report {
      damages = List.copyOf(damages);
    }
  }

  /**
   * Hands every command that can be read to the sink, in the order of the sequences. Commands older
   * than the last but one snapshot are no longer in the journal.
   *
   * @throws Fault.Store if a file is of a newer format or the directory cannot be read at all
   */
  public static Report read(Path directory, Consumer<Operation> sink) {
    return read(new FileDisk(directory), sink);
  }

  static Report read(Disk disk, Consumer<Operation> sink) {
    List<String> damages = new ArrayList<>();
    long operations = 0;
    try {
      List<StoreFile> files = Snapshots.files(disk);
      for (StoreFile segment : Snapshots.ofKind(files, StoreFile.Kind.JOURNAL)) {
        try (Disk.Handle file = disk.openForReading(segment.name())) {
          operations += readFile(segment, file, sink, damages);
        }
      }
    } catch (IOException e) {
      throw Faults.store("salvage", "cannot read the directory: " + e.getMessage(), e);
    }
    return new Report(operations, damages);
  }

  private static long readFile(
      StoreFile segment, Disk.Handle file, Consumer<Operation> sink, List<String> damages)
      throws IOException {
    long operations = 0;
    if (segment.checkHead(file) != StoreFile.Head.WHOLE) {
      damages.add(segment.name() + " at 0: the head");
    }
    long position = StoreFile.HEAD;
    while (position < file.length()) {
      byte[] payload = Frames.read(file, position);
      if (payload == null) {
        long next = Frames.find(file, position + 1);
        damages.add(
            segment.name()
                + " at "
                + position
                + (next < 0 ? ": to the end" : ": goes on at " + next));
        if (next < 0) {
          break;
        }
        position = next;
        continue;
      }
      operations += readBatch(segment, position, payload, sink, damages);
      position += Frames.HEAD + payload.length;
    }
    return operations;
  }

  private static long readBatch(
      StoreFile segment,
      long position,
      byte[] payload,
      Consumer<Operation> sink,
      List<String> damages) {
    Batch.Past batch;
    try {
      batch = Batch.read(payload);
    } catch (Decoder.Malformed e) {
      damages.add(segment.name() + " at " + position + ": " + e.getMessage());
      return 0;
    }
    long operations = 0;
    long sequence = batch.firstSequence();
    Instant time = Instant.ofEpochMilli(batch.time());
    for (Batch.Written written : batch.entries()) {
      if (written.entry() instanceof Entry.Told told) {
        boolean accepted = written.code() == Rules.ACCEPTED;
        sink.accept(new Operation(sequence, time, told.command(), accepted));
        operations++;
      }
      sequence++;
    }
    return operations;
  }
}
