package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.reserve;
import static io.heliu.inventory.InvariantExtension.tea;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Breaks sound books in one place and looks whether the check notices. */
class InvariantsTest {
  private static final CellKey CELL = new CellKey(TEA, EAST);

  private static Books sound() {
    Books books = new Books();
    apply(books, new Command.Adjust("tea", TEA, EAST, 10, "opening"));
    apply(books, reserve("order", 3));
    apply(books, new Command.Ship("parcel", "order", tea(1)));
    apply(books, reserve("expiring", 1));
    return books;
  }

  private static void apply(Books books, Command command) {
    Draft draft = new Draft(books, 0);
    Rules.apply(draft, Entry.Told.of(command));
    books.commit(draft);
  }

  private static void breaks(Consumer<Books> damage, String invariant) {
    Books books = sound();
    damage.accept(books);
    assertThatThrownBy(books::verify)
        .isInstanceOf(Fault.Store.class)
        .hasMessageContaining("broken invariant: " + invariant);
  }

  private static Cell cell(Books books) {
    Cell cell = books.cell(CELL);
    if (cell == null) {
      throw new IllegalStateException("cell: is not there");
    }
    return cell;
  }

  private static Hold order(Books books) {
    Hold hold = books.hold("order");
    if (hold == null) {
      throw new IllegalStateException("order: is not there");
    }
    return hold;
  }

  @Test
  void verify_soundBooks_isQuiet() {
    assertThatCode(() -> sound().verify()).doesNotThrowAnyException();
  }

  @Test
  void verify_reservedDrifted_isNamed() {
    breaks(books -> cell(books).reserved++, "reserved equals the sum of open holds");
    breaks(books -> cell(books).reserved = -1, "reserved is not negative");
  }

  @Test
  void verify_onHandDrifted_isNamed() {
    breaks(books -> cell(books).onHand--, "on hand equals the sum of movements");
  }

  @Test
  void verify_versionFromTheFuture_isNamed() {
    breaks(books -> cell(books).version = 99, "a version is a sequence of the ledger");
  }

  @Test
  void verify_lineExceeded_isNamed() {
    breaks(books -> order(books).shipped()[0] = 2, "a line's parts are within its quantity");
  }

  @Test
  void verify_openWithoutUnits_isNamed() {
    breaks(
        books -> order(books).remaining()[0] = 0,
        "a reservation holds units exactly while it is open");
  }

  @Test
  void verify_expiryForgotten_isNamed() {
    breaks(books -> books.expiries().clear(), "every hold that may expire is in the expiry queue");
  }

  @Test
  void verify_changeForgotten_isNamed() {
    breaks(books -> books.changes().clear(), "every cell is in the order of changes");
  }
}
