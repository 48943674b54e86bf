package io.heliu.flow;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.RefundSource;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The refunds of a shop, which can change between two calls. */
final class FakeRefunds implements RefundSource {
  private final ShopId shop;
  private final Map<String, Refund> refunds = new TreeMap<>();
  private final Map<String, Page.Malformed> broken = new TreeMap<>();
  private Instant brokenAt = Instant.MAX;
  private int calls;
  boolean counts = true;
  Runnable point = () -> {};
  final Map<Integer, Runnable> beforeCall = new TreeMap<>();

  FakeRefunds(ShopId shop) {
    this.shop = shop;
  }

  /** Starts a refund of a line that is open and about money only. */
  static RefundBuilder refund(String id, String order, @Nullable String line, long fen) {
    return new RefundBuilder(id, order, line, fen);
  }

  /** Builds a refund for tests. */
  static final class RefundBuilder {
    private final String id;
    private final String order;
    private final @Nullable String line;
    private final long fen;
    private Kind kind = Kind.REFUND_ONLY;
    private State state = State.OPEN;
    private @Nullable BigDecimal quantity;
    private Currency currency = Money.CNY;
    private Goods goods = Goods.UNTOLD;
    private Instant at = Orders.NOON.plusSeconds(60);

    private RefundBuilder(String id, String order, @Nullable String line, long fen) {
      this.id = id;
      this.order = order;
      this.line = line;
      this.fen = fen;
    }

    RefundBuilder kind(Kind value) {
      this.kind = value;
      return this;
    }

    RefundBuilder state(State value) {
      this.state = value;
      return this;
    }

    RefundBuilder quantity(long value) {
      this.quantity = BigDecimal.valueOf(value);
      return this;
    }

    RefundBuilder currency(String code) {
      this.currency = Currency.getInstance(code);
      return this;
    }

    RefundBuilder goods(Goods value) {
      this.goods = value;
      return this;
    }

    RefundBuilder at(Instant value) {
      this.at = value;
      return this;
    }

    Refund build() {
      Money amount = new Money(fen, currency);
      return new Refund(id, order, line, kind, state, state.name(), amount, quantity, goods, at);
    }
  }

  void put(Refund refund) {
    broken.remove(refund.id());
    refunds.put(refund.id(), refund);
  }

  void remove(String id) {
    refunds.remove(id);
  }

  void putBroken(String id, Instant at) {
    brokenAt = at;
    broken.put(id, new Page.Malformed(id, "{" + id + "}", "amount: is not a number"));
  }

  void putNameless(Instant at) {
    brokenAt = at;
    broken.put("nameless", new Page.Malformed(null, "{made-up}", "amount: is not a number"));
  }

  private void called() {
    calls++;
    point.run();
    beforeCall.getOrDefault(calls, () -> {}).run();
  }

  @Override
  public ShopId shop() {
    return shop;
  }

  @Override
  public WindowPolicy windowPolicy() {
    return FakeShop.policy(WindowPolicy.Paging.REVERSE_PAGES, 2);
  }

  private List<Refund> in(Window window) {
    return refunds.values().stream()
        .filter(refund -> window.contains(refund.modifiedAt()))
        .sorted(Comparator.comparing(Refund::modifiedAt).thenComparing(Refund::id).reversed())
        .toList();
  }

  private List<Page.Malformed> brokenIn(Window window) {
    return window.contains(brokenAt) ? List.copyOf(broken.values()) : List.of();
  }

  @Override
  public OptionalLong count(Window window) {
    called();
    return counts
        ? OptionalLong.of(in(window).size() + brokenIn(window).size())
        : OptionalLong.empty();
  }

  @Override
  public Page<Refund> list(PageRequest request) {
    called();
    List<Refund> all = in(request.window());
    int from = Math.min(all.size(), (request.number() - 1) * request.size());
    int to = Math.min(all.size(), from + request.size());
    List<Page.Malformed> malformed =
        request.number() == 1 ? brokenIn(request.window()) : new ArrayList<>();
    return new Page<>(all.subList(from, to), malformed, to < all.size(), null);
  }
}
