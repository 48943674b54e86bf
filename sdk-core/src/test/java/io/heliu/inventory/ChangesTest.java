package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.CUP;
import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.HALF_HOUR;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.WEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Sku;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChangesTest {
  @RegisterExtension final InvariantExtension books = new InvariantExtension();

  @Test
  void changesSince_cellChangedTwice_isToldOnceWithTheLatest() {
    books.stock(TEA, EAST, 5);
    books.stock(CUP, EAST, 1);
    books.stock(TEA, EAST, 2);

    Changes changes = books.ledger().changesSince(0, 10);

    assertThat(changes.balances())
        .containsExactly(books.ledger().balance(CUP, EAST), books.balance());
    assertThat(changes.more()).isFalse();
    assertThat(changes.nextSequence()).isEqualTo(books.ledger().sequence());
  }

  @Test
  void changesSince_nothingNew_isEmpty() {
    books.stock(TEA, EAST, 5);

    Changes changes = books.ledger().changesSince(books.ledger().sequence(), 10);

    assertThat(changes.balances()).isEmpty();
    assertThat(changes.more()).isFalse();
  }

  @Test
  void changesSince_inPages_tellsEachOnce() {
    for (int i = 0; i < 7; i++) {
      books.stock(new Sku("SKU-" + i), EAST, i);
    }
    List<String> told = new ArrayList<>();
    Changes page = books.ledger().changesSince(0, 3);
    told.addAll(skus(page));
    while (page.more()) {
      page = books.ledger().changesSince(page.nextSequence(), 3);
      told.addAll(skus(page));
    }

    assertThat(told).containsExactly("SKU-0", "SKU-1", "SKU-2", "SKU-3", "SKU-4", "SKU-5", "SKU-6");
  }

  private static List<String> skus(Changes page) {
    return page.balances().stream().map(balance -> balance.sku().code()).toList();
  }

  @Test
  void changesSince_changesOfOneSequence_areNotSplit() {
    books.stock(TEA, EAST, 5);
    books.stock(TEA, WEST, 5);
    books.stock(CUP, EAST, 5);
    long before = books.ledger().sequence();
    books.accept(
        new Command.Reserve(
            "order",
            "o",
            List.of(new StockLine(TEA, EAST, 1), new StockLine(TEA, WEST, 1)),
            HALF_HOUR));
    books.stock(CUP, EAST, 1);

    Changes changes = books.ledger().changesSince(before, 1);

    assertThat(changes.balances()).hasSize(2);
    assertThat(changes.more()).isTrue();
    assertThat(books.ledger().changesSince(changes.nextSequence(), 1).balances())
        .containsExactly(books.ledger().balance(CUP, EAST));
  }

  @Test
  void changesSince_reserveReleaseExpireAndPolicy_areChanges() {
    books.stock(TEA, EAST, 5);
    books.hold("a", 1);
    assertThat(isToldAfter(books.balance().version() - 1)).isTrue();
    long held = books.ledger().sequence();
    books.clock().advance(HALF_HOUR);
    books.ledger().expireDue(1);
    assertThat(isToldAfter(held)).isTrue();
    long expired = books.ledger().sequence();
    books.accept(new Command.SetPolicy(books.newKey(), TEA, EAST, 1, 0));
    assertThat(isToldAfter(expired)).isTrue();
  }

  private boolean isToldAfter(long sequence) {
    return books.ledger().changesSince(sequence, 1).balances().contains(books.balance());
  }

  @Test
  void changesSince_refusal_isNoChange() {
    books.stock(TEA, EAST, 5);
    long before = books.ledger().sequence();

    books.refuse(InvariantExtension.reserve("order", 6), Reason.INSUFFICIENT);

    assertThat(books.ledger().changesSince(before, 10).balances()).isEmpty();
  }

  @Test
  void changesSince_aheadOfTheLedger_isAFault() {
    books.stock(TEA, EAST, 5);

    assertThatThrownBy(() -> books.ledger().changesSince(99, 10))
        .isInstanceOf(Fault.Store.class)
        .hasMessageContaining("99")
        .hasMessageContaining("backup");
  }

  @Test
  void changesSince_badArguments_areIllegal() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> books.ledger().changesSince(-1, 10))
        .withMessageStartingWith("sequence:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> books.ledger().changesSince(0, 0))
        .withMessageStartingWith("limit:");
  }

  @Test
  void changesSince_afterReopenFromSnapshot_isTheSame() {
    books.stock(TEA, EAST, 5);
    books.stock(CUP, EAST, 5);
    books.ledger().snapshot();
    Changes before = books.ledger().changesSince(1, 10);

    books.reopen();

    assertThat(books.ledger().changesSince(1, 10)).isEqualTo(before);
  }
}
