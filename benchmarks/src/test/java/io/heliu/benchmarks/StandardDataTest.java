package io.heliu.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandardDataTest {

  @Test
  void splitMix64_seedZero_givesThePublishedNumbers() {
    SplitMix64 random = new SplitMix64(0);
    assertThat(random.next()).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(random.next()).isEqualTo(0x6E789E6AA1B965F4L);
    assertThat(random.next()).isEqualTo(0x06C45D188009454FL);
  }

  @Test
  void data_oneMillionOrders_hasTheKnownCounts() {
    StandardData data = new StandardData(1_000_000);
    assertThat(data.left.size).isEqualTo(991_064);
    assertThat(data.right.size).isEqualTo(989_928);
    assertThat(data.exact).isEqualTo(920_263);
    assertThat(data.withinTolerance).isEqualTo(20_043);
    assertThat(data.fee).isEqualTo(19_717);
    assertThat(data.lostReference).isEqualTo(20_044);
    assertThat(data.leftOnly).isEqualTo(10_072);
    assertThat(data.duplicates).isEqualTo(925);
  }

  @Test
  void data_smallNumber_isConsistent() {
    StandardData data = new StandardData(2_000);
    int lines =
        data.exact
            + data.withinTolerance
            + data.fee
            + data.lostReference
            + data.leftOnly
            + data.duplicates;
    assertThat(data.left.size).isEqualTo(lines);
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < data.left.size; i++) {
      assertThat(ids.add(data.left.ids[i])).isTrue();
      assertThat(data.left.reference(i)).matches("X?(TB|TM|JD|WX|POS|DST|DY|GRP)[0-9]{15,16}");
    }
    assertThat(ids).contains(1, data.left.size);
  }

  @Test
  void matchers_standardData_findTheSamePairs() {
    StandardData data = new StandardData(20_000);
    try (HeliuMatcher heliu = new HeliuMatcher(2);
        PlainMatcher plain = new PlainMatcher()) {
      heliu.load(data);
      plain.load(data);
      heliu.match();
      plain.match();
      List<long[]> ours = heliu.pairs();
      List<long[]> theirs = plain.pairs();
      assertThat(ours.get(0)).hasSizeGreaterThan(18_000).isEqualTo(theirs.get(0));
      assertThat(ours.get(1)).hasSizeGreaterThan(300).isEqualTo(theirs.get(1));
      assertThat(ours.get(2)).hasSizeGreaterThan(100).isEqualTo(theirs.get(2));
    }
  }

  @Test
  void timing_medianOfEvenAndOddRuns_isTheMiddle() {
    assertThat(new Timing("x", 0, new long[] {3, 1, 2}).median()).isEqualTo(2e-9);
    assertThat(new Timing("x", 0, new long[] {4, 1, 2, 3}).median()).isEqualTo(2.5e-9);
  }
}
