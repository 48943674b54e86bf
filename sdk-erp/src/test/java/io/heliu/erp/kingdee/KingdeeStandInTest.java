package io.heliu.erp.kingdee;

import static io.heliu.erp.kingdee.TestSite.line;
import static io.heliu.erp.kingdee.TestSite.order;
import static io.heliu.erp.kingdee.TestSite.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.erp.Outbound;
import io.heliu.erp.kingdee.KingdeeCredential.SignedCalls;
import io.heliu.erp.kingdee.standin.KingdeeStandIn.Doc;
import io.heliu.http.RemoteCall;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in checks the wire as strictly as a site does. */
class KingdeeStandInTest {
  private static final String DATA = "Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.";
  private static final String AUTH = "Kingdee.BOS.WebApi.ServicesStub.AuthService.";

  @TempDir Path folder;
  private TestSite site = new TestSite().start();

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private WireResponse send(String service, String body) throws IOException {
    WireRequest request =
        WireRequest.post(
            site.erp.endpoint().resolve(service + ".common.kdsvc"), "application/json", body);
    return site.transport.send(
        new Access.Signed((SignedCalls) TestSite.SIGNED, "100")
            .onto(request, new RemoteCall.Attempt(1, site.time.instant(), null)));
  }

  private JsonNode positional(String operation, String... arguments) throws IOException {
    ObjectNode body = Json.object();
    for (String argument : arguments) {
      body.withArray("parameters").add(argument);
    }
    return Json.parse(send(DATA + operation, Json.write(body)).body());
  }

  private static JsonNode status(JsonNode answer) {
    return answer.path("Result").path("ResponseStatus");
  }

  private static int code(JsonNode answer) {
    return status(answer).path("MsgCode").asInt(-1);
  }

  private static ObjectNode model(String number) {
    Models models = new Models(TestSite.settings().build(), "100");
    return ((Documents.Mapped.Model) new SalesOrders(models).map(order(number))).model();
  }

  private static String save(ObjectNode model) {
    ObjectNode data = Json.object();
    data.set("Model", model);
    return Json.write(data);
  }

  @Test
  void save_eachShape_isAccepted() throws IOException {
    assertThat(code(positional("Save", "SAL_SaleOrder", save(model("A"))))).isZero();
    ObjectNode named = Json.object().put("formid", "SAL_SaleOrder");
    named.putObject("data").put("ValidateFlag", "true").set("Model", model("B"));
    assertThat(code(Json.parse(send(DATA + "Save", Json.write(named)).body()))).isZero();
    ObjectNode old =
        Json.object()
            .put("format", 1)
            .put("useragent", "ApiClient")
            .put("rid", "1")
            .put("timestamp", "2025-06-15")
            .put("v", "1.0");
    old.putArray("parameters").add("SAL_SaleOrder").add(save(model("C")));
    assertThat(code(Json.parse(send(DATA + "Save", Json.write(old)).body()))).isZero();

    assertThat(site.erp.documents("SAL_SaleOrder"))
        .extracting(Doc::number)
        .containsExactly("A", "B", "C");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FBillTypeID", "FSaleOrgId", "FDate", "FCustId", "FSalerId"})
  void save_requiredFieldMissing_isRefusedByName(String field) throws IOException {
    ObjectNode model = model("A");
    model.remove(field);
    JsonNode answer = positional("Save", "SAL_SaleOrder", save(model));

    assertThat(code(answer)).isEqualTo(11);
    assertThat(status(answer).path("Errors").path(0).path("FieldName").asText()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FMaterialId",
        "FUnitID",
        "FQty",
        "FPriceUnitId",
        "FSettleOrgIds",
        "FDeliveryDate",
        "FReserveType",
        "FStockUnitID",
        "FOUTLMTUNIT"
      })
  void save_requiredEntryFieldMissing_isRefusedByName(String field) throws IOException {
    ObjectNode model = model("A");
    ((ObjectNode) model.path("FSaleOrderEntry").path(0)).remove(field);
    JsonNode answer = positional("Save", "SAL_SaleOrder", save(model));

    assertThat(code(answer)).isEqualTo(11);
    assertThat(status(answer).path("Errors").path(0).path("FieldName").asText()).isEqualTo(field);
  }

  @Test
  void save_unknownFieldOrWrongReference_isRefused() throws IOException {
    assertThat(code(positional("Save", "SAL_SaleOrder", save(model("A").put("FTypo", "x")))))
        .isEqualTo(9);
    assertThat(code(positional("Save", "SAL_SaleOrder", save(model("A").put("FCustId", "X")))))
        .isEqualTo(8);
    assertThat(code(positional("Save", "SAL_Typo", save(model("A"))))).isEqualTo(4);
    assertThat(code(positional("Save", "SAL_SaleOrder", "{\"Typo\":1}"))).isEqualTo(8);
  }

  @Test
  void save_customField_isKept() throws IOException {
    positional("Save", "SAL_SaleOrder", save(model("A").put("F_ABC_Text", "x")));

    assertThat(site.erp.fields("SAL_SaleOrder", "A")).containsEntry("F_ABC_Text", "x");
  }

  @Test
  void save_doubledKey_isNotReadable() throws IOException {
    String doubled = "{\"parameters\":[\"SAL_SaleOrder\",\"{\\\"Model\\\":{},\\\"Model\\\":{}}\"]}";

    assertThat(send(DATA + "Save", doubled).status()).isEqualTo(400);
  }

  @Test
  void save_amountThatThePriceDoesNotGive_isRefused() throws IOException {
    ObjectNode model = model("A");
    ((ObjectNode) model.path("FSaleOrderEntry").path(0)).put("FAllAmount", 1);

    assertThat(code(positional("Save", "SAL_SaleOrder", save(model)))).isEqualTo(11);
  }

  @Test
  void save_numberTaken_isRefusedAsTheRealOneDoes() throws IOException {
    positional("Save", "SAL_SaleOrder", save(model("A")));
    JsonNode answer = positional("Save", "SAL_SaleOrder", save(model("A").put("FNote", "other")));

    assertThat(code(answer)).isEqualTo(11);
    assertThat(status(answer).path("ErrorCode").asInt()).isEqualTo(500);
    assertThat(status(answer).path("Errors").path(0).path("FieldName").asText())
        .isEqualTo("FBillNo");
    assertThat(status(answer).path("Errors").path(0).path("Message").asText())
        .contains("唯一性")
        .contains("已经被使用");
  }

  @Test
  void save_samePackageWithValidateRepeatJson_isRefused() throws IOException {
    ObjectNode model = model("A");
    model.remove("FBillNo");
    ObjectNode data = Json.object().put("ValidateRepeatJson", "true");
    data.set("Model", model);

    assertThat(code(positional("Save", "SAL_SaleOrder", Json.write(data)))).isZero();
    assertThat(code(positional("Save", "SAL_SaleOrder", Json.write(data)))).isEqualTo(11);
    data.put("ValidateRepeatJson", false);
    assertThat(code(positional("Save", "SAL_SaleOrder", Json.write(data)))).isZero();
    positional("Delete", "SAL_SaleOrder", "{\"Ids\":\"100001\"}");
  }

  @Test
  void batchSave_oneOfThreeBad_keepsTheOthersAndNamesTheIndex() throws IOException {
    ObjectNode data = Json.object();
    data.putArray("Model").add(model("A")).add(model("B").put("FTypo", 1)).add(model("C"));
    JsonNode answer = positional("BatchSave", "SAL_SaleOrder", Json.write(data));

    assertThat(status(answer).path("IsSuccess").asBoolean()).isFalse();
    assertThat(status(answer).path("Errors").path(0).path("DIndex").asInt()).isEqualTo(1);
    assertThat(status(answer).path("SuccessEntitys")).hasSize(2);
    assertThat(status(answer).path("SuccessEntitys").path(1).path("DIndex").asInt()).isEqualTo(2);
    data.put("BatchCount", 3);
    assertThat(code(positional("BatchSave", "SAL_SaleOrder", Json.write(data)))).isEqualTo(8);
  }

  @Test
  void steps_outOfOrder_areRefusedWithTheStateCode() throws IOException {
    positional("Save", "SAL_SaleOrder", save(model("A")));
    String a = "{\"Numbers\":[\"A\"]}";

    assertThat(code(positional("Audit", "SAL_SaleOrder", a))).isEqualTo(12);
    assertThat(code(positional("Submit", "SAL_SaleOrder", a))).isZero();
    assertThat(code(positional("Submit", "SAL_SaleOrder", a))).isEqualTo(12);
    assertThat(code(positional("Delete", "SAL_SaleOrder", a))).isEqualTo(12);
    assertThat(code(positional("CancelAssign", "SAL_SaleOrder", a))).isZero();
    assertThat(code(positional("Submit", "SAL_SaleOrder", a))).isZero();
    assertThat(code(positional("Audit", "SAL_SaleOrder", "{\"Ids\":\"100001\"}"))).isZero();
    assertThat(code(positional("Audit", "SAL_SaleOrder", a))).isEqualTo(12);
    assertThat(code(positional("UnAudit", "SAL_SaleOrder", a))).isZero();
    assertThat(code(positional("ExcuteOperation", "SAL_SaleOrder", "Cancel", a))).isZero();
    assertThat(code(positional("Submit", "SAL_SaleOrder", a))).isEqualTo(12);
    assertThat(code(positional("ExcuteOperation", "SAL_SaleOrder", "UnCancel", a))).isZero();
    assertThat(code(positional("Delete", "SAL_SaleOrder", a))).isZero();
    assertThat(code(positional("Submit", "SAL_SaleOrder", a))).isEqualTo(10);
    assertThat(code(positional("Submit", "SAL_SaleOrder", "{\"Ids\":[1]}"))).isEqualTo(8);
    assertThat(code(positional("Submit", "SAL_SaleOrder", "{\"Ids\":\"x\"}"))).isEqualTo(8);
  }

  @Test
  void view_good_hasNoStatusAndPropertyNames() throws IOException {
    positional("Save", "SAL_SaleOrder", save(model("A")));
    JsonNode answer = positional("View", "SAL_SaleOrder", "{\"Number\":\"A\"}");

    assertThat(answer.path("Result").path("ResponseStatus").isNull()).isTrue();
    assertThat(answer.path("Result").path("Result").path("BillNo").asText()).isEqualTo("A");
    assertThat(code(positional("View", "SAL_SaleOrder", "{\"Number\":\"B\"}"))).isEqualTo(10);
  }

  private JsonNode query(String filter, String more) throws IOException {
    return positional(
        "ExecuteBillQuery",
        "{\"FormId\":\"SAL_SaleOrder\",\"FieldKeys\":\"FBillNo\",\"OrderString\":\"FID\","
            + "\"FilterString\":\""
            + filter
            + "\""
            + more
            + "}");
  }

  @Test
  void query_topRowCount_capsFromTheFirstRowOn() throws IOException {
    for (String number : List.of("A", "B", "C", "D")) {
      positional("Save", "SAL_SaleOrder", save(model(number)));
    }

    assertThat(query("FID>0", ",\"TopRowCount\":0,\"StartRow\":2,\"Limit\":2")).hasSize(2);
    assertThat(query("FID>0", ",\"TopRowCount\":2,\"StartRow\":2,\"Limit\":2")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FBillNo='A' or 1=1",
        "(FBillNo='A')",
        "FBillNo='A",
        "FBillNo like 'A%'",
        "FNoSuch='A'",
        "FBillNo='A';drop table x",
        "FBillNo in ()",
        ""
      })
  void query_filterItDoesNotKnow_isRefusedWrapped(String filter) throws IOException {
    JsonNode answer = query(filter, ",\"Limit\":10");

    assertThat(code(answer.path(0).path(0))).isIn(4, 8);
  }

  @Test
  void query_overTheCeilingOrWithoutUniqueOrder_isRefused() throws IOException {
    assertThat(code(query("FID>0", ",\"Limit\":2001").path(0).path(0))).isEqualTo(8);
    assertThat(query("FID>0", ",\"Limit\":2000")).isEmpty();
    JsonNode unordered =
        positional(
            "ExecuteBillQuery",
            "{\"FormId\":\"SAL_SaleOrder\",\"FieldKeys\":\"FBillNo\",\"OrderString\":\"FDate\","
                + "\"FilterString\":\"FID>0\",\"Limit\":10}");
    assertThat(code(unordered.path(0).path(0))).isEqualTo(8);
  }

  @Test
  void billQuery_rowsAreObjectsAndFailureIsPlain() throws IOException {
    positional("Save", "SAL_SaleOrder", save(model("A")));
    String good =
        "{\"FormId\":\"SAL_SaleOrder\",\"FieldKeys\":\"FBillNo,FCustId.FNumber\","
            + "\"OrderString\":\"FID\",\"FilterString\":\"FBillNo='A'\",\"Limit\":10}";

    assertThat(positional("BillQuery", good).path(0).path("FCustId.FNumber").asText())
        .isEqualTo(TestSite.SHOP);
    assertThat(code(positional("BillQuery", good.replace("FBillNo=", "FTypo=")))).isEqualTo(4);
  }

  @Test
  void unknownServiceOrPath_isRefused() throws IOException {
    assertThat(
            code(
                Json.parse(
                    send("Some.Other.Service.Call", "{\"parameters\":[\"x\",\"{}\"]}").body())))
        .isEqualTo(4);
    assertThat(send(DATA + "Save", "{\"parameters\":[\"SAL_SaleOrder\"]}").status()).isEqualTo(400);
    assertThat(send(DATA + "Save", "not json").status()).isEqualTo(400);
    assertThat(
            site.transport
                .send(WireRequest.get(site.erp.endpoint().resolve(DATA + "Save.common.kdsvc")))
                .status())
        .isEqualTo(400);
  }

  @Test
  void validateUser_rightAndWrongPassword() throws IOException {
    String right = "[\"66aa00bb11cc22\",\"integ_user\",\"made-up-password\",2052]";
    WireResponse in = send(AUTH + "ValidateUser", "{\"parameters\":" + right + "}");

    assertThat(Json.parse(in.body()).path("LoginResultType").asInt()).isEqualTo(1);
    assertThat(in.headers("Set-Cookie")).hasSize(2).allMatch(cookie -> cookie.contains("Thu, 31"));
    WireResponse out =
        send(AUTH + "ValidateUser", "{\"parameters\":" + right.replace("made-up", "wrong") + "}");
    assertThat(Json.parse(out.body()).path("IsSuccessByAPI").asBoolean(true)).isFalse();
  }

  @Test
  void unsigned_withoutSession_isRefusedAndSetsAHollowSession() throws IOException {
    WireResponse response =
        site.transport.send(
            WireRequest.post(
                site.erp.endpoint().resolve(DATA + "Submit.common.kdsvc"),
                "application/json",
                "{\"parameters\":[\"SAL_SaleOrder\",\"{}\"]}"));

    assertThat(code(Json.parse(response.body()))).isEqualTo(1);
    assertThat(response.headers("Set-Cookie")).hasSize(2);
    assertThat(site.erp.sessions()).isZero();
  }

  @Test
  void warehouse_shipsEveryAuditedOrderOnce() {
    KingdeeClient client = site.client();
    for (int i = 0; i < 30; i++) {
      client.salesOrders().push(order("SO-" + i, line("1", "SKU-1", 3, "10.00")));
    }
    site.erp.act("warehouse", "2025-06-15T08:00:00Z");
    site.erp.act("warehouse", "");

    List<Doc> outbounds = site.erp.documents("SAL_OUTSTOCK");
    assertThat(outbounds).hasSizeGreaterThan(30).hasSizeLessThan(60);
    assertThat(site.erp.onHand("SKU-1", "CK001")).isEqualTo(1_000 - 90);
    assertThat(outbounds.stream().map(Doc::amount).reduce(BigDecimal::add).orElseThrow())
        .isEqualByComparingTo("300.00");
    assertThat(client.feeds().outbounds(null).rows())
        .allMatch(outbound -> outbound.waybill() != null)
        .extracting(Outbound::waybill)
        .doesNotHaveDuplicates();
  }

  @Test
  void warehouse_stockDoesNotCover_waits() {
    site.client().salesOrders().push(order("SO-1", line("1", "SKU-1", 1_001, "10.01")));
    site.erp.act("warehouse", "");
    assertThat(site.erp.documents("SAL_OUTSTOCK")).isEmpty();

    site.erp.act("stock", "SKU-1,CK001,1001");
    site.erp.act("warehouse", "");
    assertThat(site.erp.onHand("SKU-1", "CK001")).isZero();
  }

  @Test
  void journal_nextProcess_hasTheSameDocumentsStockAndCursors() {
    Path journal = folder.resolve("journal");
    close();
    site = new TestSite().start(journal);
    KingdeeClient client = site.client();
    for (int i = 0; i < 8; i++) {
      site.time.pass(Duration.ofSeconds(1));
      client.salesOrders().push(order("SO-" + i, line("1", "SKU-1", 2, "20.00")));
    }
    site.erp.act("warehouse", "");
    client.outbounds().push(outbound("RET-1", line("1", "SKU-1", -1, "-10.00")));
    client.outbounds().push(outbound("BAD-1", line("1", "SKU-1", 5_000, "1.00")));
    List<List<Doc>> before = state();
    String cursor = client.feeds().outbounds(null).nextCursor();
    site.close();

    site = new TestSite().start(journal);

    assertThat(state()).isEqualTo(before);
    assertThat(site.client().feeds().outbounds(cursor).rows()).isEmpty();
    assertThat(site.client().salesOrders().lookUp("SO-1")).isPresent();
  }

  private List<List<Doc>> state() {
    List<List<Doc>> state = new ArrayList<>();
    for (String form :
        List.of("SAL_SaleOrder", "SAL_OUTSTOCK", "SAL_RETURNSTOCK", "AR_receivable")) {
      state.add(site.erp.documents(form));
    }
    return state;
  }

  @Test
  void manyDocuments_areShippedReadAndFoundByNumber() {
    int orders = 2_000;
    for (int i = 0; i < orders; i++) {
      site.erp.act("save", "SAL_SaleOrder," + Json.write(model("SO-" + i)));
      site.erp.act("edit", "Submit,SAL_SaleOrder,SO-" + i);
      site.erp.act("edit", "Audit,SAL_SaleOrder,SO-" + i);
    }
    site.erp.act("stock", "SKU-1,CK001,100000");
    site.erp.act("warehouse", "");
    KingdeeClient client = site.client();
    List<String> sources = new ArrayList<>();
    String cursor = null;
    while (true) {
      var slice = client.feeds().outbounds(cursor);
      if (slice.nextCursor() == null) {
        break;
      }
      slice.rows().forEach(o -> sources.add(o.number()));
      cursor = slice.nextCursor();
    }

    assertThat(sources).hasSizeGreaterThan(orders).doesNotHaveDuplicates();
    assertThat(site.receivables()).hasSameSizeAs(sources);
    assertThat(client.salesOrders().lookUp("SO-1999")).isPresent();
  }

  @Test
  void act_unknown_isRefusedByName() {
    assertThatThrownBy(() -> site.erp.act("fly", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("name: ");
  }
}
