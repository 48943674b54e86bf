package io.heliu.erp.database;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tables and columns a legacy ERP has, and what they mean (字段映射): a JSON document, checked as
 * a whole. Immutable and thread-safe.
 *
 * <p>Its fields: {@code dialect} (H2, POSTGRESQL, SQL_SERVER, ORACLE, MYSQL), {@code pageRows}, the
 * interface tables {@code salesOrders}, {@code outbounds} and {@code receipts}, and the feeds
 * {@code outboundFeed}, {@code counts}, {@code receivables}, {@code materials} and {@code
 * customers}; a part that the ERP does not offer is left out. {@code salesOrders.cancel} says how
 * an order is taken back: {@code staged}, the status {@code from} which codes and {@code to} which,
 * and {@code request}, a table whose {@code codes} are PENDING, ACCEPTED, TOO_LATE and REFUSED.
 * Each of our fields names its {@code column} and how its values are turned: {@code charset} and
 * {@code length} of texts, {@code unit} (YUAN, FEN) and {@code scale} of amounts, {@code format} of
 * dates in text, {@code zone} of times, {@code yes} and {@code no} codes of flags, {@code codes} of
 * a status. Trailing blanks are always cut off.
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

  /**
   * A field that is wrong.
   *
   * @param pointer where it is, as a JSON pointer; empty for the document
   * @param found what was there, shortened
   * @param allowed what would have been allowed
   */
  public record Problem(String pointer, String found, String allowed) {
    /** Checks that everything is there. */
    public Problem {
      Objects.requireNonNull(pointer, "pointer");
      Objects.requireNonNull(found, "found");
      Objects.requireNonNull(allowed, "allowed");
    }

    @Override
    public String toString() {
      return pointer + ": found " + found + ", allowed is " + allowed;
    }
  }

  /** Returns everything that is wrong with a document; empty if it can be used. */
  public static List<Problem> check(String json) {
    Binder binder = new Binder();
    bind(json, binder);
    return List.copyOf(binder.problems());
  }

  /**
   * Reads a document.
   *
   * @throws Fault.Configuration if something is wrong with it; the message has every problem
   */
  public static ErpMapping parse(String json) {
    Binder binder = new Binder();
    Model model = bind(json, binder);
    if (model == null) {
      String all =
          binder.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
      throw new Fault.Configuration(
          Fault.Details.of(SYSTEM, "mapping", "the mapping cannot be used: " + all));
    }
    return new ErpMapping(model);
  }

  private static @Nullable Model bind(String json, Binder binder) {
    JsonNode document;
    try {
      document = Json.parse(json);
    } catch (MalformedJson e) {
      binder.problems().add(Binder.whole(String.valueOf(e.getMessage())));
      return null;
    }
    return binder.bind(document, Model.class);
  }

  Model model() {
    return model;
  }
}
