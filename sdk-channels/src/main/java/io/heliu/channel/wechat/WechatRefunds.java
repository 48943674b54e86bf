package io.heliu.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.ShopId;
import io.heliu.channel.Page;
import io.heliu.channel.PageRequest;
import io.heliu.channel.RefundSource;
import io.heliu.channel.Window;
import io.heliu.channel.WindowPolicy;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import io.heliu.order.ChannelOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The after-sales (售后单), by time of change. The list says ids only, so each is one more call. One
 * that the platform refuses to tell, or tells in a form that cannot be read, costs no other.
 *
 * <p>An after-sale names product and variant, but not the line, so its order is read too. Where
 * several lines have the variant, it is told together with the other after-sales of that variant,
 * changed or not: their shares depend on each other. See {@link VariantLines}.
 */
final class WechatRefunds implements RefundSource {
  static final Duration MAX_WINDOW = Duration.ofDays(1);
  private static final String LIST = "/channels/ec/aftersale/getaftersalelist";
  private static final String DETAIL = "/channels/ec/aftersale/getaftersaleorder";

  private final Wechat wechat;
  private final WindowPolicy policy;
  private final OrderReader reader;

  WechatRefunds(Wechat wechat, WindowPolicy policy, OrderReader reader) {
    this.wechat = wechat;
    this.policy = policy;
    this.reader = reader;
  }

  @Override
  public ShopId shop() {
    return wechat.shop();
  }

  @Override
  public WindowPolicy windowPolicy() {
    return policy;
  }

  @Override
  public OptionalLong count(Window window) {
    return OptionalLong.empty();
  }

  /** The platform decides how long a page is. */
  @Override
  public Page<Refund> list(PageRequest request) {
    WechatTime.Seconds seconds = WechatTime.Seconds.of(request.window(), MAX_WINDOW);
    if (seconds.isEmpty()) {
      return new Page<>(List.of(), List.of(), false, null);
    }
    ObjectNode body =
        Json.object()
            .put("begin_update_time", seconds.first())
            .put("end_update_time", seconds.last());
    if (request.cursor() != null) {
      body.put("next_key", request.cursor());
    }
    Listing listing =
        wechat.read(LIST, body, answer -> Listing.read(answer, "after_sale_order_id_list"));
    Reading reading = new Reading();
    listing.ids().forEach(reading::add);
    return new Page<>(
        List.copyOf(reading.rows.values()),
        reading.malformed,
        listing.hasMore(),
        listing.nextKey());
  }

  /** Reads a page; what several of its after-sales need is asked for once. */
  private final class Reading {
    private final Map<String, Refund> rows = new LinkedHashMap<>();
    private final List<Page.Malformed> malformed = new ArrayList<>();
    private final Map<String, Page<AfterSale>> afterSales = new HashMap<>();
    private final Map<String, Optional<Bought>> orders = new HashMap<>();

    void add(String id) {
      Page<AfterSale> answer = get(id);
      malformed.addAll(answer.malformed());
      for (AfterSale one : answer.rows()) {
        try {
          refunds(one).forEach(refund -> rows.put(refund.id(), refund));
        } catch (MalformedJson e) {
          malformed.add(Unread.broken(AfterSale.ID, id, Json.object().put(AfterSale.ID, id), e));
        }
      }
    }

    private Page<AfterSale> get(String id) {
      return afterSales.computeIfAbsent(id, WechatRefunds.this::read);
    }

    private List<Refund> refunds(AfterSale one) {
      LineKey product = one.product();
      if (product == null) {
        return List.of(one.refund(null));
      }
      Optional<Bought> order =
          orders.computeIfAbsent(one.orderNumber(), WechatRefunds.this::bought);
      if (order.isPresent()) {
        VariantLines lines = VariantLines.read(order.get().told, order.get().json, product);
        if (lines.isSeveral()) {
          return lines.share(together(one, product, order.get()));
        }
      }
      return List.of(one.refund(product.number(1)));
    }

    /** Returns the after-sales of the order that are about the same variant, this one included. */
    private List<AfterSale> together(AfterSale one, LineKey product, Bought order) {
      Set<String> ids = new LinkedHashSet<>(List.of(one.id()));
      for (JsonNode row : Json.list(order.json, "aftersale_detail", "aftersale_order_list")) {
        ids.add(WechatJson.requireId(row, "aftersale_order_id"));
      }
      List<AfterSale> all = new ArrayList<>();
      for (String id : ids) {
        get(id).rows().stream()
            .filter(other -> other.orderNumber().equals(one.orderNumber()))
            .filter(other -> product.equals(other.product()))
            .forEach(all::add);
      }
      return all;
    }
  }

  /** An order in our words and as it came. */
  private record Bought(ChannelOrder told, JsonNode json) {
    @Override
    public String toString() {
      return "Bought[" + told + "]";
    }
  }

  /**
   * Reads an order; empty if it is refused, or cannot be read. Then the first line of the variant
   * has the after-sale, as in most orders it is the only one: an after-sale that is told so stops
   * more than one that is not told.
   */
  private Optional<Bought> bought(String number) {
    WechatAnswer<JsonNode> answer =
        wechat.ask(WechatOrders.DETAIL, Json.object().put("order_id", number), body -> body);
    if (answer instanceof WechatAnswer.Given<JsonNode> given) {
      try {
        JsonNode order = Json.require(given.value(), "order");
        return Optional.of(new Bought(reader.read(order), order));
      } catch (MalformedJson e) {
        return Optional.empty(); // The pull of the orders keeps it for a person.
      }
    }
    return Optional.empty();
  }

  private Page<AfterSale> read(String id) {
    WechatAnswer<JsonNode> answer =
        wechat.ask(DETAIL, Json.object().put(AfterSale.ID, id), body -> body);
    if (answer instanceof WechatAnswer.Refused<JsonNode> refused) {
      return unread(Unread.refused(AfterSale.ID, id, refused.code()));
    }
    JsonNode body = ((WechatAnswer.Given<JsonNode>) answer).value();
    try {
      AfterSale one = AfterSale.read(Json.require(body, "after_sale_order"), id);
      return new Page<>(List.of(one), List.of(), false, null);
    } catch (MalformedJson e) {
      return unread(Unread.broken(AfterSale.ID, id, Json.at(body, "after_sale_order"), e));
    }
  }

  private static Page<AfterSale> unread(Page.Malformed row) {
    return new Page<>(List.of(), List.of(row), false, null);
  }
}
