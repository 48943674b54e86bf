package io.heliu.reconcile;

import static io.heliu.reconcile.Samples.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementImportTest {

  @Test
  void of_sameFileTwice_takesNothingNew() {
    List<Line> file = List.of(line("a", "R", "1.00", 1), line("b", "S", "2.00", 1));
    StatementImport again = StatementImport.of(file, file);
    assertThat(again.fresh()).isEmpty();
    assertThat(again.dropped())
        .extracting(StatementImport.Dropped::reason)
        .containsExactly(Reason.DUPLICATE_IMPORT, Reason.DUPLICATE_IMPORT);
  }

  @Test
  void of_overlappingFiles_takesEachLineOnce() {
    List<Line> first = List.of(line("a", "R", "1.00", 1), line("b", "S", "2.00", 2));
    List<Line> second = List.of(line("b", "`s", "2.00", 2), line("c", "T", "3.00", 3));
    StatementImport next = StatementImport.of(first, second);
    assertThat(next.fresh()).extracting(Line::id).containsExactly("c");
    assertThat(next.dropped().get(0).reason()).isEqualTo(Reason.DUPLICATE_IMPORT);
  }

  @Test
  void of_sameIdOtherContent_isConflictAndTheOldLineStays() {
    Line old = line("a", "R", "1.00", 1);
    List<Line> changed =
        List.of(
            line("a", "R", "1.01", 1),
            line("a", "S", "1.00", 1),
            line("a", "R", "1.00", 2),
            line("a", "4.2E+27", "1.00", 1),
            old.withFee(Money.fen(1)),
            old.withGroupKey("G"),
            old.withKind(LineKind.FEE));
    StatementImport next = StatementImport.of(List.of(old), changed);
    assertThat(next.fresh()).isEmpty();
    assertThat(next.dropped())
        .hasSize(changed.size())
        .allSatisfy(d -> assertThat(d.reason()).isEqualTo(Reason.CONTENT_CONFLICT));
  }

  @Test
  void of_lineTwiceInOneFile_isTakenOnce() {
    Line line = line("a", "R", "1.00", 1);
    StatementImport next = StatementImport.of(List.of(), List.of(line, line));
    assertThat(next.fresh()).containsExactly(line);
    assertThat(next.dropped()).hasSize(1);
  }

  @Test
  void identify_equalLinesWithoutIds_stayTwo() {
    Line remark = line("transfer", null, "1.00", 1);
    List<Line> lines = StatementImport.identify("bank", List.of(remark, remark));
    assertThat(lines.get(0).id()).endsWith("#1");
    assertThat(lines.get(1).id()).endsWith("#2").isNotEqualTo(lines.get(0).id());
  }

  @Test
  void identify_overlappingFiles_agreeOnTheLinesOfTheSharedDay() {
    Line shared = line("transfer", null, "1.00", 2);
    List<Line> first =
        StatementImport.identify("bank", List.of(line("old", null, "1.00", 1), shared, shared));
    List<Line> second =
        StatementImport.identify("bank", List.of(shared, line("new", null, "1.00", 3), shared));
    StatementImport next = StatementImport.of(first, second);
    assertThat(next.fresh()).hasSize(1);
    assertThat(next.fresh().get(0).day()).isEqualTo(Samples.DAY_1.plusDays(2));
  }

  @Test
  void identify_anyDifferentContent_isAnotherId() {
    Line base = line("text", "R", "1.00", 1);
    List<Line> variants = new ArrayList<>();
    variants.add(base);
    variants.add(base.withId("other text"));
    variants.add(base.withGroupKey("G"));
    variants.add(base.withKind(LineKind.REFUND));
    variants.add(line("text", "S", "1.00", 1));
    variants.add(line("text", "R", "1.01", 1));
    variants.add(line("text", "R", "1.00", 2));
    assertThat(StatementImport.identify("bank", variants))
        .extracting(Line::id)
        .doesNotHaveDuplicates();
    assertThat(StatementImport.identify("other", List.of(base)).get(0).id())
        .isNotEqualTo(StatementImport.identify("bank", List.of(base)).get(0).id());
  }

  @Test
  void identity_namesSourceShopAndLine() {
    assertThat(StatementImport.identity("bill", Samples.SHOP, "7"))
        .isEqualTo("bill/taobao:shop1/7");
  }
}
