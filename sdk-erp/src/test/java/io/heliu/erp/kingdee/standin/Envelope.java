package io.heliu.erp.kingdee.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.http.standin.Reply;
import io.heliu.internal.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Collects what became of the packages of a call, and writes the answer. */
final class Envelope {
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<Integer> refused = new ArrayList<>();
  private final List<Bill> done = new ArrayList<>();
  private final List<Integer> doneAt = new ArrayList<>();

  void done(int index, Bill bill) {
    done.add(bill);
    doneAt.add(index);
  }

  void refused(int index, Refusal refusal) {
    refusals.add(refusal);
    refused.add(index);
  }

  boolean changedAnything() {
    return !done.isEmpty();
  }

  Reply reply(boolean single) {
    ObjectNode answer = Json.object();
    ObjectNode result = answer.putObject("Result");
    ObjectNode status = result.putObject("ResponseStatus");
    boolean good = refusals.isEmpty();
    if (!good) {
      status.put("ErrorCode", 500);
    }
    status.put("IsSuccess", good);
    ArrayNode errors = status.putArray("Errors");
    for (int i = 0; i < refusals.size(); i++) {
      errors
          .addObject()
          .put("FieldName", refusals.get(i).field)
          .put("Message", refusals.get(i).words())
          .put("DIndex", refused.get(i));
    }
    ArrayNode entities = status.putArray("SuccessEntitys");
    for (int i = 0; i < done.size(); i++) {
      entities
          .addObject()
          .put("Id", done.get(i).id)
          .put("Number", done.get(i).number)
          .put("DIndex", doneAt.get(i));
    }
    status.putArray("SuccessMessages");
    status.put("MsgCode", good ? 0 : refusals.get(0).code);
    if (single && good) {
      result.put("Id", done.get(0).id).put("Number", done.get(0).number);
      result.putArray("NeedReturnData").addObject();
    }
    return Reply.json(Json.write(answer));
  }

  /** Answers a refusal of a whole call; queries wrap it twice. */
  static Reply refusal(int code, String message, boolean wrapped) {
    Envelope envelope = new Envelope();
    envelope.refused(0, new Refusal(code, null, message));
    Reply plain = envelope.reply(false);
    if (!wrapped) {
      return plain;
    }
    JsonNode body = Json.parse(plain.body());
    ArrayNode outer = Json.array();
    outer.addArray().add(body);
    return Reply.json(Json.write(outer));
  }
}
