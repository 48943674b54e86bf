package io.heliu.erp.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import io.heliu.erp.database.ChangeFeed.ModifiedAt;
import io.heliu.erp.database.ChangeFeed.RowVersion;
import io.heliu.erp.database.Column.Kind;
import io.heliu.erp.database.MoneyColumn.Unit;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How values of legacy ERPs become ours, and ours theirs. */
class ColumnTest {
  private static final Charset GBK = Charset.forName("GBK");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private static TextColumn text(
      @Nullable Integer length, @Nullable Charset charset, String... empty) {
    return new TextColumn("C", length, charset, null, null, List.of(empty));
  }

  @ParameterizedTest
  @CsvSource({"'CK001     ',CK001", "'CK001',CK001", "' CK001 ',' CK001'", "'CK 001  ','CK 001'"})
  void text_padded_losesTrailingBlanksOnly(String raw, String value) {
    assertThat(text(null, null).decode(raw)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "    ", "~", "~   "})
  void text_standsForNothing_isNull(String raw) {
    assertThat(text(null, null, "~").decode(raw)).isNull();
  }

  @Test
  void text_nothing_isWrittenAsTheFirstMarkOrNull() {
    assertThat(text(null, null, "~", "-").encode(null)).isEqualTo("~");
    assertThat(text(null, null, "~").encode("  ")).isEqualTo("~");
    assertThat(text(null, null).encode("")).isNull();
  }

  @Test
  void text_isItselfTheMarkOfNothing_isRefused() {
    assertThatThrownBy(() -> text(null, null, "~").encode("~"))
        .isInstanceOfSatisfying(
            BadValue.class, e -> assertThat(e.code()).isEqualTo("TEXT_MEANS_NOTHING"));
  }

  private static TextColumn varchar(Integer bytes) {
    return new TextColumn("cName", bytes, GBK, true, null, List.of());
  }

  @Test
  void text_charactersInGbk_areBoundAsCharacters() {
    assertThat(varchar(4).encode("物料")).isEqualTo("物料");
    assertThat(varchar(4).jdbcType()).isEqualTo(Types.VARCHAR);
    assertThat(varchar(4).decode("物料  ")).isEqualTo("物料");
  }

  @ParameterizedTest
  @CsvSource({
    "物料, 3, TEXT_TOO_LONG",
    "茶😀, 20, TEXT_NOT_IN_CHARSET",
    "茶ﷺ, 20, TEXT_NOT_IN_CHARSET"
  })
  void text_charactersThatDoNotFitInGbk_areRefusedAndTheColumnNamed(
      String text, int bytes, String code) {
    assertThatThrownBy(() -> varchar(bytes).encode(text))
        .isInstanceOfSatisfying(
            BadValue.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.words()).contains("cName").doesNotContain(text);
            });
  }

  @Test
  void text_gbk_isTheBytesOfTheStandard() {
    byte[] bytes = HexFormat.of().parseHex("ceefc1cf");

    assertThat(text(null, GBK).decode(bytes)).isEqualTo("物料");
    assertThat((byte[]) text(null, GBK).encode("物料")).isEqualTo(bytes);
  }

  @Test
  void text_gbkPadded_losesBlanksAndZeros() {
    assertThat(text(null, GBK).decode(new byte[] {'A', 'B', ' ', ' '})).isEqualTo("AB");
    assertThat(text(null, GBK).decode(new byte[] {'A', 'B', 0, 0})).isEqualTo("AB");
  }

  @Test
  void text_gbkLength_countsBytes() {
    assertThat((byte[]) text(4, GBK).encode("物料")).hasSize(4);
    assertThatThrownBy(() -> text(3, GBK).encode("物料"))
        .hasMessage("column C: holds 3 bytes, not 4");
    assertThat(text(2, null).encode("物料")).isEqualTo("物料");
  }

  /** SQL Server counts pairs of bytes; other databases count characters. */
  @Test
  void text_characterOutsideOfTheBasicPlane_isTwoOnSqlServerOnly() {
    TextColumn column = text(2, null);

    assertThat(column.encode("礼🎁", Dialect.POSTGRESQL)).isEqualTo("礼🎁");
    assertThatThrownBy(() -> column.encode("礼🎁", Dialect.SQL_SERVER))
        .isInstanceOfSatisfying(
            BadValue.class, e -> assertThat(e.code()).isEqualTo("TEXT_TOO_LONG"))
        .hasMessage("column C: holds 2 characters, not 3");
  }

  @Test
  void text_outsideTheCharset_isRefusedAndNeverReplaced() {
    assertThatThrownBy(() -> text(null, GBK).encode("礼物🎁"))
        .isInstanceOfSatisfying(
            BadValue.class,
            e -> {
              assertThat(e.code()).isEqualTo("TEXT_NOT_IN_CHARSET");
              assertThat(e).hasMessageNotContaining("礼");
            });
  }

  @Test
  void text_bytesOutsideTheCharset_areRefused() {
    assertThatThrownBy(() -> text(null, GBK).decode(new byte[] {(byte) 0xFF, (byte) 0xFF}))
        .isInstanceOf(BadValue.class)
        .hasMessage("C: must be text in GBK");
  }

  @Test
  void text_sameAfterPadding_isTheSame() {
    assertThat(text(null, null).same("A ", "A")).isTrue();
    assertThat(text(null, null).same("", null)).isTrue();
    assertThat(text(null, null).same("A", null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "YUAN,198.000000,19800",
    "YUAN,0.01,1",
    "YUAN,-50,-5000",
    "FEN,19800,19800",
    "FEN,-1.000,-1"
  })
  void money_unit_givesMinorUnits(Unit unit, BigDecimal raw, long fen) {
    assertThat(new MoneyColumn("C", unit, null, null).decode(raw)).isEqualTo(Money.fen(fen));
  }

  @ParameterizedTest
  @CsvSource({"YUAN,0.005", "FEN,0.5", "FEN,99999999999999999999", "YUAN,99999999999999999999"})
  void money_notExact_isRefusedAndNotRounded(Unit unit, BigDecimal raw) {
    assertThatThrownBy(() -> new MoneyColumn("C", unit, null, null).decode(raw))
        .isInstanceOf(BadValue.class);
  }

  @Test
  void money_written_hasUnitAndScale() {
    assertThat(new MoneyColumn("C", Unit.YUAN, 6, null).encode(Money.fen(19_800)))
        .isEqualTo(new BigDecimal("198.000000"));
    assertThat(new MoneyColumn("C", Unit.FEN, null, null).encode(Money.fen(19_800)))
        .isEqualTo(new BigDecimal("19800"));
    assertThatThrownBy(() -> new MoneyColumn("C", Unit.YUAN, 1, null).encode(Money.fen(1)))
        .isInstanceOfSatisfying(BadValue.class, e -> assertThat(e.code()).isEqualTo("TOO_PRECISE"));
  }

  @Test
  void number_otherScale_isTheSame() {
    NumberColumn column = new NumberColumn("C", 6);

    assertThat(column.encode(BigDecimal.ONE)).isEqualTo(new BigDecimal("1.000000"));
    assertThat(column.same(BigDecimal.ONE, new BigDecimal("1.000000"))).isTrue();
    assertThat(column.same(BigDecimal.ONE, null)).isFalse();
  }

  @Test
  void date_inText_isReadAndWrittenInItsFormat() {
    DateColumn column = new DateColumn("C", DAY);

    assertThat(column.decode("20250615  ")).isEqualTo(LocalDate.of(2025, 6, 15));
    assertThat(column.encode(LocalDate.of(2025, 6, 15))).isEqualTo("20250615");
    assertThatThrownBy(() -> column.decode("20251399")).isInstanceOf(BadValue.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"19000101", "00010101", "        "})
  void date_meansNothing_isNull(String raw) {
    assertThat(new DateColumn("C", DAY).decode(raw)).isNull();
  }

  @Test
  void time_inText_keepsSeconds() {
    TimeColumn column = new TimeColumn("C", TIME, null);

    assertThat(column.encode(LocalDateTime.of(2025, 6, 15, 12, 0, 1)))
        .isEqualTo("2025-06-15 12:00:01");
    assertThat(column.decode("2025-06-15 12:00:01"))
        .isEqualTo(LocalDateTime.of(2025, 6, 15, 12, 0, 1));
  }

  @Test
  void flag_unknownCode_isRefused() {
    FlagColumn column = new FlagColumn("C", List.of("1", "Y"), List.of("0"));

    assertThat(column.decode("Y ")).isTrue();
    assertThat(column.decode("0")).isFalse();
    assertThatThrownBy(() -> column.decode("2")).isInstanceOf(BadValue.class);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1.00,1", "100,100", "1E+2,100"})
  void key_number_isPlainText(BigDecimal raw, String text) {
    assertThat(new KeyColumn("C", Kind.NUMBER, null).decode(raw)).isEqualTo(text);
  }

  @Test
  void floor_ofAVersionAndATime_isTheOverlapBefore() {
    assertThat(new RowVersion("C", 10).floor("100")).isEqualTo("90");
    assertThat(new ModifiedAt("C", TIME, null, null, 120, 1).floor("2025-06-15 00:01:00"))
        .isEqualTo("2025-06-14 23:59:00");
    assertThat(
            new ModifiedAt("C", TIME, null, null, 120, 1)
                .ceiling(LocalDateTime.of(2025, 6, 15, 0, 0)))
        .isEqualTo("2025-06-14 23:59:59");
  }
}
