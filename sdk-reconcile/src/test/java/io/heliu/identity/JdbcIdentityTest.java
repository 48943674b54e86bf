package io.heliu.identity;

import static io.heliu.identity.World.phone;
import static io.heliu.identity.World.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Identity in a database. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"H2", "POSTGRESQL"})
@SuppressWarnings("NullAway.Init")
final class JdbcIdentityTest {
  private static final List<String> TABLES =
      List.of("", "_meta", "_turn", "_record", "_key", "_event");

  @Parameter StoreKind kind;
  private StoreKind.Opened opened;
  private DataSource source;

  @BeforeEach
  void open() {
    opened = kind.open();
    source = Objects.requireNonNull(opened.source());
  }

  @AfterEach
  void close() {
    opened.close();
  }

  private IdentityResolver resolver() {
    return opened.resolver(new TickingClock(), IdentityLimits.DEFAULT);
  }

  private String dump() throws SQLException {
    StringBuilder dump = new StringBuilder();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet rows = statement.executeQuery("SELECT * FROM heliu_customer_id" + table)) {
          while (rows.next()) {
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
              dump.append(rows.getString(column)).append('|');
            }
            dump.append('\n');
          }
        }
      }
    }
    return dump.toString();
  }

  @Test
  void install_again_keepsWhatIsThere() {
    CustomerId id = resolver().resolve(record("a", 1, phone(1))).customerId();

    IdentitySchema.install(source);

    assertThat(resolver().find(World.key("a"))).contains(id);
  }

  @Test
  void install_afterItWasInterrupted_goesOn() {
    StoreKind.execute(
        source,
        "CREATE TABLE heliu_customer_id_meta (name VARCHAR(64) NOT NULL PRIMARY KEY, val"
            + " VARCHAR(200) NOT NULL)");

    assertThat(resolver().find(World.key("a"))).isEmpty();
  }

  @Test
  void install_newerVersionThere_isRefused() {
    IdentitySchema.install(source);
    StoreKind.execute(
        source, "UPDATE heliu_customer_id_meta SET val = '999' WHERE name = 'version'");

    assertThatThrownBy(() -> IdentitySchema.install(source))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("999");
  }

  @Test
  void open_withoutTables_isAFaultWithTheState() {
    assertThatThrownBy(
            () ->
                IdentityResolver.open(
                    source, StoreKind.SECRET, new TickingClock(), IdentityLimits.DEFAULT))
        .isInstanceOf(Fault.Store.class)
        .hasMessageContaining("SQL state 42");
  }

  @Test
  void open_anotherSecret_isRefused() {
    resolver();

    assertThatThrownBy(
            () ->
                IdentityResolver.open(
                    source,
                    Secret.of("another-synthetic-secret"),
                    new TickingClock(),
                    IdentityLimits.DEFAULT))
        .isInstanceOf(Fault.Configuration.class)
        .hasMessageContaining("secret")
        .hasMessageNotContaining("another-synthetic");
  }

  @Test
  void resolve_anything_storesNoValueInClear() throws SQLException {
    IdentityResolver resolver = resolver();
    resolver.resolve(
        record(
            "a",
            1,
            phone(1),
            Identifier.email("demo.user@example.com").orElseThrow(),
            Identifier.openid("wxA", "SYNTHETIC-OPENID"),
            Identifier.memberCard("club", "SYNTHETIC-CARD")));

    assertThat(dump())
        .contains("demo|a")
        .doesNotContain("13960010001")
        .doesNotContain("60010001")
        .doesNotContain("example.com")
        .doesNotContain("SYNTHETIC");
  }

  @Test
  void forget_allRecordsOfAPerson_leavesNothingOfThem() throws SQLException {
    IdentityResolver resolver = resolver();
    resolver.resolve(record("stays", 1, phone(2)));
    String before = dump().replaceAll("turn\\|\\d+", "turn");
    resolver.resolve(record("gone1", 0, phone(3)));
    resolver.resolve(record("gone1", 1, phone(1)));
    CustomerId id = resolver.resolve(record("gone2", 2, phone(1))).customerId();
    resolver.split(id, Set.of(World.key("gone2")), "clerk", "two people");

    resolver.forget(World.key("gone1"));
    resolver.forget(World.key("gone2"));

    assertThat(dump().replaceAll("turn\\|\\d+", "turn")).isEqualTo(before);
  }

  @Test
  void resolve_afterReopening_goesOnWithWhatIsStored() {
    CustomerId id = resolver().resolve(record("a", 1, phone(1))).customerId();
    resolver().resolve(record("b", 1, phone(1)));
    resolver().split(id, Set.of(World.key("b")), "clerk", "two people");

    IdentityResolver reopened = resolver();
    reopened.resolve(record("b", 2, phone(1), phone(3)));

    assertThat(reopened.find(World.key("a"))).contains(id);
    assertThat(reopened.find(World.key("b")))
        .isPresent()
        .isNotEqualTo(reopened.find(World.key("a")));
  }

  @Test
  void resolve_afterReopening_stillKnowsSinceWhenAPhoneWasShown() {
    resolver().resolve(record("member", 1, phone(1)));
    CustomerId member = resolver().resolve(record("member", 900, phone(1))).customerId();

    resolver().resolve(record("ticket", 2, phone(1)));

    assertThat(resolver().find(World.key("ticket"))).contains(member);
  }

  @Test
  void resolve_failsInTheMiddle_changesNothing() throws SQLException {
    IdentityResolver resolver = resolver();
    resolver.resolve(record("a", 1, phone(1)));
    String before = dump();
    StoreKind.execute(source, "ALTER TABLE heliu_customer_id_event RENAME TO elsewhere");

    assertThatThrownBy(() -> resolver.resolve(record("b", 2, phone(1))))
        .isInstanceOf(Fault.Store.class);

    StoreKind.execute(source, "ALTER TABLE elsewhere RENAME TO heliu_customer_id_event");
    assertThat(dump()).isEqualTo(before);
  }

  @Test
  void resolve_twoRecordsOfOneNewCustomerAtOnce_isOneCustomer() throws Exception {
    for (int round = 0; round < 10; round++) {
      CustomerRecord one = record("a" + round, 1, phone(round));
      CustomerRecord two = record("b" + round, 1, phone(round));
      List<Resolution> both = atOnce(List.of(List.of(one), List.of(two)));

      assertThat(both.get(0).customerId())
          .as("round %d", round)
          .isEqualTo(both.get(1).customerId());
      assertThat(both)
          .extracting(Resolution::outcome)
          .containsExactlyInAnyOrder(Resolution.Outcome.CREATED, Resolution.Outcome.JOINED);
    }
  }

  @Test
  void resolve_twoResolversWithManyEntangledRecords_agreeWithTheRules() throws Exception {
    long seed = 77;
    IdentityLimits limits = IdentityLimits.DEFAULT;
    List<CustomerRecord> records = OrderTest.records(new Random(seed), 40);
    List<CustomerRecord> again = new ArrayList<>(records);
    Collections.shuffle(again, new Random(seed));

    atOnce(List.of(records, again));

    try (World memory = new World(StoreKind.MEMORY, limits)) {
      memory.putAll(records);
      memory.check("seed " + seed);
      Set<Set<RecordKey>> partition = new HashSet<>();
      IdentityResolver resolver = resolver();
      for (CustomerRecord record : records) {
        CustomerId id = resolver.find(record.key()).orElseThrow();
        partition.add(resolver.explain(id).orElseThrow().records());
      }
      assertThat(partition).as("seed %d", seed).isEqualTo(memory.partition());
    }
  }

  /** Resolves each list by a resolver and a thread of its own, one record at a time. */
  private List<Resolution> atOnce(List<List<CustomerRecord>> lists) throws Exception {
    CyclicBarrier start = new CyclicBarrier(lists.size());
    ExecutorService threads = Executors.newFixedThreadPool(lists.size());
    try {
      List<Callable<List<Resolution>>> tasks = new ArrayList<>();
      for (List<CustomerRecord> list : lists) {
        IdentityResolver resolver = resolver();
        tasks.add(
            () -> {
              start.await();
              return list.stream().map(resolver::resolve).toList();
            });
      }
      List<Resolution> all = new ArrayList<>();
      for (Future<List<Resolution>> done : threads.invokeAll(tasks)) {
        all.addAll(done.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }
}
