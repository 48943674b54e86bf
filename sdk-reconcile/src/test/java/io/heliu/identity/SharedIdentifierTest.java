package io.heliu.identity;

import static io.heliu.identity.World.key;
import static io.heliu.identity.World.phone;
import static io.heliu.identity.World.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What several people may share, on every store: it joins nobody whom an account tells apart, and
 * nobody at all once too many have it. Partition and explanations are re-checked after each test.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(StoreKind.class)
@SuppressWarnings("NullAway.Init")
final class SharedIdentifierTest {
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
  void resolve_twoUnionidsOfOneAccountThroughAnOpenid_areHeldApart() {
    world.put("a", 1, open("wxA", "o1"), union("u1"));
    world.put("b", 2, open("wxA", "o1"), union("u2"));
    world.put("c", 3, open("wxA", "o1"));

    assertThat(world.partition()).hasSize(3);
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

  private void putPhone(String id, int day, String written) {
    Identifier[] phones =
        Identifier.phone(PhoneNumber.read(written)).stream().toArray(Identifier[]::new);
    world.put(id, day, phones);
  }

  @Test
  void resolve_maskedNumberThatFitsFortyClearOnes_joinsNone() {
    for (int i = 0; i < 40; i++) {
      putPhone("r" + i, 1, "138" + (5_000 + i) + "1234");
    }

    putPhone("masked", 1, "138****1234");

    assertThat(world.partition()).hasSize(41);
    assertThat(world.explain("masked").withheld()).isEmpty();
  }

  @Test
  void resolve_privacyNumberAgain_joinsNobodyWhileItIsGoodNorAfter() {
    putPhone("order1", 1, "18877771111-123");
    putPhone("sameDay", 1, "18877771111-123");
    putPhone("expired", 40, "18877771111-123");
    putPhone("otherExtension", 1, "18877771111-124");

    assertThat(world.partition()).hasSize(4);
  }

  @Test
  void resolve_twinsWithTheirParentsPhone_areTwoCustomers() {
    world.put("one", 1, union("u1"), phone(1), phone(2));
    world.put("other", 1, union("u2"), phone(1), phone(2));

    assertThat(world.of("one")).isNotEqualTo(world.of("other"));
    assertThat(world.explain("one").withheld()).hasSize(2);
  }

  @Test
  void resolve_oneWeakIdentifierOnly_isACustomerOfItsOwnWithNobodyAround() {
    for (int i = 0; i < 30; i++) {
      world.put("r" + i, 1, union("u" + i), phone(100 + i));
    }

    Resolution weak = world.put("weak", 1, Identifier.email("a@example.com").orElseThrow());

    assertThat(weak.outcome()).isEqualTo(Resolution.Outcome.CREATED);
    assertThat(world.explain("weak").records()).containsExactly(key("weak"));
    assertThat(world.explain("weak").withheld()).isEmpty();
  }
}
