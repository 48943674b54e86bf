package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.ShopId;
import io.heliu.channel.ShipmentSink;
import io.heliu.internal.json.Json;
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
 * carry the parcel's waybill are not sent again. The platform's code for "already sent" is not
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
    State before = look(parcel.orderNumber());
    Plan plan = plan(before, parcel);
    if (plan.result != null) {
      return plan.result;
    }
    TopAnswer<Boolean> answer = send(before, plan.toSend, parcel);
    if (answer instanceof TopAnswer.Given<Boolean> given && given.value()) {
      return Result.SENT;
    }
    Plan after = plan(look(parcel.orderNumber()), parcel);
    if (after.result != null && after.result.outcome() == Outcome.ALREADY_SENT) {
      return Result.ALREADY_SENT;
    }
    return answer instanceof TopAnswer.Refused<Boolean> refused
        ? Result.refused(refused.code(), refused.message())
        : Result.refused("NOT_SENT", "the platform answered that it did not ship");
  }

  private State look(String number) {
    return top.read(
        DETAIL,
        Map.of("tid", number, "fields", "tid,status,type,orders"),
        body -> State.read(Json.require(body, "trade")));
  }

  private TopAnswer<Boolean> send(State trade, List<Line> lines, Parcel parcel) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("tid", parcel.orderNumber());
    parameters.put("out_sid", parcel.waybill());
    parameters.put("company_code", parcel.carrier());
    if (lines.size() < trade.lines.size()) {
      parameters.put("sub_tid", String.join(",", lines.stream().map(Line::number).toList()));
      parameters.put("is_split", "1");
    }
    return top.ask(
        trade.cashOnDelivery ? SEND_CASH_ON_DELIVERY : SEND,
        parameters,
        body -> Boolean.TRUE.equals(Json.bool(body, "shipping", "is_success")));
  }

  private static Plan plan(State trade, Parcel parcel) {
    Set<String> wanted = new HashSet<>(parcel.lineNumbers());
    List<Line> toSend = new ArrayList<>();
    boolean sent = false;
    for (Line line : trade.lines) {
      boolean named = wanted.remove(line.number);
      if (!named && !parcel.lineNumbers().isEmpty()) {
        continue;
      }
      if (TradeStatus.isClosed(line.status)) {
        if (named) {
          return Plan.refused("LINE_CLOSED", "a line of the parcel is closed");
        }
      } else if (!TradeStatus.isShipped(line.status)) {
        toSend.add(line);
      } else if (line.waybill != null && !line.waybill.equals(parcel.waybill())) {
        if (named) {
          return Plan.refused("OTHER_WAYBILL", "a line of the parcel left with another waybill");
        }
      } else {
        sent = true;
      }
    }
    if (!wanted.isEmpty()) {
      return Plan.refused("LINE_UNKNOWN", "a line of the parcel is not in the order");
    }
    return toSend.isEmpty() ? Plan.nothingToSend(sent) : new Plan(toSend, null);
  }

  private record Plan(List<Line> toSend, @Nullable Result result) {
    static Plan refused(String code, String message) {
      return new Plan(List.of(), Result.refused(code, message));
    }

    static Plan nothingToSend(boolean sent) {
      return sent
          ? new Plan(List.of(), Result.ALREADY_SENT)
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
                TopJson.optional(row, "invoice_no")));
      }
      return new State("cod".equals(TopJson.optional(trade, "type")), lines);
    }
  }

  private record Line(String number, String status, @Nullable String waybill) {}
}
