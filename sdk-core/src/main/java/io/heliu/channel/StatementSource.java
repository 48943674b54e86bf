package io.heliu.channel;

import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Consumer;

/** An account whose statements (账单) can be fetched by day. */
public interface StatementSource {

  /** Returns the source's code, for example {@code "alipay-trade"}. */
  String source();

  /** Returns the account. */
  String account();

  /** Returns a day's statement. An empty day, a day not ready yet and a file are three results. */
  Result fetch(LocalDate day);

  /** What came of asking for a day. */
  sealed interface Result permits Empty, NotReady, Ready {}

  /** The day is final and had no lines. */
  record Empty() implements Result {}

  /**
   * The day is not published yet.
   *
   * @param retryAt when to ask again
   */
  record NotReady(Instant retryAt) implements Result {}

  /**
   * The day's statement is here.
   *
   * @param statement the statement
   */
  record Ready(Statement statement) implements Result {}

  /** A statement, read as a stream. */
  interface Statement {

    /** Returns the digest of the file's bytes: same digest, same statement. */
    String digest();

    /**
     * Reads all lines, once, in the file's order.
     *
     * @throws io.heliu.Fault.Protocol if the file is damaged, truncated, or its control totals do
     *     not agree with its lines; then every line given out before is void
     */
    void read(Consumer<StatementLine> sink);
  }
}
