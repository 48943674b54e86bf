package io.heliu.flow;

import static io.heliu.flow.Orders.NOON;
import static io.heliu.flow.Orders.line;
import static io.heliu.flow.Orders.paid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.RuleProblem;
import io.heliu.Secret;
import io.heliu.ShopId;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.OrderFlag;
import io.heliu.order.Recipient;
import io.heliu.order.ScreeningRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the rules of orders may say, and which orders each of their conditions means. */
final class OrderRulesTest {
  private static final Secret KEY = Secret.of("synthetic key of a test");
  private static final ShopId SHOP = new ShopId("fake", "one");
  private static final Recipient CLEAR =
      new Recipient("Made Up", "+86 100-0000-0001", "Qprovince省", "Rcity市", "S", "Road 1, 2", null);

  private static ChannelOrder.Builder order() {
    return paid(SHOP, "A1", NOON, line("1", "tea", 1, 10_000)).recipient(CLEAR);
  }

  private static String rule(String id, String more) {
    return "{\"id\":\"" + id + "\",\"code\":\"LOOK\",\"note\":\"look at it\"," + more + "}";
  }

  private static String screen(String... rules) {
    return "{\"screen\":[" + String.join(",", rules) + "]}";
  }

  private static Optional<ScreeningRule.Hold> hold(String json, ChannelOrder order, long left) {
    return OrderRules.parse(json, KEY).hold(List.of(order), () -> left);
  }

  private static boolean holds(String when, ChannelOrder order) {
    return hold(screen(rule("r", "\"when\":" + when)), order, 100).isPresent();
  }

  @Test
  void hold_rule_tellsCodeAndNote() {
    assertThat(hold(screen(rule("r1", "\"when\":{\"payment\":[\"PAID\"]}")), order().build(), 1))
        .contains(new ScreeningRule.Hold("LOOK", "rule r1: look at it"));
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING_PAYMENT,,UNPAID",
    "PENDING_PAYMENT,DEPOSIT_PAID,DEPOSIT_ONLY",
    "PENDING_PAYMENT,CASH_ON_DELIVERY,CASH_ON_DELIVERY",
    "PAID,,PAID"
  })
  void hold_payment_meansThatPayment(Lifecycle lifecycle, OrderFlag flag, String payment) {
    ChannelOrder order =
        order().status(lifecycle, "S").flags(flag == null ? Set.of() : Set.of(flag)).build();

    for (String each : List.of("UNPAID", "DEPOSIT_ONLY", "CASH_ON_DELIVERY", "PAID")) {
      assertThat(holds("{\"payment\":[\"" + each + "\"]}", order))
          .as(each)
          .isEqualTo(each.equals(payment));
    }
  }

  @Test
  void hold_address_meansWhatIsMissing() {
    ChannelOrder bare =
        order().recipient(new Recipient(null, null, "P", "C", null, null, null)).build();

    for (String lack : List.of("MISSING", "WITHOUT_DISTRICT", "WITHOUT_PHONE")) {
      String when = "{\"address\":[\"" + lack + "\"]}";
      assertThat(holds(when, bare)).as(lack).isTrue();
      assertThat(holds(when, order().build())).as(lack).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"100.00,,true", "100.01,,false", ",100.00,true", ",99.99,false", "99.99,100.01,true"})
  void hold_amount_includesItsBounds(String min, String max, boolean held) {
    String bounds =
        (min == null ? "" : ",\"min\":\"" + min + "\"") + (max == null ? "" : ",\"max\":" + max);

    assertThat(holds("{\"amount\":{\"currency\":\"CNY\"" + bounds + "}}", order().build()))
        .isEqualTo(held);
    assertThat(holds("{\"amount\":{\"currency\":\"USD\"" + bounds + "}}", order().build()))
        .isFalse();
  }

  @Test
  void hold_stockBelow_comparesWhatIsLeft() {
    String json = screen(rule("r", "\"when\":{\"stockBelow\":5}"));

    assertThat(hold(json, order().build(), 4)).isPresent();
    assertThat(hold(json, order().build(), 5)).isEmpty();
  }

  @Test
  void hold_blacklist_knowsBuyerPhoneAndAddress() {
    String phone = OrderRules.phoneHash("10000000001", KEY);
    String address =
        OrderRules.addressHash(
            new Recipient(null, null, "Qprovince省", "Rcity市", "S", "road 1 2", null), KEY);

    ChannelOrder order = order().buyer("b-1").build();
    assertThat(holds("{\"blacklist\":{\"buyers\":[\"b-1\"]}}", order)).isTrue();
    assertThat(holds("{\"blacklist\":{\"buyers\":[\"b-2\"]}}", order)).isFalse();
    assertThat(holds("{\"blacklist\":{\"phones\":[\"" + phone + "\"]}}", order)).isTrue();
    assertThat(holds("{\"blacklist\":{\"addresses\":[\"" + address + "\"]}}", order)).isTrue();
    assertThat(holds("{\"blacklist\":{\"addresses\":[\"" + phone + "\"]}}", order)).isFalse();
  }

  @Test
  void hash_maskedValue_isRefusedWithoutIt() {
    assertThatThrownBy(() -> OrderRules.phoneHash("100****0001", KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("phone: must be a number without mask");
    assertThatThrownBy(
            () -> OrderRules.addressHash(new Recipient("n", "1", "P", "C", "D", "R***", null), KEY))
        .hasMessage("recipient: must have an address without mask");
  }

  @Test
  void hash_otherKey_isAnother() {
    assertThat(OrderRules.phoneHash("10000000001", Secret.of("another")))
        .isNotEqualTo(OrderRules.phoneHash("10000000001", KEY));
  }

  @Test
  void hold_remark_findsWordsWhateverTheirWidthAndCase() {
    ChannelOrder order = order().buyerRemark("请改地址，ＶＩＰ").sellerRemark("call first").build();

    assertThat(holds("{\"remark\":{\"any\":[\"vip\"]}}", order)).isTrue();
    assertThat(holds("{\"remark\":{\"any\":[\"改地址\"],\"in\":\"SELLER\"}}", order)).isFalse();
    assertThat(holds("{\"remark\":{\"any\":[\"CALL\"],\"in\":\"SELLER\"}}", order)).isTrue();
    assertThat(holds("{\"remark\":{\"any\":[\"发票\"]}}", order)).isFalse();
    assertThat(holds("{\"remark\":{\"any\":[\"vip\"]}}", order().build())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "deny,Qprovince,true",
    "deny,Qprovince/Rcity/S,true",
    "deny,Qprovince/Other,false",
    "deny,Rcity,false",
    "allow,Qprovince/Rcity,false",
    "allow,Other,true"
  })
  void hold_region_comparesEachLevelByItsStart(String list, String region, boolean held) {
    assertThat(holds("{\"region\":{\"" + list + "\":[\"" + region + "\"]}}", order().build()))
        .isEqualTo(held);
  }

  @Test
  void hold_regionUnknown_isNotAmongTheAllowed() {
    ChannelOrder nowhere = order().recipient(Recipient.none()).build();

    assertThat(holds("{\"region\":{\"allow\":[\"Q\"]}}", nowhere)).isTrue();
    assertThat(holds("{\"region\":{\"deny\":[\"Q\"]}}", nowhere)).isFalse();
  }

  @Test
  void hold_severalConditions_mustAllBeTrue() {
    String when = "{\"payment\":[\"PAID\"],\"amount\":{\"currency\":\"CNY\",\"min\":%d}}";

    assertThat(holds(when.formatted(100), order().build())).isTrue();
    assertThat(holds(when.formatted(101), order().build())).isFalse();
  }

  @Test
  void hold_severalRules_lowestPriorityThenIdTells() {
    String when = "\"when\":{\"stockBelow\":%d}";
    String json =
        screen(
            rule("z", when.formatted(7)),
            rule("b", "\"priority\":5," + when.formatted(8)),
            rule("a", "\"priority\":5," + when.formatted(9)));

    assertThat(hold(json, order().build(), 1).orElseThrow().note()).startsWith("rule a:");
    assertThat(hold(json, order().build(), 8).orElseThrow().note()).startsWith("rule a:");
  }

  @Test
  void hold_interval_isHalfOpenInTheZoneOfTheDocument() {
    String when = ",\"when\":{\"payment\":[\"PAID\"]}";

    assertThat(hold(screen(rule("r", "\"from\":\"2026-11-11T12:00\"" + when)), order().build(), 1))
        .isPresent();
    assertThat(hold(screen(rule("r", "\"to\":\"2026-11-11T12:00\"" + when)), order().build(), 1))
        .isEmpty();
    String utc =
        "{\"zone\":\"UTC\",\"screen\":[" + rule("r", "\"from\":\"2026-11-11T12:00\"" + when);
    assertThat(hold(utc + "]}", order().build(), 1)).isEmpty();
  }

  @Test
  void hold_otherShop_isNotMeant() {
    String json = screen(rule("r", "\"shops\":[\"fake:two\"],\"when\":{\"payment\":[\"PAID\"]}"));

    assertThat(hold(json, order().build(), 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | /screen/0/when | at least one of [payment, address, amount, stockBelow, blacklist, remark, region]",
        "{\"payment\":[\"LATE\"]} | /screen/0/when/payment/0 | one of [UNPAID, DEPOSIT_ONLY, CASH_ON_DELIVERY, PAID]",
        "{\"address\":[\"ODD\"]} | /screen/0/when/address/0 | one of [MISSING, WITHOUT_DISTRICT, WITHOUT_PHONE]",
        "{\"amount\":{\"currency\":\"CNY\"}} | /screen/0/when/amount/min | min or max or both",
        "{\"amount\":{\"currency\":\"CNY\",\"min\":2,\"max\":1}} | /screen/0/when/amount/min | at most max, which is 1",
        "{\"amount\":{\"currency\":\"CNY\",\"min\":0.001}} | /screen/0/when/amount/min | an amount that CNY can have",
        "{\"amount\":{\"min\":1}} | /screen/0/when/amount/currency | a currency such as CNY",
        "{\"stockBelow\":0} | /screen/0/when/stockBelow | at least 1",
        "{\"blacklist\":{}} | /screen/0/when/blacklist | at least one of buyers, phones and addresses",
        "{\"blacklist\":{\"phones\":[\"10000000001\"]}} | /screen/0/when/blacklist/phones/0 | 64 hexadecimal digits, the keyed hash and not the value itself",
        "{\"remark\":{\"any\":[]}} | /screen/0/when/remark/any | between 1 and 200 entries",
        "{\"remark\":{\"any\":[\" \"]}} | /screen/0/when/remark/any/0 | a text that is not blank",
        "{\"region\":{}} | /screen/0/when/region | allow or deny or both",
        "{\"region\":{\"deny\":[\"a/b/c/d\"]}} | /screen/0/when/region/deny/0 | province, province/city or province/city/district",
        "{\"region\":{\"allow\":[\"Q\",\"Q/R\"],\"deny\":[\"Q/R\"]}} | /screen/0/when/region/allow/1 | a region that deny does not cover with Q/R",
      })
  void check_wrongCondition_namesPlaceAndWhatIsAllowed(
      String when, String pointer, String allowed) {
    assertThat(OrderRules.check(screen(rule("r", "\"when\":" + when))))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(pointer);
              assertThat(problem.allowed()).isEqualTo(allowed);
              assertThat(problem.found()).doesNotContain("10000000001");
            });
  }

  private static final String WHEN = "\"when\":{\"payment\":[\"PAID\"]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"screen\":[{\"id\":\"a b\",\"code\":\"LOOK\",\"note\":\"n\",\"when\":{\"stockBelow\":1}}]} | /screen/0/id | 1 to 64 letters, digits, dots, dashes or underscores",
        "{\"screen\":[{\"id\":\"a\",\"code\":\"look\",\"note\":\"n\",\"when\":{\"stockBelow\":1}}]} | /screen/0/code | 2 to 40 capitals, digits and underscores",
        "{\"screen\":[{\"id\":\"a\",\"code\":\"OUT_OF_STOCK\",\"note\":\"n\",\"when\":{\"stockBelow\":1}}]} | /screen/0/code | a code that does not mean something else already",
        "{\"screen\":[{\"id\":\"a\",\"code\":\"LOOK\",\"note\":\"n\",\"priority\":10000,\"when\":{\"stockBelow\":1}}]} | /screen/0/priority | at most 9999",
        "{\"merge\":[{\"id\":\"m\"}]} | /merge/0/window | a duration such as PT30M",
        "{\"merge\":[{\"id\":\"m\",\"window\":\"P8D\"}]} | /merge/0/window | more than nothing and at most PT168H",
        "{\"merge\":[{\"id\":\"m\",\"window\":\"PT0S\"}]} | /merge/0/window | more than nothing and at most PT168H",
        "{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\",\"pause\":\"PT2H\"}]} | /merge/0/pause | nothing up to window, which is PT1H",
        "{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\",\"most\":1}]} | /merge/0/most | at least 2",
        "{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\"},{\"id\":\"n\",\"window\":\"PT1H\"}]} | /merge/1/shops | shops or a time that merge rule m leaves",
        "{\"merge\":[{\"id\":\"m\",\"window\":\"PT1H\",\"acrossLocations\":true}],\"split\":[{\"by\":\"LOCATION\",\"id\":\"s\"}]} | /merge/0/acrossLocations | false, because rule s splits by location",
        "{\"split\":[{\"by\":\"PRESALE\",\"id\":\"s\"}]} | /split/0/skus | between 1 and 5000 entries",
        "{\"split\":[{\"by\":\"WEIGHT\",\"id\":\"s\"}]} | /split/0/by | one of [LOCATION, PRESALE]",
        "{\"split\":[{\"by\":\"LOCATION\",\"id\":\"s\"},{\"by\":\"LOCATION\",\"id\":\"s\"}]} | /split/1/id | an id that no other rule has; /split/0/id has it",
        "{\"merge\":[{\"id\":\"s\",\"window\":\"PT1H\"}],\"split\":[{\"by\":\"LOCATION\",\"id\":\"s\"}]} | /split/0/id | an id that no other rule has; /merge/0/id has it",
        "{\"split\":[{\"by\":\"LOCATION\",\"id\":\"s\",\"from\":\"2026-11-12T00:00\",\"to\":\"2026-11-11T00:00\"}]} | /split/0/to | a time after from, which is 2026-11-12T00:00",
        "{\"hold\":[]} | /hold | one of the fields [zone, screen, merge, split]",
      })
  void check_wrongRule_namesPlaceAndWhatIsAllowed(String json, String pointer, String allowed) {
    assertThat(OrderRules.check(json))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.pointer()).isEqualTo(pointer);
              assertThat(problem.allowed()).isEqualTo(allowed);
            });
  }

  @Test
  void check_twoCodesForTheSame_isRefused() {
    String other = "{\"id\":\"b\",\"code\":\"OTHER\",\"note\":\"n\",";

    assertThat(OrderRules.check(screen(rule("a", WHEN), other + WHEN + "}")))
        .extracting(RuleProblem::pointer)
        .containsExactly("/screen/1/when");
    assertThat(
            OrderRules.check(
                screen(
                    rule("a", "\"to\":\"2026-11-11T00:00\"," + WHEN),
                    other + "\"from\":\"2026-11-11T00:00\"," + WHEN + "}")))
        .isEmpty();
  }

  @Test
  void check_rulesOfDifferentShopsOrTimes_doNotContradict() {
    assertThat(
            OrderRules.check(
                """
                {"merge":[{"id":"m","window":"PT1H","shops":["a:1"],"acrossLocations":true},
                          {"id":"n","window":"PT1H","shops":["a:2"]}],
                 "split":[{"by":"LOCATION","id":"s","shops":["a:2"]}]}
                """))
        .isEmpty();
  }

  @Test
  void parse_contradiction_throwsWithEveryProblem() {
    assertThatThrownBy(
            () ->
                OrderRules.parse(
                    screen(rule("a", WHEN), rule("a", "\"when\":{\"stockBelow\":-1}")), KEY))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("/screen/1/when/stockBelow: found -1, allowed is at least 1");
  }

  @Test
  void toString_order_hasNoRemark() {
    assertThat(order().buyerRemark("private words").build().toString()).doesNotContain("private");
  }
}
