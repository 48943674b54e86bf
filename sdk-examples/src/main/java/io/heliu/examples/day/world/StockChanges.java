package io.heliu.examples.day.world;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.examples.day.story.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happens to the stock besides sales: goods come in, goods are lost, a stock-take finds some.
 * The ERPs book it and tell nobody. Each change happens once, however often the day is killed.
 */
public final class StockChanges {
  private static final int AT_FIRST = 14;
  private static final int APART = 8;
  private static final int RECEIVED = 10;
  private static final int LOST = -3;
  private static final int FOUND = 2;
  private static final int EACH = 3;

  private final List<Change> changes;
  private final Path directory;

  public StockChanges(Story story, Path directory) throws IOException {
    this.changes = plan(story);
    this.directory = Files.createDirectories(directory);
  }

  /** A change of one good in one place. */
  public record Change(int tick, Story.Company company, Sku sku, Location location, long units) {
    public String id() {
      return company + "-" + sku + "-" + location;
    }
  }

  public List<Change> all() {
    return changes;
  }

  /** Goods that were scarce come in, and others are lost or found. */
  private static List<Change> plan(Story story) {
    List<Change> changes = new ArrayList<>();
    for (Story.Company company : Story.Company.values()) {
      Map<String, Long> spare = new TreeMap<>();
      Map<String, Long> scarce = new TreeMap<>();
      String warehouse = World.warehouse(company);
      OpeningStock.of(
          story,
          company,
          (sku, location, units, missing) -> {
            if (location.equals(warehouse)) {
              (missing > 0 ? scarce : spare).put(sku, units);
            }
          });
      add(changes, AT_FIRST, company, spare.keySet().stream().limit(EACH).toList(), LOST);
      add(
          changes,
          AT_FIRST + APART,
          company,
          spare.keySet().stream().skip(EACH).limit(EACH).toList(),
          FOUND);
      add(
          changes,
          AT_FIRST + 2 * APART,
          company,
          scarce.keySet().stream().limit(EACH).toList(),
          RECEIVED);
    }
    return changes;
  }

  private static void add(
      List<Change> changes, int tick, Story.Company company, List<String> skus, long units) {
    Location location = new Location(World.warehouse(company));
    skus.forEach(sku -> changes.add(new Change(tick, company, new Sku(sku), location, units)));
  }

  /** Lets what is due happen in an ERP's books. */
  public void advance(int tick, Story.Company company, ErpSite erp) throws IOException {
    for (Change change : changes) {
      Path done = directory.resolve(change.id() + ".done");
      if (change.company() == company && change.tick() <= tick && !Files.exists(done)) {
        Path target = directory.resolve(change.id());
        String sku = change.sku().code();
        String location = change.location().code();
        // Nothing moves between these lines: a day that is killed here sets the same again.
        if (!Files.exists(target)) {
          Progress.write(target, "" + (erp.onHand(sku, location) + change.units()));
        }
        erp.setOnHand(sku, location, Long.parseLong(Files.readString(target)));
        Progress.write(done, "yes");
      }
    }
  }
}
