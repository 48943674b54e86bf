package io.heliu.erp.kingdee.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.http.standin.Reply;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data services. */
final class Services {
  static final String NAME = "Kingdee.BOS.WebApi.ServicesStub.DynamicFormService";

  private final Site site;
  private final Saving saving;
  private final Steps steps;
  private final Queries queries;

  Services(Site site, Saving saving, Steps steps) {
    this.site = site;
    this.saving = saving;
    this.steps = steps;
    this.queries = new Queries(site);
  }

  void ceiling(int rows) {
    queries.ceiling(rows);
  }

  /**
   * What a service did.
   *
   * @param reply the answer
   * @param changed whether anything is different now
   */
  record Outcome(Reply reply, boolean changed) {}

  Outcome serve(Invocation call, Instant now) {
    boolean wrapped = call.operation().equals("ExecuteBillQuery");
    try {
      return switch (call.operation()) {
        case "ExecuteBillQuery" -> query(call, false);
        case "BillQuery" -> query(call, true);
        case "View" -> view(call);
        case "Save" -> saveAll(call, List.of(model(call.data())), false, now);
        case "Draft" -> saveAll(call, List.of(model(call.data())), true, now);
        case "BatchSave" -> saveAll(call, models(call.data()), false, now);
        case "ExcuteOperation" -> operate(call, now);
        default -> {
          if (Steps.OWN.contains(call.operation())) {
            throw new Refusal(Refusal.EXCEPTION, null, "操作不存在: " + call.operation());
          }
          yield step(call, call.operation(), now);
        }
      };
    } catch (Refusal e) {
      return new Outcome(Envelope.refusal(e.code, e.words(), wrapped), false);
    }
  }

  private Outcome query(Invocation call, boolean named) {
    String body = Json.write(queries.answer(call.data(), named));
    return new Outcome(Reply.json(body), false);
  }

  /** The status of a view is null when all is well. */
  private Outcome view(Invocation call) {
    Bill bill = find(call, call.data().path("Number").asText(""), call.data().path("Id"));
    ObjectNode answer = Json.object();
    ObjectNode result = answer.putObject("Result");
    result.putNull("ResponseStatus");
    result
        .putObject("Result")
        .put("Id", bill.id)
        .put("DocumentStatus", bill.status)
        .put("CancelStatus", bill.voided ? "B" : "A")
        .put("BillNo", bill.number);
    return new Outcome(Reply.json(Json.write(answer)), false);
  }

  private Bill find(Invocation call, String number, JsonNode id) {
    Bill bill =
        number.isEmpty()
            ? site.find(site.spec(call.form()).id(), id.asLong())
            : site.find(site.spec(call.form()).id(), number);
    if (bill == null) {
      throw new Refusal(Refusal.NOT_FOUND, null, "数据不存在: " + number + id.asText(""));
    }
    return bill;
  }

  private static ObjectNode model(ObjectNode data) {
    if (data.get("Model") instanceof ObjectNode model) {
      return model;
    }
    throw new Refusal(Refusal.PARAMETER, "Model", "Model必须是对象");
  }

  private static List<ObjectNode> models(ObjectNode data) {
    List<ObjectNode> models = new ArrayList<>();
    for (JsonNode one : data.path("Model")) {
      if (!(one instanceof ObjectNode model)) {
        throw new Refusal(Refusal.PARAMETER, "Model", "Model必须是对象数组");
      }
      models.add(model);
    }
    int threads = data.path("BatchCount").asInt(0);
    if (models.isEmpty() || (threads > 0 && threads >= models.size())) {
      throw new Refusal(Refusal.PARAMETER, "BatchCount", "BatchCount必须小于数据包个数");
    }
    return models;
  }

  private Outcome saveAll(Invocation call, List<ObjectNode> models, boolean draft, Instant now) {
    site.changed();
    Saving.checkKeys(call.data());
    ObjectNode keys = call.data().deepCopy();
    keys.remove("Model");
    Envelope envelope = new Envelope();
    for (int i = 0; i < models.size(); i++) {
      try {
        requireUnlocked(models.get(i).path("FBillNo").asText(""));
        envelope.done(i, saving.save(call.form(), keys, models.get(i), draft, now));
      } catch (Refusal e) {
        envelope.refused(i, e);
      }
    }
    // Even a refused save may have drawn ids, which later documents will not get.
    return new Outcome(envelope.reply(models.size() == 1), true);
  }

  private Outcome operate(Invocation call, Instant now) {
    String operation = call.arguments().get(1);
    if (!Steps.OWN.contains(operation)) {
      throw new Refusal(Refusal.EXCEPTION, null, "操作不存在: " + operation);
    }
    return step(call, operation, now);
  }

  private Outcome step(Invocation call, String operation, Instant now) {
    if (!Steps.OPERATIONS.contains(operation)) {
      throw new Refusal(Refusal.EXCEPTION, null, "操作不存在: " + operation);
    }
    site.changed();
    List<Target> targets = targets(call.data());
    Envelope envelope = new Envelope();
    for (int i = 0; i < targets.size(); i++) {
      try {
        envelope.done(i, take(call, operation, targets.get(i), now));
      } catch (Refusal e) {
        envelope.refused(i, e);
      }
    }
    return new Outcome(envelope.reply(false), envelope.changedAnything());
  }

  private Bill take(Invocation call, String operation, Target target, Instant now) {
    ObjectNode id = Json.object();
    Bill bill =
        find(
            call,
            target.number == null ? "" : target.number,
            target.id == null ? id : id.numberNode(target.id));
    requireUnlocked(bill.number);
    steps.take(operation, bill, call.data().path("InterationFlags").asText(""), now);
    return bill;
  }

  private record Target(@Nullable String number, @Nullable Long id) {}

  /** Numbers are an array, ids one text with commas. */
  private static List<Target> targets(ObjectNode data) {
    List<Target> targets = new ArrayList<>();
    JsonNode numbers = data.path("Numbers");
    if (!numbers.isMissingNode() && !numbers.isArray()) {
      throw new Refusal(Refusal.PARAMETER, "Numbers", "Numbers必须是数组");
    }
    numbers.forEach(number -> targets.add(new Target(number.asText(), null)));
    JsonNode ids = data.path("Ids");
    if (!ids.isMissingNode() && !ids.isTextual()) {
      throw new Refusal(Refusal.PARAMETER, "Ids", "Ids必须是字符串");
    }
    for (String id : ids.asText("").split(",", -1)) {
      if (!id.isBlank()) {
        targets.add(new Target(null, id(id.trim())));
      }
    }
    if (targets.isEmpty()) {
      throw new Refusal(Refusal.PARAMETER, "Numbers", "单据编号或内码不能为空");
    }
    return targets;
  }

  private static Long id(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new Refusal(Refusal.PARAMETER, "Ids", "内码必须是整数");
    }
  }

  private void requireUnlocked(String number) {
    if (site.locked.contains(number)) {
      throw new Refusal(Refusal.LOCKED, null, "网络控制冲突，数据已被其他用户锁定");
    }
  }
}
