package io.heliu.identity;

import static io.heliu.identity.World.key;
import static io.heliu.identity.World.phone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Customers that are taken apart, by a person or because a record goes, on every store. Partition
 * and explanations are re-checked after each test.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(StoreKind.class)
@SuppressWarnings("NullAway.Init")
final class SplitAndForgetTest {
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
}
