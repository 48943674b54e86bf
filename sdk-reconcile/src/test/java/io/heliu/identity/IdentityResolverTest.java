package io.heliu.identity;

import static io.heliu.identity.World.key;
import static io.heliu.identity.World.phone;
import static io.heliu.identity.World.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Secret;
import io.heliu.ShopId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is one customer, on every store. Partition and explanations are re-checked after each. */
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
  void resolve_familyPhoneWithTwoAccounts_isRelatedButNotMerged() {
    world.put("a", 1, union("u1"), phone(1));

    Resolution second = world.put("b", 2, union("u2"), phone(1));

    assertThat(second.outcome()).isEqualTo(Resolution.Outcome.CREATED);
    assertThat(world.explain("b").withheld())
        .singleElement()
        .satisfies(
            withheld -> {
              assertThat(withheld.reason()).isEqualTo(Explanation.Reason.CONTESTED);
              assertThat(withheld.others()).containsExactly(world.of("a"));
            });
  }

  @Test
  void resolve_recycledNumberUnderAnotherAccount_staysSeparate() {
    world.put("old1", 1, union("u1"), phone(1));
    world.put("old2", 2, union("u1"), phone(1));

    world.put("new1", 900, union("u2"), phone(1));
    world.put("new2", 901, union("u2"), phone(1));

    assertThat(world.of("old1")).isEqualTo(world.of("old2"));
    assertThat(world.of("new1")).isEqualTo(world.of("new2")).isNotEqualTo(world.of("old1"));
  }

  @Test
  void resolve_fitsTwoCustomersThatAreHeldApart_joinsNeither() {
    world.put("patrick", 1, union("u1"), phone(1));
    world.put("pat", 2, phone(1));
    CustomerId before = world.of("pat");

    Resolution third = world.put("patricia", 3, union("u2"), phone(1));

    assertThat(before).isEqualTo(world.of("patrick"));
    assertThat(Set.of(world.of("patrick"), world.of("patricia"), world.of("pat"))).hasSize(3);
    assertThat(third.moves()).containsExactly(new Move(key("pat"), before, world.of("pat")));
    assertThat(world.explain("pat").withheld().get(0).others())
        .containsExactlyInAnyOrder(world.of("patrick"), world.of("patricia"));
  }

  @Test
  void resolve_ambiguousRecordGetsBetterEvidence_joinsThen() {
    world.put("patrick", 1, union("u1"), phone(1));
    world.put("patricia", 2, union("u2"), phone(1));
    world.put("pat", 3, phone(1));

    Resolution corrected = world.put("pat", 4, phone(1), union("u2"));

    assertThat(corrected.customerId()).isEqualTo(world.of("patricia"));
    assertThat(corrected.outcome()).isEqualTo(Resolution.Outcome.MERGED);
  }

  @Test
  void resolve_shopPhoneOnManyBareRecords_isDemotedAndTakesThemApart() {
    for (int i = 0; i < 20; i++) {
      world.put("r" + (10 + i), i, phone(1));
    }
    assertThat(world.partition()).hasSize(1);

    Resolution oneTooMany = world.put("r99", 99, phone(1));

    assertThat(world.partition()).hasSize(21);
    assertThat(oneTooMany.moves()).hasSize(19);
    assertThat(world.explain("r15").withheld())
        .singleElement()
        .satisfies(
            withheld -> {
              assertThat(withheld.reason()).isEqualTo(Explanation.Reason.SHARED_BY_TOO_MANY);
              assertThat(withheld.others()).isEmpty();
            });
  }

  @Test
  void resolve_manyRecordsOnOneShopPhone_makeNoMegaCustomer() {
    List<CustomerRecord> batch = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      batch.add(record("r" + i, i, phone(1), phone(100 + i / 2)));
    }

    world.putAll(batch);

    assertThat(world.partition()).hasSize(30);
  }

  @Test
  void resolve_phoneWithTooManyAccounts_isDemoted() {
    for (int i = 1; i <= 4; i++) {
      world.put("a" + i, i, open("wx" + i, "o"), phone(1));
    }
    assertThat(world.partition()).hasSize(1);

    world.put("a5", 5, open("wx5", "o"), phone(1));

    assertThat(world.partition()).hasSize(5);
  }

  @Test
  void resolve_demotedPhoneLosesACarrier_isAKeyAgain() {
    for (int i = 1; i <= 5; i++) {
      world.put("a" + i, i, open("wx" + i, "o"), phone(1));
    }

    world.forget("a5");

    assertThat(world.partition()).hasSize(1);
  }

  @Test
  void resolve_accountSharedByVeryMany_isNeverDemoted() {
    List<CustomerRecord> batch = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      batch.add(record("r" + i, i, union("u1")));
    }

    world.putAll(batch);

    assertThat(world.partition()).hasSize(1);
  }

  @Test
  void resolve_sameOpenidUnderTwoApps_isTwoCustomers() {
    world.put("a", 1, open("wxA", "o1"));
    world.put("b", 2, open("wxB", "o1"));

    assertThat(world.partition()).hasSize(2);
  }

  @Test
  void resolve_twoUnionidsOfOneAccountThroughAnOpenid_areHeldApart() {
    world.put("a", 1, open("wxA", "o1"), union("u1"));
    world.put("b", 2, open("wxA", "o1"), union("u2"));
    world.put("c", 3, open("wxA", "o1"));

    assertThat(world.partition()).hasSize(3);
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
  void resolve_weakerRule_neverUndoesAStrongerOne() {
    world.put("a", 1, union("u1"), phone(1));
    world.put("card", 2, Identifier.memberCard("club", "7"), phone(2));
    world.put("a2", 3, union("u1"), Identifier.memberCard("club", "7"));
    world.put("b", 4, union("u2"), phone(2));

    assertThat(world.of("card")).isEqualTo(world.of("a")).isNotEqualTo(world.of("b"));
  }

  @Test
  void resolve_chainBetweenTwoAccounts_isCutAtTheAccounts() {
    world.put("a", 1, union("u1"), phone(1));
    world.put("x", 2, phone(1), phone(2));
    world.put("y", 3, phone(2), phone(3));
    world.put("b", 4, union("u2"), phone(3));
    world.put("z", 5, phone(4), phone(5));
    world.put("a2", 6, union("u1"), phone(5));

    assertThat(world.partition())
        .containsExactlyInAnyOrder(
            Set.of(key("a"), key("a2"), key("z")), Set.of(key("x"), key("y")), Set.of(key("b")));
  }

  @Test
  void resolve_ringOfAccountsInConflict_isCutAltogether() {
    Identifier left1 = open("wxA", "1");
    Identifier left2 = open("wxA", "2");
    Identifier right1 = open("wxB", "1");
    Identifier right2 = open("wxB", "2");
    world.put("a", 1, left1, phone(1), phone(4));
    world.put("x", 2, right1, phone(1), phone(2));
    world.put("b", 3, left2, phone(2), phone(3));
    world.put("y", 4, right2, phone(3), phone(4));

    assertThat(world.partition()).hasSize(4);
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
  void forget_bridge_splitsWhatItJoined() {
    world.put("a", 1, phone(1));
    world.put("b", 2, phone(2));
    CustomerId formerB = world.of("b");
    world.put("bridge", 3, phone(1), phone(2));
    CustomerId united = world.of("b");

    List<Move> moves = world.forget("bridge");

    assertThat(world.of("a")).isEqualTo(united);
    assertThat(world.of("b")).isEqualTo(formerB);
    assertThat(moves).containsExactly(new Move(key("b"), united, formerB));
  }

  @Test
  void forget_foundingRecord_leavesTheIdWithTheOthers() {
    world.put("a", 1, phone(1));
    world.put("b", 2, phone(1));
    CustomerId id = world.of("a");

    assertThat(world.forget("a")).isEmpty();

    assertThat(world.of("b")).isEqualTo(id);
    assertThat(world.resolver.find(key("a"))).isEmpty();
  }

  @Test
  void forget_lastRecord_endsTheCustomerAndItsId() {
    world.put("a", 1, phone(1));
    CustomerId id = world.of("a");

    world.forget("a");

    assertThat(world.resolver.find(id)).isEmpty();
    assertThat(world.resolver.explain(id)).isEmpty();
    assertThat(world.resolver.findAll(phone(1))).isEmpty();
  }

  @Test
  void forget_unknownRecord_isNoError() {
    assertThat(world.forget("nobody")).isEmpty();
  }

  @Test
  void resolve_afterItsFoundingRecordWasForgottenAndCameBack_givesAnotherId() {
    world.put("a", 1, phone(1));
    world.put("b", 2, phone(1));
    CustomerId id = world.of("a");
    world.forget("a");

    world.put("a", 1, phone(9));

    assertThat(world.of("a")).isNotEqualTo(id);
    assertThat(world.of("b")).isEqualTo(id);
  }

  @Test
  void split_byAPerson_isNeverUndoneByRules() {
    world.put("a", 1, phone(1));
    world.put("b", 2, phone(1));
    CustomerId id = world.of("a");

    SplitOutcome outcome = world.split(id, Set.of(key("b")));
    world.put("b", 3, phone(1), phone(2));
    world.put("a", 4, phone(1), phone(2));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            SplitOutcome.Split.class,
            split -> {
              assertThat(split.rest()).isEqualTo(id);
              assertThat(split.apart()).isEqualTo(world.of("b"));
              assertThat(split.moves()).containsExactly(new Move(key("b"), id, split.apart()));
            });
    assertThat(world.of("a")).isEqualTo(id).isNotEqualTo(world.of("b"));
  }

  @Test
  void split_ofSeveralRecords_keepsEachSideTogether() {
    for (int i = 1; i <= 4; i++) {
      world.put("r" + i, i, open("wxA", "shared"));
    }
    CustomerId id = world.of("r1");

    world.split(id, Set.of(key("r2"), key("r3")));

    assertThat(world.partition())
        .containsExactlyInAnyOrder(Set.of(key("r1"), key("r4")), Set.of(key("r2"), key("r3")));
    assertThat(world.explain("r2").joins())
        .extracting(Join::rule)
        .containsExactly(JoinRule.DECISION);
    assertThat(world.explain("r2").withheld()).hasSize(1);
  }

  @Test
  void split_ofASplit_isPossible() {
    for (int i = 1; i <= 4; i++) {
      world.put("r" + i, i, phone(1));
    }
    world.split(world.of("r1"), Set.of(key("r4")));

    world.split(world.of("r1"), Set.of(key("r3")));

    assertThat(world.partition())
        .containsExactlyInAnyOrder(
            Set.of(key("r1"), key("r2")), Set.of(key("r3")), Set.of(key("r4")));
  }

  @Test
  void split_sharedIdentifierInANewRecord_joinsNeitherSide() {
    world.put("a", 1, phone(1));
    world.put("b", 2, phone(1));
    world.split(world.of("a"), Set.of(key("b")));

    world.put("c", 3, phone(1));

    assertThat(world.partition()).hasSize(3);
  }

  @Test
  void split_newRecordWithOneSidesAccount_joinsThatSide() {
    world.put("a", 1, phone(1), union("u1"));
    world.put("b", 2, phone(1));
    world.split(world.of("a"), Set.of(key("b")));

    world.put("c", 3, union("u1"));

    assertThat(world.of("c")).isEqualTo(world.of("a"));
  }

  @Test
  void split_throughAMergedId_splitsTheCustomerItMeans() {
    world.put("a", 1, phone(1));
    world.put("b", 2, phone(2));
    CustomerId formerB = world.of("b");
    world.put("bridge", 3, phone(1), phone(2));

    SplitOutcome outcome = world.split(formerB, Set.of(key("b")));

    assertThat(outcome).isInstanceOf(SplitOutcome.Split.class);
    assertThat(world.of("b")).isEqualTo(formerB);
  }

  @Test
  void split_recordsAuthorAndReason() {
    world.put("a", 1, phone(1));
    world.put("b", 2, phone(1));
    CustomerId id = world.of("a");
    world.split(id, Set.of(key("b")));

    List<Explanation.Entry> history = world.explain("b").history();

    assertThat(history).hasSize(1);
    assertThat(history.get(0).author()).isEqualTo("clerk");
    assertThat(history.get(0).reason()).isEqualTo("two people");
    assertThat(history.get(0).move()).isEqualTo(new Move(key("b"), id, world.of("b")));
  }

  @Test
  void split_thatCannotBe_isRefusedAsAValue() {
    world.put("a", 1, phone(1));
    CustomerId id = world.of("a");

    assertThat(world.split(new CustomerId("C0"), Set.of(key("a"))))
        .isEqualTo(new SplitOutcome.Refused(SplitOutcome.Reason.UNKNOWN_CUSTOMER));
    assertThat(world.split(id, Set.of(key("zzz"))))
        .isEqualTo(new SplitOutcome.Refused(SplitOutcome.Reason.NOT_ITS_RECORD));
    assertThat(world.split(id, Set.of(key("a"))))
        .isEqualTo(new SplitOutcome.Refused(SplitOutcome.Reason.NOTHING_LEFT));
    assertThatThrownBy(() -> world.split(id, Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("apart: must not be empty");
  }

  @Test
  void explain_history_tellsComingAndGoing() {
    world.put("a", 1, phone(1));
    world.put("b", 2, phone(2));
    CustomerId formerB = world.of("b");
    world.put("bridge", 3, phone(1), phone(2));
    CustomerId id = world.of("a");

    assertThat(world.explain("a").history())
        .extracting(Explanation.Entry::move)
        .containsExactly(
            new Move(key("a"), null, id),
            new Move(key("b"), formerB, id),
            new Move(key("bridge"), null, id));
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
