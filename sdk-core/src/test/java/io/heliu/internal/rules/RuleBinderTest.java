package io.heliu.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Location;
import io.heliu.RuleProblem;
import io.heliu.ShopId;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.invoke.MethodHandles;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rule document may say; everything else is refused with its place. */
final class RuleBinderTest {
  enum Colour {
    RED,
    GREEN
  }

  sealed interface Way {}

  record ByRatio(@NotNull @DecimalMin("0") @DecimalMax("1") BigDecimal ratio) implements Way {}

  record ByQuota(@NotNull @Min(0) Long units) implements Way {}

  record Part(@NotBlank @Size(max = 8) String id, @Nullable Colour colour, @Nullable Way way) {}

  record Document(
      @NotNull @Size(min = 1, max = 3) List<@NotNull Part> parts,
      @Size(max = 2) Set<ShopId> shops,
      @Size(max = 2) Map<Location, @Positive Integer> weights,
      @Nullable @Pattern(regexp = "[a-z]+", message = "small letters") String word,
      @Nullable @Min(1) @Max(9) Integer digit,
      @Nullable LocalDateTime from,
      @Nullable LocalDateTime to,
      @Nullable Duration pause,
      @Sensitive @Size(max = 2)
          Set<@Pattern(regexp = "[0-9a-f]{4}", message = "a hash") String> hashes)
      implements Checked {
    @Override
    public void check(Refusals refusals) {
      if (from != null && to != null && !from.isBefore(to)) {
        refusals.add("/to", "a time after from");
      }
    }
  }

  private static RuleBinder.Bound<Document> bind(String json) {
    return RuleBinder.bind(json, Document.class, MethodHandles.lookup());
  }

  private static String with(String field) {
    return "{\"parts\":[{\"id\":\"a\"}]" + (field.isEmpty() ? "" : "," + field) + "}";
  }

  private static Document fine(String json) {
    RuleBinder.Bound<Document> bound = bind(json);
    assertThat(bound.problems()).isEmpty();
    return bound.orThrow("test");
  }

  @Test
  void bind_everyKindOfField_isRead() {
    Document read =
        fine(
            """
            {"parts": [{"id": "a", "colour": "RED", "way": {"by": "BY_RATIO", "ratio": 0.50}},
                       {"id": "b", "way": {"by": "BY_QUOTA", "units": 5000000000}},
                       {"id": "c", "way": {"by": "BY_RATIO", "ratio": "1"}}],
             "shops": ["taobao:one"], "weights": {"EAST": 2}, "word": "tea", "digit": 9,
             "from": "2026-11-11T20:00", "to": "2026-11-12T00:00", "pause": "PT30M",
             "hashes": ["12ab"]}
            """);

    assertThat(read.parts())
        .containsExactly(
            new Part("a", Colour.RED, new ByRatio(new BigDecimal("0.50"))),
            new Part("b", null, new ByQuota(5_000_000_000L)),
            new Part("c", null, new ByRatio(BigDecimal.ONE)));
    assertThat(read.shops()).containsExactly(new ShopId("taobao", "one"));
    assertThat(read.weights()).containsExactly(Map.entry(new Location("EAST"), 2));
    assertThat(read.pause()).isEqualTo(Duration.ofMinutes(30));
    assertThat(read.from()).isEqualTo(LocalDateTime.of(2026, 11, 11, 20, 0));
  }

  @Test
  void bind_whatMayBeMissing_isNullOrEmpty() {
    Document read = fine(with("\"word\":null"));

    assertThat(read.word()).isNull();
    assertThat(read.shops()).isEmpty();
    assertThat(read.weights()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"word\":\"TEA\" | /word | \"TEA\" | small letters",
        "\"word\":7 | /word | 7 | a text",
        "\"digit\":0 | /digit | 0 | at least 1",
        "\"digit\":10 | /digit | 10 | at most 9",
        "\"digit\":1.0 | /digit | 1.0 | a whole number",
        "\"digit\":\"1\" | /digit | \"1\" | a whole number",
        "\"shops\":[\"taobao\"] | /shops/0 | \"taobao\" | a shop such as taobao:my-shop",
        "\"shops\":[\"a:b\",\"a:b\"] | /shops/1 | \"a:b\" | each entry once",
        "\"shops\":[\"a:b\",\"a:c\",\"a:d\"] | /shops | ARRAY | between 0 and 2 entries",
        "\"shops\":{} | /shops | OBJECT | a list",
        "\"shops\":[null] | /shops/0 | nothing | a shop such as taobao:my-shop",
        "\"weights\":{\"EAST\":0} | /weights/EAST | 0 | more than 0",
        "\"weights\":{\" \":1} | '/weights/ ' | \" \" | a location of at most 200 characters",
        "\"weights\":[] | /weights | ARRAY | an object",
        "\"from\":\"2026-11-31T00:00\" | /from | \"2026-11-31T00:00\" | a time such as 2026-11-11T20:00",
        "\"pause\":\"30m\" | /pause | \"30m\" | a duration such as PT30M",
      })
  void bind_oneFieldIsWrong_namesPlaceFindAndWhatIsAllowed(
      String field, String pointer, String found, String allowed) {
    assertThat(bind(with(field)).problems())
        .containsExactly(new RuleProblem(pointer, found, allowed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":\" \"} | /parts/0/id | a text that is not blank",
        "{} | /parts/0/id | a text",
        "{\"id\":\"123456789\"} | /parts/0/id | between 0 and 8 characters",
        "{\"id\":\"a\",\"colour\":\"BLUE\"} | /parts/0/colour | one of [RED, GREEN]",
        "{\"id\":\"a\",\"way\":{\"by\":\"LUCK\"}} | /parts/0/way/by | one of [BY_RATIO, BY_QUOTA]",
        "{\"id\":\"a\",\"way\":{\"by\":\"BY_RATIO\",\"ratio\":1.01}} | /parts/0/way/ratio | at most 1",
        "{\"id\":\"a\",\"way\":{\"by\":\"BY_RATIO\",\"ratio\":\"1e3\"}} | /parts/0/way/ratio | a number such as 12.30",
        "{\"id\":\"a\",\"way\":{\"by\":\"BY_RATIO\",\"ratio\":1e999}} | /parts/0/way/ratio | a number such as 12.30",
        "{\"id\":\"a\",\"way\":{\"by\":\"BY_QUOTA\",\"units\":9223372036854775808}} | /parts/0/way/units | a whole number",
        "{\"id\":\"a\",\"way\":{\"by\":\"BY_QUOTA\",\"ratio\":1,\"units\":1}} | /parts/0/way/ratio | one of the fields [by, units]",
        "{\"id\":\"a\",\"way\":[]} | /parts/0/way | an object",
        "7 | /parts/0 | an object",
      })
  void bind_partIsWrong_namesPlaceAndWhatIsAllowed(String part, String pointer, String allowed) {
    assertThat(bind("{\"parts\":[" + part + "]}").problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(pointer);
              assertThat(problem.allowed()).isEqualTo(allowed);
            });
  }

  @Test
  void bind_requiredListEmptyOrMissing_isRefused() {
    RuleProblem problem = new RuleProblem("/parts", "nothing", "between 1 and 3 entries");

    assertThat(bind("{}").problems()).containsExactly(problem);
    assertThat(bind("{\"parts\":[]}").problems())
        .containsExactly(new RuleProblem("/parts", "ARRAY", "between 1 and 3 entries"));
  }

  @Test
  void bind_fieldsThatContradict_areRefused() {
    assertThat(bind(with("\"from\":\"2026-11-11T20:00\",\"to\":\"2026-11-11T20:00\"")).problems())
        .containsExactly(new RuleProblem("/to", "\"2026-11-11T20:00\"", "a time after from"));
  }

  @Test
  void bind_sensitiveValue_isNeverShown() {
    assertThat(bind(with("\"hashes\":[\"13800000000\",\"zz\"]")).problems())
        .containsExactly(
            new RuleProblem("/hashes/0", "a text of 11 characters", "a hash"),
            new RuleProblem("/hashes/1", "a text of 2 characters", "a hash"));
  }

  @Test
  void bind_unknownField_isRefusedWithoutItsValue() {
    assertThat(bind(with("\"pho/ne~\":\"13800000000\"")).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo("/pho~1ne~0");
              assertThat(problem.found()).isEqualTo("a text of 11 characters");
              assertThat(problem.allowed()).startsWith("one of the fields [parts, shops");
            });
  }

  @Test
  void bind_fieldTwice_isRefusedWithItsPlace() {
    assertThat(bind("{\"parts\":[{\"id\":\"a\",\"id\":\"b\"}]}").problems())
        .containsExactly(
            new RuleProblem("/parts/0/id", "the field a second time", "each field once"));
  }

  @Test
  void bind_manyProblems_tellsAllAtOnce() {
    assertThat(bind("{\"parts\":[{\"id\":\"\"},{\"x\":1}],\"digit\":0,\"word\":\"A\"}").problems())
        .extracting(RuleProblem::pointer)
        .containsExactly("/parts/0/id", "/parts/1/x", "/parts/1/id", "/word", "/digit");
  }

  @Test
  void bind_thousandsOfProblems_tellsTheFirstAndThatThereAreMore() {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 1000; i++) {
      json.append("\"x").append(i).append("\":1,");
    }

    List<RuleProblem> problems =
        bind(json.append("\"parts\":[{\"id\":\"a\"}]}").toString()).problems();

    assertThat(problems).hasSize(Problems.MAX);
    assertThat(problems.get(Problems.MAX - 1).found()).isEqualTo("more problems");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "nul", "{\"parts\":[{\"id\":\"a\"}]}}", "{'parts':1}", "{\"a\":01}"})
  void bind_notJson_isRefused(String json) {
    assertThat(bind(json).problems()).hasSize(1).allMatch(problem -> problem.pointer().isEmpty());
  }

  @Test
  void bind_notJson_tellsTheLineButNotTheContent() {
    assertThat(bind("{\"parts\":\n [13800000000 }").problems().get(0).found())
        .startsWith("no JSON at line 2 column")
        .doesNotContain("138");
  }

  @Test
  void bind_tooLargeTooDeepOrTooMany_isRefused() {
    assertThat(bind(" ".repeat(Tree.MAX_CHARACTERS + 1)).problems())
        .extracting(RuleProblem::allowed)
        .containsExactly("at most " + Tree.MAX_CHARACTERS + " characters");
    assertThat(bind("{\"parts\":".repeat(30)).problems()).hasSize(1);
    assertThat(bind("{\"parts\":[" + "1,".repeat(200_000) + "1]}").problems())
        .extracting(RuleProblem::found)
        .containsExactly("more values");
  }

  @Test
  void orThrow_problems_areAllInTheMessage() {
    assertThatThrownBy(() -> bind(with("\"digit\":0,\"word\":\"A\"")).orThrow("test"))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("/digit: found 0, allowed is at least 1")
        .hasMessageContaining("/word: found \"A\", allowed is small letters");
  }

  record Unchecked(@Email String mail) {}

  @Test
  void bind_constraintThatIsNotKnown_stopsTheProgram() {
    assertThatThrownBy(
            () -> RuleBinder.bind("{\"mail\":\"x\"}", Unchecked.class, MethodHandles.lookup()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Email");
  }

  /** A document is fine or has problems with places in it, whatever is done to its bytes. */
  @Test
  void bind_randomlyDamaged_neverFails() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String whole =
        """
        {"parts":[{"id":"a","colour":"RED","way":{"by":"BY_RATIO","ratio":0.5}},{"id":"b"}],\
        "shops":["taobao:one"],"weights":{"EAST":2},"word":"tea","digit":9,\
        "from":"2026-11-11T20:00","pause":"PT30M","hashes":["12ab"]}""";
    String alphabet = "{}[]\",:0123456789.eE-nulltruefase\\u0000\uD800中 \n/~";
    for (int round = 0; round < 5_000; round++) {
      StringBuilder json = new StringBuilder(whole);
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        int at = random.nextInt(json.length());
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        switch (random.nextInt(4)) {
          case 0 -> json.deleteCharAt(at);
          case 1 -> json.insert(at, c);
          case 2 -> json.setCharAt(at, c);
          default -> json.insert(at, json.substring(at, Math.min(json.length(), at + 20)));
        }
      }
      RuleBinder.Bound<Document> bound = bind(json.toString());
      assertThat(bound.value() == null)
          .as("seed %d round %d: %s", seed, round, json)
          .isEqualTo(!bound.problems().isEmpty());
      assertThat(bound.problems())
          .as("seed %d round %d: %s", seed, round, json)
          .allMatch(problem -> problem.pointer().isEmpty() || problem.pointer().startsWith("/"))
          .allMatch(problem -> problem.found().length() <= 60)
          .hasSizeLessThanOrEqualTo(Problems.MAX);
    }
  }
}
