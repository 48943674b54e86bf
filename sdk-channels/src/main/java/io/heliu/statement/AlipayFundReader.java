package io.heliu.statement;

import io.heliu.Money;
import io.heliu.channel.StatementLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads Alipay's fund bill (账务明细). */
final class AlipayFundReader implements BillReader {
  private static final Pattern COUNT = Pattern.compile("(\\d{1,12})笔");
  private static final Pattern SUM = Pattern.compile("共(-?[\\d,.]{1,30})元");
  private static final Pattern TRADE_IN_REMARK = Pattern.compile("\\[(\\d{16,64})]");
  private static final Set<BillTotal> REQUIRED =
      Set.of(BillTotal.INCOMES, BillTotal.INCOME, BillTotal.EXPENSES, BillTotal.EXPENSE);
  private static final Set<String> PAYMENTS = Set.of("在线支付", "交易付款");
  private static final String FEE = "收费";
  private static final String REFUND = "交易退款";

  private final BillHeader header;
  private final BillSettings settings;
  private final BillTotals totals = new BillTotals();
  private final BalanceChain chain = new BalanceChain();

  AlipayFundReader(BillHeader header, BillSettings settings) {
    this.header = header;
    this.settings = settings;
  }

  @Override
  public boolean takesEnd(String line) {
    if (!line.startsWith("#")) {
      return false;
    }
    String text = BillColumn.halfWidth(line).replace(" ", "");
    if (text.startsWith("#支出合计")) {
      totals.state(BillTotal.EXPENSES, AlipayTradeReader.figure(COUNT, text));
      totals.state(BillTotal.EXPENSE, AlipayTradeReader.figure(SUM, text));
    } else if (text.startsWith("#收入合计")) {
      totals.state(BillTotal.INCOMES, AlipayTradeReader.figure(COUNT, text));
      totals.state(BillTotal.INCOME, AlipayTradeReader.figure(SUM, text));
    }
    return true;
  }

  @Override
  public StatementLine row(int number, String line) {
    List<String> raw = BillHeader.cells(line);
    BillCells cells = new BillCells(header, header.fit(raw, BillColumn.OCCURRED));
    Instant occurred = cells.time(BillColumn.OCCURRED);
    Money income = cells.moneyOrZero(BillColumn.INCOME);
    Money expense = cells.moneyOrZero(BillColumn.EXPENSE);
    if (income.isNegative() || expense.minor() > 0) {
      throw new IllegalArgumentException(
          (income.isNegative() ? BillColumn.INCOME : BillColumn.EXPENSE) + ": has the wrong sign");
    }
    Money amount = income.plus(expense);
    Money none = Money.zero(Money.CNY);
    String type = cells.id(BillColumn.TYPE);
    StatementLine row =
        new StatementLine(
            cells.id(BillColumn.FLOW_NO),
            number,
            kind(type, amount),
            type,
            reference(cells),
            tradeNo(cells),
            occurred,
            type.equals(FEE) ? none : amount,
            type.equals(FEE) ? amount : none);
    follow(cells, amount);
    add(income, expense);
    return row;
  }

  private static StatementLine.Kind kind(String type, Money amount) {
    if (PAYMENTS.contains(type) && amount.minor() > 0) {
      return StatementLine.Kind.PAYMENT;
    }
    return type.equals(REFUND) && amount.isNegative()
        ? StatementLine.Kind.REFUND
        : StatementLine.Kind.OTHER;
  }

  private String reference(BillCells cells) {
    String merchantNo = cells.idOrEmpty(BillColumn.MERCHANT_NO);
    return merchantNo.isEmpty()
        ? cells.idOrEmpty(BillColumn.BASE_ORDER_NO)
        : settings.reference(merchantNo);
  }

  /** Rows of fees may have the trade's number in the remark only. */
  private static @Nullable String tradeNo(BillCells cells) {
    String businessNo = cells.idOrEmpty(BillColumn.BUSINESS_NO);
    String tradeNo =
        businessNo.isEmpty()
            ? AlipayTradeReader.figure(TRADE_IN_REMARK, cells.text(BillColumn.REMARK))
            : businessNo;
    return tradeNo.isEmpty() ? null : tradeNo;
  }

  private void follow(BillCells cells, Money amount) {
    if (cells.text(BillColumn.BALANCE).isEmpty()) {
      chain.skip();
    } else {
      chain.add(amount, cells.money(BillColumn.BALANCE));
    }
  }

  /** Rows that move nothing may have been counted on either side. */
  private void add(Money income, Money expense) {
    totals.add(BillTotal.INCOME, income.toDecimal());
    totals.add(BillTotal.EXPENSE, expense.toDecimal());
    if (!income.isZero()) {
      totals.count(BillTotal.INCOMES);
    }
    if (!expense.isZero()) {
      totals.count(BillTotal.EXPENSES);
    }
    if (income.isZero() && expense.isZero()) {
      totals.addToSide(0, BillTotal.INCOMES, BigDecimal.ONE);
      totals.addToSide(1, BillTotal.EXPENSES, BigDecimal.ONE);
    }
  }

  @Override
  public @Nullable String disagreement() {
    return totals.disagreement(REQUIRED, Set.of());
  }

  @Override
  public List<String> warnings() {
    String gap = chain.gap();
    return gap == null ? List.of() : List.of(gap);
  }
}
