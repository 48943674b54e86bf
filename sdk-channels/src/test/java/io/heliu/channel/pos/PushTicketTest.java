package io.heliu.channel.pos;

import static io.heliu.channel.pos.PosPushSample.RETURN;
import static io.heliu.channel.pos.PosPushSample.SALE;
import static io.heliu.channel.pos.PosPushSample.batch;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.internal.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of a pushed ticket; what breaks one is named by its JSON pointer. */
class PushTicketTest {

  private static PushReader.Push read(String body) {
    try {
      return new PushReader("S01", "POS-07", PushBench.NOW)
          .read(Json.parse(body), body.getBytes(UTF_8), 100);
    } catch (PushReader.Unreadable e) {
      throw new AssertionError(e.problems().toString(), e);
    }
  }

  private static List<String> problems(String ticket) {
    PushReader.Push push = read(batch(ticket));
    assertThat(push.file().malformed()).hasSameSizeAs(push.rejected().values());
    return push.rejected().getOrDefault(1, List.of()).stream()
        .map(problem -> problem.field().replace("/tickets/0", "") + " " + problem.code())
        .toList();
  }

  @Test
  void read_goodTickets_haveNoProblem() {
    assertThat(problems(SALE)).isEmpty();
    assertThat(problems(RETURN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ticketNo':'000117'|'ticketNo':null|/ticketNo MISSING",
        "'ticketNo':'000117'|'ticketNo':117|/ticketNo TYPE",
        "'ticketNo':'000117'|'ticketNo':'a/b'|/ticketNo FORMAT",
        "'type':'SALE'|'type':'LOAN'|/type FORMAT",
        "'type':'SALE'|'type':''|/type MISSING",
        "'revision':1|'revision':0|/revision RANGE",
        "'revision':1|'revision':1.5|/revision FORMAT",
        "'businessDate':'2026-07-12'|'businessDate':'2026-02-30'|/businessDate FORMAT",
        "'businessDate':'2026-07-12'|'businessDate':'2026/7/12'|/businessDate FORMAT",
        "T19:44:10+08:00|T19:44:10|/occurredAt FORMAT",
        "2026-07-12T19:44:10+08:00|+999999999-12-31T23:59:59-18:00|/occurredAt FORMAT",
        "2026-07-12T19:44:10+08:00|1969-12-31T23:59:59+08:00|/occurredAt FORMAT",
        "'member':{|'member':[],'other':{|/member TYPE",
        "'phone':'13800000001'|'phone':13800000001|/member/phone TYPE",
        "'lineNo':2|'lineNo':1|/lines/1/lineNo DUPLICATE",
        "'lineNo':2|'lineNo':'two'|/lines/1/lineNo TYPE",
        "'lineNo':2|'lineNo':0|/lines/1/lineNo RANGE",
        "'sku':'SKU-APPLE',||/lines/1/sku MISSING",
        "'sku':'SKU-APPLE'|'sku':[]|/lines/1/sku TYPE",
        "'qty':'0.735'|'qty':'0.7350001'|/lines/1/qty FORMAT",
        "'qty':'0.735'|'qty':'-0.735'|/lines/1/amount SIGN",
        "'amount':'14.55'|'amount':'-14.55'|/lines/1/amount SIGN",
        "'qty':'0.735'|'qty':'0'|/lines/1/qty SIGN",
        "'qty':'0.735'|'qty':'much'|/lines/1/qty TYPE",
        "'qty':'0.735'|'qty':'1e99'|/lines/1/qty RANGE",
        "'qty':'0.735'|'qty':'1e999'|/lines/1/qty TYPE",
        "'qty':'0.735',||/lines/1/qty MISSING",
        "'price':'44.50'|'price':'44.505'|/lines/0/price FORMAT",
        "'price':'44.50'|'price':'-44.50'|/lines/0/price SIGN",
        "'amount':'14.55'|'amount':'14.56'|/total TOTAL",
        "'amount':'14.55'|'amount':'14.553'|/lines/1/amount FORMAT",
        "'type':'CASH'|'type':''|/tenders/1/type MISSING",
        "'amount':'9.05'|'amount':'9.06'|/tenders TOTAL",
        "'amount':'9.05'|'amount':'nine'|/tenders/1/amount TYPE",
        "'rounding':'0.00'|'rounding':'0.01'|/total TOTAL",
        "'rounding':'0.00'|'rounding':'free'|/rounding TYPE"
      })
  void read_fieldThatBreaksARule_isNamed(String part, String other, String problem) {
    String now = part.replace('\'', '"');
    String ticket = SALE.replace(now, other == null ? "" : other.replace('\'', '"'));

    assertThat(ticket).isNotEqualTo(SALE);
    assertThat(problems(ticket)).first().isEqualTo(problem);
  }

  @Test
  void read_totalMissing_isNamed() {
    assertThat(problems(SALE.replace("\"total\":\"59.05\",", "")))
        .containsExactly("/total MISSING");
  }

  @Test
  void read_totalOtherThanLines_namesTotalAndTenders() {
    assertThat(problems(SALE.replace("\"total\":\"59.05\"", "\"total\":\"59.06\"")))
        .containsExactly("/total TOTAL", "/tenders TOTAL");
  }

  @Test
  void read_manyWrongFields_namesThemAll() {
    String ticket =
        SALE.replace("\"000117\"", "\"\"")
            .replace("T19:44:10+08:00", "")
            .replace("\"14.55\"", "\"x\"")
            .replace("\"total\":\"59.05\"", "\"total\":\"y\"");

    assertThat(problems(ticket))
        .containsExactlyInAnyOrder(
            "/ticketNo MISSING", "/occurredAt FORMAT", "/total TYPE", "/lines/1/amount TYPE");
  }

  @Test
  void read_noLines_isNamed() {
    assertThat(problems(RETURN.replaceAll("\"lines\":\\[.*?\\]", "\"lines\":[]")))
        .contains("/lines MISSING");
  }

  @Test
  void read_returnWithPositiveQuantity_isNamed() {
    assertThat(problems(RETURN.replace("\"qty\":\"-1\"", "\"qty\":\"1\"")))
        .contains("/lines/0/amount SIGN");
  }

  @Test
  void read_linesThatAllGoTheOtherWay_areNamed() {
    assertThat(problems(RETURN.replace("RETURN", "SALE"))).containsExactly("/lines SIGN");
    assertThat(problems(SALE.replace("SALE", "RETURN"))).containsExactly("/lines SIGN");
  }

  @Test
  void read_bundlePrice_isGoodAndMarked() {
    String bundle =
        RETURN
            .replace("RETURN", "SALE")
            .replace("-45.00", "10.00")
            .replace("\"qty\":\"-1\",\"price\":\"45.00\"", "\"qty\":\"3\",\"price\":\"3.33\"");

    assertThat(problems(bundle)).isEmpty();
    PosTicket ticket = read(batch(bundle)).file().tickets().get(0);
    assertThat(ticket.marks()).containsExactly(PosTicket.Mark.PRICE_DIFFERS);
    assertThat(ticket.order().paid()).isEqualTo(Money.yuan("10.00"));
  }

  @Test
  void read_saleWithALineThatGoesBack_isGood() {
    String exchange =
        SALE.replace("0.735", "-0.735")
            .replace("\"14.55\"", "\"-14.55\"")
            .replace("59.05", "29.95")
            .replace("\"50.00\"", "\"20.90\"");

    assertThat(problems(exchange)).isEmpty();
    PosTicket ticket = read(batch(exchange)).file().tickets().get(0);
    assertThat(ticket.marks()).isEmpty();
    assertThat(ticket.order().lines().get(1).amount()).isEqualTo(Money.yuan("-14.55"));
  }

  @ParameterizedTest
  @CsvSource({
    "ticketNo, /original/ticketNo",
    "businessDate, /original/businessDate",
    "store, /original/store",
    "terminal, /original/terminal"
  })
  void read_originalIncomplete_isNamed(String name, String field) {
    String ticket = RETURN.replace("\"original\":{", "\"original\":{\"x\":1,");
    int at = ticket.indexOf("\"original\"");
    String damaged =
        ticket.substring(0, at)
            + ticket.substring(at).replaceFirst("\"" + name + "\"", "\"no-" + name + "\"");

    assertThat(problems(damaged)).contains(field + " MISSING");
  }

  @Test
  void read_ticketThatIsNoObject_isRejectedAlone() {
    PushReader.Push push = read(batch("17", SALE));

    assertThat(push.rejected()).containsOnlyKeys(1);
    assertThat(push.file().tickets()).hasSize(1);
  }

  @Test
  void read_problem_neverQuotesTheValue() {
    String ticket = SALE.replace("\"qty\":\"1\"", "\"qty\":\"13800000001x\"");

    assertThat(read(batch(ticket)).rejected().toString()).doesNotContain("13800000001");
    assertThat(read(batch(ticket)).file().malformed().toString()).doesNotContain("13800000001");
  }

  @Test
  void read_tendersInAnotherOrder_isTheSameTicket() {
    String other =
        SALE.replaceFirst(
            "(?s)\"tenders\":\\[(\\{.*?\\}),\\s*(\\{.*?\\})\\]", "\"tenders\":[$2,$1]");

    assertThat(other).isNotEqualTo(SALE);
    assertThat(identity(other)).isEqualTo(identity(SALE));
  }

  @Test
  void read_tenderChanged_isAnotherTicket() {
    String other = SALE.replace("CASH", "ALIPAY");

    assertThat(identity(other)).isNotEqualTo(identity(SALE));
  }

  private static String identity(String ticket) {
    return read(batch(ticket)).file().tickets().get(0).identity();
  }
}
