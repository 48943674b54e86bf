package io.heliu.flow;

import io.heliu.store.StoreTest;
import io.heliu.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A world of its own for each test, on every database; its invariants hold after each. */
@StoreTest
@SuppressWarnings("NullAway.Init")
abstract class FlowTest {
  @Parameter TestDatabase kind;
  @TempDir Path directory;
  World world;

  @BeforeEach
  void openWorld() {
    world = new World(kind, directory.resolve("ledger"));
  }

  @AfterEach
  void checkWorld() {
    world.crash.restart();
    try {
      world.checkInvariants();
    } finally {
      world.close();
    }
  }
}
