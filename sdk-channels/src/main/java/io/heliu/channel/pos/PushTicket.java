package io.heliu.channel.pos;

import io.heliu.Money;
import io.heliu.channel.pos.TicketAssembler.Group;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one ticket of a push and checks its sums. Used once. */
final class PushTicket {
  private static final int MAX_LINES = 1_000;
  private static final int MAX_TENDERS = 50;
  private static final int MAX_NUMBER = 999_999;

  /** Stands for a key that could not be read until the ticket is rejected for it. */
  private static final TicketKey UNKNOWN = new TicketKey("-", "-", LocalDate.of(1970, 1, 1), "-");

  private final PushFields fields;
  private final List<Problem> problems;

  PushTicket(PushFields fields, List<Problem> problems) {
    this.fields = fields;
    this.problems = problems;
  }

  /** How it was paid: the codes with their amounts, the sum, and the first reference. */
  private record Tenders(String canonical, Money sum, @Nullable String reference) {
    @Override
    public String toString() {
      return "Tenders[" + sum + "]";
    }
  }

  /** What the head says of every line. */
  private record Head(
      TicketKey key,
      TicketType type,
      String word,
      Instant time,
      @Nullable String phone,
      @Nullable String card,
      Tenders tenders) {
    /** Leaves out the member's phone and card. */
    @Override
    public String toString() {
      return "Head[" + key + " " + type + "]";
    }
  }

  /**
   * Returns the ticket's lines as rows; null, with the reasons among the problems, if it is bad.
   */
  @Nullable Group read(
      @Nullable TicketKey key, int place, Function<PushFields, @Nullable TicketKey> original) {
    String word = fields.requireText("type");
    TicketType type = word == null ? null : TicketType.of(word);
    if (word != null && type == null) {
      fields.problem("type", "FORMAT", "must be SALE, RETURN, VOID, TRAINING or PARKED");
    }
    fields.positive("revision", MAX_NUMBER);
    TicketKey earlier = fields.has("original") ? original.apply(fields.object("original")) : null;
    if (word == null || type == null) {
      return null;
    }
    if (!type.counts()) {
      return other(key, place, type, type == TicketType.VOID ? earlier : null);
    }
    Group group = counted(key, place, type, word);
    if (group != null && type == TicketType.RETURN) {
      group.returns(earlier);
    }
    return group;
  }

  /** A void names the ticket it voids, or has its number. */
  private @Nullable Group other(
      @Nullable TicketKey key, int place, TicketType type, @Nullable TicketKey voided) {
    if (key == null) {
      return null;
    }
    if (voided != null && !voided.store().equals(key.store())) {
      fields.problem("original/store", "RANGE", "must be the till's own store");
      return null;
    }
    TicketKey target = voided == null ? key : voided;
    String canonical = new Canonical().add(type.name()).add(target.toString()).toString();
    Group group = Group.ofPush(target, place, Money.zero(Money.CNY));
    group.add("", new PosRow(target, place, 1, type, type.name(), canonical, "", null));
    return group;
  }

  private @Nullable Group counted(
      @Nullable TicketKey key, int place, TicketType type, String word) {
    Instant time = fields.requireTime("occurredAt");
    String phone = null;
    String card = null;
    if (fields.has("member")) {
      PushFields member = fields.object("member");
      phone = member.text("phone");
      card = member.text("cardNo");
    }
    Tenders tenders = tenders();
    Money total = fields.requireYuan("total");
    Money rounding = orZero(fields.yuan("rounding"));
    List<PushFields> lines = fields.array("lines", MAX_LINES);
    if (lines.isEmpty()) {
      fields.problem("lines", "MISSING", "must not be missing or empty");
    }
    // Lines are read even if the head is bad, so that one answer names every wrong field.
    boolean bad = key == null || time == null;
    Instant at = time == null ? Instant.EPOCH : time;
    TicketKey known = key == null ? UNKNOWN : key;
    Group group = Group.ofPush(known, place, rounding);
    Head head = new Head(known, type, word, at, phone, card, tenders);
    Money sum = lines(lines, head, group, place);
    if (bad || !problems.isEmpty() || total == null) {
      return null;
    }
    if (!group.goesItsWay()) {
      fields.problem("lines", "SIGN", TicketType.RULE_OF_SIGNS);
    }
    checkSums(sum.plus(rounding), total, tenders.sum());
    return problems.isEmpty() ? group : null;
  }

  private static Money orZero(@Nullable Money amount) {
    return amount == null ? Money.zero(Money.CNY) : amount;
  }

  private void checkSums(Money lines, Money total, Money tenders) {
    if (!lines.equals(total)) {
      fields.problem("total", "TOTAL", "must be the sum of the lines and the rounding");
    }
    if (!tenders.equals(total)) {
      fields.problem("tenders", "TOTAL", "must sum up to the total");
    }
  }

  private Tenders tenders() {
    Map<String, Money> byCode = new TreeMap<>();
    Money sum = Money.zero(Money.CNY);
    String reference = null;
    for (PushFields tender : fields.array("tenders", MAX_TENDERS)) {
      String type = tender.requireText("type");
      Money amount = tender.requireYuan("amount");
      String channelRef = tender.text("channelRef");
      reference = reference == null ? channelRef : reference;
      if (type != null && amount != null) {
        byCode.merge(Tender.of(type), amount, Money::plus);
        sum = sum.plus(amount);
      }
    }
    List<String> parts = new ArrayList<>();
    byCode.forEach((code, amount) -> parts.add(code + amount));
    return new Tenders(String.join("+", parts), sum, reference);
  }

  private Money lines(List<PushFields> lines, Head head, Group group, int place) {
    Money sum = Money.zero(Money.CNY);
    Set<Integer> numbers = new HashSet<>();
    for (PushFields line : lines) {
      Integer number = line.requirePositive("lineNo", MAX_NUMBER);
      if (number != null && !numbers.add(number)) {
        line.problem("lineNo", "DUPLICATE", "must not occur twice");
      }
      PosRow row = row(line, place, number, head);
      if (row != null && row.goods() != null) {
        sum = sum.plus(row.goods().amount());
        group.add("", row);
      }
    }
    return sum;
  }

  private @Nullable PosRow row(PushFields line, int place, @Nullable Integer number, Head head) {
    int before = problems.size();
    String sku = line.text("sku");
    String barcode = line.text("barcode");
    String title = line.text("title");
    BigDecimal quantity = line.requireQuantity("qty");
    Money price = line.requireYuan("price");
    Money listPrice = line.yuan("listPrice");
    Money discount = orZero(line.yuan("discount"));
    Money amount = line.requireYuan("amount");
    String code = sku != null ? sku : barcode;
    if (code == null && problems.size() == before) {
      line.problem("sku", "MISSING", "must not be missing if barcode is, too");
    }
    if (problems.size() > before
        || number == null
        || code == null
        || quantity == null
        || price == null
        || amount == null) {
      return null;
    }
    checkSigns(line, quantity, price, amount);
    PosRow.Goods goods =
        new PosRow.Goods(
            head.time,
            sku,
            barcode,
            false,
            title == null ? code : title,
            quantity,
            listPrice == null ? price : listPrice,
            amount,
            PosRow.Goods.priceDiffers(quantity, price, discount, amount),
            head.phone,
            head.card,
            false,
            head.tenders.reference);
    return row(head, place, number, goods, discount);
  }

  private static PosRow row(Head head, int place, int number, PosRow.Goods goods, Money discount) {
    String canonical = goods.canonical(head.type, number, discount);
    String tender = head.tenders.canonical;
    return new PosRow(head.key, place, number, head.type, head.word, canonical, tender, goods);
  }

  private static void checkSigns(PushFields line, BigDecimal quantity, Money price, Money amount) {
    PosRow.WrongSign wrong = PosRow.Goods.wrongSign(quantity, price, amount);
    if (wrong != null) {
      line.problem(nameOf(wrong.column()), "SIGN", wrong.rule());
    }
  }

  private static String nameOf(PosColumn column) {
    return switch (column) {
      case QUANTITY -> "qty";
      case PRICE -> "price";
      default -> "amount";
    };
  }
}
