package io.heliu.erp.kingdee;

import io.heliu.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What differs from one ERP installation to the next: bill types, field names, base data codes.
 * Immutable and thread-safe.
 *
 * <p>Codes are taken over as they are: the SKU's code is the material's number (物料编码), the
 * location's code the warehouse's number (仓库编码).
 */
public final class KingdeeSettings {
  private final Form order;
  private final Form outbound;
  private final Form returns;
  private final String receiptBillType;
  private final String refundBillType;
  private final String salesperson;
  private final Map<Currency, String> currencies;
  private final String unit;
  private final BigDecimal taxPercent;
  private final String stockStatus;
  private final String orderLocationField;
  private final String barcodeField;
  private final Link outboundLink;
  private final Link refundLink;
  private final Link returnLink;
  private final Withdrawal voiding;
  private final @Nullable Withdrawal orderClosing;
  private final @Nullable Downstream deliveryNotices;
  private final boolean negativeStock;
  private final boolean refuseRepeatedPackage;
  private final int pageRows;
  private final Duration overlap;
  private final Duration throttleWait;

  private KingdeeSettings(Builder builder) {
    this.order = builder.order;
    this.outbound = builder.outbound;
    this.returns = builder.returns;
    this.receiptBillType = builder.receiptBillType;
    this.refundBillType = builder.refundBillType;
    this.salesperson = builder.salesperson;
    this.currencies = Map.copyOf(builder.currencies);
    this.unit = builder.unit;
    this.taxPercent = builder.taxPercent;
    this.stockStatus = builder.stockStatus;
    this.orderLocationField = builder.orderLocationField;
    this.barcodeField = builder.barcodeField;
    this.outboundLink = builder.outboundLink;
    this.refundLink = builder.refundLink;
    this.returnLink = builder.returnLink;
    this.voiding = builder.voiding;
    this.orderClosing = builder.orderClosing;
    this.deliveryNotices = builder.deliveryNotices;
    this.negativeStock = builder.negativeStock;
    this.refuseRepeatedPackage = builder.refuseRepeatedPackage;
    this.pageRows = builder.pageRows;
    this.overlap = builder.overlap;
    this.throttleWait = builder.throttleWait;
  }

  /**
   * Starts settings.
   *
   * @param salesperson the number of the salesperson (销售员) that sales orders must name
   */
  public static Builder builder(String salesperson) {
    return new Builder(salesperson);
  }

  /**
   * How a kind of document is set up.
   *
   * @param billType the bill type's number (单据类型)
   * @param externalField the header field that carries the channel's order number
   * @param lineField the line field that carries our line id
   */
  public record Form(String billType, String externalField, String lineField) {
    /** Checks that everything is there. */
    public Form {
      Objects.requireNonNull(billType, "billType");
      Objects.requireNonNull(externalField, "externalField");
      Objects.requireNonNull(lineField, "lineField");
    }
  }

  /**
   * How a line is tied to the line it comes from (关联关系).
   *
   * @param rule the id of the conversion rule (单据转换规则)
   * @param table the table of the source's lines
   */
  public record Link(String rule, String table) {
    /** Checks that both are there. */
    public Link {
      Objects.requireNonNull(rule, "rule");
      Objects.requireNonNull(table, "table");
    }
  }

  /**
   * How a document is put out of use, and how that shows.
   *
   * @param operation the number of the form's operation (操作编码)
   * @param field the header field that shows it
   * @param value what the field then holds
   */
  public record Withdrawal(String operation, String field, String value) {
    /** Checks that everything is there. */
    public Withdrawal {
      Objects.requireNonNull(operation, "operation");
      Objects.requireNonNull(field, "field");
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * A kind of document that is made of sales orders.
   *
   * @param form the form's id
   * @param entry the form's entry that holds the lines (单据体)
   * @param orderField the field of a line that carries the sales order's number
   */
  public record Downstream(String form, String entry, String orderField) {
    /** Checks that everything is there. */
    public Downstream {
      Objects.requireNonNull(form, "form");
      Objects.requireNonNull(entry, "entry");
      Objects.requireNonNull(orderField, "orderField");
    }
  }

  Form order() {
    return order;
  }

  Form outbound() {
    return outbound;
  }

  Form returns() {
    return returns;
  }

  String receiptBillType() {
    return receiptBillType;
  }

  String refundBillType() {
    return refundBillType;
  }

  String salesperson() {
    return salesperson;
  }

  Map<Currency, String> currencies() {
    return currencies;
  }

  String unit() {
    return unit;
  }

  BigDecimal taxPercent() {
    return taxPercent;
  }

  String stockStatus() {
    return stockStatus;
  }

  String orderLocationField() {
    return orderLocationField;
  }

  String barcodeField() {
    return barcodeField;
  }

  Link outboundLink() {
    return outboundLink;
  }

  Link refundLink() {
    return refundLink;
  }

  Link returnLink() {
    return returnLink;
  }

  Withdrawal voiding() {
    return voiding;
  }

  @Nullable Withdrawal orderClosing() {
    return orderClosing;
  }

  @Nullable Downstream deliveryNotices() {
    return deliveryNotices;
  }

  boolean negativeStock() {
    return negativeStock;
  }

  boolean refuseRepeatedPackage() {
    return refuseRepeatedPackage;
  }

  int pageRows() {
    return pageRows;
  }

  Duration overlap() {
    return overlap;
  }

  Duration throttleWait() {
    return throttleWait;
  }

  /** Builds {@link KingdeeSettings}; whatever is not set is as the ERP is delivered. */
  public static final class Builder {
    private static final int MAX_PAGE_ROWS = 10_000;

    private final String salesperson;
    private final Map<Currency, String> currencies =
        new HashMap<>(Collections.singletonMap(Money.CNY, "PRE001"));
    private Form order = new Form("XSDD01_SYS", "FNote", "FEntryNote");
    private Form outbound = new Form("XSCKD01_SYS", "FNote", "FEntrynote");
    private Form returns = new Form("XSTHD01_SYS", "FHeadNote", "FNote");
    private String receiptBillType = "SKDLX01_SYS";
    private String refundBillType = "SKTKDLX01_SYS";
    private String unit = "Pcs";
    private BigDecimal taxPercent = BigDecimal.valueOf(13);
    private String stockStatus = "KCZT01_SYS";
    private String orderLocationField = "FSOStockId";
    private String barcodeField = "FBARCODE";
    private Link refundLink = new Link("AR_recableToRefundBill", "t_AR_receivablePlan");
    private Link outboundLink = new Link("SaleOrder-OutStock", "T_SAL_ORDERENTRY");
    private Link returnLink = new Link("OutStock-SalReturnStock", "T_SAL_OUTSTOCKENTRY");
    private Withdrawal voiding = new Withdrawal("Cancel", "FCancelStatus", "B");
    private @Nullable Withdrawal orderClosing;
    private @Nullable Downstream deliveryNotices;
    private boolean negativeStock;
    private boolean refuseRepeatedPackage = true;
    private int pageRows = 2_000;
    private Duration overlap = Duration.ofMinutes(1);
    private Duration throttleWait = Duration.ofSeconds(2);

    private Builder(String salesperson) {
      this.salesperson = Objects.requireNonNull(salesperson, "salesperson");
    }

    /** Sets how sales orders (销售订单) are set up. */
    public Builder order(Form form) {
      this.order = Objects.requireNonNull(form, "form");
      return this;
    }

    /** Sets how sales outbounds (销售出库单) are set up. */
    public Builder outbound(Form form) {
      this.outbound = Objects.requireNonNull(form, "form");
      return this;
    }

    /** Sets how sales returns (销售退货单) are set up. */
    public Builder returns(Form form) {
      this.returns = Objects.requireNonNull(form, "form");
      return this;
    }

    /** Sets the bill type of receipts (收款单). */
    public Builder receiptBillType(String billType) {
      this.receiptBillType = Objects.requireNonNull(billType, "billType");
      return this;
    }

    /** Sets the bill type of refund bills (收款退款单). */
    public Builder refundBillType(String billType) {
      this.refundBillType = Objects.requireNonNull(billType, "billType");
      return this;
    }

    /** Adds or replaces a currency's number (币别); the yuan is {@code PRE001}. */
    public Builder currency(Currency currency, String number) {
      currencies.put(
          Objects.requireNonNull(currency, "currency"), Objects.requireNonNull(number, "number"));
      return this;
    }

    /** Sets the unit that SKUs are counted in (计量单位); {@code Pcs} by default. */
    public Builder unit(String number) {
      this.unit = Objects.requireNonNull(number, "number");
      return this;
    }

    /**
     * Sets the tax rate (税率) in percent; 13 by default.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder taxPercent(BigDecimal percent) {
      if (percent.signum() < 0) {
        throw new IllegalArgumentException("percent: must not be negative");
      }
      this.taxPercent = percent;
      return this;
    }

    /** Sets the status of stock that can be sold (库存状态). */
    public Builder stockStatus(String number) {
      this.stockStatus = Objects.requireNonNull(number, "number");
      return this;
    }

    /** Sets the line field of sales orders that carries the location. */
    public Builder orderLocationField(String field) {
      this.orderLocationField = Objects.requireNonNull(field, "field");
      return this;
    }

    /** Sets the field of materials that carries the barcode (条码). */
    public Builder barcodeField(String field) {
      this.barcodeField = Objects.requireNonNull(field, "field");
      return this;
    }

    /** Sets how an outbound's line is tied to the sales order's. */
    public Builder outboundLink(Link link) {
      this.outboundLink = Objects.requireNonNull(link, "link");
      return this;
    }

    /**
     * Sets how a refund bill's line is tied to the receivable's plan row. The rule's id differs
     * between sites.
     */
    public Builder refundLink(Link link) {
      this.refundLink = Objects.requireNonNull(link, "link");
      return this;
    }

    /** Sets how a return's line is tied to the outbound's. */
    public Builder returnLink(Link link) {
      this.returnLink = Objects.requireNonNull(link, "link");
      return this;
    }

    /**
     * Sets how documents are voided (作废) and how that shows; by default the operation {@code
     * Cancel} and {@code FCancelStatus} {@code B}. Only the operation is published; check the field
     * on the site. It must be there in every form that is read and hold something in every
     * document, because void documents are left out by it.
     */
    public Builder voiding(Withdrawal voiding) {
      this.voiding = Objects.requireNonNull(voiding, "voiding");
      return this;
    }

    /**
     * Lets an audited sales order be closed (关闭) when it is taken back, where the site does not
     * allow it to be unaudited (反审核); otherwise it is unaudited and voided. The published operation
     * that closes sales orders is {@code YLBillClose}; how it shows differs between sites.
     *
     * <p>Unlike when an order is unaudited, the ERP does not refuse to close one that others were
     * made of. Outbounds are always looked for; where the site's warehouse works from delivery
     * notices, set {@link #deliveryNotices} too, or goods may leave after an order was taken back.
     */
    public Builder orderClosing(Withdrawal closing) {
      this.orderClosing = Objects.requireNonNull(closing, "closing");
      return this;
    }

    /**
     * Names the form of delivery notices (发货通知单) on sites that have them: an audited order that one
     * was made of is too late to be closed. The form as delivered is {@code SAL_DELIVERYNOTICE}
     * with the entry {@code FEntity}; the field with the order's number differs between sites.
     */
    public Builder deliveryNotices(Downstream notices) {
      this.deliveryNotices = Objects.requireNonNull(notices, "notices");
      return this;
    }

    /** Sets whether outbounds may take stock below zero (负库存); they may not by default. */
    public Builder negativeStock(boolean allowed) {
      this.negativeStock = allowed;
      return this;
    }

    /**
     * Sets whether the ERP is asked to refuse a package that it has seen before, byte by byte. On
     * by default; a second fence only, the document's unique number is the first.
     */
    public Builder refuseRepeatedPackage(boolean refuse) {
      this.refuseRepeatedPackage = refuse;
      return this;
    }

    /**
     * Sets how many rows one query asks for; 2000 by default, which old versions have as their
     * ceiling. Newer ones go up to 10000.
     *
     * @throws IllegalArgumentException if it is not from 1 to 10000
     */
    public Builder pageRows(int rows) {
      if (rows < 1 || rows > MAX_PAGE_ROWS) {
        throw new IllegalArgumentException("rows: must be from 1 to " + MAX_PAGE_ROWS);
      }
      this.pageRows = rows;
      return this;
    }

    /**
     * Sets how far the outbound feed reaches back, so that an approval that became visible late is
     * not missed; one minute by default.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder overlap(Duration overlap) {
      if (overlap.isNegative()) {
        throw new IllegalArgumentException("overlap: must not be negative");
      }
      this.overlap = overlap;
      return this;
    }

    /**
     * Sets how long to wait when the ERP says that there were too many calls; it does not say how
     * long itself. Two seconds by default.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder throttleWait(Duration wait) {
      if (wait.isNegative()) {
        throw new IllegalArgumentException("wait: must not be negative");
      }
      this.throttleWait = wait;
      return this;
    }

    /** Builds the settings. */
    public KingdeeSettings build() {
      return new KingdeeSettings(this);
    }
  }
}
