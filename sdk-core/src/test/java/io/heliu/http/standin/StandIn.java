package io.heliu.http.standin;

import io.heliu.http.ClientBuilder;
import io.heliu.http.Transport;
import io.heliu.http.Waiter;
import io.heliu.http.WireRequest.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A local HTTP server that stands in for a platform or an ERP.
 *
 * <p>A subclass keeps the state and answers requests in {@link #handle}, one at a time, whatever
 * the number of connections. With a {@link #journal} the state outlives a killed process: requests
 * that {@link #changed} the state and direct {@link #act actions} are written down before they are
 * answered, and happen again, at their old time, when the next process starts. A subclass therefore
 * takes the time from {@link #now} only, and randomness from nowhere.
 *
 * <p>Each stand-in has a {@code client(...)} that starts the builder of a client which talks to it:
 * address, credential, time and transport are set. {@link #faults} makes it misbehave. If the
 * subclass itself fails, that request and all later ones are answered 500 and {@link #close}
 * throws.
 */
public abstract class StandIn implements AutoCloseable {
  // Held here because the logging system forgets the level of a logger that nobody holds.
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final Faults faults = new Faults();
  private final ReentrantLock lock = new ReentrantLock(true);
  private final MockWebServer server = new MockWebServer();
  private @Nullable Transport transport;
  private @Nullable Path journalFile;
  private @Nullable Journal journal;
  private @Nullable Instant handlingAt;
  private boolean changed;
  private @Nullable Throwable failure;

  /** Creates a stand-in; {@code clock} is its idea of the time. */
  protected StandIn(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    SERVER_LOG.setLevel(Level.WARNING);
    server.setServerSocketFactory(new PromptSockets());
  }

  /** Answers a request. Called by one thread at a time. */
  protected abstract Reply handle(Request request);

  /** Carries out a direct action, see {@link #act}. Called by one thread at a time. */
  protected void onAct(String name, String argument) {
    throw new IllegalArgumentException("name: must be an action of this stand-in");
  }

  /**
   * Answers a request that a {@link Misbehaviour.Special} was chosen for, instead of {@link
   * #handle}. Called by one thread at a time.
   */
  protected Reply onMisbehaviour(String name, Request request) {
    throw new IllegalArgumentException("name: must be a misbehaviour of this stand-in");
  }

  /**
   * Returns what the rules of {@link #faults} choose by: the same for every attempt at the same
   * thing, for example the operation and the order's number; null spares the request.
   */
  protected @Nullable String faultKey(Request request) {
    return null;
  }

  /** Says, while handling a request, that the state has changed or is about to. */
  protected final void changed() {
    if (handlingAt == null || !lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("changed: only while handling");
    }
    changed = true;
  }

  /** Returns the time of what is being handled, or the clock's if nothing is. */
  protected final Instant now() {
    return lock.isHeldByCurrentThread() && handlingAt != null ? handlingAt : clock.instant();
  }

  /** Reads the state while no request is being handled. */
  protected final <T> T locked(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives a client's builder a transport that is closed with this stand-in, and its time: the clock
   * and, if that can also wait, as {@link ManualTime} does, the waiter.
   */
  protected final <B extends ClientBuilder<B>> B connect(B builder) {
    B connected = builder.transport(transport()).clock(clock);
    return clock instanceof Waiter waiter ? connected.waiter(waiter) : connected;
  }

  private synchronized Transport transport() {
    if (transport == null) {
      transport = Transport.http();
    }
    return transport;
  }

  /** Returns the switchboard of misbehaviour. */
  public final Faults faults() {
    return faults;
  }

  /**
   * Keeps the state in this file, from {@link #start} on.
   *
   * @throws IllegalStateException if it has been started
   */
  public final void journal(Path file) {
    if (server.getStarted()) {
      throw new IllegalStateException("journal: must be set before start");
    }
    this.journalFile = Objects.requireNonNull(file, "file");
  }

  /**
   * Starts at a free port of the loopback address.
   *
   * @throws IOException if the journal cannot be read
   */
  public final void start() throws IOException {
    start(0);
  }

  /**
   * Starts at a port of the loopback address, after the journal, if any, was replayed.
   *
   * @throws IOException if the journal cannot be read or the port is taken
   */
  public final void start(int port) throws IOException {
    lock.lock();
    try {
      if (journalFile != null) {
        journal = Journal.open(journalFile, this::replay);
      }
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest recorded) throws InterruptedException {
              return serve(recorded);
            }
          });
      server.start(InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1}), port);
    } catch (IOException | RuntimeException e) {
      closeJournal();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the address without a path, for example {@code http://127.0.0.1:4711}. */
  public final URI url() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Returns the address of a path that starts with a slash. */
  public final URI url(String path) {
    return URI.create(url() + path);
  }

  /**
   * Does something directly to the stand-in, as a buyer or a clerk would: the subclass says what
   * there is. Journalled like a request.
   */
  public final void act(String name, String argument) {
    lock.lock();
    try {
      Instant at = clock.instant();
      handlingAt = at;
      onAct(name, argument);
      append(new Journal.Acted(at, name, argument));
    } finally {
      handlingAt = null;
      lock.unlock();
    }
  }

  private MockResponse serve(RecordedRequest recorded) throws InterruptedException {
    forgetRecords();
    lock.lock();
    try {
      if (failure != null) {
        return respond(Reply.of(500, "text/plain", "the stand-in has failed"), null);
      }
      Request request = toRequest(recorded);
      Faults.Chosen chosen = faults.choose(request, key(request));
      return chosen == null ? respond(answer(request, null), null) : misbehave(request, chosen);
    } catch (RuntimeException | Error e) {
      failure = e;
      return respond(Reply.of(500, "text/plain", "the stand-in has failed"), null);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable String key(Request request) {
    try {
      return faultKey(request);
    } catch (BadRequest e) {
      return null; // left to the handler, which says how an unreadable request is refused
    }
  }

  /**
   * The server keeps every request for whoever asks; nobody does, and there may be very many; says
   * how many.
   */
  int forgetRecords() throws InterruptedException {
    int forgotten = 0;
    while (server.takeRequest(0, TimeUnit.NANOSECONDS) != null) {
      forgotten++;
    }
    return forgotten;
  }

  private MockResponse misbehave(Request request, Faults.Chosen chosen) {
    Misbehaviour what = chosen.what();
    boolean handled =
        !(what instanceof Misbehaviour.Status || what instanceof Misbehaviour.Disconnect);
    if (handled) {
      return respond(answer(request, chosen), what);
    }
    if (chosen.hit() != null) {
      append(new Journal.Hit(chosen.hit()));
    }
    int status = what instanceof Misbehaviour.Status failing ? failing.code() : 500;
    return respond(Reply.of(status, "text/plain", "scripted failure"), what);
  }

  private Reply answer(Request request, Faults.@Nullable Chosen chosen) {
    String special =
        chosen != null && chosen.what() instanceof Misbehaviour.Special some ? some.name() : null;
    Reply reply = run(request, special);
    Faults.Hit hit = chosen == null ? null : chosen.hit();
    if (changed) {
      append(new Journal.Handled(request, special, hit));
    } else if (hit != null) {
      append(new Journal.Hit(hit));
    }
    return reply;
  }

  private Reply run(Request request, @Nullable String special) {
    changed = false;
    handlingAt = request.at();
    try {
      return special == null ? handle(request) : onMisbehaviour(special, request);
    } catch (BadRequest e) {
      if (changed) {
        throw new IllegalStateException("refused as unreadable after the state was changed", e);
      }
      return Reply.of(400, "text/plain", String.valueOf(e.getMessage()));
    } finally {
      handlingAt = null;
    }
  }

  private void replay(Journal.Entry entry) {
    if (entry instanceof Journal.Acted acted) {
      handlingAt = acted.at();
      onAct(acted.name(), acted.argument());
      handlingAt = null;
    } else if (entry instanceof Journal.Hit only) {
      faults.remember(only.hit());
    } else if (entry instanceof Journal.Handled handled) {
      if (handled.hit() != null) {
        faults.remember(handled.hit());
      }
      run(handled.request(), handled.special());
    }
  }

  private void append(Journal.Entry entry) {
    if (journal != null) {
      try {
        journal.append(entry);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Request toRequest(RecordedRequest recorded) {
    Headers received = recorded.getHeaders();
    List<Header> headers = new ArrayList<>(received.size());
    for (int i = 0; i < received.size(); i++) {
      headers.add(new Header(received.name(i), received.value(i)));
    }
    byte[] body = recorded.getBody() == null ? new byte[0] : recorded.getBody().toByteArray();
    return new Request(clock.instant(), recorded.getMethod(), recorded.getTarget(), headers, body);
  }

  private MockResponse respond(Reply reply, @Nullable Misbehaviour misbehaviour) {
    MockResponse.Builder response = new MockResponse.Builder().code(reply.status());
    boolean dated = false;
    for (Header header : reply.headers()) {
      response.addHeader(header.name(), header.value());
      dated |= header.name().equalsIgnoreCase("Date");
    }
    if (!dated) {
      response.addHeader("Date", DATE.format(clock.instant()));
    }
    response.body(new Buffer().write(reply.body()));
    return Wire.shape(response, reply, misbehaviour);
  }

  /**
   * Stops.
   *
   * @throws IllegalStateException if the stand-in itself has failed
   */
  @Override
  public void close() {
    closeTransport();
    server.close();
    lock.lock();
    try {
      closeJournal();
      if (failure != null) {
        throw new IllegalStateException("the stand-in has failed while handling", failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private synchronized void closeTransport() {
    if (transport != null) {
      transport.close();
    }
  }

  private void closeJournal() {
    if (journal != null) {
      try {
        journal.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
