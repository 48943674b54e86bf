package io.heliu.channel.taobao.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Money;
import io.heliu.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trade of the stand-in (交易), in the platform's own form. Immutable; payment and shares of a
 * built one follow from its lines as on the platform.
 */
public final class StandInTrade {
  private final ObjectNode json;

  private StandInTrade(ObjectNode json) {
    this.json = json;
  }

  /** Reads a trade in the platform's form, for example out of its documents. */
  public static StandInTrade of(String json) {
    return new StandInTrade(Json.require(Json.parse(json)));
  }

  /**
   * Starts a trade that is paid and to be shipped.
   *
   * @param tid its number, digits only
   * @param createdAt when it was placed, paid and last modified, unless told otherwise
   */
  public static Builder builder(String tid, Instant createdAt) {
    return new Builder(tid, createdAt);
  }

  /** Returns its number. */
  public String tid() {
    return Json.requireText(json, "tid");
  }

  /** Returns its status. */
  public String status() {
    return Json.requireText(json, "status");
  }

  /** Returns when it was last modified. */
  public Instant modifiedAt() {
    return Call.parse(Json.requireText(json, "modified"));
  }

  /** Returns what the buyer pays in all. */
  public Money payment() {
    return Money.yuan(Json.requireText(json, "payment"));
  }

  /** Returns the status of a line. */
  public String lineStatus(String oid) {
    return Json.requireText(line(oid), "status");
  }

  /** Returns the waybill of a line, or null if it has not left. */
  public @Nullable String waybill(String oid) {
    return Json.text(line(oid), "invoice_no");
  }

  /** Returns the same trade with another text in a field; null removes it. */
  public StandInTrade with(String field, @Nullable String value) {
    ObjectNode copy = json.deepCopy();
    if (value == null) {
      copy.remove(field);
    } else {
      copy.put(field, value);
    }
    return new StandInTrade(copy);
  }

  /** Returns the same trade with another text in a field of a line. */
  public StandInTrade withLine(String oid, String field, String value) {
    StandInTrade copy = new StandInTrade(json.deepCopy());
    copy.line(oid).put(field, value);
    return copy;
  }

  private ObjectNode line(String oid) {
    return Json.list(json, "orders", "order").stream()
        .map(ObjectNode.class::cast)
        .filter(line -> Json.requireText(line, "oid").equals(oid))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("oid: must be a line of the trade"));
  }

  ObjectNode json() {
    return json.deepCopy();
  }

  /** Builds a {@link StandInTrade}. */
  public static final class Builder {
    private final ObjectNode json = Json.object();
    private final List<ObjectNode> lines = new ArrayList<>();
    private final List<Long> totals = new ArrayList<>();
    private Money postFee = Money.fen(0);
    private Money discount = Money.fen(0);

    private Builder(String tid, Instant createdAt) {
      json.put("tid", Long.parseLong(tid)).put("tid_str", tid);
      json.put("status", "WAIT_SELLER_SEND_GOODS").put("type", "fixed");
      String at = Call.format(createdAt);
      json.put("created", at).put("pay_time", at).put("modified", at);
      json.put("buyer_open_uid", "AAH" + tid).put("buyer_nick", "买**家");
      json.put("receiver_name", "测**").put("receiver_mobile", "*******0000");
      json.put("receiver_phone", "").put("receiver_state", "浙江省");
      json.put("receiver_city", "杭州市").put("receiver_district", "余杭区");
      json.put("receiver_address", "测试路**号").put("oaid", "oaid-" + tid);
    }

    /** Sets the status of the trade; lines follow it. */
    public Builder status(String status) {
      json.put("status", status);
      return this;
    }

    /** Sets the type, for example {@code cod}. */
    public Builder type(String type) {
      json.put("type", type);
      return this;
    }

    /** Sets the time of modification. */
    public Builder modifiedAt(Instant at) {
      json.put("modified", Call.format(at));
      return this;
    }

    /** Sets the freight in yuan. */
    public Builder postFee(String yuan) {
      postFee = Money.yuan(yuan);
      return this;
    }

    /** Sets the promotion of the whole trade in yuan. */
    public Builder discount(String yuan) {
      discount = Money.yuan(yuan);
      return this;
    }

    /** Sets a field of the platform to a text, or to null. */
    public Builder field(String name, @Nullable String value) {
      json.put(name, value);
      return this;
    }

    /**
     * Adds a line.
     *
     * @param skuId the variant, or null for an item without variants
     * @param code the merchant's code, or null
     * @param price yuan of one unit
     */
    public Builder line(
        String oid,
        String numIid,
        @Nullable String skuId,
        @Nullable String code,
        int num,
        String price) {
      ObjectNode line = Json.object();
      line.put("oid", Long.parseLong(oid)).put("oid_str", oid).put("title", "商品 " + numIid);
      line.put("num_iid", Long.parseLong(numIid)).put("sku_id", skuId).put("outer_sku_id", code);
      line.put("num", num).put("price", price).put("refund_status", "NO_REFUND");
      lines.add(line);
      totals.add(Money.yuan(price).times(num).minor());
      return this;
    }

    /** Builds the trade. */
    public StandInTrade build() {
      long[] weights = totals.stream().mapToLong(Long::longValue).toArray();
      Money total = Money.fen(totals.stream().mapToLong(Long::longValue).sum());
      Money[] shares = discount.split(weights);
      Money paid = total.minus(discount).plus(postFee);
      json.put("total_fee", total.toPlainString()).put("payment", paid.toPlainString());
      json.put("post_fee", postFee.toPlainString()).put("discount_fee", discount.toPlainString());
      json.put("num", lines.size() == 1 ? lines.get(0).path("num").asInt() : 0);
      ArrayNode rows = json.putObject("orders").putArray("order");
      for (int i = 0; i < lines.size(); i++) {
        Money own = Money.fen(totals.get(i));
        Money shared = own.minus(shares[i]);
        boolean single = lines.size() == 1;
        ObjectNode line = lines.get(i);
        line.put("status", json.path("status").asText());
        line.put("total_fee", own.toPlainString());
        line.put("payment", (single ? paid : own).toPlainString());
        line.put("part_mjz_discount", shares[i].toPlainString());
        line.put("divide_order_fee", shared.toPlainString());
        rows.add(line);
      }
      return new StandInTrade(json.deepCopy());
    }
  }
}
