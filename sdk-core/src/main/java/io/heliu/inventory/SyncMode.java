package io.heliu.inventory;

/** When the journal is forced to the disk. */
public enum SyncMode {
  /**
   * Before every answer, many answers sharing one flush. What was answered survives a crash of the
   * process, of the operating system and a loss of power.
   */
  EVERY_BATCH,
  /**
   * When the operating system likes, and at snapshots and close. What was answered survives a crash
   * of the process. A loss of power may take the journal's tail back to the last snapshot, and what
   * is damaged there cannot be told from what was never written; for tests and for data that can be
   * made again.
   */
  OPERATING_SYSTEM
}
