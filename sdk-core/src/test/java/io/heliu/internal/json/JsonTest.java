package io.heliu.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @CsvSource({
    "1234567890123456789,1234567890123456789",
    "9999999999999999999,9999999999999999999",
    "123456789012345678901234567890,123456789012345678901234567890",
    "-7,-7",
    "12.30,12.30",
    "0.1,0.1",
    "1e3,1000",
    "1.234567890123456789E18,1234567890123456789",
    "true,true"
  })
  void text_numberOrTruth_isItsExactDigits(String json, String expected) {
    assertThat(Json.text(Json.parse("{\"v\":" + json + "}"), "v")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\":null}", "{\"a\":{}}", "{\"a\":{\"b\":null}}", "{\"a\":7}"})
  void text_missingOrNull_isNull(String json) {
    assertThat(Json.text(Json.parse(json), "a", "b")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"b\":{}}", "{\"b\":[]}"})
  void text_container_isRefusedWithPath(String inner) {
    JsonNode node = Json.parse("{\"a\":" + inner + "}");
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.text(node, "a", "b"))
        .withMessage("a.b: must be a text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"id\":null}", "{\"id\":\"\"}"})
  void requireText_nothingThere_isRefusedWithPath(String json) {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.requireText(Json.parse(json), "id"))
        .withMessage("id: must not be missing or empty");
  }

  @ParameterizedTest
  @CsvSource({"5,5", "\"5\",5", "5.0,5", "\"-12\",-12", "9223372036854775807,9223372036854775807"})
  void longOf_numberOrText_isExact(String json, long expected) {
    assertThat(Json.longOf(Json.parse("{\"v\":" + json + "}"), "v")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"5.5", "9223372036854775808", "\"abc\"", "true", "[1]", "{\"x\":1}", "1e50"})
  void longOf_notWhole_isRefusedWithPath(String json) {
    JsonNode node = Json.parse("{\"v\":" + json + "}");
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.longOf(node, "v"))
        .withMessageStartingWith("v: must be a ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"v\":null}", "{\"v\":\"\"}"})
  void longOf_nothingThere_isNull(String json) {
    assertThat(Json.longOf(Json.parse(json), "v")).isNull();
  }

  @Test
  void requireLong_missing_isRefusedWithPath() {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.requireLong(Json.object(), "total"))
        .withMessage("total: must not be missing or empty");
  }

  @ParameterizedTest
  @CsvSource({"12.30,12.30", "\"12.30\",12.30", "0.1,0.1", "100,100"})
  void decimal_numberOrText_keepsDigitsAndScale(String json, String expected) {
    assertThat(Json.decimal(Json.parse("{\"v\":" + json + "}"), "v"))
        .isEqualTo(new BigDecimal(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e101", "1e-101", "\"1e2147483647\"", "1e999999999"})
  void decimal_hugeExponent_isRefusedBeforeItIsExpanded(String json) {
    JsonNode node = Json.parse("{\"v\":" + json + "}");
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.decimal(node, "v"))
        .withMessageStartingWith("v: ");
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.longOf(node, "v"))
        .withMessageStartingWith("v: ");
  }

  @ParameterizedTest
  @CsvSource({"true,true", "1,true", "\"true\",true", "false,false", "0,false", "\"0\",false"})
  void bool_spellings_areRead(String json, boolean expected) {
    assertThat(Json.bool(Json.parse("{\"v\":" + json + "}"), "v")).isEqualTo(expected);
  }

  @Test
  void bool_other_isRefusedWithPath() {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.bool(Json.parse("{\"v\":2}"), "v"))
        .withMessageStartingWith("v: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|0",
        "{\"l\":null}|0",
        "{\"l\":{}}|0",
        "{\"l\":\"\"}|0",
        "{\"l\":[]}|0",
        "{\"l\":{\"id\":1}}|1",
        "{\"l\":7}|1",
        "{\"l\":[1,null,2]}|2"
      })
  void list_shapesOfPlatforms_areRead(String json, int size) {
    assertThat(Json.list(Json.parse(json), "l")).hasSize(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "1e-2147483648", "1380013.8000e99999999999"})
  void parse_numberWithALargeExponent_isRefusedAndNotQuoted(String number) {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.parse("{\"v\":[" + number + "]}"))
        .withMessage("document: numbers must have at most 100 digits and places");
  }

  @Test
  void write_numberWithALargeExponent_staysShort() {
    assertThat(Json.write(Json.parse("[1e2147483647,1e101,1e10]")))
        .isEqualTo("[\"1E+2147483647\",\"1E+101\",10000000000]");
  }

  @Test
  void parse_numberWithASmallExponent_isKept() {
    assertThat(Json.decimal(Json.parse("{\"v\":12e-2}"), "v")).isEqualByComparingTo("0.12");
  }

  @Test
  void require_notAnObject_isRefusedWithPath() {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.require(Json.parse("{\"a\":{\"b\":[]}}"), "a", "b"))
        .withMessage("a.b: must be an object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1}}",
        "{\"a\":1} x",
        "[1,]",
        "NaN",
        "{'a':1}",
        "<html></html>",
        "01"
      })
  void parse_notJson_isRefused(String json) {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.parse(json))
        .withMessageStartingWith("document: ");
  }

  @Test
  void parse_keyTwice_isRefused() {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.parse("{\"paid\":1,\"paid\":2}"))
        .withMessageStartingWith("document: ");
  }

  @Test
  void parse_badContent_isNotQuoted() {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.parse("{\"phone\": s3cr3tDigits}"))
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cr3t").contains("line 1"));
  }

  @Test
  void parse_brokenUtf8_isRefused() {
    byte[] bytes = {'"', (byte) 0xC3, (byte) 0x28, '"'};
    assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> Json.parse(bytes));
  }

  @Test
  void parse_byteOrderMark_isSkipped() {
    byte[] bytes = "\uFEFF{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    assertThat(Json.text(Json.parse(bytes), "a")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 100_000})
  void parse_tooDeep_isRefused(int depth) {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.parse("[".repeat(depth) + "]".repeat(depth)));
  }

  @Test
  void parse_tooLongNumber_isRefused() {
    assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> Json.parse("9".repeat(101)));
  }

  @Test
  void parse_tooLongText_isRefused() {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> Json.parse('"' + "x".repeat((8 << 20) + 1) + '"'));
  }

  private static @Nullable List<JsonNode[]> table(String json, int width) {
    return Json.table(json.getBytes(StandardCharsets.UTF_8), width);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[[1,\"A\"],[-2,\"\"]]",
        "[[null,true],[false,1.50]]",
        "[[9223372036854775807,9223372036854775808],[2147483648,1e3]]",
        "[[{\"a\":[1,{\"b\":2.0}]},[]],[[[1]],{}]]",
        " [ [ \"合流\" , \"\\u0041\" ] ] "
      })
  void table_rowsOfItsWidth_areThoseOfTheTree(String json) {
    List<JsonNode[]> table = Objects.requireNonNull(table(json, 2), "table");

    ArrayNode again = Json.array();
    table.forEach(cells -> again.addArray().addAll(List.of(cells)));
    assertThat((JsonNode) again).isEqualTo(Json.parse(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "7", "null", "[1]", "[{}]", "[[]]", "[[1]]", "[[1,2,3]]", "[[1,2],[1]]"})
  void table_otherShape_isNull(String json) {
    assertThat(table(json, 2)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[1,2]",
        "[[1,2]]]",
        "[[1,2]] 1",
        "[[1,2],]",
        "[[1,]]",
        "[[1,NaN]]",
        "[[1,{\"a\":1,\"a\":2}]]",
        "[[1,{\"a\":1]]"
      })
  void table_notJson_isRefused(String json) {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> table(json, 2))
        .withMessageStartingWith("document: ");
  }

  @Test
  void table_beyondALimit_isRefused() {
    for (String cell : List.of("9".repeat(101), "[".repeat(101), "1." + "0".repeat(101))) {
      assertThatExceptionOfType(MalformedJson.class).isThrownBy(() -> table("[[" + cell, 2));
    }
  }

  @Test
  void table_badContent_isNotQuoted() {
    assertThatExceptionOfType(MalformedJson.class)
        .isThrownBy(() -> table("[[1,s3cr3tDigits]]", 2))
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cr3t").contains("line 1"));
  }

  @Test
  void write_readAgain_isTheSameIncludingZeros() {
    ObjectNode node = Json.object();
    node.put("id", Long.MAX_VALUE).put("amount", new BigDecimal("12.30")).put("name", "合流");
    node.putArray("lines").add(1).add("2");

    assertThat(Json.write(node))
        .isEqualTo(
            "{\"id\":9223372036854775807,\"amount\":12.30,\"name\":\"合流\",\"lines\":[1,\"2\"]}");
    assertThat(Json.write(Json.parse(Json.bytes(node)))).isEqualTo(Json.write(node));
  }
}
