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
  private static final String CUP_ROW = AlipaySamples.TEXT.split("\r\n")[5] + "\r\n";

  @Test
  void writer_sample_isTheDocumentedFile() throws Exception {
    byte[] csv = AlipaySamples.WRITER.csv();

    assertThat(csv).hasSize(1420);
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(csv)))
        .isEqualTo("2fac76de97f25bef930f7462d438dbc2b409031e");
  }

  @Test
  void read_sample_givesThreeLines() {
    List<StatementLine> lines = AlipaySamples.lines(AlipaySamples.TEXT);

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
    StatementLine line = AlipaySamples.lines(AlipaySamples.TEXT).get(0);

    assertThat(line.id()).isEqualTo("2026071222001400000000000001/交易/");
    assertThat(line.channelReference()).isEqualTo("2026071222001400000000000001");
    assertThat(line.gross()).isEqualTo(Money.yuan("84.00"));
    assertThat(line.fee()).isEqualTo(Money.yuan("-0.50"));
    assertThat(line.net()).isEqualTo(Money.yuan("83.50"));
    assertThat(line.occurredAt()).isEqualTo(Instant.parse("2026-07-12T00:01:20Z"));
  }

  @Test
  void read_refund_isNegativeGivesFeeBackAndHasItsRequestInTheId() {
    StatementLine line = AlipaySamples.lines(AlipaySamples.TEXT).get(2);

    assertThat(line.id()).isEqualTo("2026070922001400000000000077/退款/R20260712000077");
    assertThat(line.kindCode()).isEqualTo("退款");
    assertThat(line.gross()).isEqualTo(Money.yuan("-45.00"));
    assertThat(line.fee()).isEqualTo(Money.yuan("0.27"));
  }

  @Test
  void read_sample_netIsTheMoneyOfTheDay() {
    Money net =
        AlipaySamples.lines(AlipaySamples.TEXT).stream()
            .map(StatementLine::net)
            .reduce(Money.fen(0), Money::plus);

    assertThat(net).isEqualTo(Money.yuan("158.05"));
  }

  @Test
  void read_zip_picksTheDetailAmongTheEntries() {
    assertThat(AlipaySamples.lines(AlipaySamples.bill(AlipaySamples.WRITER.zip())))
        .isEqualTo(AlipaySamples.lines(AlipaySamples.TEXT));
  }

  @Test
  void read_again_givesTheSame() {
    BillFile bill = AlipaySamples.bill(AlipaySamples.WRITER.zip());

    assertThat(AlipaySamples.lines(bill)).isEqualTo(AlipaySamples.lines(bill));
  }

  @Test
  void digest_isSha256OfTheFile() {
    byte[] zip = AlipaySamples.WRITER.zip();

    assertThat(AlipaySamples.bill(zip).digest()).isEqualTo(Sha256.of(zip));
    assertThat(AlipaySamples.bill(zip).toString()).contains(Sha256.of(zip));
  }

  @Test
  void read_halfWidthBrackets_isTheSame() {
    AlipayBillWriter half =
        new AlipayBillWriter(
            AlipaySamples.DAY, AlipaySamples.ROWS, Set.of(Flaw.HALF_WIDTH_BRACKETS));

    assertThat(AlipaySamples.lines(AlipaySamples.bill(half.zip())))
        .isEqualTo(AlipaySamples.lines(AlipaySamples.TEXT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\ufeff"})
  void read_savedAgainAsUtf8_isTheSame(String mark) {
    byte[] utf8 = (mark + AlipaySamples.TEXT).getBytes(StandardCharsets.UTF_8);

    assertThat(AlipaySamples.lines(AlipaySamples.bill(utf8)))
        .isEqualTo(AlipaySamples.lines(AlipaySamples.TEXT));
  }

  @Test
  void read_lineFeedsOnlyAndPaddedTrailer_isTheSame() {
    String text = AlipaySamples.TEXT.replace("\r\n", "\n").replace("5.00元\n", "5.00元,,,,\n");

    assertThat(AlipaySamples.lines(text)).isEqualTo(AlipaySamples.lines(AlipaySamples.TEXT));
  }

  @Test
  void read_refund_hasTheMerchantsNumberOfIt() {
    assertThat(AlipaySamples.lines(AlipaySamples.TEXT))
        .extracting(StatementLine::merchantRefund)
        .containsExactly(null, null, "R20260712000077");
  }

  @Test
  void read_otherOrderOfColumns_isTheSame() {
    StringBuilder moved = new StringBuilder();
    for (String line : AlipaySamples.TEXT.split("\r\n")) {
      int comma = line.indexOf(',');
      moved.append(
          line.startsWith("#") ? line : line.substring(comma + 1) + "," + line.substring(0, comma));
      moved.append("\r\n");
    }

    assertThat(AlipaySamples.lines(moved.toString()))
        .isEqualTo(AlipaySamples.lines(AlipaySamples.TEXT));
  }

  @Test
  void read_commasInTitle_areMergedIntoIt() {
    assertThat(AlipaySamples.lines(AlipaySamples.TEXT.replace("保温杯", "保温杯,白色,500ml")))
        .isEqualTo(AlipaySamples.lines(AlipaySamples.TEXT));
  }

  @Test
  void read_profitShare_isPartOfTheFee() {
    String text = AlipaySamples.TEXT.replace("-0.50,0.00,", "-0.50,-1.25,");

    assertThat(AlipaySamples.lines(text).get(0).fee()).isEqualTo(Money.yuan("-1.75"));
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
    BillSettings settings = BillSettings.defaults().withReferencePrefixes(List.of("T200P"));
    byte[] file =
        AlipaySamples.TEXT.replace("T20260712000101", merchantNo).getBytes(AlipaySamples.GBK);

    assertThat(
            AlipaySamples.lines(BillFile.of(BillKind.ALIPAY_TRADE, file, settings))
                .get(0)
                .reference())
        .isEqualTo(reference);
  }

  @Test
  void read_unknownType_isOtherAndMayBeCountedOnEitherSide() {
    String adjusted = CUP_ROW.replace("交易\t", "调账\t").replace("0000000001", "0000000009");
    String text = AlipaySamples.TEXT.replace(CUP_ROW, CUP_ROW + adjusted);

    assertThat(AlipaySamples.lines(text).get(1).kind()).isEqualTo(StatementLine.Kind.OTHER);
    assertThat(
            AlipaySamples.lines(
                text.replace("2笔，商家实收共204.00元，商家优惠共5.00", "3笔，商家实收共288.00元，商家优惠共10.00")))
        .hasSize(4);
  }

  @Test
  void read_noRows_isFine() {
    AlipayBillWriter empty = new AlipayBillWriter(AlipaySamples.DAY, List.of());

    assertThat(AlipaySamples.lines(AlipaySamples.bill(empty.zip()))).isEmpty();
  }

  @Test
  void read_wrongTotal_isRefusedWithBothFigures() {
    AlipayBillWriter wrong =
        new AlipayBillWriter(AlipaySamples.DAY, AlipaySamples.ROWS, Set.of(Flaw.WRONG_TOTAL));

    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.bill(wrong.zip())))
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
    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.TEXT.replace(from, to)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("totals say");
  }

  @Test
  void read_lostRow_isRefused() {
    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.TEXT.replace(CUP_ROW, "")))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("totals say");
  }

  @Test
  void read_truncatedAnywhere_isRefused() {
    int end = AlipaySamples.TEXT.indexOf("退款共-45.00元");
    for (int length = 0; length < end; length += 7) {
      String text = AlipaySamples.TEXT.substring(0, length);
      assertThatThrownBy(() -> AlipaySamples.lines(text))
          .as("cut at %d", length)
          .isInstanceOf(Fault.Protocol.class);
    }
  }

  @Test
  void read_truncatedByWriter_isRefused() {
    AlipayBillWriter cut =
        new AlipayBillWriter(AlipaySamples.DAY, AlipaySamples.ROWS, Set.of(Flaw.TRUNCATED));

    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.bill(cut.zip())))
        .isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void read_rowAfterTheEnd_isRefused() {
    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.TEXT + CUP_ROW))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("row 13 follows");
  }

  @Test
  void read_totalTwice_isRefused() {
    String total = "#退款合计：1笔，商家实收退款共-45.00元，商家优惠退款共0.00元\r\n";

    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.TEXT + total))
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
    String text = AlipaySamples.TEXT.replace(from, to);

    assertThatThrownBy(() -> AlipaySamples.lines(text))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("138****0001");
  }

  @Test
  void malformed_showsRowNumberAndRawForm() {
    BillFile bill = AlipaySamples.bill(AlipaySamples.TEXT.replace("84.00", "84.x"));

    List<Page.Malformed> rows = bill.malformed();

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).reason()).startsWith("row 6: 商家实收(元)");
    assertThat(rows.get(0).raw()).isEqualTo(CUP_ROW.strip().replace("84.00", "84.x"));
    assertThat(rows.get(0).toString()).doesNotContain("138****0001");
  }

  @Test
  void malformed_goodBill_isEmpty() {
    assertThat(AlipaySamples.bill(AlipaySamples.TEXT).malformed()).isEmpty();
  }

  @Test
  void read_fundBill_isRefusedAsOtherKind() {
    String fund =
        "#支付宝账务明细查询\r\n账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注\r\n";

    assertThatThrownBy(() -> AlipaySamples.lines(fund))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("header of a trade bill");
  }

  @Test
  void read_bytesThatAreNoGbk_isRefused() {
    byte[] file = AlipaySamples.TEXT.getBytes(AlipaySamples.GBK);
    file[900] = (byte) 0xff;

    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.bill(file)))
        .isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void read_lineTooLong_isRefused() {
    assertThatThrownBy(
            () -> AlipaySamples.lines(AlipaySamples.TEXT.replace("保温杯", "杯".repeat(17_000))))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("line 6 has more than 16384 characters");
  }

  @Test
  void read_failingSink_passesItsExceptionOn() {
    IllegalArgumentException mine = new IllegalArgumentException("sink");

    assertThatThrownBy(
            () ->
                AlipaySamples.bill(AlipaySamples.TEXT)
                    .read(
                        line -> {
                          throw mine;
                        }))
        .isSameAs(mine);
  }

  @Test
  void open_fileOnDisk_isTheSame(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("bill.zip"), AlipaySamples.WRITER.zip());

    BillFile bill = BillFile.open(BillKind.ALIPAY_TRADE, file, BillSettings.defaults());

    assertThat(AlipaySamples.lines(bill)).hasSize(3);
    assertThat(bill.digest()).isEqualTo(Sha256.of(AlipaySamples.WRITER.zip()));
  }

  @Test
  void read_fileChangedSinceOpened_isRefused(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("bill.csv"), AlipaySamples.WRITER.csv());
    BillFile bill = BillFile.open(BillKind.ALIPAY_TRADE, file, BillSettings.defaults());
    Files.write(file, (AlipaySamples.TEXT + "#\r\n").getBytes(AlipaySamples.GBK));

    assertThatThrownBy(() -> AlipaySamples.lines(bill))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("changed");
  }

  @Test
  void open_missingFile_isAStoreFault(@TempDir Path directory) {
    assertThatThrownBy(
            () ->
                BillFile.open(
                    BillKind.ALIPAY_TRADE, directory.resolve("none"), BillSettings.defaults()))
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

    AlipaySamples.bill(new AlipayBillWriter(AlipaySamples.DAY, rows).zip())
        .read(
            line -> {
              seen[0]++;
              seen[1] += line.net().minor();
            });

    assertThat(seen).containsExactly(20_000, 2_000_000);
  }
}
