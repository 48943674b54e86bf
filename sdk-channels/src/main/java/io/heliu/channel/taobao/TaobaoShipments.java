package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.ShopId;
import io.heliu.channel.ShipmentSink;
import io.heliu.internal.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the platform that goods have left.
 *
 * <p>Every parcel starts with a look at the trade: closed lines are never sent, lines that already
 * carry the parcel's waybill are not sent again. Per the platform's documentation of its shipping
 * call a line leaves as a whole, with one waybill: the first parcel that has some of its units is
 * told, and further ones of that line are left out. The platform's code for "already sent" is not
 * documented, so any refusal by a rule is followed by another look, and what the trade says counts.
 */
final class TaobaoShipments implements ShipmentSink {
  private static final String DETAIL = "taobao.trade.fullinfo.get";
  private static final String SEND = "taobao.logistics.offline.send";
  private static final String SEND_CASH_ON_DELIVERY = "taobao.logistics.online.send";

  private final Top top;

  TaobaoShipments(Top top) {
    this.top = top;
  }

  @Override
  public ShopId shop() {
    return top.shop();
  }

  @Override
  public Result ship(Parcel parcel) {
    Plan plan = plan(parcel);
    if (plan.result != null) {
      return plan.result;
    }
    TopAnswer<Boolean> answer = send(plan, parcel);
    if (answer instanceof TopAnswer.Given<Boolean> given && given.value()) {
      return Result.SENT;
    }
    if (Result.ALREADY_SENT.equals(plan(parcel).result)) {
      return Result.ALREADY_SENT;
    }
    return answer instanceof TopAnswer.Refused<Boolean> refused
        ? Result.refused(refused.code(), refused.message())
        : Result.refused("NOT_SENT", "the platform answered that it did not ship");
  }

  private Plan plan(Parcel parcel) {
    TopAnswer<State> answer =
        top.ask(
            DETAIL,
            Map.of("tid", parcel.orderNumber(), "fields", "tid,status,type,orders"),
            body -> State.read(Json.require(body, "trade")));
    return answer instanceof TopAnswer.Refused<State> refused
        ? Plan.refused(refused.code(), refused.message())
        : plan(((TopAnswer.Given<State>) answer).value(), parcel);
  }

  private TopAnswer<Boolean> send(Plan plan, Parcel parcel) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("tid", parcel.orderNumber());
    parameters.put("out_sid", parcel.waybill());
    parameters.put("company_code", parcel.carrier());
    if (!plan.wholeOrder) {
      parameters.put("sub_tid", String.join(",", plan.toSend));
      parameters.put("is_split", "1");
    }
    return top.ask(
        plan.cashOnDelivery ? SEND_CASH_ON_DELIVERY : SEND,
        parameters,
        body -> Boolean.TRUE.equals(Json.bool(body, "shipping", "is_success")));
  }

  private static Plan plan(State trade, Parcel parcel) {
    Set<String> wanted = new HashSet<>(parcel.lineNumbers());
    List<String> toSend = new ArrayList<>();
    boolean sent = false;
    boolean closed = false;
    for (Line line : trade.lines) {
      boolean named = wanted.remove(line.number);
      if (!named && !parcel.lineNumbers().isEmpty()) {
        continue;
      }
      if (TradeStatus.isClosed(line.status)) {
        boolean left = parcel.waybill().equals(line.waybill);
        sent |= left;
        closed |= named && !left;
      } else if (!TradeStatus.isShipped(line.status)) {
        toSend.add(line.number);
      } else if (line.waybill != null && !line.waybill.equals(parcel.waybill())) {
        if (named && line.isSpread(parcel)) {
          sent = true;
        } else if (named) {
          return Plan.refused("OTHER_WAYBILL", "a line of the parcel left with another waybill");
        }
      } else {
        sent = true;
      }
    }
    if (!wanted.isEmpty()) {
      return Plan.refused("LINE_UNKNOWN", "a line of the parcel is not in the order");
    }
    boolean whole = toSend.size() == trade.lines.size();
    if (closed && toSend.isEmpty() && !sent) {
      return Plan.refused("LINE_CLOSED", "every line of the parcel is closed");
    }
    return toSend.isEmpty()
        ? Plan.nothingToSend(sent)
        : new Plan(toSend, whole, trade.cashOnDelivery, null);
  }

  /**
   * What to do about a parcel.
   *
   * @param toSend the numbers of the lines to be sent
   * @param result what is certain without sending, or null
   */
  private record Plan(
      List<String> toSend, boolean wholeOrder, boolean cashOnDelivery, @Nullable Result result) {
    static Plan refused(String code, String message) {
      return certain(Result.refused(code, message));
    }

    private static Plan certain(Result result) {
      return new Plan(List.of(), false, false, result);
    }

    static Plan nothingToSend(boolean sent) {
      return sent
          ? certain(Result.ALREADY_SENT)
          : refused("NOTHING_TO_SEND", "every line is closed or left with another waybill");
    }
  }

  private record State(boolean cashOnDelivery, List<Line> lines) {
    static State read(JsonNode trade) {
      String status = Json.requireText(trade, "status");
      List<Line> lines = new ArrayList<>();
      for (JsonNode row : TopJson.rows(trade, "orders", "order")) {
        String own = TopJson.optional(row, "status");
        lines.add(
            new Line(
                TopJson.requireId(row, "oid"),
                own == null ? status : own,
                TopJson.optional(row, "invoice_no"),
                Json.decimal(row, "num")));
      }
      return new State("cod".equals(TopJson.optional(trade, "type")), lines);
    }
  }

  private record Line(
      String number, String status, @Nullable String waybill, @Nullable BigDecimal ordered) {

    /** Tells whether a parcel has only some of its units; then another parcel was told before. */
    boolean isSpread(Parcel parcel) {
      return ordered != null
          && parcel.lines().stream()
              .filter(line -> line.number().equals(number))
              .anyMatch(line -> BigDecimal.valueOf(line.units()).compareTo(ordered) < 0);
    }
  }
}
