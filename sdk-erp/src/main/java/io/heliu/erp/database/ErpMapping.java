package io.heliu.erp.database;

import io.heliu.Fault;
import io.heliu.RuleProblem;
import io.heliu.internal.rules.RuleBinder;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Which tables and columns a legacy ERP has, and what they mean (字段映射): a JSON document, checked as
 * a whole. Immutable and thread-safe.
 *
 * <p>Its fields: {@code dialect} (H2, POSTGRESQL, SQL_SERVER, ORACLE, MYSQL), {@code pageRows}, the
 * interface tables {@code salesOrders}, {@code outbounds} and {@code receipts}, and the feeds
 * {@code outboundFeed}, {@code counts}, {@code receivables}, {@code materials} and {@code
 * customers}; a part that the ERP does not offer is left out. {@code salesOrders.cancel} says how
 * an order is taken back: {@code staged}, the status {@code from} which codes and {@code to} which,
 * and {@code request}, a table whose {@code codes} are PENDING, ACCEPTED, TOO_LATE and REFUSED;
 * without a request, {@code refusedIsFinal} says that the ERP never imports what it once refused.
 * Each of our fields names its {@code column} and how its values are turned: {@code charset},
 * {@code characters} and {@code length} of texts, {@code unit} (YUAN, FEN) and {@code scale} of
 * amounts, {@code format} of dates in text, {@code zone} of times, {@code yes} and {@code no} codes
 * of flags, {@code codes} of a status. Trailing blanks are always cut off. A text with a {@code
 * charset} is bound as bytes; with {@code characters} true it is bound as characters that the
 * charset must have, for a varchar of a GBK database.
 *
 * <p>Rows of interface tables must never be removed, or a document that is pushed again is put
 * there again. If they are moved, {@code archive} of that part names the tables or views with the
 * same columns ({@code head}, {@code lines}) that are read too. Where the head must be written
 * before its lines ({@code headFirst}), {@code notReady} of its status is the code, one that the
 * ERP's job passes over, that it has until its lines are there, for jobs that read what is not
 * committed.
 *
 * <p>{@code padded} says that a text that is compared, in a key, number, code, SKU or order, is a
 * CHAR, filled up with blanks: Oracle finds none otherwise. It must not be said of a VARCHAR2, and
 * need not be said to other databases, which pass over blanks by themselves. A column that orders
 * changes by time must not be a datetime of SQL Server, whose values are rounded; map a view that
 * casts it to datetime2(3).
 *
 * <p>{@code changes} of a table are found {@code by} ROW_VERSION, MODIFIED_AT or CHANGE_NUMBER. For
 * the last, {@code valid} names a view of one row with the {@code minimum} number that can be gone
 * on from and, if known, the {@code current} one, for example SQL Server's
 * CHANGE_TRACKING_MIN_VALID_VERSION and CHANGE_TRACKING_CURRENT_VERSION. Changes of outbounds are
 * found by their head: where the ERP changes lines without their head, let its side supply a view
 * of heads whose change column is the greatest of the head's and its lines'.
 *
 * <p>Names of tables and columns are letters, digits and underscores, a table also with its schema;
 * they stand in SQL unquoted. Where the ERP's names are reserved words, or a rowversion is binary,
 * let the ERP's side supply a view.
 */
public final class ErpMapping {
  private static final String SYSTEM = "database";

  private final Model model;

  private ErpMapping(Model model) {
    this.model = model;
  }

  /** Returns everything that is wrong with a document; empty if it can be used. */
  public static List<RuleProblem> check(String json) {
    return bind(json).problems();
  }

  /**
   * Reads a document.
   *
   * @throws Fault.Configuration if something is wrong with it; the message has every problem
   */
  public static ErpMapping parse(String json) {
    return new ErpMapping(bind(json).orThrow(SYSTEM));
  }

  private static RuleBinder.Bound<Model> bind(String json) {
    return RuleBinder.bind(json, Model.class, MethodHandles.lookup());
  }

  Model model() {
    return model;
  }
}
