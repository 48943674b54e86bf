package io.heliu.statement;

import io.heliu.Money;
import io.heliu.channel.StatementLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads Alipay's trade bill (业务明细). */
final class AlipayTradeReader implements BillReader {
  private static final Pattern COUNT = Pattern.compile("(\\d{1,12})笔");
  private static final Pattern RECEIVED = Pattern.compile("商家实收(?:退款)?共?(-?[\\d,.]{1,30})元");
  private static final Pattern DISCOUNT = Pattern.compile("商家优惠(?:退款)?共?(-?[\\d,.]{1,30})元");
  private static final List<BillTotal> TRADES =
      List.of(BillTotal.TRADES, BillTotal.TRADES_RECEIVED, BillTotal.TRADES_DISCOUNT);
  private static final List<BillTotal> REFUNDS =
      List.of(BillTotal.REFUNDS, BillTotal.REFUNDS_RECEIVED, BillTotal.REFUNDS_DISCOUNT);
  private static final Set<BillTotal> REQUIRED =
      Set.of(
          BillTotal.TRADES,
          BillTotal.TRADES_RECEIVED,
          BillTotal.REFUNDS,
          BillTotal.REFUNDS_RECEIVED);

  private final BillHeader header;
  private final BillSettings settings;
  private final BillTotals totals = new BillTotals();

  AlipayTradeReader(BillHeader header, BillSettings settings) {
    this.header = header;
    this.settings = settings;
  }

  @Override
  public boolean takesEnd(String line) {
    if (!line.startsWith("#")) {
      return false;
    }
    String text = BillColumn.halfWidth(line).replace(" ", "");
    if (text.startsWith("#交易合计")) {
      state(TRADES, text);
    } else if (text.startsWith("#退款合计")) {
      state(REFUNDS, text);
    }
    return true;
  }

  private void state(List<BillTotal> group, String text) {
    Matcher discount = DISCOUNT.matcher(text);
    totals.state(group.get(0), figure(COUNT, text));
    totals.state(group.get(1), figure(RECEIVED, text));
    if (discount.find()) {
      totals.state(group.get(2), discount.group(1));
    }
  }

  /** Returns the figure in a line of the end; empty, which no total is, if there is none. */
  static String figure(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  @Override
  public StatementLine row(int number, String line) {
    List<String> raw = BillHeader.cells(line);
    BillCells cells = new BillCells(header, header.fit(raw, BillColumn.CREATED));
    Instant completed = time(cells);
    String kindCode = cells.id(BillColumn.TYPE);
    StatementLine.Kind kind = kind(kindCode);
    Money received = signed(cells, kind, BillColumn.RECEIVED);
    Money ordered = signed(cells, kind, BillColumn.ORDER_AMOUNT);
    String tradeNo = cells.id(BillColumn.TRADE_NO);
    StatementLine row =
        new StatementLine(
            tradeNo + "/" + kindCode + "/" + cells.idOrEmpty(BillColumn.REQUEST_NO),
            number,
            kind,
            kindCode,
            settings.reference(cells.idOrEmpty(BillColumn.MERCHANT_NO)),
            tradeNo,
            completed,
            settings.gross() == BillSettings.Gross.SETTLED ? received : ordered,
            cells.money(BillColumn.FEE).plus(cells.moneyOrZero(BillColumn.SHARE)));
    add(kind, received, cells.moneyOrZero(BillColumn.MERCHANT_DISCOUNT));
    String requestNo = cells.idOrEmpty(BillColumn.REQUEST_NO);
    boolean refund = kind == StatementLine.Kind.REFUND && !requestNo.isEmpty();
    return row.withMerchantRefund(refund ? requestNo : null);
  }

  private static Instant time(BillCells cells) {
    Instant created = cells.time(BillColumn.CREATED);
    boolean open = cells.text(BillColumn.COMPLETED).isEmpty();
    return open ? created : cells.time(BillColumn.COMPLETED);
  }

  private static StatementLine.Kind kind(String code) {
    if (code.equals("交易")) {
      return StatementLine.Kind.PAYMENT;
    }
    return code.equals("退款") ? StatementLine.Kind.REFUND : StatementLine.Kind.OTHER;
  }

  private static Money signed(BillCells cells, StatementLine.Kind kind, BillColumn column) {
    Money amount = cells.money(column);
    if (kind == StatementLine.Kind.PAYMENT && amount.minor() < 0) {
      throw new IllegalArgumentException(column + ": must not be negative on a payment");
    }
    if (kind == StatementLine.Kind.REFUND && amount.minor() > 0) {
      throw new IllegalArgumentException(column + ": must not be positive on a refund");
    }
    return amount;
  }

  /** Rows that are neither trade nor refund may have been counted as either. */
  private void add(StatementLine.Kind kind, Money received, Money discount) {
    List<BigDecimal> share = List.of(BigDecimal.ONE, received.toDecimal(), discount.toDecimal());
    for (int i = 0; i < share.size(); i++) {
      switch (kind) {
        case PAYMENT -> totals.add(TRADES.get(i), share.get(i));
        case REFUND -> totals.add(REFUNDS.get(i), share.get(i));
        case OTHER -> {
          totals.addToSide(0, TRADES.get(i), share.get(i));
          totals.addToSide(1, REFUNDS.get(i), share.get(i));
        }
      }
    }
  }

  @Override
  public @Nullable String disagreement() {
    return totals.disagreement(REQUIRED, Set.of());
  }

  @Override
  public List<String> warnings() {
    return List.of();
  }
}
