package io.heliu.identity;

import static io.heliu.identity.World.key;
import static io.heliu.identity.World.phone;
import static io.heliu.identity.World.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Secret;
import io.heliu.ShopId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who is one customer, on every store, and by which identifier. Partition and explanations are
 * re-checked after each test.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(StoreKind.class)
@SuppressWarnings("NullAway.Init")
final class IdentityResolverTest {
  private static final ShopId SHOP = new ShopId("taobao", "demo");
  private static final ShopId OTHER_SHOP = new ShopId("taobao", "other");

  @Parameter StoreKind kind;
  private World world;

  @BeforeEach
  void open() {
    world = new World(kind, new IdentityLimits(4, 20));
  }

  @AfterEach
  void checkAndClose() {
    world.check("after the test");
    world.close();
  }

  private static Identifier union(String value) {
    return Identifier.unionid("op1", value);
  }

  private static Identifier open(String appid, String value) {
    return Identifier.openid(appid, value);
  }

  @Test
  void resolve_firstRecord_foundsACustomer() {
    Resolution resolution = world.put("a", 1, union("u1"));

    assertThat(resolution.outcome()).isEqualTo(Resolution.Outcome.CREATED);
    assertThat(resolution.joins()).isEmpty();
    assertThat(resolution.moves()).isEmpty();
    assertThat(world.of("a")).isEqualTo(resolution.customerId());
  }

  @Test
  void resolve_sameAccount_joinsAndTellsWhy() {
    world.put("a", 1, union("u1"));

    Resolution second = world.put("b", 2, union("u1"));

    assertThat(second.outcome()).isEqualTo(Resolution.Outcome.JOINED);
    assertThat(second.customerId()).isEqualTo(world.of("a"));
    assertThat(second.joins())
        .singleElement()
        .satisfies(
            join -> {
              assertThat(join.rule()).isEqualTo(JoinRule.ACCOUNT);
              assertThat(join.evidence().kind()).isEqualTo(IdentifierKind.UNIONID);
              assertThat(join.evidence().scope()).isEqualTo("op1");
              assertThat(join.records()).containsExactly(key("a"), key("b"));
              assertThat(join.at()).isEqualTo(TickingClock.START.plusSeconds(1));
            });
  }

  @Test
  void resolve_sameOpenidUnderTwoApps_isTwoCustomers() {
    world.put("a", 1, open("wxA", "o1"));
    world.put("b", 2, open("wxB", "o1"));

    assertThat(world.partition()).hasSize(2);
  }

  @Test
  void resolve_unionidsOfTwoOpenPlatformAccounts_doNotConflict() {
    world.put("a", 1, Identifier.unionid("op1", "u1"), phone(1));
    world.put("b", 2, Identifier.unionid("op2", "u2"), phone(1));

    assertThat(world.partition()).hasSize(1);
  }

  @Test
  void resolve_unionidLearnedLater_unitesTwoOpenids() {
    world.put("a", 1, open("wxA", "oA"));
    world.put("b", 2, open("wxB", "oB"));
    CustomerId older = world.of("a");
    CustomerId younger = world.of("b");
    world.put("a2", 3, open("wxA", "oA"), union("u1"));

    Resolution bridge = world.put("b2", 4, open("wxB", "oB"), union("u1"));

    assertThat(bridge.outcome()).isEqualTo(Resolution.Outcome.MERGED);
    assertThat(bridge.customerId()).isEqualTo(older);
    assertThat(bridge.moves()).containsExactly(new Move(key("b"), younger, older));
    assertThat(world.resolver.find(younger)).contains(older);
    assertThat(world.resolver.explain(younger)).isEqualTo(world.resolver.explain(older));
  }

  @Test
  void resolve_youngerRecordSeenFirst_olderFoundersIdStaysAtAMerge() {
    world.put("late", 9, open("wxA", "oA"));
    world.put("early", 1, open("wxB", "oB"));
    CustomerId early = world.of("early");

    Resolution bridge = world.put("bridge", 10, open("wxA", "oA"), open("wxB", "oB"));

    assertThat(bridge.customerId()).isEqualTo(early);
  }

  @Test
  void resolve_recordWithAnOlderRetiredIdComesToACustomer_theLivingIdStays() {
    world.put("x", 1, union("u1"));
    world.put("y", 2, phone(2));
    CustomerId retired = world.of("y");
    world.put("z", 5, union("u3"));
    CustomerId living = world.of("z");
    world.put("y", 6, union("u1"));
    assertThat(world.resolver.find(retired)).contains(world.of("x"));

    world.put("y", 7, union("u3"));

    assertThat(world.of("y")).isEqualTo(living);
    assertThat(world.of("z")).isEqualTo(living);
    assertThat(world.resolver.find(retired)).contains(living);
  }

  @Test
  void resolve_ordersOfOneBuyerInTwoWeeks_joinByOuid() {
    world.put("order1", 1, Identifier.ouid(SHOP, "b1"));
    world.put("order2", 8, Identifier.ouid(SHOP, "b1"));
    world.put("elsewhere", 8, Identifier.ouid(OTHER_SHOP, "b1"));

    assertThat(world.of("order1")).isEqualTo(world.of("order2"));
    assertThat(world.of("elsewhere")).isNotEqualTo(world.of("order1"));
  }

  @Test
  void resolve_buyerOpenUidOfTwoApps_isTwoCustomers() {
    world.put("a", 1, Identifier.buyerOpenUid("app1", "b1"));
    world.put("b", 1, Identifier.buyerOpenUid("app2", "b1"));

    assertThat(world.partition()).hasSize(2);
  }

  @Test
  void resolve_giftWithReceiverAsARecordOfItsOwn_doesNotMixThem() {
    world.put("order/buyer", 1, Identifier.ouid(SHOP, "b1"), phone(1));
    world.put("order/receiver", 1, phone(2));
    world.put("receivers-own-order", 2, Identifier.ouid(SHOP, "b2"), phone(2));

    assertThat(world.of("order/receiver")).isEqualTo(world.of("receivers-own-order"));
    assertThat(world.of("order/buyer")).isNotEqualTo(world.of("order/receiver"));
  }

  @Test
  void resolve_privacyAndMaskedNumbers_giveNothingToJoinBy() {
    for (String written : List.of("18877771111-123", "18877771111-124", "138****1234")) {
      assertThat(Identifier.phone(PhoneNumber.read(written))).isEmpty();
    }
    world.put("a", 1);
    world.put("b", 1);

    assertThat(world.partition()).hasSize(2);
    assertThat(world.explain("a").joins()).isEmpty();
  }

  @Test
  void resolve_sameEmail_joinsByTheWeakestRule() {
    world.put("a", 1, Identifier.email("demo.user@example.com").orElseThrow());

    Resolution second = world.put("b", 2, Identifier.email("Demo.User@Example.com").orElseThrow());

    assertThat(second.joins()).extracting(Join::rule).containsExactly(JoinRule.EMAIL);
  }

  @Test
  void resolve_noIdentifierAtAll_isACustomerOfItsOwn() {
    world.put("a", 1);
    Resolution second = world.put("b", 1);

    assertThat(second.outcome()).isEqualTo(Resolution.Outcome.CREATED);
    assertThat(world.partition()).hasSize(2);
  }

  @Test
  void resolve_sameRecordAgain_changesNothing() {
    Resolution first = world.put("a", 1, union("u1"), phone(1));
    Explanation before = world.explain("a");

    Resolution again = world.put("a", 1, phone(1), union("u1"));

    assertThat(again.outcome()).isEqualTo(Resolution.Outcome.REPEATED);
    assertThat(again.customerId()).isEqualTo(first.customerId());
    assertThat(world.explain("a")).isEqualTo(before);
  }

  @Test
  void resolve_earlierVersionComesLate_changesNothing() {
    world.put("b", 1, union("u1"));
    world.put("a", 5, union("u2"));

    Resolution late = world.put("a", 4, union("u1"));

    assertThat(late.outcome()).isEqualTo(Resolution.Outcome.OUTDATED);
    assertThat(world.of("a")).isNotEqualTo(world.of("b"));
  }

  @Test
  void resolve_correctionTakesAnIdentifierAway_takesTheRecordApart() {
    world.put("a", 1, union("u1"));
    world.put("b", 2, union("u1"));
    CustomerId both = world.of("a");

    Resolution corrected = world.put("b", 3, union("u2"));

    assertThat(world.of("a")).isEqualTo(both);
    assertThat(corrected.customerId()).isNotEqualTo(both);
    assertThat(corrected.moves()).containsExactly(new Move(key("b"), both, corrected.customerId()));
  }

  @Test
  void resolveAll_sameRecordTwiceInOneBatch_theNewestCounts() {
    List<Resolution> resolutions =
        world.putAll(
            List.of(
                record("a", 1, union("u1")),
                record("a", 1, union("u1")),
                record("a", 3, union("u2")),
                record("a", 2, union("u3"))));

    assertThat(resolutions)
        .extracting(Resolution::outcome)
        .containsExactly(
            Resolution.Outcome.CREATED,
            Resolution.Outcome.REPEATED,
            Resolution.Outcome.CREATED,
            Resolution.Outcome.OUTDATED);
    assertThat(world.resolver.findAll(union("u2"))).containsExactly(world.of("a"));
    assertThat(world.resolver.findAll(union("u1"))).isEmpty();
  }

  @Test
  void resolveAll_nothing_isNothing() {
    assertThat(world.putAll(List.of())).isEmpty();
  }

  @Test
  void find_unknown_isEmpty() {
    assertThat(world.resolver.find(key("nobody"))).isEmpty();
    assertThat(world.resolver.find(new CustomerId("C0"))).isEmpty();
    assertThat(world.resolver.explain(new CustomerId("C0"))).isEmpty();
    assertThat(world.resolver.findAll(phone(1))).isEmpty();
  }

  @Test
  void open_shortSecret_isRefusedWithoutPrintingIt() {
    assertThatThrownBy(
            () ->
                IdentityResolver.inMemory(
                    Secret.of("tooshort"), new TickingClock(), IdentityLimits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("secret: must have at least 16 bytes");
  }
}
