package io.heliu.channel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvCellsTest {

  @Test
  void split_randomRows_agreesWithAnotherReader() {
    String alphabet = "ab中,,\"\" \t'";
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      StringBuilder row = new StringBuilder();
      int cells = 1 + random.nextInt(5);
      for (int c = 0; c < cells; c++) {
        StringBuilder cell = new StringBuilder();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
          cell.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        String text = cell.toString();
        boolean quote = text.contains("\"") || text.contains(",") || random.nextBoolean();
        row.append(c == 0 ? "" : ",").append(quote ? '"' + text.replace("\"", "\"\"") + '"' : text);
      }
      String line = row.toString();
      if (!line.isEmpty()) {
        assertThat(CsvCells.split(line, ','))
            .as("seed %d: %s", seed, line)
            .isEqualTo(
                CsvReader.builder().ofCsvRecord(line).stream()
                    .findFirst()
                    .orElseThrow()
                    .getFields());
      }
    }
  }

  @Test
  void split_openQuote_isNull() {
    assertThat(CsvCells.split("a,\"b,c", ',')).isNull();
  }

  @Test
  void split_quoteInsideCell_isText() {
    assertThat(CsvCells.split("5\" pan,x", ',')).containsExactly("5\" pan", "x");
  }

  @Test
  void split_trailingDelimiter_givesEmptyCell() {
    assertThat(CsvCells.split("a,", ',')).containsExactly("a", "");
  }
}
