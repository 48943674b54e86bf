package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.channel.Page;
import io.heliu.channel.StatementLine;
import io.heliu.channel.StatementSource;
import io.heliu.channel.internal.Sha256;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The movements of the shop's money (资金流水), by day of China. Thread-safe.
 *
 * <p>The platform shows a day from four in the afternoon of the next one on; before that a list
 * proves nothing, so a day is {@link StatementSource.NotReady} until then.
 */
public final class FundsFlows implements StatementSource {
  private static final String LIST = "/channels/ec/funds/getfundsflowlist";
  private static final String DETAIL = "/channels/ec/funds/getfundsflowdetail";
  private static final int PAGE_SIZE = 100;
  private static final int MAX_PAGES = 10_000;
  private static final String OUT = "2";

  /** How long after the end of a day the platform shows it. */
  private static final Duration SHOWN_AFTER = Duration.ofHours(16);

  private final Wechat wechat;

  FundsFlows(Wechat wechat) {
    this.wechat = wechat;
  }

  @Override
  public String source() {
    return "wechat-funds";
  }

  @Override
  public String account() {
    return wechat.shop().account();
  }

  /**
   * Returns all movements of a day, whether or not the platform shows the day in full yet.
   *
   * @return one page with all rows
   * @throws Fault if the platform cannot be asked
   */
  public Page<FundsFlow> day(LocalDate day) {
    List<FundsFlow> rows = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>();
    for (String id : ids(day)) {
      JsonNode row = detail(id);
      try {
        rows.add(flow(row, id));
      } catch (MalformedJson e) {
        malformed.add(new Page.Malformed(id, Json.write(row), String.valueOf(e.getMessage())));
      }
    }
    return new Page<>(rows, malformed, false, null);
  }

  /**
   * Returns a day's statement. Fees and commissions are lines of their own without gross amount; a
   * movement without a time of booking counts from the day's begin.
   *
   * @throws Fault.Protocol if a movement cannot be read
   * @throws Fault if the platform cannot be asked
   */
  @Override
  public Result fetch(LocalDate day) {
    Instant shown = WechatTime.startOf(day.plusDays(1)).plus(SHOWN_AFTER);
    if (wechat.settings().clock().instant().isBefore(shown)) {
      return new NotReady(shown);
    }
    Page<FundsFlow> flows = day(day);
    if (!flows.malformed().isEmpty()) {
      throw new Fault.Protocol(
          Fault.Details.of(
              WechatClient.SYSTEM,
              DETAIL,
              "a movement of " + day + " cannot be read: " + flows.malformed().get(0).reason()),
          null);
    }
    return flows.rows().isEmpty() ? new Empty() : new Ready(new Lines(lines(day, flows.rows())));
  }

  /** From ten thousand rows on the platform wants page and cursor; they always go together here. */
  private Set<String> ids(LocalDate day) {
    Set<String> ids = new LinkedHashSet<>();
    String cursor = null;
    for (int page = 1; page <= MAX_PAGES; page++) {
      ObjectNode body =
          Json.object()
              .put("page", page)
              .put("page_size", PAGE_SIZE)
              .put("start_time", WechatTime.startOf(day).getEpochSecond())
              .put("end_time", WechatTime.startOf(day.plusDays(1)).getEpochSecond() - 1);
      if (cursor != null) {
        body.put("next_key", cursor);
      }
      Listing listing = wechat.read(LIST, body, answer -> Listing.read(answer, "flow_ids"));
      ids.addAll(listing.ids());
      if (!listing.hasMore()) {
        return ids;
      }
      if (listing.nextKey() == null || listing.nextKey().equals(cursor)) {
        throw new Fault.Protocol(
            Fault.Details.of(WechatClient.SYSTEM, LIST, "a page has more but no next cursor"),
            null);
      }
      cursor = listing.nextKey();
    }
    throw new Fault.Protocol(
        Fault.Details.of(WechatClient.SYSTEM, LIST, "a day has more than " + MAX_PAGES + " pages"),
        null);
  }

  private JsonNode detail(String id) {
    return wechat.read(
        DETAIL, Json.object().put("flow_id", id), body -> Json.require(body, "funds_flow"));
  }

  private static FundsFlow flow(JsonNode row, String id) {
    if (!WechatJson.requireId(row, "flow_id").equals(id)) {
      throw new MalformedJson("flow_id: must be the one that was asked for");
    }
    String code = Json.requireText(row, "funds_type");
    Money amount = WechatJson.requireFen(row, "amount");
    Related related = Related.read(row);
    Instant bookedAt = WechatJson.time(row, "bookkeeping_time");
    return new FundsFlow(
        id,
        FundsFlow.Kind.of(code),
        code,
        direction(row).equals(OUT) ? amount.abs().negated() : amount.abs(),
        WechatJson.fen(row, "balance"),
        related.order,
        related.refund,
        related.transaction,
        bookedAt == null ? related.bookedAt : bookedAt,
        WechatJson.textOrEmpty(row, "remark"));
  }

  private static String direction(JsonNode row) {
    String direction = Json.requireText(row, "flow_type");
    if (!direction.equals("1") && !direction.equals(OUT)) {
      throw new MalformedJson("flow_type: must be 1 or 2");
    }
    return direction;
  }

  private static List<StatementLine> lines(LocalDate day, List<FundsFlow> flows) {
    List<StatementLine> lines = new ArrayList<>(flows.size());
    for (FundsFlow flow : flows) {
      boolean fee =
          flow.kind() == FundsFlow.Kind.PLATFORM_FEE || flow.kind() == FundsFlow.Kind.COMMISSION;
      Money none = Money.fen(0);
      StatementLine.Kind kind =
          switch (flow.kind()) {
            case RECEIPT -> StatementLine.Kind.PAYMENT;
            case REFUND -> StatementLine.Kind.REFUND;
            default -> StatementLine.Kind.OTHER;
          };
      lines.add(
          new StatementLine(
              flow.id(),
              lines.size() + 1,
              kind,
              flow.kindCode(),
              flow.orderNumber() == null ? "" : flow.orderNumber(),
              flow.transactionId(),
              flow.bookedAt() == null ? WechatTime.startOf(day) : flow.bookedAt(),
              fee ? none : flow.amount(),
              fee ? flow.amount() : none));
    }
    return lines;
  }

  /**
   * What a movement belongs to. The platform's own example has words where its table has numbers
   * for what an element is, so the ids themselves say it.
   */
  private record Related(
      @Nullable String order,
      @Nullable String refund,
      @Nullable String transaction,
      @Nullable Instant bookedAt) {

    static Related read(JsonNode row) {
      Related found = new Related(null, null, WechatJson.id(row, "transaction_id"), null);
      for (JsonNode one : Json.list(row, "related_info_list")) {
        found =
            new Related(
                either(found.order, WechatJson.id(one, "order_id")),
                either(found.refund, WechatJson.id(one, "aftersale_id")),
                either(found.transaction, WechatJson.id(one, "transaction_id")),
                either(found.bookedAt, WechatJson.time(one, "bookkeeping_time")));
      }
      return found;
    }

    private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
      return first == null ? second : first;
    }
  }

  /** A day's lines. */
  private record Lines(List<StatementLine> lines) implements Statement {
    @Override
    public String digest() {
      return Sha256.of(lines.toString());
    }

    @Override
    public void read(Consumer<StatementLine> sink) {
      lines.forEach(sink);
    }
  }
}
