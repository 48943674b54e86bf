package io.heliu.examples.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.examples.day.world.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private static final LocalDate DATE = LocalDate.of(1997, 1, 1);

  @AfterEach
  void forget() {
    for (String name : new String[] {"day.date", "day.orders", "day.seed", "day.store"}) {
      System.clearProperty(name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "day.date,yesterday",
    "day.date,1998-01-01",
    "day.orders,0",
    "day.orders,many",
    "day.orders,20001",
    "day.seed,x",
    "day.store,oracle"
  })
  void read_nonsense_isRefusedByName(String name, String value) {
    System.setProperty(name, value);

    assertThatIllegalArgumentException()
        .isThrownBy(Options::read)
        .withMessageStartingWith(name + ": ")
        .withMessageContaining(value);
  }

  @Test
  void prepare_directoryOfSomebodyElse_isNotEmptied(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("letter.txt"), "dear");

    Options options = new Options(DATE, 1, 1, directory, false, Databases.Store.H2);
    assertThatIllegalArgumentException()
        .isThrownBy(options::prepare)
        .withMessageStartingWith("day.dir: ");
    assertThat(file).exists();
  }

  @Test
  void prepare_dayBefore_isEmptiedUnlessResumed(@TempDir Path directory) throws Exception {
    new Options(DATE, 1, 1, directory, false, Databases.Store.H2).prepare();
    Path file = Files.writeString(directory.resolve("tick"), "3");

    new Options(DATE, 1, 1, directory, true, Databases.Store.H2).prepare();
    assertThat(file).exists();
    new Options(DATE, 1, 1, directory, false, Databases.Store.H2).prepare();
    assertThat(file).doesNotExist();
  }

  @Test
  void prepare_resumeOfAnotherDay_isRefused(@TempDir Path directory) throws Exception {
    new Options(DATE, 1, 1, directory, false, Databases.Store.H2).prepare();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Options(DATE, 2, 1, directory, true, Databases.Store.H2).prepare())
        .withMessageStartingWith("day.resume: ");
  }
}
