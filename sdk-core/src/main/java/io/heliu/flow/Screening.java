package io.heliu.flow;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.catalog.Catalog;
import io.heliu.erp.Document;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.SalesOrder;
import io.heliu.internal.flow.Keys;
import io.heliu.internal.store.Digest;
import io.heliu.internal.store.Reservations;
import io.heliu.inventory.Balance;
import io.heliu.inventory.Command;
import io.heliu.inventory.Reservation;
import io.heliu.inventory.StockLedger;
import io.heliu.inventory.StockLine;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Lifecycle;
import io.heliu.order.Order;
import io.heliu.order.OrderFlag;
import io.heliu.order.OrderLine;
import io.heliu.order.ScreeningRule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Decides what is to be done with an order: nothing, hold it, or take it on. */
final class Screening {
  private final Catalog catalog;
  private final DispatchSettings settings;
  private final StockLedger ledger;
  private final Keep keep;

  Screening(Catalog catalog, DispatchSettings settings, StockLedger ledger) {
    this.catalog = catalog;
    this.ledger = ledger;
    this.settings = settings;
    this.keep = new Keep(settings, this, ledger);
  }

  /** What is to be done with an order. */
  sealed interface Verdict {}

  /** Nothing is to be done any more. */
  record Close(String code) implements Verdict {}

  /**
   * It waits.
   *
   * @param lines what it has meanwhile: of these it keeps the units, if it keeps any
   */
  record Hold(String code, String note, List<Order.Line> lines, Keeping keeping)
      implements Verdict {}

  /** Parts of it go their own ways. */
  record Split(List<List<Order.Line>> parts) implements Verdict {}

  /** What rules split or merged is undone, because a channel order changed. */
  record Undo() implements Verdict {}

  /**
   * Its units are taken and its document goes out, unless it is merged or waits for that.
   *
   * @param adopted which of its lines no order was given before
   */
  record Take(
      List<Order.Line> lines,
      List<Order.Line> adopted,
      Command command,
      Document document,
      OrderRules.@Nullable Merging merging)
      implements Verdict {}

  /** Decides; asks the catalog, so it must not run inside a transaction. */
  Verdict screen(Candidate candidate) {
    try {
      return decide(candidate);
    } catch (IllegalArgumentException | ArithmeticException e) {
      // A figure beyond every bound must not keep the orders behind it waiting.
      return keep.asIs(candidate, "OUT_OF_BOUNDS", String.valueOf(e.getMessage()));
    }
  }

  /** Returns the lines of which an order keeps the units if it waits. */
  List<Order.Line> kept(Candidate candidate) {
    return keep.lines(candidate, List.of());
  }

  private Verdict decide(Candidate candidate) {
    Order order = candidate.order();
    Map<Order.Source, ChannelOrder> sources = candidate.sources();
    if (sources.isEmpty()) {
      return new Close("MERGED");
    }
    if (candidate.off()) {
      return new Close("EXCHANGE_OFF");
    }
    boolean replacement = candidate.isReplacement();
    if (!replacement && sources.values().stream().allMatch(Screening::isOver)) {
      return new Close(sources.values().iterator().next().status());
    }
    if (!Candidate.sourcesOf(order).stream().allMatch(source -> settings.serves(source.shop()))) {
      return keep.asIs(candidate, "SEVERAL_ERPS", "its shops belong to several ERPs");
    }
    if (replacement) {
      return take(candidate, order.lines(), List.of());
    }
    Arranged arranged = candidate.arranged();
    try {
      if (!arranged.is()) {
        return decide(candidate, resolve(order, sources, Screening::isWanted), List.of());
      }
      Optional<Verdict> changed = order.byHand() ? Optional.empty() : changed(candidate);
      if (changed.isPresent()) {
        return changed.get();
      }
      List<Order.Line> lines = new ArrayList<>(Shares.of(order, arranged, sources));
      List<Order.Line> adopted = order.byHand() ? unplaced(candidate) : List.of();
      lines.addAll(adopted);
      return lines.isEmpty() && arranged.isOver(sources)
          ? new Close("REFUNDED")
          : decide(candidate, lines, adopted);
    } catch (UnresolvedException e) {
      return keep.hold(candidate, Order.UNKNOWN_ITEM, e.why(), arranged.lines());
    } catch (Shares.IndivisibleException e) {
      return keep.hold(candidate, Order.REFUNDED_IN_PART, e.why(), arranged.lines());
    }
  }

  /** Decides on an order that was split or merged of something that is so no more. */
  private Optional<Verdict> changed(Candidate candidate) {
    Arranged arranged = candidate.arranged();
    String note = "";
    if (!arranged.changed().isEmpty()) {
      note = "order " + arranged.changed().get(0).number() + " was changed by its channel";
    } else if (!arranged.unplaced().isEmpty()) {
      Arranged.Unplaced one = arranged.unplaced().get(0);
      note = "line " + one.line().number() + " of " + one.source().number() + " is in no order";
    } else if (!arranged.byHand() && goApart(candidate)) {
      note = "its orders go to different recipients now";
    }
    if (note.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(arranged.stands() ? keep.changed(candidate, note) : new Undo());
  }

  private boolean goApart(Candidate candidate) {
    List<ChannelOrder> going =
        candidate.sources().values().stream().filter(order -> !isOver(order)).toList();
    return settings.orderRules().goApart(going);
  }

  /** Returns lines that no order has, for one that a person lets go as its channel orders are. */
  private List<Order.Line> unplaced(Candidate candidate) {
    int next = candidate.arranged().lines().stream().mapToInt(Order.Line::line).max().orElse(0) + 1;
    List<Order.Line> lines = new ArrayList<>();
    for (Arranged.Unplaced one : candidate.arranged().unplaced()) {
      lines.addAll(resolve(one.source(), one.line(), one.line().amount(), next + lines.size()));
    }
    return lines;
  }

  /** Decides on the lines that are to go. */
  private Verdict decide(Candidate candidate, List<Order.Line> lines, List<Order.Line> adopted) {
    Order order = candidate.order();
    Optional<ScreeningRule.Hold> hold = order.byHand() ? Optional.empty() : rules(candidate, lines);
    if (hold.isPresent()) {
      return keep.hold(candidate, hold.get().code(), hold.get().note(), lines);
    }
    if (lines.isEmpty()) {
      String note = "no line is left to be shipped";
      return keep.hold(candidate, "NOTHING_TO_SHIP", note, candidate.arranged().lines());
    }
    return take(candidate, lines, adopted);
  }

  static boolean isOver(ChannelOrder order) {
    return isOver(order.lifecycle());
  }

  static boolean isOver(Lifecycle lifecycle) {
    return lifecycle == Lifecycle.CANCELLED || lifecycle == Lifecycle.CLOSED_REFUNDED;
  }

  private Optional<ScreeningRule.Hold> rules(Candidate candidate, List<Order.Line> lines) {
    Map<Order.Source, ChannelOrder> sources = candidate.sources();
    for (ChannelOrder source : sources.values()) {
      for (ScreeningRule rule : settings.rules()) {
        Optional<ScreeningRule.Hold> hold = rule.screen(source);
        if (hold.isPresent()) {
          return hold;
        }
      }
    }
    LongSupplier left = () -> left(candidate, stock(keep.lines(candidate, lines), sources));
    return settings.orderRules().hold(sources.values(), left);
  }

  /** Returns the fewest units that could still be sold of a SKU if the order is taken. */
  private long left(Candidate candidate, List<StockLine> wanted) {
    Map<List<Object>, Long> left = new HashMap<>();
    for (StockLine line : wanted) {
      List<Object> cell = List.of(line.sku(), line.location());
      long before = left.getOrDefault(cell, free(line));
      left.put(cell, before - line.quantity());
    }
    // What the order holds already is not taken twice, and what nobody wants is as good as free.
    Set<String> held = new HashSet<>();
    candidate.surplus().forEach(one -> held.add(one.reservation()));
    held.add(candidate.order().reservation());
    for (String id : held) {
      ledger
          .reservation(id)
          .filter(one -> one.state().open())
          .ifPresent(one -> one.lines().forEach(line -> add(left, line)));
    }
    return left.values().stream().mapToLong(units -> units).min().orElse(Long.MAX_VALUE);
  }

  private static void add(Map<List<Object>, Long> left, Reservation.Line line) {
    left.computeIfPresent(
        List.of(line.sku(), line.location()), (cell, units) -> units + line.remaining());
  }

  /** Tells whether the stock of now does not cover an order. */
  boolean isShort(Candidate candidate, Take take) {
    return take.command() instanceof Command.Reserve reserve
        && left(candidate, reserve.lines()) < 0;
  }

  private long free(StockLine line) {
    Balance balance = ledger.balance(line.sku(), line.location());
    return balance.free() + balance.oversellAllowance() - balance.buffer();
  }

  List<StockLine> stock(List<Order.Line> lines, Map<Order.Source, ChannelOrder> sources) {
    List<StockLine> stock = new ArrayList<>();
    for (Order.Line line : lines) {
      ChannelOrder source = Objects.requireNonNull(sources.get(line.source()), "source");
      Location location = settings.routing().locate(source, line.sku());
      stock.add(new StockLine(line.sku(), location, line.quantity()));
    }
    return stock;
  }

  /** Tells whether a line is to go, or has gone over a counter. */
  static boolean isWanted(ChannelOrder order, OrderLine line) {
    if (order.flags().contains(OrderFlag.HANDED_OVER)) {
      return true;
    }
    boolean goesUnpaid =
        order.lifecycle() == Lifecycle.PENDING_PAYMENT
            && line.lifecycle() == Lifecycle.PENDING_PAYMENT
            && !line.refunding()
            && !line.refunded();
    return goesUnpaid || line.toBeShipped();
  }

  /** Returns lines of an order that was never split or merged, in units of their SKUs. */
  private List<Order.Line> resolve(
      Order order,
      Map<Order.Source, ChannelOrder> sources,
      BiPredicate<ChannelOrder, OrderLine> which) {
    return resolve(order, sources, which, false);
  }

  /** Returns the same lines without those whose items are not in the catalog. */
  List<Order.Line> known(
      Order order,
      Map<Order.Source, ChannelOrder> sources,
      BiPredicate<ChannelOrder, OrderLine> which) {
    return resolve(order, sources, which, true);
  }

  private List<Order.Line> resolve(
      Order order,
      Map<Order.Source, ChannelOrder> sources,
      BiPredicate<ChannelOrder, OrderLine> which,
      boolean knownOnly) {
    Order.Source of = order.sources().get(0);
    ChannelOrder source = sources.get(of);
    if (source == null) {
      throw new IllegalStateException("order " + order.id() + " has no source");
    }
    List<OrderLine> wanted = source.lines().stream().filter(l -> which.test(source, l)).toList();
    List<Money> amounts = withFreight(source, wanted);
    List<Order.Line> lines = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      try {
        lines.addAll(resolve(of, wanted.get(i), amounts.get(i), lines.size() + 1));
      } catch (UnresolvedException e) {
        if (!knownOnly) {
          throw e;
        }
      }
    }
    return lines;
  }

  private List<Order.Line> resolve(Order.Source source, OrderLine line, Money amount, int first) {
    Catalog.Resolution resolution = catalog.resolve(source.shop(), item(line), line.quantity());
    if (resolution instanceof Catalog.Resolution.Unresolved unresolved) {
      throw new UnresolvedException("line " + line.number() + ": " + unresolved.reason());
    }
    List<Catalog.Units> units = ((Catalog.Resolution.Resolved) resolution).units();
    Money[] shares = amount.split(units.stream().mapToLong(u -> Math.abs(u.quantity())).toArray());
    List<Order.Line> lines = new ArrayList<>();
    for (int part = 0; part < shares.length; part++) {
      Catalog.Units one = units.get(part);
      int number = first + part;
      lines.add(
          new Order.Line(number, source, line.number(), one.sku(), one.quantity(), shares[part]));
    }
    return lines;
  }

  static Catalog.ItemRef item(OrderLine line) {
    return new Catalog.ItemRef(
        line.itemId(), line.variantId(), line.merchantCode(), line.barcode());
  }

  /** Returns the amounts of the lines with the freight shared out to them by amount. */
  private static List<Money> withFreight(ChannelOrder order, List<OrderLine> lines) {
    List<Money> amounts = new ArrayList<>();
    lines.forEach(line -> amounts.add(line.amount()));
    if (order.freight().isZero() || lines.isEmpty()) {
      return amounts;
    }
    long[] weights = lines.stream().mapToLong(l -> Math.abs(l.amount().minor())).toArray();
    if (java.util.Arrays.stream(weights).allMatch(w -> w == 0)) {
      java.util.Arrays.fill(weights, 1);
    }
    Money[] freight = order.freight().split(weights);
    for (int i = 0; i < freight.length; i++) {
      amounts.set(i, amounts.get(i).plus(freight[i]));
    }
    return amounts;
  }

  private Verdict take(Candidate candidate, List<Order.Line> lines, List<Order.Line> adopted) {
    Order order = candidate.order();
    // Of a merged order the first source may have nothing left to go.
    ChannelOrder first =
        Objects.requireNonNull(candidate.sources().get(lines.get(0).source()), "source");
    boolean replacement = candidate.isReplacement();
    boolean handedOver = !replacement && first.flags().contains(OrderFlag.HANDED_OVER);
    boolean payable = replacement || isPaid(candidate, first) || isCashOnDelivery(first);
    if (!handedOver && !order.byHand() && !payable) {
      return keep.hold(candidate, "SHIPPED_OUTSIDE", "status " + first.status(), lines);
    }
    Optional<String> customer = catalog.customer(first.shop());
    if (customer.isEmpty()) {
      String note = "no ERP customer is set for " + first.shop();
      return keep.hold(candidate, "UNKNOWN_CUSTOMER", note, lines);
    }
    List<StockLine> stock = stock(lines, candidate.sources());
    boolean arrangeable = !replacement && !handedOver && !candidate.arranged().is();
    Map<String, List<Order.Line>> parts = parts(first, lines, stock);
    if (arrangeable && parts.size() > 1) {
      return new Split(List.copyOf(parts.values()));
    }
    Command command =
        handedOver
            ? new Command.Consume(Keys.of(order.id(), "sold"), Keys.of(order.id()), stock)
            : reserve(candidate, stock);
    Document document = document(candidate, first, customer.get(), lines, stock);
    List<Location> locations = stock.stream().map(StockLine::location).distinct().toList();
    String part = parts.keySet().iterator().next();
    OrderRules.Merging merging =
        arrangeable && !order.byHand()
            ? settings.orderRules().merging(first, customer.get(), part, locations).orElse(null)
            : null;
    return new Take(lines, adopted, command, document, merging);
  }

  /** Returns the lines by what keeps them together, in their order. */
  private Map<String, List<Order.Line>> parts(
      ChannelOrder order, List<Order.Line> lines, List<StockLine> stock) {
    Map<String, List<Order.Line>> parts = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Order.Line line = lines.get(i);
      String part = settings.orderRules().part(order, line, stock.get(i).location());
      parts.computeIfAbsent(part, key -> new ArrayList<>()).add(line);
    }
    return parts;
  }

  private Document document(
      Candidate candidate,
      ChannelOrder first,
      String customer,
      List<Order.Line> lines,
      List<StockLine> stock) {
    List<DocumentLine> documentLines = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Order.Line line = lines.get(i);
      Location location = stock.get(i).location();
      documentLines.add(
          new DocumentLine(
              "" + line.line(), line.sku(), location, line.quantity(), line.amount(), null, null));
    }
    LocalDate date =
        settings.booking().apply(LocalDate.ofInstant(candidate.order().dueAt(), settings.zone()));
    String number = number(candidate);
    return !candidate.isReplacement() && first.flags().contains(OrderFlag.HANDED_OVER)
        ? new Outbound(number, date, customer, first.number(), null, null, documentLines)
        : new SalesOrder(number, date, customer, first.number(), documentLines);
  }

  /** A number that the ERP took back is spent, so the next document gets another one. */
  private String number(Candidate candidate) {
    String number = settings.numbering().apply(candidate.order());
    return candidate.cancelled() == 0 ? number : number + "-R" + candidate.cancelled();
  }

  /** What was split may have left in part. */
  static boolean isPaid(Candidate candidate, ChannelOrder order) {
    return order.lifecycle() == Lifecycle.PAID
        || (order.lifecycle() == Lifecycle.PARTIALLY_SHIPPED && candidate.arranged().is());
  }

  static boolean isCashOnDelivery(ChannelOrder order) {
    return order.flags().contains(OrderFlag.CASH_ON_DELIVERY)
        && order.lifecycle() == Lifecycle.PENDING_PAYMENT;
  }

  /**
   * Takes the units, in place of what earlier versions of the order hold. The reservation is named
   * by what it says: a change of the units gets a new one, any other change keeps it.
   */
  static Command reserve(Candidate candidate, List<StockLine> stock) {
    Order order = candidate.order();
    String content = Digest.sha256(stock.toString()).substring(0, 16);
    boolean same = order.reservation().endsWith("/" + content);
    String key =
        same ? order.reservation() : Keys.of(order.id()) + "/" + order.attempt() + "/" + content;
    List<String> outdated =
        candidate.own().stream().map(Reservations.Surplus::reservation).toList();
    return new Command.Reserve(key, Keys.of(order.id()), stock, null, outdated);
  }

  /** An item of an order is not in the catalog. */
  private static final class UnresolvedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnresolvedException(String message) {
      super(message, null, false, false);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }
}
