package io.heliu.erp.database;

import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A text, padded or not, or its bytes.
 *
 * @param length how much fits: bytes if there is a charset, else characters
 * @param charset what bytes mean; null for a column of characters that can be any
 * @param characters whether the database and its driver turn characters into the charset: texts are
 *     bound as characters, but must be in the charset, and fit by their bytes in it. Databases put
 *     a question mark for others and report nothing. Null for no
 * @param padded whether it is a CHAR that is filled up with blanks; null for no
 * @param empty what stands for nothing, for example {@code ~}; the first is written
 */
record TextColumn(
    @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
    @Min(1) @Nullable Integer length,
    @Nullable Charset charset,
    @Nullable Boolean characters,
    @Nullable Boolean padded,
    @Size(max = 10) List<String> empty)
    implements Column<String>, Checked {

  @Override
  public void check(Refusals refusals) {
    if (characters != null && charset == null) {
      refusals.add("/characters", "absent without a charset");
    }
    if (padded != null && inBytes()) {
      refusals.add("/padded", "absent where texts are bound as bytes");
    }
  }

  @Override
  public String parameter() {
    return Column.parameter(padded);
  }

  /** Tells whether texts are bound as bytes. */
  boolean inBytes() {
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
    String text = Padding.unpadded(raw instanceof byte[] bytes ? decoded(bytes) : (String) raw);
    return text.isEmpty() || empty.contains(text) ? null : text;
  }

  private String decoded(byte[] bytes) {
    Charset set = charset == null ? Charset.forName("UTF-8") : charset;
    try {
      return set.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw BadValue.unreadable(column, "must be text in " + set);
    }
  }

  @Override
  public @Nullable Object encode(@Nullable String value) {
    return encode(value, text -> text.codePointCount(0, text.length()));
  }

  @Override
  public @Nullable Object encode(@Nullable String value, Dialect dialect) {
    return encode(value, dialect::length);
  }

  private @Nullable Object encode(@Nullable String value, ToIntFunction<String> counting) {
    String text = value == null ? "" : Padding.unpadded(value);
    if (text.isEmpty()) {
      return empty.isEmpty() ? null : stored(empty.get(0), counting);
    }
    if (empty.contains(text)) {
      throw BadValue.unstorable("TEXT_MEANS_NOTHING", column, "the text stands for nothing there");
    }
    return stored(text, counting);
  }

  private Object stored(String text, ToIntFunction<String> counting) {
    byte[] bytes = charset == null ? null : bytes(charset, text);
    int size = bytes == null ? counting.applyAsInt(text) : bytes.length;
    if (length != null && size > length) {
      String unit = charset == null ? " characters" : " bytes";
      throw BadValue.unstorable(
          "TEXT_TOO_LONG", column, "holds " + length + unit + ", not " + size);
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
      throw BadValue.unstorable(
          "TEXT_NOT_IN_CHARSET", column, "the text has characters outside " + set);
    }
  }

  @Override
  public boolean same(@Nullable String ours, @Nullable String theirs) {
    return (ours == null ? "" : Padding.unpadded(ours)).equals(theirs == null ? "" : theirs);
  }
}
