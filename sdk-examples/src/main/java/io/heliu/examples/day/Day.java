package io.heliu.examples.day;

import io.heliu.Listener;
import io.heliu.Money;
import io.heliu.examples.day.host.Comebacks;
import io.heliu.examples.day.host.DayReport;
import io.heliu.examples.day.host.Figures;
import io.heliu.examples.day.host.Host;
import io.heliu.examples.day.host.Steps;
import io.heliu.examples.day.story.DayClock;
import io.heliu.examples.day.story.FoodMart;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.Databases;
import io.heliu.examples.day.world.Progress;
import io.heliu.examples.day.world.World;
import io.heliu.flow.DispatchFlow;
import io.heliu.flow.IntakeFlow;
import io.heliu.flow.RefundIntakeFlow;
import io.heliu.flow.StepReport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plays one day of trade: real FoodMart sales as channel orders, through shops, counters, ERP and
 * bill that misbehave, and shows that nothing was lost, doubled or oversold.
 *
 * <p>Options are system properties: {@code day.date}, {@code day.orders}, {@code day.seed}, {@code
 * day.store} ({@code h2} or {@code postgres}), {@code day.dir}, {@code day.resume}. Exit status 1
 * means that a bar was missed, 2 that an option makes no sense.
 */
public final class Day {
  private static final Duration TICK = Duration.ofMinutes(30);
  private static final int LAST_TICK = 56;

  /** Until the eastern warehouse packs, an order may be taken back from the ERP. */
  private static final int PACKS_EVERY = 4;

  private static final int SESSION_CALLS = 150;

  private final Story story;
  private final Map<Integer, String> products;
  private final Map<String, Money> costs = new TreeMap<>();
  private final Path directory;
  private final Progress progress;
  private final Options options;
  private final Console console;

  private Day(FoodMart data, Story story, Options options, Console console) {
    this.products = new TreeMap<>(data.products());
    products.keySet().retainAll(story.products());
    data.costs().forEach((product, cost) -> costs.put(Story.sku(product), cost));
    this.story = story;
    this.options = options;
    this.directory = options.directory();
    this.progress = new Progress(directory);
    this.console = console;
  }

  /** Runs the day. */
  public static void main(String[] args) throws Exception {
    long started = System.nanoTime();
    Options options;
    try {
      options = Options.read();
      options.prepare();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Console console = new Console(out, System.console() != null);
    console.say(
        "Heliu: a day of trade, %s, %,d orders, seed %d"
            .formatted(options.date(), options.orders(), options.seed()));
    FoodMart data = FoodMart.load();
    Story story = new Story(data, options.date(), options.orders(), options.seed());
    boolean good = new Day(data, story, options, console).play(started);
    System.exit(good ? 0 : 1);
  }

  private boolean play(long started) throws IOException {
    int tick = progress.number("tick", 0);
    DayClock clock = new DayClock(at(tick));
    Alerts alerts = new Alerts(directory.resolve("alerts.log"));
    try (Databases databases = new Databases(options.store(), directory);
        World world = new World(story, clock, products, directory.resolve("world"), databases);
        Host host =
            new Host(
                story,
                products.keySet(),
                world,
                clock,
                directory.resolve("host"),
                databases,
                alerts)) {
      open(host);
      StockChecks checks = new StockChecks(host, directory.resolve("checks"));
      trade(world, host, clock, checks, tick);
      return close(world, host, clock, checks, started);
    }
  }

  private void open(Host host) throws IOException {
    if (progress.find("opened").isEmpty()) {
      console.say("  taking over master data and opening stock ...");
      host.open(products);
      progress.put("openingStock", "" + DayReport.atCost(host, costs).minor());
      progress.put("opened", "yes");
    }
  }

  /** Plays the ticks that are left of the day. */
  private void trade(World world, Host host, DayClock clock, StockChecks checks, int first)
      throws IOException {
    if (first < LAST_TICK / 2) {
      world.taobao().expireSessions(SESSION_CALLS);
      world.wechat().expireToken(SESSION_CALLS);
    }
    for (int tick = first; tick <= LAST_TICK; tick++) {
      clock.moveTo(at(tick));
      world.advance(clock, tick, at(tick), host.inlets());
      step(world, host, tick, tick);
      checks.run(tick, tick == LAST_TICK);
      if (tick == LAST_TICK) {
        step(world, host, tick, tick + 1);
      }
      show(host, clock, tick % 12 == 11);
      progress.put("tick", "" + (tick + 1));
    }
  }

  /** Settles the day and says what came of it; tells whether every bar was met. */
  private boolean close(World world, Host host, DayClock clock, StockChecks checks, long started)
      throws IOException {
    Summary summary = new Summary();
    Money openingStock = Money.fen(Long.parseLong(progress.find("openingStock").orElseThrow()));
    DayReport report = new DayReport(story, host, costs, openingStock);
    new Settlement(story, world, host, clock, progress, directory, options.seed(), report)
        .close(summary, (posted, of) -> bar("money", posted, of, clock, false));
    new Counts(story, world, host).put(summary);
    checks.put(summary, world.changes());
    console.draw(clock.instant(), true);
    summary.put("seconds", (System.nanoTime() - started) / 1_000_000_000L);
    summary.write(directory);
    summary.table().forEach(console::say);
    List<String> missed = Bars.missed(summary);
    missed.forEach(bar -> console.say("  MISSED: " + bar));
    List<String> unmet = world.mischief().unmet();
    if (!missed.isEmpty() && !unmet.isEmpty()) {
      console.say("  Faults that hit nothing: " + unmet);
    }
    console.say(
        missed.isEmpty() ? "  The day holds: nothing lost, doubled or oversold." : "  It failed.");
    return missed.isEmpty();
  }

  private Instant at(int tick) {
    return story.date().atStartOfDay(Story.CHINA).toInstant().plus(TICK.multipliedBy(tick));
  }

  /** Runs every flow until it has nothing more to do. */
  private void step(World world, Host host, int tick, int round) throws IOException {
    host.followHints();
    host.ownShop().askForPayments();
    for (IntakeFlow intake : host.intakes()) {
      Steps.repeat(intake::runOnce, report -> report.step().more());
    }
    for (RefundIntakeFlow refunds : host.refunds()) {
      Steps.repeat(refunds::runOnce, report -> report.step().more());
    }
    Steps.repeat(host.drop()::runOnce, StepReport::more);
    for (Story.Company company : Story.Company.values()) {
      Steps.repeat(host.erp(company).afterSales()::runOnce, StepReport::more);
    }
    new Comebacks(host, story).take();
    if (tick % PACKS_EVERY == 0) {
      world.kingdee().work(round);
    }
    for (Story.Company company : Story.Company.values()) {
      Steps.repeat(host.erp(company).dispatch()::runOnce, DispatchFlow.Report::more);
    }
    world.legacy().work(round);
    for (Story.Company company : Story.Company.values()) {
      Steps.repeat(host.erp(company).shipment()::runOnce, StepReport::more);
    }
    host.tellRefusedAgain();
    host.askRefusingErpsAgain();
    Steps.repeat(host.stock()::runOnce, StepReport::more);
  }

  private void show(Host host, DayClock clock, boolean important) {
    Figures figures = host.figures();
    long orders = (long) story.trades().size() + story.tickets().size();
    console.progress("orders", figures.orders(), orders);
    console.progress("erp", figures.orders("DISPATCHED", "SHIPPED"), orders);
    console.progress("shipments", figures.noticesSent(), figures.notices());
    console.progress("stock", figures.listingsPublished(), figures.listings());
    console.draw(clock.instant(), important);
  }

  private void bar(String stream, long done, long of, DayClock clock, boolean important) {
    console.progress(stream, done, of);
    console.draw(clock.instant(), important);
  }

  /** Writes alerts to a file: what a person would be told. */
  private static final class Alerts implements Listener {
    private final Path file;

    Alerts(Path file) {
      this.file = file;
    }

    @Override
    public void alerted(Alert alert) {
      String line = alert.source() + " " + alert.code() + " " + alert.message() + "\n";
      try {
        Files.writeString(
            file,
            line,
            StandardCharsets.UTF_8,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
