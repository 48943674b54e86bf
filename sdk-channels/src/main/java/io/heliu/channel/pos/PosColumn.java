package io.heliu.channel.pos;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of a drop file, with the names that tills give them. */
enum PosColumn {
  STORE(true, "门店编码", "门店编号", "门店", "store", "storeid", "storecode"),
  TERMINAL(true, "收银机号", "收银机", "款台号", "终端号", "terminal", "terminalid", "posno"),
  DATE(true, "营业日期", "营业日", "businessdate", "businessday"),
  TICKET(true, "小票号", "小票编号", "流水号", "ticketno", "ticket", "receiptno"),
  LINE(true, "行号", "序号", "lineno", "line"),
  TYPE(true, "交易类型", "类型", "type"),
  TIME(true, "交易时间", "销售时间", "时间", "occurredat", "time"),
  SKU(false, "商品编码", "商品编号", "货号", "sku", "skucode"),
  BARCODE(false, "条码", "商品条码", "条形码", "barcode", "ean"),
  TITLE(false, "商品名称", "品名", "title", "name"),
  QUANTITY(true, "数量", "quantity", "qty"),
  PRICE(true, "单价", "零售价", "price", "listprice"),
  DISCOUNT(false, "折扣", "折扣金额", "优惠", "优惠金额", "discount"),
  AMOUNT(true, "金额", "实收金额", "实收", "amount"),
  TENDER(false, "支付方式", "付款方式", "tender", "paymentmethod"),
  PAYMENT_REFERENCE(false, "支付单号", "支付流水号", "paymentreference", "channelref"),
  MEMBER_PHONE(false, "会员手机号", "会员手机", "手机号", "memberphone"),
  MEMBER_CARD(false, "会员卡号", "会员号", "membercard", "memberno");

  private static final int MAX_HEADER = 60;

  final boolean required;
  private final String label;
  private final Set<String> names;

  PosColumn(boolean required, String... names) {
    this.required = required;
    this.label = names[0];
    this.names = Set.of(names);
  }

  /** Finds the column of a header cell, whatever its case, width, spaces and unit in brackets. */
  static @Nullable PosColumn of(String header) {
    if (header.length() > MAX_HEADER) {
      return null;
    }
    String plain =
        Normalizer.normalize(CellText.clean(header), Normalizer.Form.NFKC)
            .replaceAll("\\(.*\\)$", "")
            .replaceAll("[\\s_-]", "")
            .toLowerCase(Locale.ROOT);
    for (PosColumn column : values()) {
      if (column.names.contains(plain)) {
        return column;
      }
    }
    return null;
  }

  /** Returns the name for messages. */
  @Override
  public String toString() {
    return label;
  }
}
