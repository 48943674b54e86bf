package io.heliu.erp.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.RuleProblem;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mapping document may say, and that everything else is refused with its place. */
class ErpMappingTest {

  private static ObjectNode document(String name) {
    try (InputStream in = ErpMappingTest.class.getResourceAsStream("standin/" + name + ".json")) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      return (ObjectNode) Json.parse(text.replace("DIALECT", "H2"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode at(JsonNode document, String pointer) {
    return (ObjectNode) document.at(pointer);
  }

  /** Returns the problems after a field, or with null its absence, is set. */
  private static List<RuleProblem> with(String name, String pointer, String json) {
    ObjectNode document = document(name);
    int slash = pointer.lastIndexOf('/');
    at(document, pointer.substring(0, slash)).set(pointer.substring(slash + 1), Json.parse(json));
    return ErpMapping.check(Json.write(document));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tidy", "ugly"})
  void check_mappingsOfTheStandIns_areFine(String name) {
    assertThat(ErpMapping.check(Json.write(document(name)))).isEmpty();
  }

  @Test
  void check_charactersWithoutACharset_areRefused() {
    List<RuleProblem> problems = with("tidy", "/counts/sku/characters", "true");

    assertThat(problems).extracting(RuleProblem::pointer).containsExactly("/counts/sku/characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/salesOrders/cancel/staged/from | [\"N\", \"S\"] | /salesOrders/cancel/staged/from/1",
        "/salesOrders/cancel/staged/from | [\"X\"] | /salesOrders/cancel/staged/from/0",
        "/salesOrders/cancel/staged/from | [\"?\"] | /salesOrders/cancel/staged/from/0",
        "/salesOrders/cancel/staged/from | [] | /salesOrders/cancel/staged/from",
        "/salesOrders/cancel/staged/to | \"P\" | /salesOrders/cancel/staged/to",
        "/salesOrders/cancel/request/table | \"a;b\" | /salesOrders/cancel/request/table",
        "/salesOrders/cancel/request/number | null | /salesOrders/cancel/request/number",
        "/salesOrders/cancel/request/refusalCode/column | \"ext_no\" | /salesOrders/cancel/request",
        "/salesOrders/cancel/request/status/initial | \"Y\""
            + " | /salesOrders/cancel/request/status/initial",
        "/salesOrders/cancel/request/status/codes | {\"N\": \"PENDING\", \"R\": \"REFUSED\"}"
            + " | /salesOrders/cancel/request/status/codes",
        "/salesOrders/cancel/request/status/codes/Y | \"DONE\""
            + " | /salesOrders/cancel/request/status/codes/Y",
        "/salesOrders/cancel | {} | /salesOrders/cancel/staged",
        "/salesOrders/cancel/refusedIsFinal | true | /salesOrders/cancel/refusedIsFinal",
        "/outbounds/cancel | {\"staged\": {\"from\": [\"N\"], \"to\": \"X\"}} | /outbounds/cancel"
      })
  void check_cancelThatCannotWork_isRefusedWithItsPlace(String at, String json, String place) {
    assertThat(with("tidy", at, json)).extracting(RuleProblem::pointer).containsExactly(place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/salesOrders/archive | {\"head\": \"h\"} | /salesOrders/archive/lines",
        "/salesOrders/archive | {\"head\": \"a;b\", \"lines\": \"l\"} | /salesOrders/archive/head",
        "/receipts/archive | {\"lines\": \"l\"} | /receipts/archive/head",
        "/salesOrders/head/status/notReady | \"N\" | /salesOrders/head/status/notReady",
        "/salesOrders/head/status/notReady | \"S\" | /salesOrders/head/status/notReady",
        "/salesOrders/head/status/notReady | \"?\" | /salesOrders/head/status/notReady",
        "/receipts/head/status/notReady | \"P\" | /receipts/head/status/notReady",
        "/salesOrders/head/constants/0/padded | \"yes\" | /salesOrders/head/constants/0/padded",
        "/outboundFeed/key/0/padded | true | /outboundFeed/key/0/padded",
        "/counts/sku | {\"column\": \"sku\", \"charset\": \"GBK\", \"padded\": true}"
            + " | /counts/sku/padded",
        "/materials/changes/valid | {\"table\": \"v\"} | /materials/changes/valid/minimum",
        "/materials/changes/valid | {\"table\": \"v\", \"minimum\": \"a b\"}"
            + " | /materials/changes/valid/minimum",
        "/materials/changes/valid"
            + " | {\"table\": \"v\", \"minimum\": \"a\", \"current\": \"b-\"}"
            + " | /materials/changes/valid/current",
        "/salesOrders/cancel/request/status | {\"column\": \"s\", \"kind\": \"NUMBER\","
            + " \"initial\": \"0\", \"codes\": {\"0\": \"PENDING\", \"1\": \"ACCEPTED\"},"
            + " \"padded\": true} | /salesOrders/cancel/request/status/padded"
      })
  void check_fieldOfTheDatabasesWays_isRefusedWithItsPlace(String at, String json, String place) {
    assertThat(with("tidy", at, json)).extracting(RuleProblem::pointer).containsExactly(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sku; DROP TABLE bd_material",
        "sku--",
        "sku/**/",
        "\\\"sku\\\"",
        "`sku`",
        "[sku]",
        "sku name",
        "",
        " ",
        "1sku",
        "a.b",
        "sku'",
        "sku)",
        "COUNT(*)",
        "*",
        "sku\\u0000",
        "sku\\n",
        "ｓｋｕ",
        "物料"
      })
  void check_hostileColumnName_isRefusedWithItsPlace(String column) {
    assertThat(with("tidy", "/counts/sku/column", '"' + column + '"'))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo("/counts/sku/column");
              assertThat(problem.allowed()).contains("letters, digits and underscores");
              assertThat(problem.found()).doesNotContain("\n").doesNotContain("\u0000");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"stk x", "a.b.c", ".a", "a.", "a;b", "(SELECT 1)", "a, b", "a AS b"})
  void check_hostileTableName_isRefusedWithItsPlace(String table) {
    assertThat(with("tidy", "/counts/table", '"' + table + '"'))
        .extracting(RuleProblem::pointer)
        .containsExactly("/counts/table");
  }

  @Test
  void check_tableWithSchema_isFine() {
    assertThat(with("tidy", "/counts/table", "\"erp_2025.STK_INVENTORY\"")).isEmpty();
  }

  @Test
  void check_columnOfTwoHundredLetters_isRefusedAndShownShort() {
    List<RuleProblem> problems = with("tidy", "/counts/sku/column", '"' + "a".repeat(200) + '"');

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).found()).hasSizeLessThan(50).endsWith("…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/dialect | \"DB2\" | one of [H2, POSTGRESQL, SQL_SERVER, ORACLE, MYSQL]",
        "/dialect | null | one of [H2, POSTGRESQL, SQL_SERVER, ORACLE, MYSQL]",
        "/pageRows | 0 | at least 1",
        "/pageRows | 10001 | at most 10000",
        "/pageRows | 1.5 | a whole number",
        "/pageRows | 99999999999 | a whole number",
        "/pageRows | \"5\" | a whole number",
        "/counts | [] | an object",
        "/counts/measure | \"ALL\" | one of [ON_HAND, AVAILABLE]",
        "/counts/sku | \"SPBM\" | an object",
        "/counts/sku/column | 7 | a text",
        "/counts/sku/length | 0 | at least 1",
        "/counts/sku/charset | \"GBKK\" | a charset such as GBK",
        "/counts/sku/charset | \"../../x\" | a charset such as GBK",
        "/salesOrders/head/createdAt/zone | \"Beijing\" | a time zone such as Asia/Shanghai",
        "/salesOrders/head/date/format | \"yyyyXQ{\" | a format such as yyyy-MM-dd HH:mm:ss",
        "/salesOrders/head/total/unit | \"JIAO\" | one of [YUAN, FEN]",
        "/salesOrders/head/total/currency | \"RMB\" | a currency such as CNY",
        "/salesOrders/lines/quantity/scale | 19 | at most 18",
        "/salesOrders/headFirst | \"yes\" | true or false",
        "/salesOrders/head/status/codes | {} | between 2 and 50 entries",
        "/salesOrders/head/status/codes/9 | \"LOST\" | one of [PENDING, DONE, REFUSED]",
        "/salesOrders/head/status/initial | \"2\" | a code that codes calls PENDING",
        "/outboundFeed/key | [] | between 1 and 5 entries",
        "/outboundFeed/key | [null] | an object",
        "/outboundFeed/key | {} | a list",
        "/outboundFeed/changes | null | an object",
        "/outboundFeed/changes/by | \"GUESS\" | one of [ROW_VERSION, MODIFIED_AT, CHANGE_NUMBER]",
        "/outboundFeed/changes/overlapSeconds | -1 | at least 0",
        "/outboundFeed/tombstone/yes | [] | between 1 and 20 entries",
        "/outboundFeed/tombstone/yes | \"1\" | a list",
        "/counts/reserved | null | a column, because on hand is available plus reserved",
        "/receivables/cleared | null | either open or cleared",
      })
  void check_oneFieldIsWrong_namesItsPlaceAndWhatIsAllowed(
      String pointer, String json, String allowed) {
    List<RuleProblem> problems = with("ugly", pointer, json);

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).allowed()).isEqualTo(allowed);
    String place = problems.get(0).pointer();
    boolean inside = place.startsWith(pointer + "/");
    boolean beside = pointer.equals("/receivables/cleared") && place.equals("/receivables/open");
    assertThat(place.equals(pointer) || inside || beside).as(place).isTrue();
  }

  @Test
  void check_codesInYesAndNo_areRefused() {
    assertThat(with("ugly", "/outboundFeed/tombstone/no", "[\"0\", \"1\"]"))
        .containsExactly(
            new RuleProblem("/outboundFeed/tombstone/no/1", "\"1\"", "a code that is not in yes"));
  }

  @Test
  void check_constantThatIsNoNumber_isRefused() {
    assertThat(
            with(
                "ugly",
                "/salesOrders/lines/constants",
                "[{\"column\":\"ORG\",\"kind\":\"NUMBER\",\"value\":\"x\"}]"))
        .containsExactly(
            new RuleProblem(
                "/salesOrders/lines/constants/0/value", "\"x\"", "a text that is a NUMBER"));
  }

  @Test
  void check_oneColumnForTwoFields_isRefusedWhereRowsAreWritten() {
    assertThat(with("tidy", "/salesOrders/lines/sku/column", "\"LINE_NO\""))
        .containsExactly(
            new RuleProblem("/salesOrders/lines", "OBJECT", "each column once, not LINE_NO again"));
  }

  @Test
  void check_locationInHeadAndLines_isRefused() {
    assertThat(with("tidy", "/salesOrders/head/location", "{\"column\":\"wh\"}"))
        .extracting(RuleProblem::pointer)
        .containsExactly("/salesOrders/lines/location");
  }

  @Test
  void check_keysOfHeadAndLinesDiffer_isRefused() {
    assertThat(with("ugly", "/outboundFeed/lines/key", "[{\"column\":\"CKDH\",\"kind\":\"TEXT\"}]"))
        .extracting(RuleProblem::pointer)
        .containsExactly("/outboundFeed/lines/key");
  }

  @Test
  void check_reservedBesideOnHand_isRefused() {
    assertThat(with("ugly", "/counts/measure", "\"ON_HAND\""))
        .extracting(RuleProblem::pointer)
        .containsExactly("/counts/reserved");
  }

  @Test
  void check_clearedInOtherUnit_isRefused() {
    assertThat(with("ugly", "/receivables/cleared/unit", "\"YUAN\""))
        .extracting(RuleProblem::pointer)
        .containsExactly("/receivables/cleared");
  }

  @Test
  void check_unknownField_isRefusedAndItsNameEscaped() {
    assertThat(with("ugly", "/counts/where", "\"1=1\""))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo("/counts/where");
              assertThat(problem.allowed()).contains("quantity");
            });
    ObjectNode document = document("ugly");
    at(document, "/counts").put("a/b~c", 1);
    assertThat(ErpMapping.check(Json.write(document)))
        .extracting(RuleProblem::pointer)
        .containsExactly("/counts/a~1b~0c");
  }

  @Test
  void check_manyProblems_reportsAllAtOnce() {
    ObjectNode document = document("ugly");
    at(document, "/counts/sku").put("column", "a b");
    at(document, "/receivables/amount").remove("unit");
    at(document, "/outboundFeed/changes").put("column", 5);
    document.put("pageRows", -1);
    at(document, "/materials").put("nam", "x");

    assertThat(ErpMapping.check(Json.write(document)))
        .extracting(RuleProblem::pointer)
        .containsExactlyInAnyOrder(
            "/counts/sku/column",
            "/receivables/amount/unit",
            "/outboundFeed/changes/column",
            "/pageRows",
            "/materials/nam");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "null", "\"x\"", "{\"dialect\":\"H2\",\"dialect\":\"H2\"}"})
  void check_notADocument_isRefused(String json) {
    assertThat(ErpMapping.check(json)).isNotEmpty();
  }

  @Test
  void check_nestedDeeply_isRefused() {
    assertThat(ErpMapping.check("{\"counts\":".repeat(5_000))).hasSize(1);
  }

  @Test
  void check_onlyADialect_isFine() {
    assertThat(ErpMapping.check("{\"dialect\":\"ORACLE\"}")).isEmpty();
  }

  /** Every field that must be there, in both mappings: without it, its pointer is reported. */
  @ParameterizedTest
  @ValueSource(strings = {"tidy", "ugly"})
  void check_anyColumnNameMissing_isReportedAtItsPlace(String name) {
    List<String> places = new ArrayList<>();
    collect(document(name), "", places);
    assertThat(places).hasSizeGreaterThan(50);

    for (String place : places) {
      ObjectNode document = document(name);
      at(document, place).remove("column");
      assertThat(ErpMapping.check(Json.write(document)))
          .as(place)
          .extracting(RuleProblem::pointer)
          .containsExactly(place + "/column");
    }
  }

  private static void collect(JsonNode node, String pointer, List<String> places) {
    if (node.has("column")) {
      places.add(pointer);
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      collect(entry.getValue(), pointer + "/" + entry.getKey(), places);
    }
  }

  @Test
  void parse_problems_areAllInTheMessage() {
    assertThatThrownBy(() -> ErpMapping.parse("{\"dialect\":\"X\",\"pageRows\":0}"))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("/dialect: found \"X\", allowed is one of")
        .hasMessageContaining("/pageRows: found 0, allowed is at least 1");
  }
}
