package io.heliu.inventory;

/** What a journal record tells. */
sealed interface Entry {

  /** A command, with its encoded form. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Told(Command command, byte[] content) implements Entry {
    static Told of(Command command) {
      return new Told(command, CommandCodec.encode(command));
    }
  }

  /** Due holds end, at most so many. */
  record Expire(int limit) implements Entry {}

  /** Everything that ended or was answered up to this ledger time is forgotten. */
  record Prune(long cutoff) implements Entry {}
}
