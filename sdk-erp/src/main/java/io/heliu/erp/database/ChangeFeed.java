package io.heliu.erp.database;

import io.heliu.erp.database.Column.Kind;
import io.heliu.erp.database.Model.Used;
import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How changes of a table are found. */
sealed interface ChangeFeed {

  /** Returns the column that grows with each change. */
  KeyColumn order();

  /** Returns the tables that are read besides the rows. */
  default List<Used> used() {
    return List.of();
  }

  /** A feed whose values are given out before their transaction commits, so it is read again. */
  sealed interface Overlapping extends ChangeFeed {

    /** Returns from where a sweep must read again what a sweep up to this value has read. */
    String floor(String ceiling);

    /** Compares two values. */
    Comparator<String> comparator();
  }

  /**
   * A version that the database gives each change when its statement runs, for example SQL Server's
   * rowversion as a number, or a sequence set by a trigger. SQL Server tells which versions are not
   * committed, and is read up to those.
   *
   * @param lag how many versions may be given out while the ERP's longest transaction runs. A sweep
   *     that moves on by more is told ({@code LAG_EXCEEDED}), for what a transaction changed that
   *     was open all the while would be passed over
   */
  record RowVersion(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @NotNull @Min(0) @Max(1_000_000) Integer lag)
      implements Overlapping {

    @Override
    public KeyColumn order() {
      return new KeyColumn(column, Kind.NUMBER, null);
    }

    @Override
    public String floor(String ceiling) {
      return new BigDecimal(ceiling).subtract(BigDecimal.valueOf(lag)).toPlainString();
    }

    /**
     * Tells whether a sweep that starts at a floor goes further than the lag beyond the last one.
     */
    boolean isExceeded(String floor, String ceiling) {
      BigDecimal way = new BigDecimal(ceiling).subtract(new BigDecimal(floor));
      return way.compareTo(BigDecimal.valueOf(2L * lag)) > 0;
    }

    @Override
    public Comparator<String> comparator() {
      return Comparator.comparing(BigDecimal::new);
    }
  }

  /**
   * A number that the database gives each change when it commits (change tracking), so that nothing
   * ever appears behind what was read.
   *
   * @param valid where the database tells which numbers it still knows; null if it never forgets
   *     any
   */
  record ChangeNumber(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @Nullable Valid valid)
      implements ChangeFeed {

    @Override
    public List<Used> used() {
      return valid == null ? List.of() : List.of(valid.used());
    }

    @Override
    public KeyColumn order() {
      return new KeyColumn(column, Kind.NUMBER, null);
    }
  }

  /**
   * A view of one row with the numbers that a change table knows. Per SQL Server's documentation
   * changes are cleaned up after a while, and {@code CHANGE_TRACKING_MIN_VALID_VERSION} and {@code
   * CHANGE_TRACKING_CURRENT_VERSION} tell the bounds.
   *
   * @param minimum the column of the lowest number that can be gone on from
   * @param current the column of the number of the last change; null if it is not told
   */
  record Valid(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String table,
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String minimum,
      @Nullable @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String current) {

    KeyColumn lowest() {
      return new KeyColumn(minimum, Kind.NUMBER, null);
    }

    @Nullable KeyColumn highest() {
      return current == null ? null : new KeyColumn(current, Kind.NUMBER, null);
    }

    Used used() {
      return new Used(table, Model.present(lowest(), highest()), List.of());
    }
  }

  /**
   * The time of the last change, set by the ERP, without a zone. Rows without one are never found.
   *
   * @param format how it is written in a column of text, sortable; null for a column of times
   * @param padded whether it is a CHAR that is filled up with blanks; null for no
   * @param zone the zone of the ERP's clock; null for the adapter's
   * @param overlapSeconds longer than the ERP's longest transaction and the skew of its clocks
   * @param settleSeconds how long a row must rest before it is read
   */
  record ModifiedAt(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @Nullable DateTimeFormatter format,
      @Nullable Boolean padded,
      @Nullable ZoneId zone,
      @NotNull @Min(0) @Max(86_400) Integer overlapSeconds,
      @NotNull @Min(0) @Max(3_600) Integer settleSeconds)
      implements Overlapping, Checked {

    @Override
    public void check(Refusals refusals) {
      KeyColumn.check(order().kind(), padded, refusals);
    }

    @Override
    public KeyColumn order() {
      return new KeyColumn(column, format == null ? Kind.TIME : Kind.TEXT, padded);
    }

    @Override
    public String floor(String ceiling) {
      return text(time(ceiling).minusSeconds(overlapSeconds));
    }

    /** Returns the value up to which rows rest, given what the ERP's clock shows. */
    String ceiling(LocalDateTime now) {
      return text(now.minusSeconds(settleSeconds));
    }

    private String text(LocalDateTime time) {
      return format == null ? time.toString() : format.format(time);
    }

    private LocalDateTime time(String text) {
      return format == null ? LocalDateTime.parse(text) : LocalDateTime.parse(text, format);
    }

    @Override
    public Comparator<String> comparator() {
      return format == null ? Comparator.comparing(this::time) : Comparator.naturalOrder();
    }
  }
}
