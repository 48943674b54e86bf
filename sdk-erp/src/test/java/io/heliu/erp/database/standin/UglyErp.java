package io.heliu.erp.database.standin;

import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.Receivable;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * An ERP as they are found: truncated names in capitals, everything CHAR and padded, names as GBK
 * bytes, dates and times as text in local time, amounts in fen, status as numbers, composite keys
 * with the company, no foreign keys, {@code ~} for nothing, available stock instead of on hand.
 */
public final class UglyErp extends LegacyErp {
  /** The moment of change number 0, on the ERP's clock, unless told otherwise. */
  public static final LocalDateTime START = LocalDateTime.of(2025, 6, 15, 12, 0);

  private static final Charset GBK = Charset.forName("GBK");
  private static final String COMPANY = "01";
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final LocalDateTime start;

  /** Creates the ERP; {@link #install} creates its tables. */
  public UglyErp(DataSource database) {
    this(database, START);
  }

  /** Creates the ERP; its changes are that many seconds after a start. */
  public UglyErp(DataSource database, LocalDateTime start) {
    super(database);
    this.start = start;
  }

  @Override
  String mappingResource() {
    return "ugly.json";
  }

  @Override
  public void install() {
    for (String table : List.of("T_XSDD_JK", "T_XSCK_JK")) {
      script(
          """
          CREATE TABLE %1$s (GSDM CHAR(4) NOT NULL, DJBH CHAR(20) NOT NULL, RQ CHAR(8), KHDM CHAR(12),
            WBDH VARCHAR(40), WLGS CHAR(10), WLDH CHAR(20), CKDM CHAR(10), ZJE BIGINT,
            LRSJ TIMESTAMP, ZT SMALLINT, ERPDH CHAR(30), CWXX VARBINARY(400),
            PRIMARY KEY (GSDM, DJBH));
          CREATE TABLE %1$sMX (GSDM CHAR(4) NOT NULL, DJBH CHAR(20) NOT NULL, XH INTEGER NOT NULL,
            HH CHAR(10), SPBM CHAR(20), SL NUMERIC(18,6), JE BIGINT, YDH CHAR(20), YHH CHAR(10),
            PRIMARY KEY (GSDM, DJBH, XH));
          """
              .formatted(table));
    }
    script(
        """
        CREATE TABLE T_XSQX_JK (GSDM CHAR(4) NOT NULL, DJBH CHAR(20) NOT NULL, LRSJ TIMESTAMP,
          JG SMALLINT, CWXX VARBINARY(400), PRIMARY KEY (GSDM, DJBH));
        CREATE TABLE XSCKZB (GSDM CHAR(4) NOT NULL, CKDH CHAR(20) NOT NULL, RQ CHAR(8), KHDM CHAR(12),
          WBDH VARCHAR(40), WLGS CHAR(10), WLDH CHAR(20), SHBZ SMALLINT, DR SMALLINT, XGSJ CHAR(19),
          PRIMARY KEY (GSDM, CKDH));
        CREATE TABLE XSCKMX (GSDM CHAR(4), CKDH CHAR(20), HH CHAR(10), SPBM CHAR(20), CKDM CHAR(10),
          SL NUMERIC(18,6), JE BIGINT, YDH CHAR(20), YHH CHAR(10));
        CREATE TABLE KCB (SPBM CHAR(20), CKDM CHAR(10), PH CHAR(10), KYSL NUMERIC(18,6),
          YLSL NUMERIC(18,6), DR SMALLINT);
        CREATE TABLE YSDJ (GSDM CHAR(4) NOT NULL, DJBH CHAR(20) NOT NULL, KHDM CHAR(12),
          WBDH VARCHAR(40), RQ CHAR(8), DQRQ CHAR(8), YSJE BIGINT, HXJE BIGINT, DR SMALLINT,
          PRIMARY KEY (GSDM, DJBH));
        CREATE TABLE SPZL (GSDM CHAR(4) NOT NULL, SPBM CHAR(20) NOT NULL, SPMC VARBINARY(60),
          TM CHAR(20), TYBZ CHAR(1), PRIMARY KEY (GSDM, SPBM));
        CREATE TABLE KHZL (KHDM CHAR(12) PRIMARY KEY, KHMC VARBINARY(60), XGSJ TIMESTAMP);
        """);
  }

  private String time(long change) {
    return TIME.format(start.plusSeconds(change));
  }

  @Override
  public void material(String sku, String name, @Nullable String barcode) {
    execute(
        "INSERT INTO SPZL VALUES (?, ?, ?, ?, 'N')",
        COMPANY,
        sku,
        name.getBytes(GBK),
        barcode == null ? "~" : barcode);
  }

  @Override
  public void customer(String code, String name) {
    execute(
        "INSERT INTO KHZL VALUES (?, ?, ?)",
        code,
        name.getBytes(GBK),
        start.plusSeconds(nextChange()));
  }

  @Override
  public void stock(String sku, String location, String lot, String onHand, String reserved) {
    execute(
        "INSERT INTO KCB VALUES (?, ?, ?, CAST(? AS NUMERIC(18,6)), CAST(? AS NUMERIC(18,6)), 0)",
        sku,
        location,
        lot,
        new BigDecimal(onHand).subtract(new BigDecimal(reserved)).toPlainString(),
        reserved);
  }

  @Override
  public void receivable(Receivable one) {
    long cleared = one.amount().minus(one.open()).minor();
    execute(
        "INSERT INTO YSDJ VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
        COMPANY,
        one.number(),
        one.customer(),
        one.externalNumber(),
        DAY.format(one.date()),
        DAY.format(one.due()),
        one.amount().minor(),
        cleared == 0 ? null : cleared);
  }

  @Override
  public void ship(Outbound outbound, long change) {
    changed(change);
    execute(
        "INSERT INTO XSCKZB VALUES (?, ?, ?, ?, ?, ?, ?, 2, 0, ?)",
        COMPANY,
        outbound.number(),
        DAY.format(outbound.date()),
        outbound.customer(),
        outbound.externalNumber(),
        orNothing(outbound.carrier()),
        orNothing(outbound.waybill()),
        time(change));
    for (DocumentLine line : outbound.lines()) {
      execute(
          "INSERT INTO XSCKMX VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          COMPANY,
          outbound.number(),
          line.line(),
          line.sku().code(),
          line.location().code(),
          line.quantity(),
          line.amount().minor(),
          orNothing(line.sourceDocument()),
          orNothing(line.sourceLine()));
    }
  }

  private static String orNothing(@Nullable String text) {
    return text == null ? "~" : text;
  }

  @Override
  public void touch(String number, long change) {
    execute("UPDATE XSCKZB SET XGSJ = ? WHERE CKDH = ?", time(change), number);
  }

  @Override
  public void delete(String number, long change) {
    touch(number, change);
    execute("UPDATE XSCKZB SET DR = 1 WHERE CKDH = ?", number);
  }

  private static String head(Kind kind) {
    return switch (kind) {
      case ORDER -> "T_XSDD_JK";
      case OUTBOUND -> "T_XSCK_JK";
      case RECEIPT -> throw new IllegalArgumentException("kind: this ERP takes no receipts");
    };
  }

  @Override
  public List<Staged> staged(Kind kind) {
    List<Staged> result = new ArrayList<>();
    String head = head(kind);
    for (List<@Nullable Object> row :
        query(
            "SELECT H.DJBH, H.ZT, COUNT(M.XH) FROM "
                + head
                + " H LEFT JOIN "
                + head
                + "MX M ON M.GSDM = H.GSDM AND M.DJBH = H.DJBH GROUP BY H.DJBH, H.ZT ORDER BY"
                + " H.DJBH")) {
      String number = String.valueOf(row.get(0)).strip();
      long lines = Long.parseLong(String.valueOf(row.get(2)));
      result.add(new Staged(number, String.valueOf(row.get(1)), lines));
    }
    return result;
  }

  @Override
  public void setStatus(Kind kind, String number, String code) {
    execute("UPDATE " + head(kind) + " SET ZT = ? WHERE DJBH = ?", Integer.parseInt(code), number);
  }

  @Override
  public @Nullable String documentOf(Kind kind, String number) {
    return one("SELECT ERPDH FROM " + head(kind) + " WHERE DJBH = ?", number);
  }

  @Override
  public int process(int documents) {
    int moved = answerCancels(documents);
    for (Kind kind : List.of(Kind.ORDER, Kind.OUTBOUND)) {
      for (Staged staged : staged(kind)) {
        boolean open = staged.status().equals("0") || staged.status().equals("1");
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
        query("SELECT DJBH FROM T_XSQX_JK WHERE JG = 0 ORDER BY DJBH")) {
      if (answered == most) {
        return answered;
      }
      String number = String.valueOf(row.get(0)).strip();
      answered++;
      boolean gone =
          one(
                  "SELECT M.YDH FROM XSCKMX M, XSCKZB H WHERE M.GSDM = H.GSDM AND M.CKDH = H.CKDH"
                      + " AND H.DR = 0 AND M.YDH = ?",
                  number)
              != null;
      execute("UPDATE T_XSQX_JK SET JG = ? WHERE DJBH = ?", gone ? 2 : 1, number);
      if (!gone) {
        execute("UPDATE T_XSDD_JK SET ZT = 8 WHERE DJBH = ? AND ZT IN (0, 1, 9)", number);
      }
    }
    return answered;
  }

  private void step(Kind kind, Staged staged) {
    String number = staged.number();
    if (staged.status().equals("0")) {
      execute("UPDATE " + head(kind) + " SET ZT = 1 WHERE DJBH = ? AND ZT = 0", number);
      return;
    }
    if (kind == Kind.OUTBOUND
        && one(
                "SELECT YDH FROM T_XSCK_JKMX WHERE DJBH = ? AND YDH IN"
                    + " (SELECT DJBH FROM T_XSQX_JK WHERE JG = 1)",
                number)
            != null) {
      execute(
          "UPDATE T_XSCK_JK SET ZT = 9, CWXX = ? WHERE DJBH = ?", "订单已作废".getBytes(GBK), number);
      return;
    }
    String refusal = kind == Kind.OUTBOUND ? refusedReturn(number) : null;
    if (refusal != null) {
      execute(
          "UPDATE T_XSCK_JK SET ZT = 9, CWXX = ? WHERE DJBH = ?", refusal.getBytes(GBK), number);
      return;
    }
    String unknown =
        one(
            "SELECT SPBM FROM "
                + head(kind)
                + "MX WHERE DJBH = ? AND SPBM NOT IN (SELECT SPBM FROM SPZL) ORDER BY SPBM",
            number);
    if (unknown != null) {
      execute(
          "UPDATE " + head(kind) + " SET ZT = 9, CWXX = ? WHERE DJBH = ?",
          ("物料 " + unknown + " 不存在").getBytes(GBK),
          number);
      return;
    }
    execute(
        "UPDATE " + head(kind) + " SET ZT = 2, ERPDH = ? WHERE DJBH = ?", "BILL-" + number, number);
    if (kind == Kind.OUTBOUND) {
      post(number);
    }
  }

  /** Goods come back only if they left, and no more of a line than left. */
  private @Nullable String refusedReturn(String number) {
    for (List<@Nullable Object> back :
        query(
            "SELECT YDH, YHH, SUM(SL) FROM T_XSCK_JKMX WHERE DJBH = ? AND SL < 0"
                + " AND YDH IS NOT NULL AND YDH <> '~' GROUP BY YDH, YHH",
            number)) {
      String document = String.valueOf(back.get(0)).strip();
      String line = String.valueOf(back.get(1)).strip();
      String sold =
          one(
              "SELECT SUM(M.SL) FROM XSCKMX M, XSCKZB H WHERE M.GSDM = H.GSDM AND M.CKDH = H.CKDH"
                  + " AND H.DR = 0 AND M.CKDH = ? AND M.HH = ?",
              document,
              line);
      String before =
          one(
              "SELECT COALESCE(SUM(M.SL), 0) FROM XSCKMX M, XSCKZB H WHERE M.GSDM = H.GSDM"
                  + " AND M.CKDH = H.CKDH AND H.DR = 0 AND M.SL < 0 AND M.YDH = ? AND M.YHH = ?",
              document,
              line);
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
  private void post(String number) {
    execute(
        "INSERT INTO XSCKZB SELECT GSDM, DJBH, RQ, KHDM, WBDH, WLGS, WLDH, 1, 0, ? FROM T_XSCK_JK"
            + " WHERE DJBH = ?",
        time(nextChange()),
        number);
    execute(
        "INSERT INTO XSCKMX SELECT M.GSDM, M.DJBH, M.HH, M.SPBM, H.CKDM, M.SL, M.JE, M.YDH, M.YHH"
            + " FROM T_XSCK_JKMX M, T_XSCK_JK H WHERE M.DJBH = H.DJBH AND M.DJBH = ?",
        number);
    execute(
        "INSERT INTO YSDJ SELECT GSDM, DJBH, KHDM, WBDH, RQ, RQ, ZJE, NULL, 0 FROM T_XSCK_JK"
            + " WHERE DJBH = ? AND ZJE < 0",
        number);
  }
}
