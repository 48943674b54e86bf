package io.heliu.erp.kingdee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.erp.kingdee.KingdeeCredential.Digest;
import io.heliu.erp.kingdee.KingdeeCredential.LoginBySign;
import io.heliu.erp.kingdee.KingdeeCredential.SignedCalls;
import io.heliu.erp.kingdee.standin.KingdeeStandIn.Doc;
import io.heliu.http.RemoteCall;
import io.heliu.http.RemoteCall.Next;
import io.heliu.http.RemoteCall.Verdict;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked examples of calls and answers, as they go over the wire. */
class DocumentedPayloadsTest {
  private static final String DATA = "Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.";
  private static final String NUMBER = "XSCK-TB-20250615-0001";

  private final TestSite site = new TestSite();

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  private static String sample(String name) {
    try (InputStream in = DocumentedPayloadsTest.class.getResourceAsStream(name + ".json")) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WireResponse answer(String name) {
    return new WireResponse(200, List.of(), sample(name).getBytes(StandardCharsets.UTF_8));
  }

  private void startWithStock() {
    for (String sku : List.of("SKU-10001", "SKU-10002")) {
      site.erp.material(sku, "示例商品", "6900000010001").stock(sku, "CK001", 120);
    }
    site.start();
  }

  private JsonNode post(String operation, String body) throws IOException {
    WireRequest request =
        WireRequest.post(
            site.erp.endpoint().resolve(DATA + operation + ".common.kdsvc"),
            "application/json",
            body);
    WireResponse response =
        site.transport.send(
            new Access.Signed((SignedCalls) TestSite.SIGNED, "100")
                .onto(request, new RemoteCall.Attempt(1, site.time.instant(), null)));
    return Json.parse(response.body());
  }

  private void assertDone(String operation, String body) throws IOException {
    JsonNode status = post(operation, body).at("/Result/ResponseStatus");
    assertThat(status.path("IsSuccess").asBoolean()).as(operation + " " + status).isTrue();
  }

  @Test
  void written_documentedSave_hasIdAndNumber() {
    Answers answers = new Answers("Save", false, false, Duration.ZERO);

    assertThat(answers.written(answer("saved")))
        .isEqualTo(Verdict.done(new Written.Done("104233", NUMBER)));
  }

  @Test
  void written_documentedNumberTaken_isARefusal() {
    Answers answers = new Answers("Save", false, false, Duration.ZERO);

    assertThat(answers.written(answer("refusal-number-taken")))
        .isEqualTo(
            Verdict.done(new Written.Refused("11", "违反字段唯一性要求：编码唯一。[" + NUMBER + "]在当前系统中已经被使用。")));
  }

  @ParameterizedTest
  @CsvSource({"true, REFRESH_TOKEN", "false, GIVE_UP"})
  void written_documentedSessionLost_isNewForASessionOnly(boolean session, Next next) {
    Answers answers = new Answers("Save", session, false, Duration.ZERO);

    assertThat(((Verdict.Failed<?>) answers.written(answer("refusal-session-lost"))).next())
        .isEqualTo(next);
  }

  @Test
  void login_documentedAnswer_opensItsSession() throws IOException {
    site.start();
    try (StandIn documented = new Documented(site.time)) {
      documented.start();
      KingdeeClient client =
          site.builder(new LoginBySign(TestSite.IDENTITY, Digest.SHA_256))
              .endpoint(documented.url("/k3cloud/"))
              .build();

      assertThatCode(client::ping).doesNotThrowAnyException();
    }
  }

  /** Lets in by the documented log-in, and answers queries of that session only. */
  private static final class Documented extends StandIn {
    Documented(Clock clock) {
      super(clock);
    }

    @Override
    protected Reply handle(Request request) {
      if (request.path().contains(".LoginBySign.")) {
        return Reply.json(sample("login-answer"));
      }
      boolean session =
          "7d0c1f6e-2c54-4a3a-9f2e-000000000001".equals(request.header("kdservice-sessionid"))
              && String.valueOf(request.header("Cookie"))
                  .contains("ASP.NET_SessionId=b1x2asp3session4id5");
      return Reply.json(session ? "[]" : sample("refusal-session-lost"));
    }
  }

  private static final Query STOCK =
      new Query(
          "STK_Inventory",
          List.of(
              "FMaterialId.FNumber",
              "FStockId.FNumber",
              "FLot.FNumber",
              "FStockStatusId.FNumber",
              "FBaseQty",
              "FBaseAVBQty",
              "FUpdateTime"),
          Query.equal("FStockOrgId.FNumber", "100")
              + " and "
              + Query.in("FMaterialId.FNumber", List.of("SKU-10001", "SKU-10002")),
          "FID");

  private static List<Query.Row> rows(Query query, String sample) {
    return Objects.requireNonNull(query.rows(answer(sample).body()), "rows");
  }

  private static JsonNode argument(String name) {
    return Json.parse(Json.parse(sample(name)).at("/parameters/0").asText());
  }

  @Test
  void query_documentedStock_isTheDocumentedRequestAndItsRowsAreRead() {
    assertThat((JsonNode) STOCK.request(0, 2_000)).isEqualTo(argument("stock-query"));

    List<Query.Row> rows = rows(STOCK, "stock-answer");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).text("FMaterialId.FNumber")).isEqualTo("SKU-10001");
    assertThat(rows.get(0).text("FLot.FNumber")).isEmpty();
    assertThat(rows.get(0).decimal("FBaseAVBQty")).isEqualByComparingTo("97");
    assertThat(rows.get(1).text("FLot.FNumber")).isEqualTo("B202505");
    assertThat(rows.get(1).time("FUpdateTime")).isEqualTo(LocalDateTime.of(2025, 6, 14, 22, 3, 51));
  }

  @Test
  void query_documentedReceivables_isTheDocumentedRequestAndItsRowsAreRead() {
    Query query =
        new Query(
            "AR_receivable",
            List.of(
                "FID",
                "FBillNo",
                "FDATE",
                "FENDDATE_H",
                "FCUSTOMERID.FNumber",
                "FCURRENCYID.FNumber",
                "FALLAMOUNTFOR",
                "FWRITTENOFFSTATUS",
                "FDocumentStatus"),
            Query.equal("FDocumentStatus", "C")
                + " and FWRITTENOFFSTATUS<>"
                + Query.quoted("C")
                + " and FDATE>="
                + Query.quoted("2025-06-01"),
            "FID");
    assertThat((JsonNode) query.request(0, 2_000)).isEqualTo(argument("receivables-query"));

    Query.Row row = rows(query, "receivables-answer").get(0);
    assertThat(row.id("FID")).isEqualTo(300_115);
    assertThat(row.text("FBillNo")).isEqualTo("AR00000115");
    assertThat(row.time("FENDDATE_H")).isEqualTo(LocalDateTime.of(2025, 7, 15, 0, 0));
    assertThat(row.decimal("FALLAMOUNTFOR")).isEqualByComparingTo("198");
  }

  @Test
  void standIn_documentedOutbound_isTakenAndItsNumberIsTakenFromThenOn() throws IOException {
    startWithStock();

    assertDone("Save", sample("outbound-save"));
    assertDone("Submit", sample("outbound-step"));
    assertDone("Audit", sample("outbound-step"));

    Doc outbound = site.erp.document("SAL_OUTSTOCK", NUMBER).orElseThrow();
    assertThat(outbound.status()).isEqualTo("C");
    assertThat(outbound.amount()).isEqualByComparingTo("198.00");
    assertThat(site.erp.onHand("SKU-10001", "CK001")).isEqualTo(118);
    String otherPackage = sample("outbound-save").replace("SF1234567890123", "SF1234567890124");
    assertThat(post("Save", otherPackage)).isEqualTo(Json.parse(sample("refusal-number-taken")));
  }

  @Test
  void standIn_documentedStockQuery_hasRowsOfTheDocumentedForm() throws IOException {
    startWithStock();

    JsonNode rows = post("ExecuteBillQuery", sample("stock-query"));

    assertThat(STOCK.rows(Json.bytes(rows))).hasSize(2);
    assertThat(rows.get(0).toString())
        .isEqualTo(
            "[\"SKU-10001\",\"CK001\",null,\"KCZT01_SYS\",120.0000000000,120.0000000000,"
                + "\"1970-01-01T08:00:00\"]");
  }

  @Test
  void standIn_callWithoutASession_isRefusedInTheDocumentedWords() throws IOException {
    site.start();
    WireResponse response =
        site.transport.send(
            WireRequest.post(
                site.erp.endpoint().resolve(DATA + "Submit.common.kdsvc"),
                "application/json",
                sample("outbound-step")));

    assertThat(Json.parse(response.body())).isEqualTo(Json.parse(sample("refusal-session-lost")));
  }

  /** The site numbers receivables and their plans itself, so those differ from the example. */
  @Test
  void standIn_documentedReceipt_clearsTheReceivableOfTheDocumentedOutbound() throws IOException {
    startWithStock();
    assertDone("Save", sample("outbound-save"));
    assertDone("Submit", sample("outbound-step"));
    assertDone("Audit", sample("outbound-step"));
    JsonNode row =
        post(
                "ExecuteBillQuery",
                sample("receivables-query")
                    .replace("FENDDATE_H", "FEntityPlan_FEntryID")
                    .replace(
                        "\\\"OrderString\\\":\\\"FID",
                        "\\\"OrderString\\\":\\\"FEntityPlan_FEntryID"))
            .get(0);

    String receipt =
        sample("receipt-save")
            .replace("300115", row.get(0).asText())
            .replace("AR00000115", row.get(1).asText())
            .replace("400221", row.get(3).asText());
    String step =
        "{\"parameters\":[\"AR_RECEIVEBILL\",\"{\\\"Numbers\\\":[\\\"SK-TB-20250701-0007\\\"]}\"]}";
    assertDone("Save", receipt);
    assertDone("Submit", step);
    assertDone("Audit", step);

    assertThat(site.receivables()).isEmpty();
    assertThat(post("ExecuteBillQuery", sample("receivables-query"))).isEmpty();
  }
}
