package io.heliu.examples.day;

import io.heliu.examples.day.world.Databases;
import io.heliu.examples.day.world.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What the day is asked for, from system properties.
 *
 * @param date the date it is played on, in 1997
 * @param orders how many orders, 1 to 20,000
 * @param seed decides times, faults and planted discrepancies
 * @param directory where everything is kept
 * @param resume whether to go on with a day that was killed
 * @param store which database keeps the merchant's data
 */
record Options(
    LocalDate date, int orders, long seed, Path directory, boolean resume, Databases.Store store) {
  private static final int MAX_ORDERS = 20_000;
  private static final String MARK = "heliu-day";

  static Options read() {
    LocalDate date = date(System.getProperty("day.date", "1997-01-01"));
    long orders = number("day.orders", "3000", 1, MAX_ORDERS);
    long seed = number("day.seed", "42", Long.MIN_VALUE, Long.MAX_VALUE);
    Path directory = Path.of(System.getProperty("day.dir", "target/day")).toAbsolutePath();
    boolean resume = Boolean.getBoolean("day.resume");
    Databases.Store store = store(System.getProperty("day.store", "h2"));
    return new Options(date, (int) orders, seed, directory, resume, store);
  }

  private static Databases.Store store(String text) {
    return switch (text) {
      case "h2" -> Databases.Store.H2;
      case "postgres" -> Databases.Store.POSTGRES;
      default ->
          throw new IllegalArgumentException("day.store: must be h2 or postgres, not " + text);
    };
  }

  private static LocalDate date(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() == 1997) {
        return date;
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("day.date: must read like 1997-06-18, not " + text, e);
    }
    throw new IllegalArgumentException("day.date: must be in 1997, not " + text);
  }

  private static long number(String name, String usual, long min, long max) {
    String text = System.getProperty(name, usual);
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + ": must be a whole number, not " + text, e);
    }
    throw new IllegalArgumentException(name + ": must be " + min + " to " + max + ", not " + text);
  }

  /** Makes the directory ready: as it was left, or empty. Only a day's own directory is emptied. */
  void prepare() throws IOException {
    boolean used = Files.exists(directory) && !isEmpty();
    if (used && !Files.exists(directory.resolve(MARK))) {
      throw new IllegalArgumentException(
          "day.dir: " + directory + " holds something else; name an empty directory");
    }
    String played = date + " " + orders + " " + seed + " " + store;
    if (used && resume && !Files.readString(directory.resolve(MARK)).equals(played)) {
      throw new IllegalArgumentException(
          "day.resume: the day was begun with another date, number of orders, seed or store");
    }
    if (used && !resume) {
      PostgresServer.stopLeftOvers(directory);
      delete();
    }
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(MARK), played);
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  private void delete() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
