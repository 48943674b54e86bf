package io.heliu.erp.database.standin;

import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.Receivable;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * An ERP with foreign keys, decimals and letters as status: interface tables omni_*, outbounds with
 * a row version, a table of requests to cancel, materials with a change number, stock as on hand by
 * lot.
 */
public final class TidyErp extends LegacyErp {

  /** Creates the ERP; {@link #install} creates its tables. */
  public TidyErp(DataSource database) {
    super(database);
  }

  @Override
  String mappingResource() {
    return "tidy.json";
  }

  @Override
  public void install() {
    for (String kind : List.of("order", "outbound", "receipt")) {
      script(
          """
          CREATE TABLE omni_%1$s_h (channel VARCHAR(32) NOT NULL, ext_no VARCHAR(64) NOT NULL,
            bill_date DATE NOT NULL, cust_code VARCHAR(40) NOT NULL, src_no VARCHAR(64),
            note VARCHAR(100), carrier VARCHAR(20), waybill VARCHAR(40),
            total_amount NUMERIC(18,2), status CHAR(1) NOT NULL, erp_id VARCHAR(40),
            erp_bill_no VARCHAR(64), err_code VARCHAR(32), err_msg VARCHAR(1000),
            created_at TIMESTAMP NOT NULL, PRIMARY KEY (channel, ext_no));
          """
              .formatted(kind));
    }
    for (String kind : List.of("order", "outbound")) {
      script(
          """
          CREATE TABLE omni_%1$s_l (channel VARCHAR(32) NOT NULL, ext_no VARCHAR(64) NOT NULL,
            row_no INT NOT NULL, line_no VARCHAR(40) NOT NULL, sku VARCHAR(64) NOT NULL,
            wh_code VARCHAR(40) NOT NULL, qty NUMERIC(18,6) NOT NULL,
            tax_amount NUMERIC(18,6) NOT NULL, src_doc VARCHAR(64), src_line VARCHAR(40),
            PRIMARY KEY (channel, ext_no, row_no),
            FOREIGN KEY (channel, ext_no) REFERENCES omni_%1$s_h (channel, ext_no));
          """
              .formatted(kind));
    }
    script(
        """
        CREATE TABLE omni_receipt_l (channel VARCHAR(32) NOT NULL, ext_no VARCHAR(64) NOT NULL,
          row_no INT NOT NULL, ar_id VARCHAR(40) NOT NULL, ar_no VARCHAR(40),
          amount NUMERIC(18,2) NOT NULL, fee NUMERIC(18,2), PRIMARY KEY (channel, ext_no, row_no));
        CREATE TABLE omni_cancel (channel VARCHAR(32) NOT NULL, ext_no VARCHAR(64) NOT NULL,
          status CHAR(1) NOT NULL, err_code VARCHAR(32), err_msg VARCHAR(1000),
          created_at TIMESTAMP NOT NULL, PRIMARY KEY (channel, ext_no));
        CREATE TABLE sal_outbound (id BIGINT PRIMARY KEY, bill_no VARCHAR(64) NOT NULL,
          bill_date DATE NOT NULL, cust_code VARCHAR(40), ext_no VARCHAR(64), carrier VARCHAR(20),
          waybill VARCHAR(40), audited BOOLEAN NOT NULL, deleted BOOLEAN NOT NULL,
          row_version BIGINT NOT NULL);
        CREATE TABLE sal_outbound_line (outbound_id BIGINT NOT NULL, line_no VARCHAR(40) NOT NULL,
          sku VARCHAR(64) NOT NULL, wh_code VARCHAR(40) NOT NULL, qty NUMERIC(18,6) NOT NULL,
          tax_amount NUMERIC(18,6) NOT NULL, src_doc VARCHAR(64), src_line VARCHAR(40),
          PRIMARY KEY (outbound_id, line_no));
        CREATE TABLE stk_inventory (sku VARCHAR(64), wh_code VARCHAR(40), lot VARCHAR(20),
          qty NUMERIC(18,6), PRIMARY KEY (sku, wh_code, lot));
        CREATE TABLE ar_receivable (id BIGINT PRIMARY KEY, bill_no VARCHAR(64), cust_code VARCHAR(40),
          ext_no VARCHAR(64), bill_date DATE, due_date DATE, amount NUMERIC(18,6),
          open_amount NUMERIC(18,6));
        CREATE TABLE bd_material (id BIGINT PRIMARY KEY, sku VARCHAR(64), name VARCHAR(100),
          barcode VARCHAR(20), disabled BOOLEAN NOT NULL, change_no BIGINT NOT NULL);
        CREATE TABLE bd_customer (id BIGINT PRIMARY KEY, code VARCHAR(40), name VARCHAR(100));
        """);
  }

  @Override
  public void material(String sku, String name, @Nullable String barcode) {
    long id = nextChange();
    execute("INSERT INTO bd_material VALUES (?, ?, ?, ?, FALSE, ?)", id, sku, name, barcode, id);
  }

  @Override
  public void customer(String code, String name) {
    execute("INSERT INTO bd_customer VALUES (?, ?, ?)", nextChange(), code, name);
  }

  @Override
  public void stock(String sku, String location, String lot, String onHand, String reserved) {
    execute(
        "INSERT INTO stk_inventory VALUES (?, ?, ?, CAST(? AS NUMERIC(18,6)))",
        sku,
        location,
        lot,
        onHand);
  }

  @Override
  public void receivable(Receivable one) {
    execute(
        "INSERT INTO ar_receivable VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        Long.parseLong(one.id()),
        one.number(),
        one.customer(),
        one.externalNumber(),
        one.date(),
        one.due(),
        one.amount().toDecimal(),
        one.open().toDecimal());
  }

  @Override
  public void ship(Outbound outbound, long change) {
    long id = nextChange();
    changed(change);
    execute(
        "INSERT INTO sal_outbound VALUES (?, ?, ?, ?, ?, ?, ?, TRUE, FALSE, ?)",
        id,
        outbound.number(),
        outbound.date(),
        outbound.customer(),
        outbound.externalNumber(),
        outbound.carrier(),
        outbound.waybill(),
        change);
    for (DocumentLine line : outbound.lines()) {
      execute(
          "INSERT INTO sal_outbound_line VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          id,
          line.line(),
          line.sku().code(),
          line.location().code(),
          line.quantity(),
          line.amount().toDecimal(),
          line.sourceDocument(),
          line.sourceLine());
    }
  }

  @Override
  public void touch(String number, long change) {
    execute("UPDATE sal_outbound SET row_version = ? WHERE bill_no = ?", change, number);
  }

  @Override
  public void delete(String number, long change) {
    touch(number, change);
    execute("UPDATE sal_outbound SET deleted = TRUE WHERE bill_no = ?", number);
  }

  private static String head(Kind kind) {
    return switch (kind) {
      case ORDER -> "omni_order_h";
      case OUTBOUND -> "omni_outbound_h";
      case RECEIPT -> "omni_receipt_h";
    };
  }

  private static String lines(Kind kind) {
    return head(kind).replace("_h", "_l");
  }

  @Override
  public List<Staged> staged(Kind kind) {
    List<Staged> result = new ArrayList<>();
    for (List<@Nullable Object> row :
        query("SELECT ext_no, status FROM " + head(kind) + " ORDER BY ext_no")) {
      String number = String.valueOf(row.get(0));
      String lines = one("SELECT COUNT(*) FROM " + lines(kind) + " WHERE ext_no = ?", number);
      result.add(
          new Staged(number, String.valueOf(row.get(1)), Long.parseLong(String.valueOf(lines))));
    }
    return result;
  }

  @Override
  public void setStatus(Kind kind, String number, String code) {
    execute("UPDATE " + head(kind) + " SET status = ? WHERE ext_no = ?", code, number);
  }

  @Override
  public @Nullable String documentOf(Kind kind, String number) {
    return one("SELECT erp_bill_no FROM " + head(kind) + " WHERE ext_no = ?", number);
  }

  @Override
  public int process(int documents) {
    int moved = answerCancels(documents);
    for (Kind kind : Kind.values()) {
      for (Staged staged : staged(kind)) {
        boolean open = staged.status().equals("N") || staged.status().equals("P");
        if (open && moved < documents) {
          moved++;
          step(kind, staged);
        }
      }
    }
    return moved;
  }

  /** Voids orders of which nothing has left; from then on no outbound of them is taken. */
  private int answerCancels(int most) {
    int answered = 0;
    for (List<@Nullable Object> row :
        query("SELECT ext_no FROM omni_cancel WHERE status = 'N' ORDER BY ext_no")) {
      if (answered == most) {
        return answered;
      }
      String number = String.valueOf(row.get(0));
      answered++;
      boolean gone =
          one(
                  "SELECT l.src_doc FROM sal_outbound_line l, sal_outbound o"
                      + " WHERE o.id = l.outbound_id AND NOT o.deleted AND l.src_doc = ?",
                  number)
              != null;
      execute(
          "UPDATE omni_cancel SET status = ?, err_code = ? WHERE ext_no = ?",
          gone ? "L" : "Y",
          gone ? "SHIPPED" : null,
          number);
      if (!gone) {
        execute(
            "UPDATE omni_order_h SET status = 'X' WHERE ext_no = ? AND status IN ('N', 'P', 'F')",
            number);
      }
    }
    return answered;
  }

  private void step(Kind kind, Staged staged) {
    String number = staged.number();
    if (staged.status().equals("N")) {
      execute(
          "UPDATE " + head(kind) + " SET status = 'P' WHERE ext_no = ? AND status = 'N'", number);
      return;
    }
    if (kind == Kind.OUTBOUND && ofCancelledOrder(number)) {
      execute(
          "UPDATE omni_outbound_h SET status = 'F', err_code = 'ORDER_VOID' WHERE ext_no = ?",
          number);
      return;
    }
    String refusal = kind == Kind.OUTBOUND ? refusedReturn(number) : null;
    if (refusal != null) {
      execute(
          "UPDATE omni_outbound_h SET status = 'F', err_code = ? WHERE ext_no = ?",
          refusal,
          number);
      return;
    }
    String unknown =
        kind == Kind.RECEIPT
            ? null
            : one(
                "SELECT sku FROM "
                    + lines(kind)
                    + " WHERE ext_no = ? AND sku NOT IN (SELECT sku FROM bd_material) ORDER BY sku",
                number);
    if (unknown != null) {
      execute(
          "UPDATE "
              + head(kind)
              + " SET status = 'F', err_code = 'SKU_NOT_FOUND', err_msg = ? WHERE ext_no = ?",
          "物料 " + unknown + " 不存在",
          number);
      return;
    }
    long id = nextChange();
    execute(
        "UPDATE " + head(kind) + " SET status = 'S', erp_id = ?, erp_bill_no = ? WHERE ext_no = ?",
        Long.toString(id),
        "BILL-" + number,
        number);
    if (kind == Kind.OUTBOUND) {
      post(number, id);
    }
  }

  private boolean ofCancelledOrder(String number) {
    return one(
            "SELECT src_doc FROM omni_outbound_l WHERE ext_no = ? AND (src_doc IN (SELECT ext_no"
                + " FROM omni_cancel WHERE status = 'Y') OR src_doc IN (SELECT ext_no FROM"
                + " omni_order_h WHERE status = 'X'))",
            number)
        != null;
  }

  /** Goods come back only if they left, and no more of a line than left. */
  private @Nullable String refusedReturn(String number) {
    for (List<@Nullable Object> back :
        query(
            "SELECT src_doc, src_line, SUM(qty) FROM omni_outbound_l WHERE ext_no = ? AND qty < 0"
                + " AND src_doc IS NOT NULL GROUP BY src_doc, src_line",
            number)) {
      String sold =
          one(
              "SELECT SUM(l.qty) FROM sal_outbound_line l, sal_outbound o WHERE o.id ="
                  + " l.outbound_id AND NOT o.deleted AND o.bill_no = ? AND l.line_no = ?",
              back.get(0),
              back.get(1));
      String before =
          one(
              "SELECT COALESCE(SUM(l.qty), 0) FROM sal_outbound_line l, sal_outbound o WHERE o.id ="
                  + " l.outbound_id AND NOT o.deleted AND l.qty < 0 AND l.src_doc = ?"
                  + " AND l.src_line = ?",
              back.get(0),
              back.get(1));
      String refusal = refusedReturn(sold, before, back.get(2));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  /**
   * Makes the ERP's own outbound of a staged one, and for a return what is owed to the customer.
   */
  private void post(String number, long id) {
    execute(
        "INSERT INTO sal_outbound SELECT CAST(? AS BIGINT), ext_no, bill_date, cust_code, src_no,"
            + " carrier, waybill, TRUE, FALSE, CAST(? AS BIGINT) FROM omni_outbound_h"
            + " WHERE ext_no = ?",
        id,
        id,
        number);
    execute(
        "INSERT INTO sal_outbound_line SELECT CAST(? AS BIGINT), line_no, sku, wh_code, qty,"
            + " tax_amount, src_doc, src_line FROM omni_outbound_l WHERE ext_no = ?",
        id,
        number);
    execute(
        "INSERT INTO ar_receivable SELECT CAST(? AS BIGINT), ext_no, cust_code, src_no, bill_date,"
            + " bill_date, total_amount, total_amount FROM omni_outbound_h WHERE ext_no = ?"
            + " AND total_amount < 0",
        id,
        number);
  }
}
