package io.heliu.erp.kingdee.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import io.heliu.internal.json.MalformedJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Saves documents, with the checks that a real site makes. */
final class Saving {
  private static final Set<String> KEYS =
      Set.of(
          "NeedUpDateFields",
          "NeedReturnFields",
          "IsDeleteEntry",
          "SubSystemId",
          "IsVerifyBaseDataField",
          "IsEntryBatchFill",
          "ValidateFlag",
          "NumberSearch",
          "IsAutoAdjustField",
          "InterationFlags",
          "IgnoreInterationFlag",
          "IsControlPrecision",
          "ValidateRepeatJson",
          "Model",
          "BatchCount");

  private final Site site;
  private final ModelReader reader;
  private final SourceChecks sources;

  Saving(Site site) {
    this.site = site;
    this.reader = new ModelReader(site);
    this.sources = new SourceChecks(site);
  }

  /** Checks the keys beside the model. */
  static void checkKeys(JsonNode data) {
    for (Iterator<String> names = data.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!KEYS.contains(name)) {
        throw new Refusal(Refusal.PARAMETER, name, "参数不存在: " + name);
      }
    }
  }

  /** Saves a model; a draft is kept without a check. */
  Bill save(String form, JsonNode data, ObjectNode model, boolean draft, Instant now) {
    if (!Forms.WRITABLE.contains(form)) {
      throw new Refusal(Refusal.EXCEPTION, null, "业务对象不支持保存: " + form);
    }
    boolean once = flag(data, "ValidateRepeatJson");
    String digest = once ? digest(form + "\n" + Json.write(data) + "\n" + Json.write(model)) : "";
    if (once && site.packages.contains(digest)) {
      throw new Refusal(Refusal.INVALID, null, "重复的JSON数据包");
    }
    Bill old = existing(form, model);
    if (old != null && data.has("IsDeleteEntry") && !flag(data, "IsDeleteEntry")) {
      throw new Refusal(Refusal.PARAMETER, "IsDeleteEntry", "修改时必须提交全部分录");
    }
    Bill bill = old == null ? site.create(form) : new Bill(old.spec, old.id);
    reader.read(bill, model, draft);
    bill.number = number(bill, old, draft);
    if (!draft) {
      checkAmounts(bill);
      sources.check(bill, old);
    }
    if (old != null) {
      sources.unlink(old);
      site.remove(old);
    }
    bill.status = draft ? "Z" : "A";
    bill.modified = Site.local(now);
    bill.head.put("FBillNo", bill.number);
    site.put(bill);
    sources.link(bill);
    if (once) {
      site.packages.add(digest);
    }
    return bill;
  }

  private static String digest(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean flag(JsonNode data, String name) {
    try {
      return Boolean.TRUE.equals(Json.bool(data, name));
    } catch (MalformedJson e) {
      throw new Refusal(Refusal.PARAMETER, name, "参数必须是布尔值: " + name);
    }
  }

  private @Nullable Bill existing(String form, ObjectNode model) {
    Long id;
    try {
      id = Json.longOf(model, site.spec(form).idField());
    } catch (MalformedJson e) {
      throw new Refusal(Refusal.PARAMETER, "FID", "内码不正确");
    }
    if (id == null || id == 0) {
      return null;
    }
    Bill old = site.find(form, id);
    if (old == null) {
      throw new Refusal(Refusal.NOT_FOUND, "FID", "数据不存在: " + id);
    }
    if (old.voided || !Set.of("Z", "A", "D").contains(old.status)) {
      throw new Refusal(Refusal.WRONG_STATE, null, "单据状态不允许修改: " + old.number);
    }
    return old;
  }

  private String number(Bill bill, @Nullable Bill old, boolean draft) {
    String number = bill.text("FBillNo");
    if (number.isEmpty()) {
      if (old != null && !old.number.isEmpty()) {
        return old.number;
      }
      return draft ? "" : "AUTO" + bill.id;
    }
    Bill taken = site.find(bill.spec.id(), number);
    if (taken != null && taken.id != bill.id) {
      throw new Refusal(Refusal.INVALID, "FBillNo", "违反字段唯一性要求：编码唯一。[" + number + "]在当前系统中已经被使用。");
    }
    return number;
  }

  private static void checkAmounts(Bill bill) {
    switch (bill.spec.id()) {
      case Forms.ORDER -> bill.lines("FSaleOrderEntry").forEach(line -> checkLine(line, "FQty"));
      case Forms.RECEIPT ->
          checkMoney(
              bill, "FRECEIVEBILL", "FRECTOTALAMOUNTFOR", "FRECAMOUNTFOR_E", "FREALRECAMOUNT");
      case Forms.REFUND ->
          checkMoney(
              bill, "FREFUNDBILL", "FREFUNDAMOUNTFOR", "FREFUNDAMOUNTFOR_E", "FREALREFUNDAMOUNT_S");
      default -> bill.lines("FEntity").forEach(line -> checkLine(line, "FRealQty"));
    }
  }

  private static void checkLine(Bill.Line line, String quantityField) {
    BigDecimal quantity = line.number(quantityField);
    if (quantity.signum() <= 0) {
      throw new Refusal(Refusal.INVALID, quantityField, "数量必须大于0");
    }
    for (String field :
        Set.of(
            "FSALUNITQTY",
            "FSALBASEQTY",
            "FPRICEBASEQTY",
            "FSalUnitQty",
            "FSalBaseQty",
            "FPriceBaseQty")) {
      if (line.values.containsKey(field) && line.number(field).compareTo(quantity) != 0) {
        throw new Refusal(Refusal.INVALID, field, "数量与实发数量不一致");
      }
    }
    BigDecimal priced =
        line.number("FTaxPrice").multiply(quantity).setScale(2, RoundingMode.HALF_UP);
    if (!line.values.containsKey("FAllAmount")) {
      line.values.put("FAllAmount", priced);
    } else if (priced.compareTo(line.number("FAllAmount")) != 0) {
      throw new Refusal(Refusal.INVALID, "FAllAmount", "价税合计与单价不一致");
    }
    if (line.number("FAllAmount").signum() < 0) {
      throw new Refusal(Refusal.INVALID, "FAllAmount", "价税合计不能小于0");
    }
  }

  /** Checks a receipt or a refund bill: the whole is its parts, and the sum of its sources. */
  private static void checkMoney(
      Bill bill, String kind, String whole, String moved, String cleared) {
    BigDecimal total = bill.sum(kind + "ENTRY", whole);
    BigDecimal parts =
        bill.sum(kind + "ENTRY", moved).add(bill.sum(kind + "ENTRY", "FHANDLINGCHARGEFOR"));
    if (total.signum() <= 0) {
      throw new Refusal(Refusal.INVALID, whole, "金额必须大于0");
    }
    if (parts.compareTo(total) != 0) {
      throw new Refusal(Refusal.INVALID, moved, "收付金额与手续费之和不等于应收应退金额");
    }
    if (bill.sum(kind + "SRCENTRY", cleared).compareTo(total) != 0) {
      throw new Refusal(Refusal.INVALID, cleared, "源单明细金额与应收应退金额不一致");
    }
  }
}
