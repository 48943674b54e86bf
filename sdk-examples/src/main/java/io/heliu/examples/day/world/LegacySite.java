package io.heliu.examples.day.world;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.Receivable;
import io.heliu.erp.database.standin.LegacyErp.Kind;
import io.heliu.erp.database.standin.TroubledSource;
import io.heliu.erp.database.standin.UglyErp;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The ERP of the company in the west: an old one that offers only its database, and its warehouse.
 * Its job takes documents out of the interface tables in two steps; the connections to it break now
 * and then.
 */
public final class LegacySite implements ErpSite {
  public static final String WAREHOUSE = "WEST01";

  /** What stands for nothing there: a return has no waybill. */
  private static final String NO_WAYBILL = "~";

  private static final int PAYMENT_DAYS = 30;
  private static final int SHIPS_EVERY = 4;
  private static final int SHIPS_AT = 2;

  /** An order that was taken back. */
  private static final String VOID =
      "EXISTS (SELECT 1 FROM T_XSQX_JK Q WHERE Q.DJBH = T_XSDD_JK.DJBH AND Q.JG = 1)";

  private static final int MOST_STATEMENTS = 7;
  private static final List<String> CARRIERS = List.of("SF", "ZTO", "EMS");

  private final Story story;
  private final DayClock clock;
  private final UglyErp erp;
  private final TroubledSource door;
  private final Path met;
  private TroubledSource.@Nullable Trouble told;

  public LegacySite(
      Story story,
      DayClock clock,
      Map<Integer, String> products,
      Path directory,
      Databases databases)
      throws IOException {
    this.story = story;
    this.clock = clock;
    this.met = directory.resolve("legacy.troubles");
    Path ready = directory.resolve("legacy.ready");
    DataSource database = databases.open("legacy", directory, !Files.exists(ready));
    this.erp = new UglyErp(database, story.date().atStartOfDay());
    this.door = new TroubledSource(database);
    if (!Files.exists(ready)) {
      open(products);
      Files.writeString(ready, "yes");
    }
  }

  private void open(Map<Integer, String> products) {
    erp.install();
    erp.execute("CREATE TABLE T_LC (NR INTEGER PRIMARY KEY)");
    erp.execute("CREATE INDEX T_XSDD_JKMX_DJ ON T_XSDD_JKMX (DJBH)");
    erp.execute("CREATE INDEX XSCKMX_YD ON XSCKMX (YDH)");
    erp.execute("CREATE INDEX XSCKMX_CK ON XSCKMX (CKDH)");
    erp.execute("CREATE INDEX KCB_SP ON KCB (SPBM, CKDM)");
    erp.together(
        () -> {
          products.forEach((product, name) -> erp.material(Story.sku(product), name(name), null));
          story
              .shopsOf(Story.Company.WEST)
              .forEach(shop -> erp.customer(World.customer(shop), "Customers of " + shop));
          OpeningStock.of(
              story,
              Story.Company.WEST,
              (sku, location, units, missing) -> erp.stock(sku, location, "A", "" + units, "0"));
        });
  }

  /** Its column holds 60 bytes. */
  private static String name(String name) {
    return name.length() > 60 ? name.substring(0, 60) : name;
  }

  /** Returns the way that the merchant's system has to it. */
  public DataSource door() {
    return door;
  }

  /** Returns the mapping that the merchant's system reads it with. */
  public String mapping() {
    return erp.mapping().replace("\"pageRows\": 4", "\"pageRows\": 500");
  }

  /** Lets the next connection to it break, in another way at each time. */
  public void breakNext(int tick) throws IOException {
    if (told != null && !door.isPending()) {
      Files.writeString(met, told + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    TroubledSource.Trouble[] all = TroubledSource.Trouble.values();
    told = all[tick % all.length];
    door.next(told, tick % MOST_STATEMENTS);
  }

  /**
   * Now and then the people ship what the job has finished before; so an order that is to be taken
   * back may have left before the job reads the request.
   */
  @Override
  public void work(int round) {
    if (count("T_LC WHERE NR = " + round) > 0) {
      return;
    }
    Instant start = story.date().atStartOfDay(Story.CHINA).toInstant();
    long second = Duration.between(start, clock.instant()).toSeconds();
    erp.goOnAfter(second - 1);
    if (round % SHIPS_EVERY == SHIPS_AT) {
      ship(second);
    }
    erp.together(
        () -> {
          runJob(second);
          erp.execute("INSERT INTO T_LC VALUES (?)", round);
        });
  }

  private void ship(long second) {
    for (List<@Nullable Object> order :
        erp.query(
            "SELECT DJBH, KHDM, WBDH FROM T_XSDD_JK WHERE ZT = 2 AND NOT EXISTS (SELECT 1 FROM"
                + " XSCKMX M WHERE M.YDH = T_XSDD_JK.DJBH) AND NOT "
                + VOID
                + " ORDER BY DJBH")) {
      erp.together(() -> ship(text(order.get(0)), text(order.get(1)), text(order.get(2)), second));
    }
  }

  private static String text(@Nullable Object value) {
    return String.valueOf(value).strip();
  }

  /**
   * Runs the ERP's job for one step; what an order needs is set aside, and no more if it is taken
   * back; what a counter sold goes, and what is returned comes.
   */
  private void runJob(long second) {
    List<String> orders = picked("T_XSDD_JK");
    List<String> sold = picked("T_XSCK_JK");
    List<String> asked = asked();
    erp.process(Integer.MAX_VALUE);
    erp.goOnAfter(second - 1);
    for (String number : orders) {
      if (isDone("T_XSDD_JK", number)) {
        for (Line line : lines("T_XSDD_JK", number)) {
          move(line, WAREHOUSE, -line.quantity, line.quantity);
        }
      }
    }
    for (String number : sold) {
      String location = text(one("SELECT CKDM FROM T_XSCK_JK WHERE DJBH = ?", number));
      for (Line line : isDone("T_XSCK_JK", number) ? lines("T_XSCK_JK", number) : NONE) {
        move(line, location, -line.quantity, 0);
      }
    }
    for (String number : asked) {
      boolean accepted = text(one("SELECT JG FROM T_XSQX_JK WHERE DJBH = ?", number)).equals("1");
      boolean setAside = accepted && isDone("T_XSDD_JK", number);
      for (Line line : setAside ? lines("T_XSDD_JK", number) : NONE) {
        move(line, WAREHOUSE, line.quantity, -line.quantity);
      }
    }
  }

  private boolean isDone(String table, String number) {
    return text(one("SELECT ZT FROM " + table + " WHERE DJBH = ?", number)).equals("2");
  }

  /** Returns the orders that the job is asked to take back and has not answered for. */
  private List<String> asked() {
    return erp.query("SELECT DJBH FROM T_XSQX_JK WHERE JG = 0").stream()
        .map(row -> text(row.get(0)))
        .toList();
  }

  private List<String> picked(String table) {
    return erp.query("SELECT DJBH FROM " + table + " WHERE ZT = 1").stream()
        .map(row -> text(row.get(0)))
        .toList();
  }

  private @Nullable Object one(String sql, @Nullable Object... args) {
    return erp.query(sql, args).get(0).get(0);
  }

  private void move(Line line, String location, long available, long reserved) {
    erp.execute(
        "UPDATE KCB SET KYSL = KYSL + ?, YLSL = YLSL + ? WHERE SPBM = ? AND CKDM = ? AND PH = 'A'",
        available,
        reserved,
        line.sku,
        location);
  }

  private record Line(String number, String sku, long quantity, long fen) {}

  private static final List<Line> NONE = List.of();

  private List<Line> lines(String table, String number) {
    List<Line> lines = new ArrayList<>();
    for (List<@Nullable Object> row :
        erp.query(
            "SELECT HH, SPBM, SL, JE FROM " + table + "MX WHERE DJBH = ? ORDER BY XH", number)) {
      lines.add(
          new Line(
              text(row.get(0)),
              text(row.get(1)),
              ((Number) row.get(2)).longValue(),
              ((Number) row.get(3)).longValue()));
    }
    return lines;
  }

  /** Packs an order into one or two parcels, and books what the customer owes for each. */
  private void ship(String number, String customer, String external, long second) {
    List<Line> lines = lines("T_XSDD_JK", number);
    boolean split = lines.size() > 1 && Story.splits(external);
    List<List<Line>> parcels =
        split ? List.of(lines.subList(0, 1), lines.subList(1, lines.size())) : List.of(lines);
    for (int i = 0; i < parcels.size(); i++) {
      ship(parcels.get(i), number, customer, external, i, second);
    }
  }

  private void ship(
      List<Line> packed, String order, String customer, String external, int parcel, long second) {
    LocalDate day = story.date();
    String carrier = CARRIERS.get((external.hashCode() & Integer.MAX_VALUE) % CARRIERS.size());
    List<DocumentLine> rows = new ArrayList<>();
    Money sum = Money.zero(Money.CNY);
    for (Line line : packed) {
      rows.add(
          new DocumentLine(
              line.number,
              new Sku(line.sku),
              new Location(WAREHOUSE),
              line.quantity,
              Money.fen(line.fen),
              order,
              line.number));
      sum = sum.plus(Money.fen(line.fen));
      move(line, WAREHOUSE, 0, -line.quantity);
    }
    // Its numbers have 20 characters; a letter tells parcels and debts of one order apart.
    String tail = order.substring(1);
    String waybill = carrier + tail.substring(tail.length() - 14) + parcel;
    erp.ship(
        new Outbound("CD".charAt(parcel) + tail, day, customer, external, carrier, waybill, rows),
        second);
    String debt = "RS".charAt(parcel) + tail;
    erp.receivable(
        new Receivable(
            debt, debt, debt, customer, external, day, day.plusDays(PAYMENT_DAYS), sum, sum));
  }

  /** Returns the waybills of an online order's parcels that have left, in order. */
  List<String> waybills(String external) {
    return erp
        .query("SELECT WLDH FROM XSCKZB WHERE WBDH = ? AND DR = 0 ORDER BY WLDH", external)
        .stream()
        .map(row -> text(row.get(0)))
        .filter(waybill -> !waybill.equals(NO_WAYBILL))
        .toList();
  }

  /** An order that was taken back counts for nothing, nor does a return. */
  @Override
  public long documents() {
    return erp.staged(Kind.ORDER).stream().filter(LegacySite::isDone).count()
        + erp.staged(Kind.OUTBOUND).stream().filter(LegacySite::isDone).count()
        - count("T_XSDD_JK WHERE ZT = 2 AND " + VOID)
        - returns();
  }

  @Override
  public long cancelled() {
    return count("T_XSDD_JK WHERE " + VOID);
  }

  @Override
  public long returns() {
    return count(
        "T_XSCK_JK WHERE ZT = 2 AND EXISTS (SELECT 1 FROM T_XSCK_JKMX M WHERE"
            + " M.DJBH = T_XSCK_JK.DJBH AND M.SL < 0)");
  }

  @Override
  public void deliveries(Deliveries deliveries) {
    for (List<@Nullable Object> row :
        erp.query(
            "SELECT H.WBDH, M.SPBM, M.SL FROM XSCKMX M, XSCKZB H WHERE M.CKDH = H.CKDH AND"
                + " H.DR = 0 AND M.CKDM = ?",
            WAREHOUSE)) {
      long units = ((Number) Objects.requireNonNull(row.get(2), "SL")).longValue();
      deliveries.moved(text(row.get(0)), text(row.get(1)), units);
    }
  }

  private long count(String what) {
    Object count = one("SELECT COUNT(*) FROM " + what);
    return ((Number) Objects.requireNonNull(count, "count")).longValue();
  }

  private static boolean isDone(UglyErp.Staged document) {
    return document.status().equals("2");
  }

  @Override
  public long duplicates() {
    Object twice =
        one(
            "SELECT COUNT(*) - COUNT(DISTINCT WBDH) FROM (SELECT WBDH FROM T_XSDD_JK WHERE NOT "
                + VOID
                + " UNION ALL SELECT WBDH FROM T_XSCK_JK WHERE ZJE >= 0) ALLE");
    return twice == null ? 0 : ((Number) twice).longValue();
  }

  @Override
  public long onHand(String sku, String location) {
    Object units =
        one("SELECT SUM(KYSL + YLSL) FROM KCB WHERE SPBM = ? AND CKDM = ?", sku, location);
    return units == null ? 0 : ((Number) units).longValue();
  }

  @Override
  public void setOnHand(String sku, String location, long units) {
    erp.execute("UPDATE KCB SET KYSL = ? - YLSL WHERE SPBM = ? AND CKDM = ?", units, sku, location);
  }

  /** Returns the ways in which its connections have broken. */
  public Set<String> troublesMet() throws IOException {
    return Files.exists(met) ? new TreeSet<>(Files.readAllLines(met)) : Set.of();
  }

  @Override
  public void close() {}
}
