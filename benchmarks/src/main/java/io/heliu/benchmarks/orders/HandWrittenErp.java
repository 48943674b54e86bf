package io.heliu.benchmarks.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.erp.kingdee.standin.KingdeeStandIn.Registration;
import io.heliu.http.Transport;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Saves, submits and audits sales orders in a session of the ERP. */
final class HandWrittenErp {
  private static final String STUB = "Kingdee.BOS.WebApi.ServicesStub.";
  private static final String FORM = "SAL_SaleOrder";

  private final ObjectMapper mapper = new ObjectMapper();
  private final Transport transport;
  private final URI base;
  private final String organization;
  private final String session;

  /** Logs in. */
  HandWrittenErp(Transport transport, URI base, Registration who) throws IOException {
    this.transport = transport;
    this.base = base;
    this.organization = who.organization();
    ObjectNode body = mapper.createObjectNode();
    ArrayNode parameters = body.putArray("parameters");
    parameters.add(who.dataCentre()).add(who.user()).add(who.password()).add(2052);
    JsonNode answer = send("AuthService.ValidateUser", body, null);
    if (answer.path("LoginResultType").asInt() != 1) {
      throw new IOException("log-in was refused");
    }
    this.session = answer.path("KDSVCSessionId").asText();
  }

  /** A line of a sales order. */
  record Line(String oid, String sku, long units, BigDecimal amount) {}

  /** Brings a sales order into its final state. */
  void push(String number, String externalNumber, String date, List<Line> lines)
      throws IOException {
    ObjectNode data = mapper.createObjectNode();
    data.putArray("NeedUpDateFields");
    data.putArray("NeedReturnFields");
    data.put("IsDeleteEntry", true).put("ValidateFlag", true).put("NumberSearch", true);
    data.set("Model", model(number, externalNumber, date, lines));
    call("Save", data);
    ObjectNode which = mapper.createObjectNode();
    which.putArray("Numbers").add(number);
    call("Submit", which);
    call("Audit", which);
  }

  private ObjectNode model(String number, String externalNumber, String date, List<Line> lines) {
    ObjectNode model = mapper.createObjectNode();
    model.put("FID", 0);
    model.putObject("FBillTypeID").put("FNUMBER", "XSDD01_SYS");
    model.put("FBillNo", number).put("FDate", date).put("FNote", externalNumber);
    refer(model, "FSaleOrgId", organization);
    refer(model, "FCustId", OrderWorld.CUSTOMER);
    refer(model, "FSalerId", OrderWorld.SALESPERSON);
    ObjectNode finance = model.putObject("FSaleOrderFinance");
    refer(finance, "FSettleCurrId", "PRE001");
    finance.put("FIsIncludedTax", true);
    ArrayNode entries = model.putArray("FSaleOrderEntry");
    for (Line line : lines) {
      ObjectNode entry = entries.addObject().put("FRowType", "Standard");
      refer(entry, "FMaterialId", line.sku);
      refer(entry, "FUnitID", "Pcs");
      refer(entry, "FPriceUnitId", "Pcs");
      refer(entry, "FStockUnitID", "Pcs");
      refer(entry, "FSettleOrgIds", organization);
      refer(entry, "FSOStockId", OrderWorld.WAREHOUSE.code());
      entry.put("FQty", line.units).put("FEntryTaxRate", 13).put("FIsFree", false);
      entry.put(
          "FTaxPrice",
          line.amount.divide(BigDecimal.valueOf(line.units), 10, RoundingMode.HALF_UP));
      entry.put("FAllAmount", line.amount).put("FDeliveryDate", date);
      entry.put("FReserveType", "1").put("FOUTLMTUNIT", "SAL").put("FEntryNote", line.oid);
    }
    return model;
  }

  private static void refer(ObjectNode node, String field, String number) {
    node.putObject(field).put("FNumber", number);
  }

  private void call(String operation, ObjectNode data) throws IOException {
    ObjectNode body = mapper.createObjectNode();
    body.putArray("parameters").add(FORM).add(mapper.writeValueAsString(data));
    JsonNode status =
        send("DynamicFormService." + operation, body, session)
            .path("Result")
            .path("ResponseStatus");
    if (!status.path("IsSuccess").asBoolean()) {
      throw new IOException(operation + " was refused: " + status.path("Errors"));
    }
  }

  private JsonNode send(String service, ObjectNode body, @Nullable String inSession)
      throws IOException {
    WireRequest request =
        WireRequest.post(
            base.resolve(STUB + service + ".common.kdsvc"),
            "application/json;charset=utf-8",
            mapper.writeValueAsBytes(body));
    WireResponse response =
        transport.send(
            inSession == null ? request : request.withHeader("kdservice-sessionid", inSession));
    if (response.status() != 200) {
      throw new IOException(service + " failed: " + response.status());
    }
    return mapper.readTree(response.body());
  }
}
