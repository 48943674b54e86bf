package io.heliu.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCodeTest {
  private final Bytes texts = new Bytes();

  private long[] code(String key) {
    long[] column = new long[2];
    KeyCode.put(key, texts, column, 0);
    return column;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "00",
        "Z",
        "A0",
        "ABCDEFGHIJKL",
        "ABCDEFGHIJKLM",
        "ZZZZZZZZZZZZZZZZZZZZZZZZ",
        "ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "999999999999999999999999",
        "4200001234202403010000000000",
        "999999999999999999999999999999999999",
        "9999999999999999999999999999999999999",
        "000000000000000000000000000000000000",
        "订单1",
        "A_B",
      })
  void text_ofACode_isTheKey(String key) {
    long[] code = code(key);
    assertThat(KeyCode.text(code[0], code[1], texts)).isEqualTo(key);
    assertThat(KeyCode.isKey(code[0])).isTrue();
  }

  @Test
  void put_differentKeys_giveDifferentCodes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<List<Long>, String> seen = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder key = new StringBuilder();
      boolean digits = random.nextBoolean();
      String alphabet = digits ? "01" : "0AZ";
      for (int k = 1 + random.nextInt(digits ? 36 : 24); k > 0; k--) {
        key.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      long[] code = code(key.toString());
      assertThat(KeyCode.isText(code[0])).isFalse();
      String before = seen.put(List.of(code[0], code[1]), key.toString());
      if (before != null) {
        assertThat(key).as("seed %d", seed).hasToString(before);
      }
    }
  }

  @Test
  void put_longKeyTwice_isTheSameHashAtTwoPlaces() {
    long[] first = code("a_long_key_that_stays_a_text");
    long[] second = code("A_LONG_KEY_THAT_STAYS_A_TEXT");
    assertThat(KeyCode.isText(first[0])).isTrue();
    assertThat(second[1]).isEqualTo(first[1]);
    assertThat(Bytes.same(texts, KeyCode.position(first[0]), texts, KeyCode.position(second[0])))
        .isTrue();
    assertThat(KeyCode.hash(first[0], first[1], 7))
        .isEqualTo(KeyCode.hash(second[0], second[1], 7));
  }

  @Test
  void put_noneAndDamaged_areNoKeys() {
    assertThat(KeyCode.isKey(code(" ")[0])).isFalse();
    assertThat(code("4.2E+27")[0]).isEqualTo(KeyCode.DAMAGED);
  }

  @Test
  void bytes_manyTexts_spanPages() {
    int[] positions = new int[60_000];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = texts.add("text number " + i + " with some length");
    }
    texts.trim();
    for (int i = 0; i < positions.length; i += 997) {
      assertThat(texts.text(positions[i])).isEqualTo("text number " + i + " with some length");
    }
    assertThat(Bytes.same(texts, positions[0], texts, positions[1])).isFalse();
  }

  @Test
  void bytes_compare_isByCodePointAndNotByUtf16() {
    int bmp = texts.add("\uff21");
    int astral = texts.add("\ud83d\ude00");
    assertThat(texts.compare(bmp, astral)).isNegative();
    assertThat(texts.compare(astral, bmp)).isPositive();
    assertThat(texts.compare(texts.add("a"), texts.add("ab"))).isNegative();
  }
}
