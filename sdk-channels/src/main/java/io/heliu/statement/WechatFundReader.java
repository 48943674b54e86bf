package io.heliu.statement;

import io.heliu.Money;
import io.heliu.channel.StatementLine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads WeChat Pay's fund-flow bill (资金账单). */
final class WechatFundReader implements BillReader {
  private static final Map<String, BillTotal> TOTALS =
      Map.of(
          "资金流水总笔数", BillTotal.ROWS,
          "收入笔数", BillTotal.INCOMES,
          "收入金额", BillTotal.INCOME,
          "支出笔数", BillTotal.EXPENSES,
          "支出金额", BillTotal.EXPENSE);

  private final BillSettings settings;
  private final BillTotals totals = new BillTotals();
  private final BalanceChain chain = new BalanceChain();
  private final WechatLines lines;

  WechatFundReader(BillHeader header, BillSettings settings) {
    this.settings = settings;
    this.lines = new WechatLines(header, "资金流水总笔数", TOTALS, totals);
  }

  @Override
  public boolean takesEnd(String line) {
    return lines.takesEnd(line);
  }

  @Override
  public StatementLine row(int number, String line) {
    BillCells cells = lines.row(line);
    boolean income = income(cells);
    Money size = cells.unsigned(BillColumn.AMOUNT);
    Money amount = income ? size : size.negated();
    Money none = Money.zero(Money.CNY);
    String type = cells.id(BillColumn.TYPE);
    boolean fee = type.contains("手续费");
    String businessNo = cells.idOrEmpty(BillColumn.WECHAT_BUSINESS_NO);
    Money balance = cells.money(BillColumn.BALANCE);
    StatementLine row =
        new StatementLine(
            cells.id(BillColumn.WECHAT_FLOW_NO),
            number,
            kind(type, income),
            type,
            settings.reference(cells.idOrEmpty(BillColumn.VOUCHER_NO)),
            businessNo.isEmpty() ? null : businessNo,
            cells.time(BillColumn.BOOKED),
            fee ? none : amount,
            fee ? amount : none);
    chain.add(amount, balance);
    totals.count(BillTotal.ROWS);
    totals.count(income ? BillTotal.INCOMES : BillTotal.EXPENSES);
    totals.add(income ? BillTotal.INCOME : BillTotal.EXPENSE, size.toDecimal());
    return row;
  }

  private static boolean income(BillCells cells) {
    return switch (cells.text(BillColumn.DIRECTION)) {
      case "收入" -> true;
      case "支出" -> false;
      default -> throw new IllegalArgumentException(BillColumn.DIRECTION + ": is not 收入 or 支出");
    };
  }

  private static StatementLine.Kind kind(String type, boolean income) {
    if (type.equals("交易") && income) {
      return StatementLine.Kind.PAYMENT;
    }
    return type.equals("退款") && !income ? StatementLine.Kind.REFUND : StatementLine.Kind.OTHER;
  }

  @Override
  public @Nullable String disagreement() {
    return totals.disagreement(Set.copyOf(TOTALS.values()), Set.of());
  }

  @Override
  public List<String> warnings() {
    String gap = chain.gap();
    return gap == null ? List.of() : List.of(gap);
  }
}
