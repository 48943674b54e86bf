package io.heliu.benchmarks.reading;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.heliu.benchmarks.reading.Contest.Tally;
import io.heliu.channel.pos.standin.PosStandIn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The program that reads a till's file by hand and wants the same in the end: FastCSV, every figure
 * and time in its own type, rows put together to tickets. It knows the file's encoding and form,
 * and checks nothing.
 */
final class TicketsByHand {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/M/d");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/M/d HH:mm:ss");

  private TicketsByHand() {}

  private record Key(String store, String terminal, LocalDate day, String number) {}

  private record Line(
      int number,
      String type,
      LocalDateTime time,
      String sku,
      BigDecimal quantity,
      BigDecimal price,
      BigDecimal discount,
      BigDecimal amount,
      String tender,
      String phone) {}

  static Tally read(Path file) throws IOException {
    Map<Key, List<Line>> tickets = new LinkedHashMap<>();
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(Files.newBufferedReader(file, PosStandIn.GBK))) {
      for (NamedCsvRecord row : rows) {
        if (!row.getField("小票号").isEmpty()) { // the total row has none
          tickets.computeIfAbsent(key(row), key -> new ArrayList<>()).add(line(row));
        }
      }
    }
    long lines = 0;
    BigDecimal sum = BigDecimal.ZERO;
    for (List<Line> ticket : tickets.values()) {
      lines += ticket.size();
      for (Line line : ticket) {
        sum = sum.add(line.amount());
      }
    }
    return new Tally(lines, sum.movePointRight(2).longValueExact());
  }

  private static Key key(NamedCsvRecord row) {
    return new Key(
        row.getField("门店编码"),
        row.getField("收银机号"),
        LocalDate.parse(row.getField("营业日期"), DAY),
        row.getField("小票号"));
  }

  private static Line line(NamedCsvRecord row) {
    return new Line(
        Integer.parseInt(row.getField("行号")),
        row.getField("交易类型"),
        LocalDateTime.parse(row.getField("交易时间"), TIME),
        row.getField("商品编码"),
        new BigDecimal(row.getField("数量")),
        new BigDecimal(row.getField("单价")),
        new BigDecimal(row.getField("折扣")),
        new BigDecimal(row.getField("金额")),
        row.getField("支付方式"),
        row.getField("会员手机号"));
  }
}
