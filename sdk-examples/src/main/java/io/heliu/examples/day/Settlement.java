package io.heliu.examples.day;

import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.channel.StatementLine;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.flow.CountFlow;
import io.heliu.flow.StatementFlow;
import io.heliu.flow.StepReport;
import io.heliu.inventory.Balance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The morning after: the bill, the matching, the receipts, and the figures of the day. */
final class Settlement {
  private static final int EARLY = 8 * 60;
  private static final int READY = 10 * 60 + 30;

  private final Story story;
  private final World world;
  private final Host host;
  private final DayClock clock;
  private final Progress progress;
  private final Planted planted;

  Settlement(
      Story story, World world, Host host, DayClock clock, Progress progress, Planted planted) {
    this.story = story;
    this.world = world;
    this.host = host;
    this.clock = clock;
    this.progress = progress;
    this.planted = planted;
  }

  interface Posted {
    void posted(long posted, long of);
  }

  Summary close(Path directory, Posted listener) throws IOException {
    if (progress.find("matched").isEmpty()) {
      Books.Result result = match(directory);
      host.receipts().enqueue(result.receipts());
      progress.put("matched", figures(result));
    }
    long of = host.figures().documents("RECEIPT");
    Day.repeat(
        () -> {
          StepReport report = host.receipts().runOnce();
          listener.posted(host.figures().documentsDone("RECEIPT"), of);
          return report;
        },
        StepReport::more);
    return summary(progress.find("matched").orElseThrow());
  }

  private Books.Result match(Path directory) throws IOException {
    LocalDate day = story.date();
    try (Bank bank = new Bank(story, planted, clock, host.transport())) {
      StatementFlow flow = new StatementFlow(host.database(), bank.bills(), Listener.none());
      clock.moveTo(morning(EARLY));
      expect(StatementFlow.Outcome.NOT_READY, Day.retry(() -> flow.runOnce(day)).outcome());
      clock.moveTo(morning(READY));
      StatementFlow.Outcome outcome = Day.retry(() -> flow.runOnce(day)).outcome();
      if (outcome != StatementFlow.Outcome.REPEATED) {
        expect(StatementFlow.Outcome.IMPORTED, outcome);
      }
      expect(StatementFlow.Outcome.REPEATED, Day.retry(() -> flow.runOnce(day)).outcome());
      List<StatementLine> lines = flow.lines(day);
      Books.Result result =
          Day.retry(() -> new Books(host.orders(), host.erp()).settle(day, lines));
      writeFindings(directory, result.findings());
      return result;
    }
  }

  private Instant morning(int minutes) {
    return story.date().plusDays(1).atStartOfDay(Story.CHINA).plusMinutes(minutes).toInstant();
  }

  private static void expect(StatementFlow.Outcome expected, StatementFlow.Outcome actual) {
    if (expected != actual) {
      throw new IllegalStateException("statement: " + actual + " instead of " + expected);
    }
  }

  private static void writeFindings(Path directory, List<Books.Finding> findings)
      throws IOException {
    StringBuilder csv = new StringBuilder("side,reference,reason,amount,note\n");
    findings.stream()
        .sorted(
            java.util.Comparator.comparing(Books.Finding::reference)
                .thenComparing(Books.Finding::side)
                .thenComparing(Books.Finding::reason))
        .forEach(
            finding ->
                csv.append(finding.side())
                    .append(',')
                    .append(finding.reference())
                    .append(',')
                    .append(finding.reason())
                    .append(',')
                    .append(finding.amount().toPlainString())
                    .append(",\"")
                    .append(finding.note())
                    .append("\"\n"));
    Files.writeString(directory.resolve("exceptions.csv"), csv);
  }

  /** Keeps what the matching found, so that a restart after it need not match again. */
  private String figures(Books.Result result) {
    return String.join(
        ",",
        "" + result.lines(),
        "" + result.matched(),
        "" + planted.found(result.findings()),
        "" + planted.falseFindings(result.findings()),
        "" + result.findings().size());
  }

  private Summary summary(String matched) {
    String[] money = matched.split(",", -1);
    Figures figures = host.figures();
    KingdeeStandIn erp = world.erp();
    Summary summary = new Summary();
    summary.put("orders.source", (long) story.trades().size() + story.tickets().size());
    summary.put("orders.stored", figures.orders());
    summary.put("orders.dispatched", figures.orders("DISPATCHED", "SHIPPED"));
    summary.put("orders.held", figures.orders("HELD"));
    summary.put("orders.quarantined", figures.quarantined());
    summary.put("erp.documents", dispatchedDocuments(erp));
    summary.put("erp.duplicates", duplicates(erp));
    summary.put("shipments.sent", figures.noticesSent());
    summary.put("shipments.missing", unshipped());
    summary.put("stock.oversold", oversold());
    summary.put("stock.published", figures.listingsPublished());
    summary.put("stock.misshown", misshown());
    summary.put("stock.drift", drift());
    summary.put("windows.total", figures.windows());
    summary.put("windows.proved", figures.windowsProved());
    summary.put("statement.lines", Long.parseLong(money[0]));
    summary.put("statement.matched", Long.parseLong(money[1]));
    summary.put("statement.planted", (long) planted.byNumber().size());
    summary.put("statement.plantedFound", Long.parseLong(money[2]));
    summary.put("statement.falseExceptions", Long.parseLong(money[3]));
    summary.put("statement.exceptions", Long.parseLong(money[4]));
    summary.put("receipts.queued", figures.documents("RECEIPT"));
    summary.put("receipts.posted", figures.documentsDone("RECEIPT"));
    return summary;
  }

  /** Counts the documents that the ERP has of our orders: sales orders, and counters' outbounds. */
  private static long dispatchedDocuments(KingdeeStandIn erp) {
    long counters =
        erp.documents("SAL_OUTSTOCK").stream()
            .filter(document -> document.customer().startsWith("POS-"))
            .count();
    return erp.documents("SAL_SaleOrder").size() + counters;
  }

  private static long duplicates(KingdeeStandIn erp) {
    Set<String> seen = new HashSet<>();
    long twice =
        erp.documents("SAL_OUTSTOCK").stream()
            .filter(document -> document.customer().startsWith("POS-"))
            .filter(document -> !seen.add(document.externalNumber()))
            .count();
    return twice + erp.duplicates("SAL_SaleOrder").size() + erp.duplicates("AR_RECEIVEBILL").size();
  }

  /** Counts online orders that went out but whose shop was not told. */
  private long unshipped() {
    long missing = 0;
    for (Story.Trade trade : story.trades()) {
      boolean shipped =
          host.orders().idsOf(trade.shop(), trade.tid()).stream()
              .map(id -> host.orders().find(id).orElseThrow())
              .allMatch(order -> order.state() == io.heliu.order.OrderState.SHIPPED);
      String status = world.shops().standIn(trade.shop()).trade(trade.tid()).status();
      missing += shipped && !status.equals("WAIT_BUYER_CONFIRM_GOODS") ? 1 : 0;
    }
    return missing;
  }

  /** Adds up what was promised without being there. */
  private long oversold() {
    return host.ledger().balances().stream()
        .mapToLong(balance -> Math.max(0, -balance.free()))
        .sum();
  }

  /** Counts listings where a shop shows another quantity than it may sell. */
  private long misshown() {
    long wrong = 0;
    Location warehouse = new Location(World.WAREHOUSE);
    for (ShopId shop : List.of(Story.TAOBAO, Story.TMALL)) {
      TaobaoStandIn standIn = world.shops().standIn(shop);
      for (int product : host.products()) {
        long shown = standIn.stock(Story.item(product), null).orElseThrow();
        long sellable = host.ledger().sellable(new Sku(Story.sku(product)), warehouse);
        wrong += shown == sellable ? 0 : 1;
      }
    }
    return wrong;
  }

  private long drift() {
    List<Sku> skus = new ArrayList<>();
    host.ledger().balances().stream().map(Balance::sku).distinct().forEach(skus::add);
    return Day.retry(() -> host.counts(CountFlow.Policy.REPORT).run(skus)).drifts().size();
  }
}
