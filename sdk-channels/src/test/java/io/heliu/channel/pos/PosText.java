package io.heliu.channel.pos;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;

/** Parses drop files given as text. */
final class PosText {
  static final String HEADER = "门店编码,收银机号,营业日期,小票号,行号,交易类型,交易时间,商品编码,条码,数量,单价,折扣,金额,支付方式,会员手机号\r\n";
  static final String CUP =
      "S01,POS-07,2026/7/12,000117,1,销售,2026/7/12 19:44:10,SKU-CUP-WH,6900000000017,1,49.90,5.40,44.50,微信,13800000001\r\n";
  static final String APPLE =
      "S01,POS-07,2026/7/12,000117,2,销售,2026/7/12 19:44:10,SKU-APPLE,,0.735,19.80,0.00,14.55,微信,13800000001\r\n";
  static final String UMBRELLA_BACK =
      "S01,POS-07,2026/7/12,000118,1,退货,2026/7/12 19:50:00,SKU-UMB,6900000000024,-1,45.00,0.00,-45.00,微信,\r\n";
  static final String TOTAL = "合计,,,,,,,,,0.735,,,14.05,,\r\n";
  static final String SAMPLE = HEADER + CUP + APPLE + UMBRELLA_BACK + TOTAL;
  static final Instant NOW = Instant.parse("2026-07-13T01:00:00Z");
  static final PosDropSettings SETTINGS =
      PosDropSettings.of(Path.of("unused"), PosDropSettings.Ready.MARKER);

  private PosText() {}

  static PosFile parse(String text) {
    return parse(text, SETTINGS);
  }

  static PosFile parse(String text, PosDropSettings settings) {
    TicketAssembler assembler = new TicketAssembler(NOW);
    try {
      PosFile.Control control =
          new PosParser("day.csv", settings, assembler).parse(new StringReader(text));
      return assembler.file("day.csv", text.length(), "none", control);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses one ticket of one row. */
  static PosTicket one(String row) {
    PosFile file = parse(HEADER + row);
    if (file.tickets().size() != 1) {
      throw new AssertionError("expected one ticket: " + file + " " + file.malformed());
    }
    return file.tickets().get(0);
  }

  /** Parses one row that must be malformed and returns the reason. */
  static String reason(String row) {
    PosFile file = parse(HEADER + row);
    if (file.malformed().size() != 1 || !file.tickets().isEmpty()) {
      throw new AssertionError("expected one malformed: " + file);
    }
    return file.malformed().get(0).reason();
  }
}
