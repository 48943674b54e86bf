package io.heliu.channel.pos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderLine;
import io.heliu.order.Recipient;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No record of the package prints a member's phone or card, a payment reference or a raw row. */
class PrintsNothingPersonalTest {
  private static final String MARK = "13800000001";

  /** The texts that may be printed: codes, names of files and rules, nothing a buyer gave. */
  private static final Set<String> HARMLESS =
      Set.of(
          "PosAnswer.body",
          "PosFile.name",
          "PosFile.sha256",
          "PosFile$Ignored.hash",
          "PosFile$Malformed.reason",
          "PosPush$Head.store",
          "PosPush$Head.terminal",
          "PosRow$WrongSign.rule",
          "Problem.field",
          "Problem.code",
          "Problem.rule",
          "TicketKey.store",
          "TicketKey.terminal",
          "TicketKey.ticketNo",
          "TicketResult.reason",
          "TicketSequence.store",
          "TicketSequence.terminal",
          "TicketSequence$Gap.prefix");

  private static List<Class<?>> records() throws Exception {
    Path root =
        Path.of(PosPush.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("io/heliu/channel/pos");
    try (Stream<Path> files = Files.list(root)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
          .<Class<?>>map(name -> load(name.substring(0, name.length() - 6)))
          .filter(Class::isRecord)
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName("io.heliu.channel.pos." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void toString_everyRecord_printsOnlyHarmlessTexts() throws Exception {
    Set<String> printed = new TreeSet<>();
    List<Class<?>> records = records();
    for (Class<?> type : records) {
      RecordComponent[] components = type.getRecordComponents();
      for (int i = 0; i < components.length; i++) {
        if (components[i].getType() == String.class && build(type, i).toString().contains(MARK)) {
          printed.add(simple(type) + "." + components[i].getName());
        }
      }
      assertThat(type == TicketKey.class ? "" : build(type, -1).toString())
          .as(simple(type))
          .doesNotContain("member-phone", "member-card", "pay-reference");
    }

    assertThat(records).hasSizeGreaterThan(15).contains(PosRow.Goods.class);
    assertThat(HARMLESS).containsAll(printed);
  }

  private static String simple(Class<?> type) {
    return type.getName().substring("io.heliu.channel.pos.".length());
  }

  /** Builds a record with the mark in one component and something valid in the others. */
  private static Object build(Class<?> type, int marked) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] = i == marked ? MARK : value(types[i]);
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  private static Object value(Class<?> type) throws Exception {
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type == TicketKey.class) {
      return new TicketKey("S01", "P1", LocalDate.of(2026, 7, 12), "1");
    }
    if (type.isRecord() && type != Money.class) {
      return build(type, -1);
    }
    Map<Class<?>, Object> samples =
        Map.ofEntries(
            Map.entry(String.class, "x"),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(char.class, ','),
            Map.entry(boolean.class, false),
            Map.entry(List.class, List.of()),
            Map.entry(Set.class, Set.of()),
            Map.entry(Map.class, Map.of()),
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(LocalDate.class, LocalDate.of(2026, 7, 12)),
            Map.entry(Duration.class, Duration.ofSeconds(1)),
            Map.entry(Path.class, Path.of("unused")),
            Map.entry(BigDecimal.class, BigDecimal.ONE),
            Map.entry(Money.class, Money.fen(1)),
            Map.entry(ChannelOrder.class, order()));
    Object value = samples.get(type);
    if (value == null) {
      throw new AssertionError("no sample of " + type);
    }
    return value;
  }

  private static ChannelOrder order() {
    OrderLine line =
        new OrderLine(
            "1",
            null,
            null,
            "A",
            null,
            "A",
            BigDecimal.ONE,
            Money.fen(1),
            Money.fen(1),
            Lifecycle.COMPLETED,
            "SALE",
            false,
            false);
    return ChannelOrder.builder(
            new TicketKey("S01", "P1", LocalDate.of(2026, 7, 12), "1").shop(), "1")
        .modifiedAt(Instant.EPOCH)
        .createdAt(Instant.EPOCH)
        .status(Lifecycle.COMPLETED, "SALE")
        .paid(Money.fen(1))
        .buyer("member-card")
        .paymentReference("pay-reference")
        .recipient(new Recipient(null, "member-phone", null, null, null, null, null))
        .lines(List.of(line))
        .build();
  }
}
