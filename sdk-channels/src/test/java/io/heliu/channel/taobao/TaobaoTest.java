package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.channel.OrderSource;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.RefundSource;
import io.heliu.channel.Window;
import io.heliu.channel.taobao.standin.StandInTrade;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.http.TokenStore;
import io.heliu.http.Transport;
import io.heliu.http.Waiter;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client and the stand-in it talks to over HTTP; the time is ten o'clock in China. */
abstract class TaobaoTest {
  static final ShopId SHOP = new ShopId("taobao", "qinghe");
  static final Instant TEN = Instant.parse("2024-06-18T02:00:00Z");

  final MovableClock clock = new MovableClock(TEN);
  final Waits waits = new Waits();
  TokenStore tokens = TokenStore.inMemory();
  private final Transport transport = Transport.http();
  TaobaoStandIn standIn = new TaobaoStandIn(clock);

  @BeforeEach
  final void startStandIn() throws IOException {
    standIn.start();
    tokens = TokenStore.inMemory();
    tokens.compareAndSet(SHOP.toString(), null, standIn.token());
  }

  /** Closing tells of every failure inside the stand-in. */
  @AfterEach
  final void stopStandIn() {
    transport.close();
    standIn.checkBooks();
    standIn.close();
  }

  /** Puts another stand-in in the place of the one that was started. */
  final void replaceStandIn(TaobaoStandIn other) throws IOException {
    standIn.close();
    standIn = other;
    startStandIn();
  }

  final TaobaoClient.Builder builder() {
    return TaobaoClient.builder(SHOP)
        .endpoint(standIn.endpoint())
        .credential(TaobaoStandIn.APP_KEY, TaobaoStandIn.APP_SECRET)
        .tokens(tokens)
        .transport(transport)
        .clock(clock)
        .waiter(waits);
  }

  final TaobaoClient client() {
    return builder().build();
  }

  /** Returns the message service of a new client, open for all topics. */
  final TaobaoMessages openMessages() {
    TaobaoMessages messages = client().messages();
    messages.permit(Set.of());
    return messages;
  }

  final Transport transport() {
    return transport;
  }

  /** Makes a signed call that the client itself never makes. */
  final JsonNode raw(String method, Map<String, String> parameters) {
    TopSettings settings =
        new TopSettings(
            SHOP,
            standIn.endpoint(),
            TaobaoStandIn.APP_KEY,
            TaobaoStandIn.APP_SECRET,
            SignMethod.HMAC_SHA256,
            false,
            clock);
    String session = standIn.token().value().reveal();
    try {
      return Json.parse(
          transport.send(settings.request(method, parameters, clock.instant(), session)).body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static String tid(int number) {
    return Long.toString(2_189_034_567_890_000_000L + number * 10L);
  }

  static String oid(int number, int line) {
    return Long.toString(2_189_034_567_890_000_000L + number * 10L + line);
  }

  /** Returns a paid trade of two lines. */
  static StandInTrade.Builder trade(int number, Instant at) {
    return StandInTrade.builder(tid(number), at)
        .line(oid(number, 1), "601234567890", "4920011223344", "QH-OAT-1KG", 2, "129.00")
        .line(oid(number, 2), "601234567891", null, null, 1, "59.90");
  }

  /** Reads a window as the policy says: last page first. */
  static List<OrderSource.Head> readBackwards(OrderSource orders, Window window, int size) {
    List<OrderSource.Head> heads = new ArrayList<>();
    long count = orders.count(window).orElseThrow();
    for (long page = (count + size - 1) / size; page >= 1; page--) {
      heads.addAll(orders.list(new PageRequest(window, (int) page, null, size)).rows());
    }
    return heads;
  }

  static Page<RefundSource.Refund> refunds(TaobaoClient client, Window window) {
    return client.refunds().list(new PageRequest(window, 1, null, 50));
  }

  /** Runs what must fail and returns its fault. */
  static Fault faultOf(Runnable call) {
    try {
      call.run();
    } catch (Fault e) {
      return e;
    }
    throw new AssertionError("no fault");
  }

  /** A clock that stands until it is moved. */
  static final class MovableClock extends Clock {
    private volatile Instant now;

    MovableClock(Instant now) {
      this.now = now;
    }

    void set(Instant now) {
      this.now = now;
    }

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Its time moves only when something waits. */
  static final class Waits implements Waiter {
    final List<Duration> all = new ArrayList<>();
    private Duration time = Duration.ZERO;

    @Override
    public synchronized long nanoTime() {
      return time.toNanos();
    }

    @Override
    public synchronized void sleep(Duration duration) {
      all.add(duration);
      time = time.plus(duration);
    }
  }
}
