package io.heliu.statement.standin;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes fund-flow bills as WeChat Pay does. Deterministic: equal rows give equal bytes. */
public final class WechatPayFundWriter {
  private static final String COLUMNS =
      "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
  private static final String TOTALS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final BigDecimal opening;
  private final List<Row> rows;

  /** Creates a writer of a bill; balances are counted from the opening balance on. */
  public WechatPayFundWriter(String opening, List<Row> rows) {
    this.opening = new BigDecimal(opening);
    this.rows = List.copyOf(rows);
  }

  /** A row; the amount is signed, and printed with its direction. */
  public record Row(
      LocalDateTime at,
      String businessNo,
      String flowNo,
      String name,
      String type,
      String amount,
      String applicant,
      String remark,
      String voucher) {

    private String text(BigDecimal balance) {
      boolean out = amount.startsWith("-");
      return "`"
          + String.join(
              ",`",
              TIME.format(at),
              businessNo,
              flowNo,
              name,
              type,
              out ? "支出" : "收入",
              out ? amount.substring(1) : amount,
              balance.toPlainString(),
              applicant,
              remark,
              voucher);
    }
  }

  /** Returns the bill's text, lines ended by LF. */
  public String text() {
    StringBuilder text = new StringBuilder(COLUMNS).append('\n');
    BigDecimal balance = opening;
    int[] counts = new int[2];
    BigDecimal[] sums = {new BigDecimal("0.00"), new BigDecimal("0.00")};
    for (Row row : rows) {
      BigDecimal amount = new BigDecimal(row.amount);
      balance = balance.add(amount);
      int side = row.amount.startsWith("-") ? 1 : 0;
      counts[side]++;
      sums[side] = sums[side].add(amount.abs());
      text.append(row.text(balance)).append('\n');
    }
    return text.append(TOTALS)
        .append("\n`")
        .append(rows.size())
        .append(",`")
        .append(counts[0])
        .append(",`")
        .append(sums[0].toPlainString())
        .append(",`")
        .append(counts[1])
        .append(",`")
        .append(sums[1].toPlainString())
        .append('\n')
        .toString();
  }

  /** Returns the bill's bytes: UTF-8. */
  public byte[] csv() {
    return text().getBytes(StandardCharsets.UTF_8);
  }
}
