package io.heliu.erp.kingdee.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.http.standin.BadRequest;
import io.heliu.http.standin.Request;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A call of a service, whichever of the three shapes its body has: positional, named, or the old
 * positional one with an envelope.
 *
 * @param service the service, without the last part
 * @param operation the last part of the service's name
 * @param form the form's id; empty if the call has none
 * @param arguments what stands before the data, for log-ins all of them
 * @param data the data; an empty object if there is none
 */
record Invocation(
    String service, String operation, String form, List<String> arguments, ObjectNode data) {
  private static final String SUFFIX = ".common.kdsvc";
  private static final Set<String> FORMLESS =
      Set.of("ExecuteBillQuery", "BillQuery", "WorkflowAudit", "QueryBusinessInfo");
  private static final Set<String> OLD = Set.of("format", "useragent", "rid", "timestamp", "v");

  /**
   * Reads a request.
   *
   * @throws BadRequest if it is not a call at all
   */
  static Invocation of(Request request) {
    String path = request.path();
    String lower = path.toLowerCase(Locale.ROOT);
    if (!request.method().equals("POST")
        || !lower.startsWith("/k3cloud/")
        || !path.endsWith(SUFFIX)
        || !request.rawQuery().isEmpty()) {
      throw new BadRequest("not a service call: " + request.method());
    }
    String type = String.valueOf(request.header("Content-Type")).toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/json")) {
      throw new BadRequest("Content-Type: must be application/json");
    }
    String name = path.substring("/k3cloud/".length(), path.length() - SUFFIX.length());
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      throw new BadRequest("service: must have an operation");
    }
    try {
      JsonNode body = Json.parse(request.body());
      String operation = name.substring(dot + 1);
      String service = name.substring(0, dot);
      return body.has("parameters")
          ? positional(service, operation, body)
          : named(service, operation, body);
    } catch (MalformedJson e) {
      throw new BadRequest("body: " + e.getMessage());
    }
  }

  private static Invocation positional(String service, String operation, JsonNode body) {
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals("parameters") && !OLD.contains(name)) {
        throw new BadRequest("body: has an unknown key " + name);
      }
    }
    if (!(body.get("parameters") instanceof ArrayNode array)) {
      throw new BadRequest("parameters: must be an array");
    }
    List<String> arguments = new ArrayList<>();
    for (JsonNode one : array) {
      if (one.isContainerNode()) {
        throw new BadRequest("parameters: an argument must be a text");
      }
      arguments.add(one.asText());
    }
    if (service.endsWith("AuthService")) {
      return new Invocation(service, operation, "", arguments, Json.object());
    }
    boolean formless = FORMLESS.contains(operation);
    int wanted = formless ? 1 : operation.equals("ExcuteOperation") ? 3 : 2;
    if (arguments.size() != wanted) {
      throw new BadRequest("parameters: must be " + wanted);
    }
    if (!(Json.parse(arguments.get(wanted - 1)) instanceof ObjectNode data)) {
      throw new BadRequest("parameters: the last one must be an object as text");
    }
    String form = formless ? data.path("FormId").asText("") : arguments.get(0);
    return new Invocation(service, operation, form, arguments.subList(0, wanted - 1), data);
  }

  private static Invocation named(String service, String operation, JsonNode body) {
    if (service.endsWith("AuthService")) {
      List<String> arguments = new ArrayList<>();
      for (String name : List.of("acctID", "username", "appid", "appsecret", "lcid")) {
        arguments.add(body.path(name).asText(""));
      }
      return new Invocation(service, operation, "", arguments, Json.object());
    }
    JsonNode raw = body.path("data");
    JsonNode parsed = raw.isTextual() ? Json.parse(raw.asText()) : raw;
    if (!(parsed instanceof ObjectNode data)) {
      throw new BadRequest("data: must be an object");
    }
    boolean formless = FORMLESS.contains(operation);
    String form = formless ? data.path("FormId").asText("") : body.path("formid").asText("");
    List<String> arguments = new ArrayList<>(List.of(form));
    if (body.has("opNumber")) {
      arguments.add(body.path("opNumber").asText());
    }
    return new Invocation(service, operation, form, arguments, data);
  }

  boolean isLogin() {
    return service.endsWith("AuthService");
  }

  /** Returns the document's number that the call is about; empty if it names none. */
  String number() {
    String saved = data.path("Model").path("FBillNo").asText("");
    return saved.isEmpty() ? data.path("Numbers").path(0).asText("") : saved;
  }
}
