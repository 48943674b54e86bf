package io.heliu.examples.day;

import io.heliu.ShopId;
import io.heliu.channel.StatementLine;
import io.heliu.erp.Receipt;
import io.heliu.examples.day.host.Arrivals;
import io.heliu.examples.day.host.Books;
import io.heliu.examples.day.host.DayReport;
import io.heliu.examples.day.host.Host;
import io.heliu.examples.day.host.Statements;
import io.heliu.examples.day.host.Steps;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.Finding;
import io.heliu.examples.day.story.Payments;
import io.heliu.examples.day.story.Planted;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.PaymentDesk;
import io.heliu.examples.day.world.Progress;
import io.heliu.examples.day.world.World;
import io.heliu.flow.StepReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The morning after: the providers' files, the matching, and the receipts. */
final class Settlement {
  private static final int ROUNDS = 5;

  private final Story story;
  private final World world;
  private final Host host;
  private final DayClock clock;
  private final Progress progress;
  private final Path directory;
  private final long seed;
  private final DayReport report;

  Settlement(
      Story story,
      World world,
      Host host,
      DayClock clock,
      Progress progress,
      Path directory,
      long seed,
      DayReport report) {
    this.report = report;
    this.story = story;
    this.world = world;
    this.host = host;
    this.clock = clock;
    this.progress = progress;
    this.directory = directory;
    this.seed = seed;
  }

  interface Posted {
    void posted(long posted, long of);
  }

  /** What the matching gave, over all providers. */
  private static final class Total {
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> byHand = new ArrayList<>();
    private long lines;
    private long movements;
    private long matched;
    private long planted;
    private long found;
    private long strange;
    private long refunded;
    private long ownRefunds;
    private long share;
    private long expectedShare;
  }

  /** Closes the day, and puts its figures into the summary. */
  void close(Summary summary, Posted listener) throws IOException {
    if (progress.find("matched").isEmpty()) {
      Total total = match();
      writeFindings(total.findings);
      Files.write(directory.resolve("receipts-by-hand.csv"), total.byHand);
      total.share = basisPoints(report.write(directory));
      total.expectedShare = basisPoints(report.expected());
      progress.put("matched", figures(total));
    }
    long of = host.figures().documents("RECEIPT");
    // What the ERP left unsure last is asked for when the host's timer comes round again.
    for (int round = 0; round < ROUNDS; round++) {
      Steps.repeat(
          () -> {
            StepReport report = host.erp(Story.Company.EAST).receipts().runOnce();
            listener.posted(host.figures().documentsDone("RECEIPT"), of);
            return report;
          },
          StepReport::more);
    }
    put(summary, progress.find("matched").orElseThrow());
    summary.put("receipts.queued", of);
    summary.put("receipts.posted", host.figures().documentsDone("RECEIPT"));
  }

  private Total match() {
    Total total = new Total();
    Set<ShopId> taobao = new TreeSet<>(List.of(Story.TAOBAO, Story.TMALL));
    Planted east = new Planted(story, taobao, "29", seed);
    Planted west = new Planted(story, Set.of(Story.WECHAT, Story.MINI), "39", seed);
    Statements alipays = statements(world.alipay(), east);
    Statements wechats = statements(world.wechatPay(), west);
    List<Statements> all = List.of(alipays, wechats);
    all.forEach(Statements::early);
    all.forEach(Statements::firstIssue);
    all.forEach(Statements::secondIssue);
    match(alipays, east, Story.Company.EAST, total);
    match(wechats, west, Story.Company.WEST, total);
    return total;
  }

  private Statements statements(PaymentDesk desk, Planted planted) {
    List<Payments.Payment> payments = Payments.of(story, planted);
    return new Statements(host.database(), story.date(), clock, desk, host.transport(), payments);
  }

  private void match(Statements statements, Planted planted, Story.Company company, Total total) {
    List<StatementLine> trades = statements.trades();
    List<StatementLine> funds = statements.funds();
    Books books =
        new Books(host.orders(), host.refundBook(), host.erp(company).erp(), planted.shops());
    Books.Result result = Steps.retry(() -> books.settle(story.date(), trades));
    List<Finding> findings = new ArrayList<>(result.findings());
    findings.addAll(Arrivals.check(statements.desk().name(), trades, funds));
    report.add(result.match(), planted, trades);
    total.findings.addAll(findings);
    total.lines += trades.size();
    total.refunded += refunded(trades, planted);
    total.ownRefunds += ownRefunds(trades);
    total.movements += funds.size();
    total.matched += result.matched();
    total.planted += planted.byNumber().size();
    total.found += planted.found(findings);
    total.strange += planted.falseFindings(findings);
    if (company == Story.Company.EAST) {
      host.erp(company).receipts().enqueue(result.receipts());
    } else {
      result.receipts().forEach(receipt -> total.byHand.add(line(receipt)));
    }
  }

  /** Adds up what the bill says went back for orders, in fen. */
  private static long refunded(List<StatementLine> trades, Planted planted) {
    return trades.stream()
        .filter(line -> line.kind() == StatementLine.Kind.REFUND)
        .filter(line -> !planted.byNumber().containsKey(line.reference()))
        .mapToLong(line -> -line.gross().minor())
        .sum();
  }

  /** Counts the refunds of the mini-program that the bill has under the merchant's own numbers. */
  private long ownRefunds(List<StatementLine> trades) {
    return trades.stream()
        .filter(line -> line.kind() == StatementLine.Kind.REFUND)
        .filter(line -> host.ownShop().isPaidBack(line.merchantRefund(), line.gross().negated()))
        .count();
  }

  /** The legacy ERP takes no receipts over its tables: a person enters what this line says. */
  private static String line(Receipt receipt) {
    return String.join(
        ",",
        receipt.number(),
        receipt.customer(),
        receipt.lines().get(0).receivable().number(),
        receipt.cleared().toPlainString(),
        receipt.fee().toPlainString());
  }

  private static long basisPoints(BigDecimal share) {
    return share.movePointRight(4).longValueExact();
  }

  private void writeFindings(List<Finding> findings) throws IOException {
    List<String> csv = new ArrayList<>(List.of("side,reference,reason,amount,note"));
    findings.stream()
        .sorted(
            Comparator.comparing(Finding::reference)
                .thenComparing(Finding::side)
                .thenComparing(Finding::reason))
        .forEach(finding -> csv.add(finding.csv()));
    Files.write(directory.resolve("exceptions.csv"), csv);
  }

  private static final List<String> NAMES =
      List.of(
          "statement.lines",
          "statement.movements",
          "statement.matched",
          "statement.planted",
          "statement.plantedFound",
          "statement.falseExceptions",
          "statement.exceptions",
          "afterSales.fenBilled",
          "mini.refundsBilled",
          "receipts.byHand",
          "report.reconciledShare",
          "report.expectedShare");

  /** Keeps what the matching found, so that a restart after it need not match again. */
  private static String figures(Total total) {
    return String.join(
        ",",
        "" + total.lines,
        "" + total.movements,
        "" + total.matched,
        "" + total.planted,
        "" + total.found,
        "" + total.strange,
        "" + total.findings.size(),
        "" + total.refunded,
        "" + total.ownRefunds,
        "" + total.byHand.size(),
        "" + total.share,
        "" + total.expectedShare);
  }

  private static void put(Summary summary, String figures) {
    String[] values = figures.split(",", -1);
    for (int i = 0; i < values.length; i++) {
      summary.put(NAMES.get(i), Long.parseLong(values[i]));
    }
  }
}
