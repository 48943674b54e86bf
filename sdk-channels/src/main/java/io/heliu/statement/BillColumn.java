package io.heliu.statement;

import java.text.Normalizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a trade bill (业务明细) that are read; others are let pass. */
enum BillColumn {
  TRADE_NO(true, "支付宝交易号"),
  MERCHANT_NO(true, "商户订单号"),
  TYPE(true, "业务类型"),
  TITLE(true, "商品名称"),
  CREATED(true, "创建时间"),
  COMPLETED(true, "完成时间"),
  ORDER_AMOUNT(true, "订单金额(元)", "订单金额"),
  RECEIVED(true, "商家实收(元)", "商家实收"),
  MERCHANT_DISCOUNT(false, "商家优惠(元)", "商家优惠"),
  REQUEST_NO(false, "退款批次号/请求号", "退款批次号"),
  FEE(true, "服务费(元)", "服务费"),
  SHARE(false, "分润(元)", "分润");

  private static final int MAX_HEADER = 60;

  final boolean required;
  private final List<String> names;

  BillColumn(boolean required, String... names) {
    this.required = required;
    this.names = List.of(names);
  }

  static @Nullable BillColumn of(String header) {
    if (header.length() > MAX_HEADER) {
      return null;
    }
    String plain = halfWidth(header).replaceAll("[\\s\\ufeff]", "");
    for (BillColumn column : values()) {
      if (column.names.contains(plain)) {
        return column;
      }
    }
    return null;
  }

  /** Files have brackets, colons and commas in full and in half width. */
  static String halfWidth(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /** Returns the name for messages. */
  @Override
  public String toString() {
    return names.get(0);
  }
}
