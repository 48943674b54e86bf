package io.heliu.erp.database;

import io.heliu.Money;
import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column of the ERP and how its values become ours.
 *
 * @param <T> our value
 */
sealed interface Column<T> {

  /** Returns the column's name, already checked. */
  String column();

  /** Returns the {@link Types} constant that nulls are bound with. */
  int jdbcType();

  /** Returns the value as JDBC gives it; no conversion by the driver's or the JVM's zone. */
  @Nullable Object fetch(ResultSet rows, int index) throws SQLException;

  /**
   * Turns a fetched value into ours; null if it says that there is none.
   *
   * @throws BadValue if it breaks the column's rule
   */
  @Nullable T decode(Object raw);

  /**
   * Turns our value into what is bound.
   *
   * @throws BadValue if the column cannot hold it unchanged
   */
  @Nullable Object encode(@Nullable T value);

  /** Tells whether a value read back is the one that was written. */
  default boolean same(@Nullable T ours, @Nullable T theirs) {
    return ours == null ? theirs == null : ours.equals(theirs);
  }

  private static BadValue unreadable(String column, String rule) {
    return new BadValue("UNREADABLE", column + ": " + rule);
  }

  private static BadValue unstorable(String code, String column, String rule) {
    return new BadValue(code, "column " + column + ": " + rule);
  }

  private static String unpadded(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    return text.substring(0, end);
  }

  private static String printable(Object raw) {
    return raw instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : unpadded(raw.toString());
  }

  /** How a code or key is compared and bound. */
  enum Kind {
    TEXT,
    NUMBER,
    TIME;

    int jdbcType() {
      return switch (this) {
        case TEXT -> Types.VARCHAR;
        case NUMBER -> Types.NUMERIC;
        case TIME -> Types.TIMESTAMP;
      };
    }

    @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
      return switch (this) {
        case TEXT -> rows.getString(index);
        case NUMBER -> rows.getBigDecimal(index);
        case TIME -> rows.getObject(index, LocalDateTime.class);
      };
    }

    Object bound(String text) {
      return switch (this) {
        case TEXT -> text;
        case NUMBER -> new BigDecimal(text);
        case TIME -> LocalDateTime.parse(text);
      };
    }
  }

  /**
   * A text, padded or not, or its bytes.
   *
   * @param length how much fits: bytes if there is a charset, else characters
   * @param charset what bytes mean; null for a column of characters that can be any
   * @param characters whether the database and its driver turn characters into the charset: texts
   *     are bound as characters, but must be in the charset, and fit by their bytes in it.
   *     Databases put a question mark for others and report nothing. Null for no
   * @param empty what stands for nothing, for example {@code ~}; the first is written
   */
  record TextColumn(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @Min(1) @Nullable Integer length,
      @Nullable Charset charset,
      @Nullable Boolean characters,
      @Size(max = 10) List<String> empty)
      implements Column<String>, Checked {

    @Override
    public void check(Refusals refusals) {
      if (characters != null && charset == null) {
        refusals.add("/characters", "absent without a charset");
      }
    }

    private boolean inBytes() {
      return charset != null && !Boolean.TRUE.equals(characters);
    }

    @Override
    public int jdbcType() {
      return inBytes() ? Types.VARBINARY : Types.VARCHAR;
    }

    @Override
    public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
      return inBytes() ? rows.getBytes(index) : rows.getString(index);
    }

    @Override
    public @Nullable String decode(Object raw) {
      String text = unpadded(raw instanceof byte[] bytes ? decoded(bytes) : (String) raw);
      return text.isEmpty() || empty.contains(text) ? null : text;
    }

    private String decoded(byte[] bytes) {
      Charset set = charset == null ? Charset.forName("UTF-8") : charset;
      try {
        return set.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw unreadable(column, "must be text in " + set);
      }
    }

    @Override
    public @Nullable Object encode(@Nullable String value) {
      String text = value == null ? "" : unpadded(value);
      if (text.isEmpty()) {
        return empty.isEmpty() ? null : stored(empty.get(0));
      }
      if (empty.contains(text)) {
        throw unstorable("TEXT_MEANS_NOTHING", column, "the text stands for nothing there");
      }
      return stored(text);
    }

    private Object stored(String text) {
      byte[] bytes = charset == null ? null : bytes(charset, text);
      int size = bytes == null ? text.codePointCount(0, text.length()) : bytes.length;
      if (length != null && size > length) {
        String unit = charset == null ? " characters" : " bytes";
        throw unstorable("TEXT_TOO_LONG", column, "holds " + length + unit + ", not " + size);
      }
      return bytes != null && inBytes() ? bytes : text;
    }

    private byte[] bytes(Charset set, String text) {
      try {
        ByteBuffer buffer = set.newEncoder().encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
      } catch (CharacterCodingException e) {
        throw unstorable("TEXT_NOT_IN_CHARSET", column, "the text has characters outside " + set);
      }
    }

    @Override
    public boolean same(@Nullable String ours, @Nullable String theirs) {
      return (ours == null ? "" : unpadded(ours)).equals(theirs == null ? "" : theirs);
    }
  }

  /**
   * A number.
   *
   * @param scale the fraction digits it is written with; null to write it as it is
   */
  record NumberColumn(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @Min(0) @Max(18) @Nullable Integer scale)
      implements Column<BigDecimal> {

    @Override
    public int jdbcType() {
      return Types.NUMERIC;
    }

    @Override
    public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
      return rows.getBigDecimal(index);
    }

    @Override
    public BigDecimal decode(Object raw) {
      return (BigDecimal) raw;
    }

    @Override
    public @Nullable Object encode(@Nullable BigDecimal value) {
      if (value == null || scale == null) {
        return value;
      }
      try {
        return value.setScale(scale, RoundingMode.UNNECESSARY);
      } catch (ArithmeticException e) {
        throw unstorable("TOO_PRECISE", column, "has only " + scale + " fraction digits");
      }
    }

    @Override
    public boolean same(@Nullable BigDecimal ours, @Nullable BigDecimal theirs) {
      return ours == null || theirs == null ? ours == theirs : ours.compareTo(theirs) == 0;
    }
  }

  /** What an amount counts. */
  enum Unit {
    /** Yuan (元): major units with fraction digits. */
    YUAN,
    /** Fen (分): whole minor units. */
    FEN
  }

  /**
   * An amount of money.
   *
   * @param unit what it counts
   * @param scale the fraction digits it is written with; null for the currency's
   * @param currency its currency; null for the yuan
   */
  record MoneyColumn(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @NotNull Unit unit,
      @Min(0) @Max(18) @Nullable Integer scale,
      @Nullable Currency currency)
      implements Column<Money> {

    Currency money() {
      return currency == null ? Money.CNY : currency;
    }

    @Override
    public int jdbcType() {
      return Types.NUMERIC;
    }

    @Override
    public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
      return rows.getBigDecimal(index);
    }

    @Override
    public Money decode(Object raw) {
      BigDecimal number = (BigDecimal) raw;
      try {
        return unit == Unit.YUAN
            ? Money.of(number, money())
            : new Money(number.longValueExact(), money());
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw unreadable(column, "must be an exact amount of " + money() + " in " + unit);
      }
    }

    @Override
    public @Nullable Object encode(@Nullable Money value) {
      if (value == null) {
        return null;
      }
      if (!value.currency().equals(money())) {
        throw unstorable("CURRENCY", column, "holds " + money() + ", not " + value.currency());
      }
      BigDecimal number = unit == Unit.YUAN ? value.toDecimal() : BigDecimal.valueOf(value.minor());
      return new NumberColumn(column, scale).encode(number);
    }
  }

  /**
   * A business date. 1900-01-01 and 0001-01-01 mean that there is none.
   *
   * @param format how it is written in a column of text; null for a column of dates
   */
  record DateColumn(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @Nullable DateTimeFormatter format)
      implements Column<LocalDate> {
    private static final Set<LocalDate> NONE =
        Set.of(LocalDate.of(1900, 1, 1), LocalDate.of(1, 1, 1));

    @Override
    public int jdbcType() {
      return format == null ? Types.DATE : Types.VARCHAR;
    }

    @Override
    public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
      return format == null ? rows.getObject(index, LocalDate.class) : rows.getString(index);
    }

    @Override
    public @Nullable LocalDate decode(Object raw) {
      LocalDate date;
      if (raw instanceof LocalDate typed) {
        date = typed;
      } else if (unpadded((String) raw).isEmpty() || format == null) {
        return null;
      } else {
        try {
          date = LocalDate.parse(unpadded((String) raw), format);
        } catch (DateTimeException e) {
          throw unreadable(column, "must be a date in its format");
        }
      }
      return NONE.contains(date) ? null : date;
    }

    @Override
    public @Nullable Object encode(@Nullable LocalDate value) {
      return value == null || format == null ? value : format.format(value);
    }
  }

  /**
   * A time without a zone.
   *
   * @param zone the zone that the ERP's clock shows; null for the adapter's
   */
  record TimeColumn(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @Nullable DateTimeFormatter format,
      @Nullable ZoneId zone)
      implements Column<LocalDateTime> {

    @Override
    public int jdbcType() {
      return format == null ? Types.TIMESTAMP : Types.VARCHAR;
    }

    @Override
    public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
      return format == null ? rows.getObject(index, LocalDateTime.class) : rows.getString(index);
    }

    @Override
    public @Nullable LocalDateTime decode(Object raw) {
      if (raw instanceof LocalDateTime typed) {
        return typed;
      }
      if (format == null) {
        return null;
      }
      try {
        return LocalDateTime.parse(unpadded((String) raw), format);
      } catch (DateTimeException e) {
        throw unreadable(column, "must be a time in its format");
      }
    }

    @Override
    public @Nullable Object encode(@Nullable LocalDateTime value) {
      return value == null || format == null ? value : format.format(value);
    }
  }

  /**
   * A truth value in codes.
   *
   * @param yes the codes of true
   * @param no the codes of false; nothing at all is false too
   */
  record FlagColumn(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @Size(min = 1, max = 20) List<String> yes,
      @Size(min = 1, max = 20) List<String> no)
      implements Column<Boolean>, Checked {

    @Override
    public void check(Refusals refusals) {
      for (int i = 0; i < no.size(); i++) {
        if (yes.contains(no.get(i))) {
          refusals.add("/no/" + i, "a code that is not in yes");
        }
      }
    }

    @Override
    public int jdbcType() {
      return Types.VARCHAR;
    }

    @Override
    public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
      return rows.getString(index);
    }

    @Override
    public Boolean decode(Object raw) {
      String code = printable(raw);
      if (yes.contains(code)) {
        return true;
      }
      if (no.contains(code)) {
        return false;
      }
      throw unreadable(column, "must be one of the codes " + yes + " or " + no);
    }

    @Override
    public Object encode(@Nullable Boolean value) {
      return Boolean.TRUE.equals(value) ? yes.get(0) : no.get(0);
    }
  }

  /** A part of a key, or an order; as text it can stand in a cursor. */
  record KeyColumn(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @NotNull Kind kind)
      implements Column<String> {

    @Override
    public int jdbcType() {
      return kind.jdbcType();
    }

    @Override
    public @Nullable Object fetch(ResultSet rows, int index) throws SQLException {
      return kind.fetch(rows, index);
    }

    @Override
    public String decode(Object raw) {
      return printable(raw);
    }

    @Override
    public @Nullable Object encode(@Nullable String value) {
      return value == null ? null : kind.bound(value);
    }
  }

  /** A column that always holds the same. */
  record Constant(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @NotNull Kind kind,
      @NotNull String value,
      @Nullable Boolean key)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      try {
        kind.bound(value);
      } catch (NumberFormatException | DateTimeException e) {
        refusals.add("/value", "a text that is a " + kind);
      }
    }

    boolean inKey() {
      return Boolean.TRUE.equals(key);
    }

    KeyColumn asKey() {
      return new KeyColumn(column, kind);
    }
  }
}
