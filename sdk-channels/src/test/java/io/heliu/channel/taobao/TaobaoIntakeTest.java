package io.heliu.channel.taobao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.flow.IntakeFlow;
import io.heliu.flow.Worklist;
import io.heliu.http.TokenStore;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Request;
import io.heliu.order.OrderBook;
import io.heliu.store.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream of a shop's orders goes on whatever becomes of one of them. */
@SuppressWarnings("NullAway.Init")
class TaobaoIntakeTest extends TaobaoTest implements Listener {
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private final JdbcDataSource dataSource = new JdbcDataSource();
  private final List<Alert> alerts = new ArrayList<>();
  private Connection anchor;
  private boolean ill = true;

  @BeforeEach
  void install() throws SQLException {
    dataSource.setURL("jdbc:h2:mem:taobaointake");
    anchor = dataSource.getConnection();
    Schema.install(dataSource);
    for (int i = 0; i < 3; i++) {
      standIn.put(trade(i, TEN.minusSeconds(10 + i)).build());
    }
    clock.move(Duration.ofSeconds(15));
  }

  /** Whatever happens, an order is in the book, on the work list, or still to be pulled. */
  @AfterEach
  void close() throws SQLException {
    ill = false;
    long unread = worklist().size();
    boolean more = true;
    for (int step = 0; more; step++) {
      assertThat(step).as("steps until nothing is due").isLessThan(9);
      more = run().window().isPresent();
    }
    assertThat(stored() + unread).isGreaterThanOrEqualTo(3);
    anchor.close();
  }

  @Override
  public void alerted(Alert alert) {
    alerts.add(alert);
  }

  private IntakeFlow.Report run() {
    return new IntakeFlow(dataSource, client().orders(), TEN.minus(HALF_AN_HOUR), clock, this)
        .runOnce();
  }

  @Test
  void runOnce_noOrderOfAPageIsTold_stopsTheStepAndLosesNothing() {
    for (int order = 0; order < 3; order++) {
      detailOf(order, new Misbehaviour.Special(TaobaoStandIn.STUMBLES));
    }

    assertThatThrownBy(this::run)
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("none of 3 listed orders");
    assertThat(worklist()).isEmpty();
    ill = false;
    assertThat(run().proved()).isTrue();

    assertThat(stored()).isEqualTo(3);
  }

  private List<Worklist.UnreadRow> worklist() {
    return Worklist.open(dataSource).unreadRows(9);
  }

  private long stored() {
    return OrderBook.open(dataSource).size(SHOP);
  }

  /** Lets the details of one order go wrong until it is well again. */
  private void detailOf(int order, Misbehaviour what) {
    Predicate<Request> detail = TaobaoStandIn.calling("taobao.trade.fullinfo.get");
    standIn
        .faults()
        .next(
            Integer.MAX_VALUE,
            request -> ill && detail.test(request) && tid(order).equals(request.form().get("tid")),
            what);
  }

  @ParameterizedTest
  @CsvSource({
    "refused, is refused with isv.scripted-refusal",
    "stumbles, is refused with isp.null-pointer-exception",
    "hollow, trade: must be an object"
  })
  void runOnce_oneOrderIsNotToHave_isSetAsideAndTheWindowIsProved(String how, String reason) {
    detailOf(1, new Misbehaviour.Special(how));

    IntakeFlow.Report report = run();

    assertThat(report.proved()).isTrue();
    assertThat(report.step().failed()).isOne();
    assertThat(stored()).isEqualTo(2);
    assertThat(worklist()).extracting(Worklist.UnreadRow::id).containsExactly(tid(1));
    assertThat(worklist().get(0).reason()).contains(reason);
    assertThat(alerts).extracting(Alert::code).containsExactly("UNREAD_ROW");
    assertThat(alerts.get(0).message()).contains(tid(1), reason).doesNotContain("业务规则");
  }

  @Test
  void runOnce_orderSetAsideIsListedAgain_isStoredOnceItIsToHave() {
    detailOf(1, new Misbehaviour.Special(TaobaoStandIn.REFUSED));
    run();
    clock.move(HALF_AN_HOUR);
    run();
    assertThat(stored()).isEqualTo(2);
    ill = false;
    standIn.change(standIn.trade(tid(1)).with("modified", "2024-06-18 10:30:20"));
    clock.move(HALF_AN_HOUR);

    assertThat(run().proved()).isTrue();

    assertThat(stored()).isEqualTo(3);
    assertThat(worklist()).isEmpty();
    assertThat(alerts).as("two listings, one alert").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"day-quota", "throttled", "platform-fault", "unavailable"})
  void runOnce_detailIsNotToHaveNow_stopsTheStepAndLosesNothing(String how) {
    detailOf(1, new Misbehaviour.Special(how));

    assertThat(faultOf(this::run).retryable()).isTrue();
    assertThat(worklist()).isEmpty();
    assertThat(alerts).isEmpty();

    ill = false;
    assertThat(run().proved()).isTrue();
    assertThat(stored()).isEqualTo(3);
  }

  @Test
  void runOnce_noAnswer_stopsTheStepAndLosesNothing() {
    detailOf(1, new Misbehaviour.Disconnect());

    assertThat(faultOf(this::run)).isInstanceOf(Fault.Transport.class);
    assertThat(worklist()).isEmpty();

    ill = false;
    assertThat(run().proved()).isTrue();
    assertThat(stored()).isEqualTo(3);
  }

  @Test
  void runOnce_sessionIsOver_stopsTheStepAndLosesNothing() {
    TaobaoClient stranger = builder().tokens(TokenStore.inMemory()).build();
    IntakeFlow flow =
        new IntakeFlow(dataSource, stranger.orders(), TEN.minus(HALF_AN_HOUR), clock, this);

    assertThat(faultOf(flow::runOnce)).isInstanceOf(Fault.Authentication.class);
    assertThat(worklist()).isEmpty();
    assertThat(run().proved()).isTrue();
  }
}
