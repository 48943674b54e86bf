package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.channel.Page;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.Document;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.DocumentPort;
import io.heliu.erp.Erp;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Outbound;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import io.heliu.erp.SalesOrder;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An ERP with state. It does not recognise repeated documents, so that one that is pushed twice is
 * there twice.
 */
final class FakeErp implements Erp, ErpFeeds {
  /** What the ERP does with the next push. */
  enum Next {
    ACCEPT,
    REJECT,
    UNKNOWN_BEFORE_COMMIT,
    UNKNOWN_AFTER_COMMIT,
    INCOMPLETE,
    FAULT,
    FAULT_OF_DOCUMENT
  }

  record Cell(Sku sku, Location location) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int bySku = sku.compareTo(other.sku);
      return bySku != 0 ? bySku : location.compareTo(other.location);
    }
  }

  private final Clock clock;
  final Map<String, List<Document>> taken = new ConcurrentHashMap<>();
  final List<String> pushed = new CopyOnWriteArrayList<>();
  final List<String> lookedUp = new CopyOnWriteArrayList<>();
  final ConcurrentLinkedQueue<Next> next = new ConcurrentLinkedQueue<>();
  private final List<String> incomplete = new CopyOnWriteArrayList<>();
  final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final List<Outbound> feed = new CopyOnWriteArrayList<>();
  final List<Page.Malformed> malformed = new ArrayList<>();
  final List<String> withdrawn = new ArrayList<>();
  private final Map<Cell, Long> onHand = new TreeMap<>();
  final ConcurrentLinkedQueue<CancelOutcome> cancelAnswers = new ConcurrentLinkedQueue<>();
  final Set<String> cancelsOpen = ConcurrentHashMap.newKeySet();
  final List<String> askedToCancel = new CopyOnWriteArrayList<>();
  boolean cancelLosesAnswer;
  Runnable duringCancel = () -> {};
  int sliceSize = 3;
  int slicesRead;
  boolean lookUpFaults;
  boolean feedFaults;
  Runnable point = () -> {};
  Runnable duringPush = () -> {};
  Runnable afterCounts = () -> {};

  private final String name;

  FakeErp(Clock clock) {
    this(clock, "fake-erp");
  }

  FakeErp(Clock clock, String name) {
    this.clock = clock;
    this.name = name;
  }

  private final class Port<D extends Document> implements DocumentPort<D> {
    @Override
    public PushOutcome push(D document) {
      point.run();
      if (cancelled.contains(document.number())) {
        throw new AssertionError(document.number() + " is spent");
      }
      pushed.add(document.number());
      duringPush.run();
      Next what = Optional.ofNullable(next.poll()).orElse(Next.ACCEPT);
      switch (what) {
        case REJECT -> {
          return new PushOutcome.Rejected("E7", "customer is frozen");
        }
        case FAULT -> throw fault();
        case FAULT_OF_DOCUMENT ->
            throw new Fault.Remote(
                Fault.Details.of("fake-erp", "push", "a plug-in of the site failed"), false);
        case UNKNOWN_BEFORE_COMMIT -> {
          return new PushOutcome.Unknown(fault());
        }
        case UNKNOWN_AFTER_COMMIT -> {
          commit(document);
          return new PushOutcome.Unknown(fault());
        }
        case INCOMPLETE -> {
          commit(document);
          incomplete.add(document.number());
          return new PushOutcome.Unknown(fault());
        }
        case ACCEPT -> {
          if (!incomplete.remove(document.number())) {
            commit(document);
          }
        }
      }
      point.run();
      return new PushOutcome.Accepted("id-" + document.number(), document.number());
    }

    @Override
    public Optional<Found> lookUp(String number) {
      point.run();
      lookedUp.add(number);
      if (lookUpFaults) {
        throw fault();
      }
      return taken.containsKey(number)
          ? Optional.of(new Found("id-" + number, number, !incomplete.contains(number)))
          : Optional.empty();
    }
  }

  @Override
  public CancelOutcome cancel(String number) {
    point.run();
    askedToCancel.add(number);
    duringCancel.run();
    if (cancelsOpen.contains(number)) {
      return new CancelOutcome.Pending("OPEN");
    }
    CancelOutcome forced = cancelled.contains(number) ? null : cancelAnswers.poll();
    if (forced != null) {
      return forced;
    }
    if (left(number)) {
      return new CancelOutcome.TooLate("HAS_OUTBOUND");
    }
    boolean before = !taken.containsKey(number) || !cancelled.add(number);
    if (cancelLosesAnswer) {
      cancelLosesAnswer = false;
      throw fault();
    }
    point.run();
    return new CancelOutcome.Cancelled(before);
  }

  private boolean left(String number) {
    return feed.stream()
        .flatMap(outbound -> outbound.lines().stream())
        .anyMatch(line -> number.equals(line.sourceDocument()));
  }

  /** Sends off what is open of a sales order, unless it was taken back; tells whether it did. */
  boolean shipOrder(String parcel, String number) {
    if (!taken.containsKey(number) || cancelled.contains(number) || left(number)) {
      return false;
    }
    List<DocumentLine> lines = new ArrayList<>();
    for (DocumentLine line : ((SalesOrder) document(number)).lines()) {
      lines.add(
          new DocumentLine(
              "E" + line.line(),
              line.sku(),
              line.location(),
              line.quantity(),
              Money.fen(0),
              number,
              line.line()));
    }
    ship(parcel, lines.toArray(DocumentLine[]::new));
    return true;
  }

  private static Fault fault() {
    return new Fault.Transport(Fault.Details.of("fake-erp", "push", "the line broke"), null);
  }

  private synchronized void commit(Document document) {
    taken.computeIfAbsent(document.number(), n -> new CopyOnWriteArrayList<>()).add(document);
    if (document instanceof Outbound outbound) {
      append(outbound);
    }
  }

  private void append(Outbound outbound) {
    feed.add(outbound);
    for (DocumentLine line : outbound.lines()) {
      onHand.merge(new Cell(line.sku(), line.location()), -line.quantity(), Long::sum);
    }
  }

  void stock(Sku sku, Location location, long quantity) {
    onHand.put(new Cell(sku, location), quantity);
  }

  /** Drops a cell from the list of counts. */
  void forget(Sku sku, Location location) {
    onHand.remove(new Cell(sku, location));
  }

  long onHand(Sku sku, Location location) {
    return onHand.getOrDefault(new Cell(sku, location), 0L);
  }

  /** Returns the document that the ERP has under a number, which is there once. */
  Document document(String number) {
    List<Document> documents = taken.getOrDefault(number, List.of());
    if (documents.size() != 1) {
      throw new AssertionError(number + " is there " + documents.size() + " times");
    }
    return documents.get(0);
  }

  /** Sends goods of sales orders off in one parcel. */
  void ship(String parcel, DocumentLine... lines) {
    ship(parcel, "SF", "WB-" + parcel, lines);
  }

  void ship(String parcel, String carrier, String waybill, DocumentLine... lines) {
    append(
        new Outbound(
            parcel,
            LocalDate.ofInstant(clock.instant(), java.time.ZoneOffset.UTC),
            "C1",
            "",
            carrier,
            waybill,
            List.of(lines)));
  }

  /** Changes the lines of a parcel, which the feed then tells again. */
  void correct(String parcel, DocumentLine... lines) {
    for (Outbound told : feed) {
      if (told.number().equals(parcel)) {
        for (DocumentLine line : told.lines()) {
          onHand.merge(new Cell(line.sku(), line.location()), line.quantity(), Long::sum);
        }
      }
    }
    ship(parcel, lines);
  }

  boolean hasShipped(String parcel) {
    return feed.stream().anyMatch(outbound -> outbound.number().equals(parcel));
  }

  /** Takes back the audit of a parcel, which the feed tells until it is told as a row again. */
  void withdraw(String parcel) {
    withdrawn.add(parcel);
  }

  /** Repeats the last row of the feed. */
  void repeatLastRow() {
    feed.add(feed.get(feed.size() - 1));
  }

  static DocumentLine line(
      String sku, Location from, long quantity, @Nullable String document, @Nullable String line) {
    return new DocumentLine("1", new Sku(sku), from, quantity, Money.fen(0), document, line);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DocumentPort<SalesOrder> salesOrders() {
    return new Port<>();
  }

  @Override
  public DocumentPort<Outbound> outbounds() {
    return new Port<>();
  }

  @Override
  public DocumentPort<Receipt> receipts() {
    return new Port<>();
  }

  @Override
  public ErpFeeds feeds() {
    return this;
  }

  @Override
  public Slice<Outbound> outbounds(@Nullable String cursor) {
    point.run();
    if (feedFaults) {
      throw fault();
    }
    slicesRead++;
    int from = cursor == null ? 0 : Integer.parseInt(cursor);
    int to = Math.min(feed.size(), from + sliceSize);
    List<Page.Malformed> unread = from == 0 ? malformed : List.of();
    String next = to > from ? "" + to : cursor;
    return new Slice<>(feed.subList(from, to), unread, withdrawn, next);
  }

  @Override
  public List<Count> counts(Collection<Sku> skus) {
    point.run();
    List<Count> counts = new ArrayList<>();
    onHand.forEach(
        (cell, units) -> {
          if (skus.contains(cell.sku)) {
            counts.add(new Count(cell.sku, cell.location, units, clock.instant()));
          }
        });
    afterCounts.run();
    return counts;
  }

  @Override
  public Slice<Receivable> openReceivables(@Nullable String cursor) {
    return new Slice<>(List.of(), null);
  }

  @Override
  public Slice<Material> materials(@Nullable String cursor) {
    return new Slice<>(List.of(), null);
  }

  @Override
  public Slice<Customer> customers(@Nullable String cursor) {
    return new Slice<>(List.of(), null);
  }
}
