package io.heliu.inventory;

import static io.heliu.inventory.InvariantExtension.EAST;
import static io.heliu.inventory.InvariantExtension.TEA;
import static io.heliu.inventory.InvariantExtension.tea;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliu.Location;
import io.heliu.Sku;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandTest {
  private static final String LONG = "x".repeat(201);

  static Stream<Arguments> illegal() {
    return Stream.of(
        illegal("quantity", () -> new StockLine(TEA, EAST, 0)),
        illegal("quantity", () -> new StockLine(TEA, EAST, Long.MAX_VALUE)),
        illegal("quantity", () -> new StockLine(TEA, EAST, Long.MIN_VALUE)),
        illegal("quantity", () -> new Command.Reserve("k", "o", tea(-1), null)),
        illegal("quantity", () -> new Command.Ship("k", "r", tea(-1))),
        illegal("quantity", () -> new Command.Release("k", "r", tea(-1), "why")),
        illegal("key", () -> new Command.Confirm(" ", "r")),
        illegal("key", () -> new Command.Confirm(LONG, "r")),
        illegal("key", () -> new Command.Confirm("a\nb", "r")),
        illegal("reservation", () -> new Command.Confirm("k", "")),
        illegal("owner", () -> new Command.Consume("k", "", tea(1))),
        illegal("reason", () -> new Command.Release("k", "r", List.of(), "")),
        illegal("lines", () -> new Command.Reserve("k", "o", List.of(), null)),
        illegal("lines", () -> new Command.Ship("k", "r", List.of())),
        illegal("lines", () -> new Command.Consume("k", "o", List.of())),
        illegal("lines", () -> new Command.Consume("k", "o", manyLines())),
        illegal("timeToLive", () -> new Command.Reserve("k", "o", tea(1), Duration.ZERO)),
        illegal("replaces", () -> new Command.Reserve("k", "o", tea(1), null, List.of("k"))),
        illegal("replaces", () -> new Command.Reserve("k", "o", tea(1), null, List.of(" "))),
        illegal(
            "replaces",
            () ->
                new Command.Reserve(
                    "k",
                    "o",
                    tea(1),
                    null,
                    IntStream.rangeClosed(0, 1_000).mapToObj(i -> "r" + i).toList())),
        illegal("timeToLive", () -> new Command.Reserve("k", "o", tea(1), Duration.ofNanos(1))),
        illegal("timeToLive", () -> new Command.Reserve("k", "o", tea(1), Duration.ofDays(3_651))),
        illegal("delta", () -> new Command.Adjust("k", TEA, EAST, Long.MAX_VALUE, "why")),
        illegal("counted", () -> new Command.Count("k", TEA, EAST, Long.MIN_VALUE, 0, "why")),
        illegal("asOfSequence", () -> new Command.Count("k", TEA, EAST, 1, -1, "why")),
        illegal("buffer", () -> new Command.SetPolicy("k", TEA, EAST, -1, 0)),
        illegal("oversellAllowance", () -> new Command.SetPolicy("k", TEA, EAST, 0, -1)));
  }

  static Stream<Arguments> illegalDivisions() {
    return Stream.of(
        illegal("reservations", () -> new Command.Divide("k", List.of(), List.of())),
        illegal("reservations", () -> new Command.Divide("k", List.of(" "), List.of())),
        illegal("parts", () -> new Command.Divide("k", List.of("a"), List.of(part("a")))),
        illegal(
            "parts", () -> new Command.Divide("k", List.of("a"), List.of(part("b"), part("b")))),
        illegal(
            "parts",
            () ->
                new Command.Divide(
                    "k",
                    List.of("a"),
                    IntStream.rangeClosed(0, 1_000).mapToObj(i -> part("p" + i)).toList())),
        illegal("id", () -> part("")),
        illegal("owner", () -> new Command.Divide.Part("p", "", tea(1))),
        illegal("lines", () -> new Command.Divide.Part("p", "o", List.of())));
  }

  private static Command.Divide.Part part(String id) {
    return new Command.Divide.Part(id, "o", tea(1));
  }

  private static List<StockLine> manyLines() {
    return Collections.nCopies(1_001, new StockLine(TEA, EAST, 1));
  }

  private static Arguments illegal(String name, ThrowingCallable call) {
    return Arguments.of(name, call);
  }

  @ParameterizedTest
  @MethodSource({"illegal", "illegalDivisions"})
  void create_ruleBroken_namesTheParameter(String name, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageStartingWith(name + ": must");
  }

  @Test
  void create_linesChangedLater_keepsItsOwn() {
    List<StockLine> lines = new ArrayList<>(tea(1));
    Command.Ship ship = new Command.Ship("k", "r", lines);

    lines.clear();

    assertThat(ship.lines()).hasSize(1);
  }

  static Stream<Command> commands() {
    Sku sku = new Sku("茶叶 ½ \ud83c\udf75");
    Location location = new Location("上海");
    List<StockLine> lines = List.of(new StockLine(sku, location, 3));
    return Stream.of(
        new Command.Reserve("k", "o", lines, null),
        new Command.Reserve("k", "o", lines, null, List.of("other", "and another")),
        new Command.Reserve("k\ud800", "o", lines, Duration.ofMillis(1)),
        new Command.Confirm("k", "r\udfff\u07ff\u0800"),
        new Command.Ship("k", "r", lines),
        new Command.Release("k", "r", List.of(), "why"),
        new Command.Divide("k", List.of("b", "a"), List.of()),
        new Command.Divide("k", List.of("a"), List.of(new Command.Divide.Part("p", "o", lines))),
        new Command.Consume("k", "o", List.of(new StockLine(sku, location, -3))),
        new Command.Adjust("k", sku, location, -5, "why"),
        new Command.Count("k", sku, location, -5, Long.MAX_VALUE, "why"),
        new Command.SetPolicy("k", sku, location, 1, Check.MAX_QUANTITY));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void decode_encoded_isTheSame(Command command) {
    assertThat(CommandCodec.decode(CommandCodec.encode(command))).isEqualTo(command);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void decode_cutAnywhere_isMalformed(Command command) {
    byte[] whole = CommandCodec.encode(command);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(Decoder.Malformed.class)
          .as("cut to " + length)
          .isThrownBy(() -> CommandCodec.decode(cut));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void decode_anyByteChanged_isACommandOrMalformed(Command command) {
    long seed = 20261123;
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = CommandCodec.encode(command);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        assertThat(CommandCodec.decode(bytes)).as("seed " + seed).isNotNull();
      } catch (Decoder.Malformed e) {
        assertThat(e).as("seed " + seed).hasMessageMatching(".+");
      }
    }
  }

  @Test
  void reasonAndState_codes_areUniqueAndReadBack() {
    assertThat(Reason.values()).allMatch(reason -> Reason.ofCode(reason.code()) == reason);
    assertThat(Reservation.State.values())
        .allMatch(state -> Reservation.State.ofCode(state.code()) == state);
  }
}
