package io.heliu.http;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.http.standin.ManualTime;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway in front of a real server that answers what a test has put into its queue. */
final class Seam implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T04:00:00Z");

  final ManualTime time = new ManualTime(START);
  final Server server = new Server(time);
  final Transport transport =
      Transport.http(
          new TransportSettings(
              Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(2), 4096));
  final Events events = new Events();

  Seam() throws IOException {
    server.start();
  }

  /** The random number is always the largest, so a delay is its bound. */
  Gateway.Builder builder() {
    return Gateway.builder("probe-system")
        .transport(transport)
        .clock(time)
        .waiter(time)
        .random(new Largest())
        .listener(events);
  }

  Call call() {
    return new Call(server, "shop-1", "probe", true);
  }

  Call once() {
    return new Call(server, "shop-1", "probe", false);
  }

  static Reply ok() {
    return Reply.of(200, "text/plain", "good");
  }

  static Reply status(int status) {
    return Reply.of(status, "text/plain", "bad");
  }

  /** An HTTP 200 whose content asks for this. */
  static Reply next(RemoteCall.Next next) {
    return status(200).withHeader("X-Next", next.name());
  }

  @Override
  public void close() {
    transport.close();
    server.close();
  }

  /** Draws the largest number below any bound. */
  static final class Largest implements java.util.random.RandomGenerator {
    @Override
    public long nextLong() {
      return Long.MAX_VALUE;
    }

    @Override
    public long nextLong(long bound) {
      return bound - 1;
    }
  }

  /** Answers from a queue, and good when it is empty. */
  static final class Server extends StandIn {
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<Request> seen = new ArrayList<>();

    Server(Clock clock) {
      super(clock);
    }

    void then(Reply... next) {
      locked(() -> Collections.addAll(replies, next));
    }

    List<Request> seen() {
      return locked(() -> List.copyOf(seen));
    }

    @Override
    protected Reply handle(Request request) {
      seen.add(request);
      Reply reply = replies.poll();
      return reply == null ? ok() : reply;
    }
  }

  /** A call that carries what it was built with, and secrets in every place. */
  record Call(Server server, String account, String operation, boolean repeatable)
      implements RemoteCall<String> {

    @Override
    public WireRequest request(RemoteCall.Attempt attempt) {
      AccessToken token = attempt.token();
      return WireRequest.post(
              server.url("/probe?session=QUERY-SECRET"), "text/plain", "phone=BODY-SECRET")
          .withHeader("X-Number", "" + attempt.number())
          .withHeader("X-Now", attempt.now().toString())
          .withHeader("Authorization", token == null ? "none" : token.value().reveal());
    }

    @Override
    public Verdict<String> read(WireResponse response) {
      Fault.Details details = Fault.Details.of("probe-system", operation, "refused by content");
      String next = response.header("X-Next");
      if (next != null) {
        return Verdict.failed(fault(details, response.header("X-Wait")), Next.valueOf(next));
      }
      if (response.status() != 200) {
        return HttpStatus.failed("probe-system", operation, response);
      }
      if (!response.text().equals("good")) {
        throw new Fault.Protocol(details, null);
      }
      return Verdict.done(response.text());
    }

    private static Fault fault(Fault.Details details, @Nullable String wait) {
      return wait == null
          ? new Fault.Remote(details, false)
          : new Fault.Throttled(details, Duration.parse(wait));
    }
  }

  /** Remembers what it hears. */
  static final class Events implements Listener {
    final List<Listener.Attempt> attempts = Collections.synchronizedList(new ArrayList<>());
    final List<Listener.Call> calls = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void attempted(Listener.Attempt attempt) {
      attempts.add(attempt);
    }

    @Override
    public void called(Listener.Call call) {
      calls.add(call);
    }
  }
}
