package io.heliu.inventory;

/**
 * What is remembered of a key: the command as it was written, the answer and the ledger time.
 *
 * @param content the encoded command, see {@link CommandCodec}
 */
@SuppressWarnings("ArrayRecordComponent") // Compact, and never compared.
record Memo(byte[] content, Answer answer, long time) {}
