package io.heliu.identity;

import static io.heliu.identity.World.key;
import static io.heliu.identity.World.phone;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.ShopId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A phone that one person had after another, on every store. Partition and explanations are
 * re-checked after each test.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(StoreKind.class)
@SuppressWarnings("NullAway.Init")
final class PhoneSpanTest {
  private static final int SPAN = 100;
  private static final Identifier TAOBAO = Identifier.ouid(new ShopId("taobao", "demo"), "buyer-1");

  @Parameter StoreKind kind;
  private World world;

  @BeforeEach
  void open() {
    world = new World(kind, new IdentityLimits(4, 20, Duration.ofDays(SPAN)));
  }

  @AfterEach
  void checkAndClose() {
    world.check("after the test");
    world.close();
  }

  private static Identifier union(String value) {
    return Identifier.unionid("op1", value);
  }

  private List<Explanation.Reason> reasons(String id) {
    return world.explain(id).withheld().stream().map(Explanation.Withheld::reason).toList();
  }

  @Test
  void resolve_phoneUnseenForLonger_isSomebodyElsesAndToldSo() {
    world.put("old", 1, phone(1));

    Resolution later = world.put("new", 1 + SPAN + 1, phone(1));

    assertThat(later.outcome()).isEqualTo(Resolution.Outcome.CREATED);
    assertThat(later.joins()).isEmpty();
    assertThat(world.explain("new").joins()).isEmpty();
    assertThat(world.explain("new").withheld())
        .singleElement()
        .satisfies(
            withheld -> {
              assertThat(withheld.reason()).isEqualTo(Explanation.Reason.LAPSED);
              assertThat(withheld.evidence().kind()).isEqualTo(IdentifierKind.PHONE);
              assertThat(withheld.others()).containsExactly(world.of("old"));
            });
    assertThat(world.resolver.findAll(phone(1))).hasSize(2);
  }

  @Test
  void resolve_phoneUnseenForJustTheSpan_isTheSamePersons() {
    world.put("old", 1, phone(1));
    world.put("new", 1 + SPAN, phone(1));

    assertThat(world.of("new")).isEqualTo(world.of("old"));
  }

  @Test
  void resolve_accountsOfTwoChannelsThatHadItOneAfterAnother_areTwoCustomers() {
    world.put("old", 1, TAOBAO, phone(1));
    world.put("new", 300, union("u1"), phone(1));

    assertThat(world.of("new")).isNotEqualTo(world.of("old"));
    assertThat(reasons("old")).containsExactly(Explanation.Reason.LAPSED);
  }

  @Test
  void resolve_accountsOfTwoChannelsThatHadItAtOneTime_areOneCustomer() {
    world.put("one", 1, TAOBAO, phone(1));
    world.put("other", 90, union("u1"), phone(1));

    assertThat(world.of("other")).isEqualTo(world.of("one"));
  }

  @Test
  void resolve_ticketAfterTheNumberPassedOn_isTheNewHolders() {
    world.put("old", 1, union("u1"), phone(1));
    world.put("new", 300, union("u2"), phone(1));

    world.put("then", 5, phone(1));
    world.put("now", 310, phone(1));

    assertThat(world.of("then")).isEqualTo(world.of("old"));
    assertThat(world.of("now")).isEqualTo(world.of("new")).isNotEqualTo(world.of("old"));
  }

  @Test
  void resolve_differentAccountsWithinTheSpan_areContestedThenOnly() {
    world.put("mother", 1, union("u1"), phone(1));
    world.put("father", 2, union("u2"), phone(1));
    world.put("family", 3, phone(1));
    world.put("new1", 300, phone(1));
    world.put("new2", 301, phone(1));

    assertThat(Set.of(world.of("mother"), world.of("father"), world.of("family"))).hasSize(3);
    assertThat(world.of("new1")).isEqualTo(world.of("new2"));
    assertThat(reasons("family"))
        .containsExactly(Explanation.Reason.CONTESTED, Explanation.Reason.LAPSED);
    assertThat(reasons("new1")).containsExactly(Explanation.Reason.LAPSED);
  }

  @Test
  void resolve_recordInTheGap_unitesAndItsGoingTakesApart() {
    world.put("early", 1, phone(1));
    world.put("late", 151, phone(1));
    CustomerId early = world.of("early");
    CustomerId late = world.of("late");

    Resolution between = world.put("between", 80, phone(1));
    assertThat(between.outcome()).isEqualTo(Resolution.Outcome.MERGED);
    assertThat(world.of("late")).isEqualTo(early);

    assertThat(world.forget("between")).containsExactly(new Move(key("late"), early, late));
    assertThat(world.resolver.find(late)).contains(late);
  }

  @Test
  void resolve_accountThatHadItAllTheTime_keepsWhatLiesBetween() {
    world.put("first", 1, union("u1"), phone(1));
    world.put("last", 900, union("u1"), phone(1));

    world.put("between", 400, phone(1));

    assertThat(world.of("between")).isEqualTo(world.of("first"));
  }

  @Test
  void resolve_secondIdentifierAcrossTheGap_joinsByIt() {
    Identifier card = Identifier.memberCard("club", "C1");
    world.put("old", 1, card, phone(1));

    Resolution later = world.put("new", 300, card, phone(1));

    assertThat(later.joins()).extracting(Join::rule).contains(JoinRule.CARD);
    assertThat(world.of("new")).isEqualTo(world.of("old"));
    assertThat(reasons("new")).isEmpty();
  }

  @Test
  void resolve_weakerIdentifierAcrossTheGap_joinsByThatAlone() {
    Identifier email = Identifier.email("demo.user@example.com").orElseThrow();
    world.put("old1", 1, email, phone(1));
    world.put("old2", 2, phone(1));
    world.put("new1", 300, email, phone(1));
    world.put("new2", 301, phone(1));

    assertThat(world.partition()).hasSize(1);
    assertThat(world.explain("old1").joins())
        .extracting(Join::rule)
        .containsExactly(JoinRule.PHONE, JoinRule.PHONE, JoinRule.EMAIL);
    assertThat(reasons("old1")).isEmpty();
  }

  @Test
  void resolve_memberConfirmedLater_keepsWhatItJoinedBefore() {
    world.put("member", 1, TAOBAO, phone(1));
    world.put("ticket", 2, phone(1));

    world.put("member", 500, TAOBAO, phone(1));

    assertThat(world.of("ticket")).isEqualTo(world.of("member"));
  }

  @Test
  void resolve_earlierVersionComesLate_tellsSinceWhenThePhoneWasShown() {
    world.put("ticket", 2, phone(1));
    world.put("member", 500, TAOBAO, phone(1));
    CustomerId apart = world.of("ticket");
    assertThat(world.of("member")).isNotEqualTo(apart);
    CustomerId younger = world.of("member");

    Resolution late = world.put("member", 1, phone(1));

    assertThat(late.outcome()).isEqualTo(Resolution.Outcome.OUTDATED);
    assertThat(late.customerId()).isEqualTo(apart);
    assertThat(late.moves()).containsExactly(new Move(key("member"), younger, apart));
    assertThat(world.put("member", 1, phone(1)).moves()).isEmpty();
  }

  @Test
  void resolve_memberTakesOverAnotherPersonsNumber_doesNotJoinThatPerson() {
    world.put("holder", 10, phone(2));
    world.put("member", 5, TAOBAO, phone(1));

    world.put("member", 400, TAOBAO, phone(2));

    assertThat(world.of("member")).isNotEqualTo(world.of("holder"));
    assertThat(world.resolver.findAll(phone(1))).isEmpty();
  }

  @Test
  void resolve_lostPhone_joinsNobody() {
    world.put("member", 1, TAOBAO, phone(1));
    world.put("member", 2, TAOBAO);

    world.put("ticket", 3, phone(1));

    assertThat(world.of("ticket")).isNotEqualTo(world.of("member"));
    assertThat(world.explain("ticket").withheld()).isEmpty();
  }

  @Test
  void resolve_phoneLostAndRegained_isShownSinceTheFirstVersion() {
    world.put("ticket", 2, phone(1));
    world.put("member", 400, TAOBAO, phone(1));
    world.put("member", 200, TAOBAO, phone(2));

    world.put("member", 1, TAOBAO, phone(1));

    assertThat(world.of("ticket")).isEqualTo(world.of("member"));
  }

  @Test
  void resolve_phoneOfManyOverTheYears_isDemotedAllTheSame() {
    for (int i = 0; i < 21; i++) {
      world.put("r" + (10 + i), i * 200, phone(1));
    }
    world.put("r40", 20 * 200 + 1, phone(1));

    assertThat(world.partition()).hasSize(22);
    assertThat(reasons("r40")).containsExactly(Explanation.Reason.SHARED_BY_TOO_MANY);
  }

  @Test
  void split_acrossTurns_isKept() {
    world.put("a", 1, phone(1));
    world.put("b", 2, phone(1));
    world.split(world.of("a"), Set.of(key("b")));

    world.put("c", 300, phone(1));
    world.put("d", 301, phone(1));

    assertThat(world.partition())
        .containsExactlyInAnyOrder(Set.of(key("a")), Set.of(key("b")), Set.of(key("c"), key("d")));
  }
}
