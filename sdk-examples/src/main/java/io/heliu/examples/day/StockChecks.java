package io.heliu.examples.day;

import io.heliu.Sku;
import io.heliu.examples.day.host.Host;
import io.heliu.examples.day.host.Steps;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.Progress;
import io.heliu.examples.day.world.StockChanges;
import io.heliu.flow.stock.CountFlow;
import io.heliu.flow.stock.StockDrift;
import io.heliu.inventory.Balance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares the ledger with the ERPs' counts now and then, notes what differs, and takes it over.
 * What is noted must be what has happened in the world, no more and no less.
 */
final class StockChecks {
  private static final int EVERY = 8;
  private static final int FIRST = 16;
  private static final int LATE = 52;

  private final Host host;
  private final Path directory;

  StockChecks(Host host, Path directory) throws IOException {
    this.host = host;
    this.directory = Files.createDirectories(directory);
  }

  /** Checks, if it is time or the day ends. */
  void run(int tick, boolean last) throws IOException {
    if (!last && (tick < FIRST || (tick % EVERY != 0 && tick != LATE))) {
      return;
    }
    for (Story.Company company : Story.Company.values()) {
      Path note = directory.resolve(tick + "-" + company);
      if (!Files.exists(note)) {
        List<String> lines =
            drifts(company, CountFlow.Policy.REPORT).stream().map(d -> line(company, d)).toList();
        Progress.write(note, String.join("\n", lines));
      }
      drifts(company, CountFlow.Policy.ADOPT);
    }
    host.orders().screenAgain("OUT_OF_STOCK");
  }

  private static String line(Story.Company company, StockDrift drift) {
    return company + " " + drift.sku() + " " + drift.location() + " " + drift.difference();
  }

  private List<StockDrift> drifts(Story.Company company, CountFlow.Policy policy) {
    List<Sku> skus = new ArrayList<>();
    host.ledger().balances().stream().map(Balance::sku).distinct().forEach(skus::add);
    CountFlow flow = host.erp(company).counts(policy);
    return Steps.retry(() -> flow.run(skus)).drifts();
  }

  /** Puts what was found into the summary, beside what has happened. */
  void put(Summary summary, StockChanges changes) throws IOException {
    List<String> found = noted();
    List<String> happened =
        changes.all().stream()
            .map(
                change ->
                    change.company()
                        + " "
                        + change.sku()
                        + " "
                        + change.location()
                        + " "
                        + change.units())
            .toList();
    List<String> strange = new ArrayList<>(found);
    happened.forEach(strange::remove);
    List<String> missed = new ArrayList<>(happened);
    found.forEach(missed::remove);
    summary.put("stock.changes", (long) happened.size());
    summary.put("stock.changesFound", (long) happened.size() - missed.size());
    long drifts = 0;
    for (Story.Company company : Story.Company.values()) {
      drifts += drifts(company, CountFlow.Policy.REPORT).size();
    }
    summary.put("stock.drift", drifts + strange.size());
  }

  private List<String> noted() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> notes = Files.list(directory)) {
      for (Path note : new TreeSet<>(notes.toList())) {
        Files.readAllLines(note).stream().filter(line -> !line.isEmpty()).forEach(lines::add);
      }
    }
    return lines;
  }
}
