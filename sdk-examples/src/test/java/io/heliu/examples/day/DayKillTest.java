package io.heliu.examples.day;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.examples.day.world.Databases;
import io.heliu.examples.day.world.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plays a small day undisturbed, and once more with kill -9 again and again; the ends are equal.
 */
class DayKillTest {
  private static final int ORDERS = 100;
  private static final int KILLS = 12;
  private static final int KILLS_ON_POSTGRES = 6;
  private static final int AT_ONCE = 0;
  private static final int FIRST_BUSY_TICK = 14;
  private static final int LAST_TICK = 57;

  private static final List<String> TAKEN_BACK =
      List.of("\"afterSales.takenBack\"", "\"erp.cancelled\"");

  /** Figures that must not be zero, so that a kill meets every kind of after-sales. */
  private static final List<String> AFTER_SALES =
      List.of(
          "afterSales.beforeShipment",
          "afterSales.moneyOnly",
          "afterSales.withdrawn",
          "afterSales.returned",
          "afterSales.exchanged",
          "afterSales.sentAgain",
          "mini.refundsSent",
          "mini.refundsUnsent",
          "erp.cancelled");

  private Databases.Store store = Databases.Store.H2;

  @TempDir Path directory;

  @AfterEach
  void stopServers() throws IOException {
    for (Path day : List.of(directory.resolve("calm"), directory.resolve("rough"))) {
      if (Files.exists(day)) {
        PostgresServer.stopLeftOvers(day);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.Store.class)
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void day_killedAtManyPoints_endsLikeAnUndisturbedDay(Databases.Store kind) throws Exception {
    store = kind;
    int kills = kind == Databases.Store.H2 ? KILLS : KILLS_ON_POSTGRES;
    long seed = System.nanoTime();
    Path calm = directory.resolve("calm");
    assertThat(start(calm, false).waitFor()).as(output(calm)).isZero();
    assertThat(figures(calm)).as("after-sales of every kind").containsAll(AFTER_SALES);

    Path rough = directory.resolve("rough");
    Random random = new Random(seed);
    int killed = 0;
    Set<Integer> ticks = new HashSet<>();
    Process day = start(rough, false);
    while (killed < kills && !ends(day, rough, random, target(killed, kills))) {
      day.destroyForcibly().waitFor();
      killed++;
      ticks.add(tick(rough));
      day = start(rough, true);
    }
    int status = day.waitFor();

    String of = "seed " + seed + ", " + killed + " kills\n" + output(rough);
    assertThat(status).as(of).isZero();
    assertThat(killed).as(of).isGreaterThan(kills / 2);
    assertThat(ticks).as("progress between the kills, " + of).hasSizeGreaterThan(kills / 4);
    assertThat(end(rough)).as(of).isEqualTo(end(calm));
    assertThat(rough.resolve("exceptions.csv"))
        .hasSameTextualContentAs(calm.resolve("exceptions.csv"), StandardCharsets.UTF_8);
  }

  /**
   * Returns how far the day must be for a kill: one in three comes at once, the others come one
   * after the other while buyers buy and regret, the last one when the money is counted.
   */
  private static int target(int killed, int kills) {
    int busy = FIRST_BUSY_TICK + (LAST_TICK - FIRST_BUSY_TICK) * killed / (kills - 1);
    return killed % 3 == 0 ? AT_ONCE : busy;
  }

  /** Returns how far the day is. */
  private static int tick(Path day) throws IOException {
    Path tick = day.resolve("tick");
    return Files.exists(tick) ? Integer.parseInt(Files.readString(tick)) : 0;
  }

  /** Waits for the moment of a kill; tells whether the day ended. */
  private static boolean ends(Process process, Path day, Random random, int target)
      throws IOException, InterruptedException {
    while (tick(day) < target) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        return true;
      }
    }
    return process.waitFor(random.nextInt(target == AT_ONCE ? 2500 : 300), TimeUnit.MILLISECONDS);
  }

  private Process start(Path day, boolean resume) throws IOException {
    Files.createDirectories(day.getParent());
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.add("-Xmx512m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dday.orders=" + ORDERS);
    command.add("-Dday.dir=" + day);
    command.add("-Dday.store=" + store.name().toLowerCase(Locale.ROOT));
    command.add("-Dday.resume=" + resume);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Day.class.getName());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(day).toFile()))
        .start();
  }

  private static Path log(Path day) {
    return day.resolveSibling(day.getFileName() + ".log");
  }

  private static String output(Path day) throws IOException {
    return Files.exists(log(day)) ? Files.readString(log(day)) : "";
  }

  /** Returns the names of the figures that are not zero. */
  private static List<String> figures(Path day) throws IOException {
    return summary(day).stream()
        .map(line -> line.strip().split(": "))
        .filter(figure -> figure.length == 2 && !figure[1].equals("0"))
        .map(figure -> figure[0].replace("\"", ""))
        .toList();
  }

  /**
   * Returns the summary without the orders that an ERP was asked to give back, which every day
   * checks by itself against those that it gave back. A push that is lost with the process delays
   * its order until it is polled; if the buyer has changed it by then, nothing has to be taken
   * back.
   */
  private static List<String> end(Path day) throws IOException {
    return summary(day).stream()
        .filter(line -> TAKEN_BACK.stream().noneMatch(line::contains))
        .toList();
  }

  /** Returns the summary without what may differ: how long it took, and which faults it met. */
  private static List<String> summary(Path day) throws IOException {
    return Files.readAllLines(day.resolve("summary.json")).stream()
        .filter(line -> !line.contains("\"seconds\"") && !line.contains("\"faults.met\""))
        .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
        .toList();
  }
}
