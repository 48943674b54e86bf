package io.heliu.benchmarks.reading;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.heliu.benchmarks.reading.Contest.Contestant;
import io.heliu.benchmarks.reading.Contest.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Two readers of comma separated files that split every line into cells and look at none: FastCSV,
 * and the program that everybody writes first.
 */
final class Rows {
  private Rows() {}

  /** Opens a file's text; what is packed comes unpacked. */
  interface Source {
    InputStream open() throws IOException;
  }

  /**
   * Returns Heliu and its rivals; more may be added.
   *
   * @param heliu Heliu
   * @param text the same file
   * @param encoding its encoding
   * @param width how many cells a row has at least, so that title lines do not count
   * @param titles how many lines of that width are no rows
   */
  static List<Contestant> with(
      Contestant heliu, Source text, Charset encoding, int width, int titles) {
    Tally found = new Tally(heliu.found().rows() + titles, 0);
    List<Contestant> all = new ArrayList<>();
    all.add(heliu);
    all.add(new Contestant("fastcsv", found, () -> fastCsv(text, encoding, width)));
    all.add(new Contestant("split", found, () -> split(text, encoding, width)));
    return all;
  }

  private static Tally fastCsv(Source text, Charset encoding, int width) throws IOException {
    Tally tally = new Tally(0, 0);
    try (CsvReader<CsvRecord> rows =
        CsvReader.builder()
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(new InputStreamReader(text.open(), encoding))) {
      for (CsvRecord row : rows) {
        if (row.getFieldCount() >= width) {
          tally = tally.plus(0);
        }
      }
    }
    return tally;
  }

  @SuppressWarnings("StringSplitter") // the program that everybody writes first
  private static Tally split(Source text, Charset encoding, int width) throws IOException {
    Tally tally = new Tally(0, 0);
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(text.open(), encoding))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.split(",", -1).length >= width) {
          tally = tally.plus(0);
        }
      }
    }
    return tally;
  }
}
