package io.heliu.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Money;
import io.heliu.ShopId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTableTest {

  @Test
  void line_everyColumn_comesBack() {
    Line full =
        new Line(
            "id-1",
            new ShopId("jd", "店铺"),
            "TB123",
            "BATCH9",
            new Money(-5, Currency.getInstance("JPY")),
            LocalDate.of(1969, 12, 31),
            LineKind.ADJUSTMENT,
            new Money(-1, Currency.getInstance("JPY")));
    Line bare = Samples.line("id-0", null, "1.00", 1);
    LineTable table = LineTable.of(List.of(bare, full, Samples.line("id-2", "R", "2.00", 2)));
    assertThat(table.line(0)).isEqualTo(bare);
    assertThat(table.line(1)).isEqualTo(full);
    assertThat(table.line(2).fee()).isNull();
    assertThat(table.size()).isEqualTo(3);
  }

  @Test
  void line_reference_isInItsCommonForm() {
    LineTable table = Samples.table(Samples.line("a", "`tb-1", "1.00", 1));
    assertThat(table.line(0).reference()).isEqualTo("TB1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "shop:1/2024-", "同一前缀很长的编号/"})
  void id_anyInputOrder_isInCodePointOrder(String prefix) {
    long seed = new Random().nextLong();
    List<Line> lines = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String id =
          prefix + Integer.toString(i * 37 % 4099, 7) + (i % 3 == 0 ? "-long-tail-" + i : "");
      ids.add(id + "#" + i);
      lines.add(Samples.line(id + "#" + i, "R" + i, "1.00", 1));
    }
    Collections.shuffle(lines, new Random(seed));
    Collections.sort(ids);
    LineTable table = LineTable.of(lines);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(table.id(i)).as("seed %d", seed).isEqualTo(ids.get(i));
      assertThat(table.indexOf(ids.get(i))).isEqualTo(i);
    }
    assertThat(table.indexOf("missing")).isEqualTo(-1);
  }

  @Test
  void builder_tooSmallGuess_grows() {
    LineTable.Builder builder = LineTable.builder(0);
    for (int i = 0; i < 100; i++) {
      Line line = Samples.line("a" + (1000 + i), "R" + i, "1.00", 1);
      builder.add(i < 40 ? line : line.withGroupKey("G" + i).withFee(Money.fen(i)));
    }
    LineTable table = builder.build();
    assertThat(table.line(39).groupKey()).isNull();
    assertThat(table.line(39).fee()).isNull();
    assertThat(table.line(99).groupKey()).isEqualTo("G99");
    assertThat(table.line(99).fee()).isEqualTo(Money.fen(99));
    assertThat(table.line(99).reference()).isEqualTo("R99");
  }

  @Test
  void build_sameIdTwice_isRefused() {
    Line line = Samples.line("a", "R", "1.00", 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LineTable.of(List.of(line, Samples.line("b", "R", "1.00", 1), line)))
        .withMessage("lines: two have the id a");
  }

  @Test
  void builder_negativeGuess_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LineTable.builder(-1))
        .withMessageStartingWith("expectedLines: ");
  }

  @Test
  void line_wrongValues_areRefusedByName() {
    Line line = Samples.line("a", "R", "1.00", 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> line.withId(" "))
        .withMessage("id: must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> line.withId("a\nb"))
        .withMessage("id: must not contain control characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> line.withId("x".repeat(201)))
        .withMessageStartingWith("id: must have at most 200");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> line.withFee(new Money(1, Currency.getInstance("JPY"))))
        .withMessage("fee: must have the currency of the amount");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> line.withGroupKey("x".repeat(1001)))
        .withMessageStartingWith("groupKey: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Line.payment("a", Samples.SHOP, null, Money.fen(1), LocalDate.MAX))
        .withMessageStartingWith("day: ");
  }
}
