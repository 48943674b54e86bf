package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Fault;
import io.heliu.ShopId;
import io.heliu.channel.ItemSource;
import io.heliu.channel.Page;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items on sale, every variant a row.
 *
 * <p>The platform serves a limited number of pages, so the list is cut into slices of modification
 * time that fit. The pages of a slice are read last to first: an item that changes meanwhile leaves
 * its slice for the newest one, and the items behind it move to a page that is still to come. The
 * slices follow the clock until nothing new has turned up. Slices share their bounding second, so
 * an item may come twice.
 */
final class TaobaoItems implements ItemSource {
  private static final String LIST = "taobao.items.onsale.get";
  private static final String DETAIL = "taobao.item.seller.get";
  private static final int PAGE_SIZE = 50;

  /** The platform's documents disagree on how far one may page; this is below all they say. */
  private static final long MAX_ROWS = 100L * PAGE_SIZE;

  /** Nothing is older than the marketplace. */
  private static final Instant EARLIEST = Instant.parse("2003-01-01T00:00:00Z");

  private final Top top;

  TaobaoItems(Top top) {
    this.top = top;
  }

  @Override
  public ShopId shop() {
    return top.shop();
  }

  @Override
  public Page<Item> items(@Nullable String cursor) {
    Slice slice = cursor == null ? Slice.from(EARLIEST) : Slice.parse(cursor);
    if (!slice.isPlanned()) {
      Instant now = top.settings().clock().instant().truncatedTo(ChronoUnit.SECONDS);
      if (!now.isAfter(slice.from)) {
        return new Page<>(List.of(), List.of(), false, null);
      }
      Slice planned = plan(slice.from, now);
      if (planned.page == 0) {
        boolean more = planned.to.isBefore(now);
        return new Page<>(List.of(), List.of(), more, more ? planned.next().toString() : null);
      }
      slice = planned;
    }
    return read(slice);
  }

  /** Halves the span until its pages can all be served. */
  private Slice plan(Instant from, Instant to) {
    Instant end = to;
    while (true) {
      long rows =
          top.read(LIST, parameters(from, end, 1), body -> Json.requireLong(body, "total_results"));
      if (rows <= MAX_ROWS) {
        return new Slice(from, end, (rows + PAGE_SIZE - 1) / PAGE_SIZE);
      }
      long half = from.until(end, ChronoUnit.SECONDS) / 2;
      if (half == 0) {
        throw new Fault.Protocol(
            Fault.Details.of(
                TaobaoClient.SYSTEM, LIST, "more items changed in one second than pages can show"),
            null);
      }
      end = from.plusSeconds(half);
    }
  }

  private Page<Item> read(Slice slice) {
    List<JsonNode> listed =
        top.read(
            LIST,
            parameters(slice.from, slice.to, slice.page),
            body -> TopJson.rows(body, "items", "item"));
    List<Item> rows = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>();
    for (JsonNode row : listed) {
      try {
        rows.addAll(detail(TopJson.requireId(row, "num_iid")));
      } catch (MalformedJson e) {
        malformed.add(
            new Page.Malformed(
                TopJson.findId(row, "num_iid"), Json.write(row), String.valueOf(e.getMessage())));
      }
    }
    return new Page<>(rows, malformed, true, slice.next().toString());
  }

  private List<Item> detail(String id) {
    TopAnswer<JsonNode> answer =
        top.askOne(
            DETAIL,
            Map.of("num_iid", id, "fields", "num_iid,title,outer_id,num,skus"),
            body -> body);
    if (answer instanceof TopAnswer.Refused<JsonNode> refused) {
      throw new MalformedJson("item: must be readable, but was refused: " + refused.code());
    }
    return variants(Json.require(((TopAnswer.Given<JsonNode>) answer).value(), "item"));
  }

  private static List<Item> variants(JsonNode item) {
    String id = TopJson.requireId(item, "num_iid");
    String title = Json.requireText(item, "title");
    List<JsonNode> skus = TopJson.rows(item, "skus", "sku");
    if (skus.isEmpty()) {
      return List.of(
          new Item(
              id,
              null,
              TopJson.optional(item, "outer_id"),
              null,
              title,
              Json.requireLong(item, "num")));
    }
    List<Item> variants = new ArrayList<>(skus.size());
    for (JsonNode sku : skus) {
      String code = TopJson.optional(sku, "outer_id");
      variants.add(
          new Item(
              id,
              TopJson.requireId(sku, "sku_id"),
              code == null ? TopJson.optional(item, "outer_id") : code,
              TopJson.optional(sku, "barcode"),
              title,
              Json.requireLong(sku, "quantity")));
    }
    return variants;
  }

  private static Map<String, String> parameters(Instant from, Instant to, long page) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("fields", "num_iid");
    parameters.put("start_modified", TopTime.format(from));
    parameters.put("end_modified", TopTime.format(to));
    parameters.put("page_no", Long.toString(page));
    parameters.put("page_size", Integer.toString(PAGE_SIZE));
    return parameters;
  }

  /**
   * A span of modification time and the page of it that comes next.
   *
   * @param page 0 if the span is still to be planned
   */
  private record Slice(Instant from, Instant to, long page) {
    static Slice from(Instant from) {
      return new Slice(from, from, 0);
    }

    static Slice parse(String cursor) {
      String[] parts = cursor.split(":", -1);
      try {
        if (parts.length == 3) {
          return new Slice(second(parts[0]), second(parts[1]), Long.parseLong(parts[2]));
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("cursor: must be one that a page gave", e);
      }
      throw new IllegalArgumentException("cursor: must be one that a page gave");
    }

    private static Instant second(String text) {
      return Instant.ofEpochSecond(Long.parseLong(text));
    }

    boolean isPlanned() {
      return page > 0;
    }

    Slice next() {
      return page > 1 ? new Slice(from, to, page - 1) : Slice.from(to);
    }

    @Override
    public String toString() {
      return from.getEpochSecond() + ":" + to.getEpochSecond() + ":" + page;
    }
  }
}
