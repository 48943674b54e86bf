package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.Page;
import io.heliu.channel.StatementLine;
import io.heliu.channel.internal.Sha256;
import io.heliu.statement.standin.AlipayBillWriter;
import io.heliu.statement.standin.AlipayBillWriter.Flaw;
import io.heliu.statement.standin.AlipayBillWriter.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlipayTradeBillTest {
  private static final String CUP_ROW = BillSamples.TEXT.split("\r\n")[5] + "\r\n";

  @Test
  void writer_sample_isTheDocumentedFile() throws Exception {
    byte[] csv = BillSamples.WRITER.csv();

    assertThat(csv).hasSize(1420);
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(csv)))
        .isEqualTo("2fac76de97f25bef930f7462d438dbc2b409031e");
  }

  @Test
  void read_sample_givesThreeLines() {
    List<StatementLine> lines = BillSamples.lines(BillSamples.TEXT);

    assertThat(lines)
        .extracting(StatementLine::kind)
        .containsExactly(
            StatementLine.Kind.PAYMENT, StatementLine.Kind.PAYMENT, StatementLine.Kind.REFUND);
    assertThat(lines).extracting(StatementLine::row).containsExactly(6, 7, 8);
    assertThat(lines)
        .extracting(StatementLine::reference)
        .containsExactly("T20260712000101", "T20260712000102", "T20260709000077");
  }

  @Test
  void read_payment_hasReceivedAmountSignedFeeAndTime() {
    StatementLine line = BillSamples.lines(BillSamples.TEXT).get(0);

    assertThat(line.id()).isEqualTo("2026071222001400000000000001/交易/");
    assertThat(line.channelReference()).isEqualTo("2026071222001400000000000001");
    assertThat(line.gross()).isEqualTo(Money.yuan("84.00"));
    assertThat(line.fee()).isEqualTo(Money.yuan("-0.50"));
    assertThat(line.net()).isEqualTo(Money.yuan("83.50"));
    assertThat(line.occurredAt()).isEqualTo(Instant.parse("2026-07-12T00:01:20Z"));
  }

  @Test
  void read_refund_isNegativeGivesFeeBackAndHasItsRequestInTheId() {
    StatementLine line = BillSamples.lines(BillSamples.TEXT).get(2);

    assertThat(line.id()).isEqualTo("2026070922001400000000000077/退款/R20260712000077");
    assertThat(line.kindCode()).isEqualTo("退款");
    assertThat(line.gross()).isEqualTo(Money.yuan("-45.00"));
    assertThat(line.fee()).isEqualTo(Money.yuan("0.27"));
  }

  @Test
  void read_sample_netIsTheMoneyOfTheDay() {
    Money net =
        BillSamples.lines(BillSamples.TEXT).stream()
            .map(StatementLine::net)
            .reduce(Money.fen(0), Money::plus);

    assertThat(net).isEqualTo(Money.yuan("158.05"));
  }

  @Test
  void read_zip_picksTheDetailAmongTheEntries() {
    assertThat(BillSamples.lines(BillSamples.bill(BillSamples.WRITER.zip())))
        .isEqualTo(BillSamples.lines(BillSamples.TEXT));
  }

  @Test
  void read_again_givesTheSame() {
    AlipayTradeBill bill = BillSamples.bill(BillSamples.WRITER.zip());

    assertThat(BillSamples.lines(bill)).isEqualTo(BillSamples.lines(bill));
  }

  @Test
  void digest_isSha256OfTheFile() {
    byte[] zip = BillSamples.WRITER.zip();

    assertThat(BillSamples.bill(zip).digest()).isEqualTo(Sha256.of(zip));
    assertThat(BillSamples.bill(zip).toString()).contains(Sha256.of(zip));
  }

  @Test
  void read_halfWidthBrackets_isTheSame() {
    AlipayBillWriter half =
        new AlipayBillWriter(BillSamples.DAY, BillSamples.ROWS, Set.of(Flaw.HALF_WIDTH_BRACKETS));

    assertThat(BillSamples.lines(BillSamples.bill(half.zip())))
        .isEqualTo(BillSamples.lines(BillSamples.TEXT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\ufeff"})
  void read_savedAgainAsUtf8_isTheSame(String mark) {
    byte[] utf8 = (mark + BillSamples.TEXT).getBytes(StandardCharsets.UTF_8);

    assertThat(BillSamples.lines(BillSamples.bill(utf8)))
        .isEqualTo(BillSamples.lines(BillSamples.TEXT));
  }

  @Test
  void read_lineFeedsOnlyAndPaddedTrailer_isTheSame() {
    String text = BillSamples.TEXT.replace("\r\n", "\n").replace("5.00元\n", "5.00元,,,,\n");

    assertThat(BillSamples.lines(text)).isEqualTo(BillSamples.lines(BillSamples.TEXT));
  }

  @Test
  void read_otherOrderOfColumns_isTheSame() {
    StringBuilder moved = new StringBuilder();
    for (String line : BillSamples.TEXT.split("\r\n")) {
      int comma = line.indexOf(',');
      moved.append(
          line.startsWith("#") ? line : line.substring(comma + 1) + "," + line.substring(0, comma));
      moved.append("\r\n");
    }

    assertThat(BillSamples.lines(moved.toString())).isEqualTo(BillSamples.lines(BillSamples.TEXT));
  }

  @Test
  void read_commasInTitle_areMergedIntoIt() {
    assertThat(BillSamples.lines(BillSamples.TEXT.replace("保温杯", "保温杯,白色,500ml")))
        .isEqualTo(BillSamples.lines(BillSamples.TEXT));
  }

  @Test
  void read_commaInRemark_isRefused() {
    String text = BillSamples.TEXT.replace("质量问题", "质量,问题");

    assertThatThrownBy(() -> BillSamples.lines(text))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("row 8")
        .hasMessageContaining("surplus");
  }

  @Test
  void read_profitShare_isPartOfTheFee() {
    String text = BillSamples.TEXT.replace("-0.50,0.00,", "-0.50,-1.25,");

    assertThat(BillSamples.lines(text).get(0).fee()).isEqualTo(Money.yuan("-1.75"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "T200P3900001112223334|3900001112223334",
        "T200P39X|T200P39X",
        "T200P|T200P",
        "T20260712000101|T20260712000101",
      })
  void read_referencePrefix_isTakenOffBeforeDigits(String merchantNo, String reference) {
    AlipayBillSettings settings =
        AlipayBillSettings.defaults().withReferencePrefixes(List.of("T200P"));
    byte[] file = BillSamples.TEXT.replace("T20260712000101", merchantNo).getBytes(BillSamples.GBK);

    assertThat(BillSamples.lines(AlipayTradeBill.of(file, settings)).get(0).reference())
        .isEqualTo(reference);
  }

  @Test
  void read_unknownType_isOtherAndMayBeCountedOnEitherSide() {
    String adjusted = CUP_ROW.replace("交易\t", "调账\t").replace("0000000001", "0000000009");
    String text = BillSamples.TEXT.replace(CUP_ROW, CUP_ROW + adjusted);

    assertThat(BillSamples.lines(text).get(1).kind()).isEqualTo(StatementLine.Kind.OTHER);
    assertThat(
            BillSamples.lines(
                text.replace("2笔，商家实收共204.00元，商家优惠共5.00", "3笔，商家实收共288.00元，商家优惠共10.00")))
        .hasSize(4);
  }

  @Test
  void read_noRows_isFine() {
    AlipayBillWriter empty = new AlipayBillWriter(BillSamples.DAY, List.of());

    assertThat(BillSamples.lines(BillSamples.bill(empty.zip()))).isEmpty();
  }

  @Test
  void read_wrongTotal_isRefusedWithBothFigures() {
    AlipayBillWriter wrong =
        new AlipayBillWriter(BillSamples.DAY, BillSamples.ROWS, Set.of(Flaw.WRONG_TOTAL));

    assertThatThrownBy(() -> BillSamples.lines(BillSamples.bill(wrong.zip())))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("205.00")
        .hasMessageContaining("204.00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "交易合计：2笔|交易合计：3笔",
        "退款合计：1笔|退款合计：0笔",
        "退款共-45.00元|退款共-44.00元",
        "商家优惠共5.00元|商家优惠共4.00元",
      })
  void read_anyWrongControlFigure_isRefused(String from, String to) {
    assertThatThrownBy(() -> BillSamples.lines(BillSamples.TEXT.replace(from, to)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("totals say");
  }

  @Test
  void read_lostRow_isRefused() {
    assertThatThrownBy(() -> BillSamples.lines(BillSamples.TEXT.replace(CUP_ROW, "")))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("totals say");
  }

  @Test
  void read_truncatedAnywhere_isRefused() {
    int end = BillSamples.TEXT.indexOf("退款共-45.00元");
    for (int length = 0; length < end; length += 7) {
      String text = BillSamples.TEXT.substring(0, length);
      assertThatThrownBy(() -> BillSamples.lines(text))
          .as("cut at %d", length)
          .isInstanceOf(Fault.Protocol.class);
    }
  }

  @Test
  void read_truncatedByWriter_isRefused() {
    AlipayBillWriter cut =
        new AlipayBillWriter(BillSamples.DAY, BillSamples.ROWS, Set.of(Flaw.TRUNCATED));

    assertThatThrownBy(() -> BillSamples.lines(BillSamples.bill(cut.zip())))
        .isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void read_rowAfterTheEnd_isRefused() {
    assertThatThrownBy(() -> BillSamples.lines(BillSamples.TEXT + CUP_ROW))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("row 13 follows");
  }

  @Test
  void read_totalTwice_isRefused() {
    String total = "#退款合计：1笔，商家实收退款共-45.00元，商家优惠退款共0.00元\r\n";

    assertThatThrownBy(() -> BillSamples.lines(BillSamples.TEXT + total))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "84.00|84.005|商家实收(元)",
        "84.00|8.4E1|商家实收(元)",
        "84.00|''|商家实收(元)",
        "84.00|-84.00|must not be negative on a payment",
        "-45.00,-45.00|-45.00,45.00|must not be positive on a refund",
        "89.00|x|订单金额(元)",
        "-0.50|--|服务费(元)",
        "2026-07-12 08:01:20|2026-02-30 08:01:20|完成时间",
        "2026-07-12 08:01:11|08:01|创建时间",
        "2026071222001400000000000001|''|支付宝交易号: is empty",
        "2026071222001400000000000001|2.02607E+27|支付宝交易号: was turned into a number",
        "*晓(138****0001)\t,|''|has 24 cells, the header has 25",
      })
  void read_malformedRow_refusesTheBillWithoutQuotingIt(String from, String to, String reason) {
    String text = BillSamples.TEXT.replace(from, to);

    assertThatThrownBy(() -> BillSamples.lines(text))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("138****0001");
  }

  @Test
  void malformed_showsRowNumberAndRawForm() {
    AlipayTradeBill bill = BillSamples.bill(BillSamples.TEXT.replace("84.00", "84.x"));

    List<Page.Malformed> rows = bill.malformed();

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).reason()).startsWith("row 6: 商家实收(元)");
    assertThat(rows.get(0).raw()).isEqualTo(CUP_ROW.strip().replace("84.00", "84.x"));
    assertThat(rows.get(0).toString()).doesNotContain("138****0001");
  }

  @Test
  void malformed_goodBill_isEmpty() {
    assertThat(BillSamples.bill(BillSamples.TEXT).malformed()).isEmpty();
  }

  @Test
  void read_fundBill_isRefusedAsOtherKind() {
    String fund =
        "#支付宝账务明细查询\r\n账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注\r\n";

    assertThatThrownBy(() -> BillSamples.lines(fund))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("header of a trade bill");
  }

  @Test
  void read_bytesThatAreNoGbk_isRefused() {
    byte[] file = BillSamples.TEXT.getBytes(BillSamples.GBK);
    file[900] = (byte) 0xff;

    assertThatThrownBy(() -> BillSamples.lines(BillSamples.bill(file)))
        .isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void read_lineTooLong_isRefused() {
    assertThatThrownBy(() -> BillSamples.lines(BillSamples.TEXT.replace("保温杯", "杯".repeat(17_000))))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("line 6 has more than 16384 characters");
  }

  @Test
  void read_failingSink_passesItsExceptionOn() {
    IllegalArgumentException mine = new IllegalArgumentException("sink");

    assertThatThrownBy(
            () ->
                BillSamples.bill(BillSamples.TEXT)
                    .read(
                        line -> {
                          throw mine;
                        }))
        .isSameAs(mine);
  }

  @Test
  void open_fileOnDisk_isTheSame(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("bill.zip"), BillSamples.WRITER.zip());

    AlipayTradeBill bill = AlipayTradeBill.open(file, AlipayBillSettings.defaults());

    assertThat(BillSamples.lines(bill)).hasSize(3);
    assertThat(bill.digest()).isEqualTo(Sha256.of(BillSamples.WRITER.zip()));
  }

  @Test
  void read_fileChangedSinceOpened_isRefused(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("bill.csv"), BillSamples.WRITER.csv());
    AlipayTradeBill bill = AlipayTradeBill.open(file, AlipayBillSettings.defaults());
    Files.write(file, (BillSamples.TEXT + "#\r\n").getBytes(BillSamples.GBK));

    assertThatThrownBy(() -> BillSamples.lines(bill))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("changed");
  }

  @Test
  void open_missingFile_isAStoreFault(@TempDir Path directory) {
    assertThatThrownBy(
            () -> AlipayTradeBill.open(directory.resolve("none"), AlipayBillSettings.defaults()))
        .isInstanceOf(Fault.Store.class);
  }

  @Test
  void read_manyRows_streamsThem() {
    List<Row> rows = new ArrayList<>();
    LocalDateTime at = LocalDateTime.of(2026, 7, 12, 1, 0);
    for (int i = 0; i < 20_000; i++) {
      rows.add(Row.payment("20260712" + i, "T" + i, at, "1.01", "-0.01"));
    }
    long[] seen = new long[2];

    BillSamples.bill(new AlipayBillWriter(BillSamples.DAY, rows).zip())
        .read(
            line -> {
              seen[0]++;
              seen[1] += line.net().minor();
            });

    assertThat(seen).containsExactly(20_000, 2_000_000);
  }
}
