package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.Money;
import io.heliu.erp.DocumentLine;
import io.heliu.internal.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/**
 * The parts that models of documents have in common. Keys stand in the order the ERP reads them.
 */
final class Models {
  static final String OWNER_TYPE = "BD_OwnerOrg";
  static final String EXCHANGE_TYPE = "HLTX01_SYS";

  /** Enough that price times quantity rounds to the amount. */
  private static final int PRICE_SCALE = 10;

  private final KingdeeSettings settings;
  private final String organization;

  Models(KingdeeSettings settings, String organization) {
    this.settings = settings;
    this.organization = organization;
  }

  KingdeeSettings settings() {
    return settings;
  }

  /** Refers to base data by its number. */
  static ObjectNode number(String number) {
    return Json.object().put("FNumber", number);
  }

  ObjectNode organization() {
    return number(organization);
  }

  ObjectNode unit() {
    return number(settings.unit());
  }

  /** Refers to a currency. */
  ObjectNode currency(Currency currency) {
    String number = settings.currencies().get(currency);
    if (number == null) {
      throw new Fault.Configuration(
          Fault.Details.of(
              Answers.SYSTEM,
              "Save",
              "no number is set for the currency " + currency + "; add it to the settings"));
    }
    return number(number);
  }

  /** Starts a model with what every document has. */
  static ObjectNode head(String billType, String number, String dateField, LocalDate date) {
    ObjectNode head = Json.object();
    head.set("FBillTypeID", Json.object().put("FNUMBER", billType));
    return head.put("FBillNo", number).put(dateField, date.toString());
  }

  /** Puts the settlement that sales documents have. */
  void putFinance(ObjectNode model, String name, String currencyField, Currency currency) {
    ObjectNode finance = model.putObject(name);
    finance.set(currencyField, currency(currency));
    finance.set("FExchangeTypeID", number(EXCHANGE_TYPE));
    if (currency.equals(Money.CNY)) {
      finance.put("FExchangeRate", 1);
    }
    finance.put("FIsIncludedTax", true);
  }

  /** Puts the currencies and organisations that documents of money have. */
  void putBooks(ObjectNode model, ObjectNode currency) {
    for (String field : List.of("FCURRENCYID", "FSETTLECUR", "FSETTLEMAINBOOKID")) {
      model.set(field, currency);
    }
    for (String field : List.of("FPAYORGID", "FSETTLEORGID", "FSALEORGID")) {
      model.set(field, organization());
    }
  }

  /**
   * Puts price, tax and amount. The price may not divide evenly, so the exact amount comes after
   * it: the ERP lets the later field win.
   */
  void putAmount(ObjectNode entry, Money amount, long quantity) {
    BigDecimal price =
        amount
            .toDecimal()
            .divide(BigDecimal.valueOf(quantity), PRICE_SCALE, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    entry
        .put("FTaxPrice", atLeast(price, amount.currency().getDefaultFractionDigits()))
        .put("FIsFree", amount.isZero())
        .put("FEntryTaxRate", settings.taxPercent())
        .put("FAllAmount", amount.toDecimal());
  }

  private static BigDecimal atLeast(BigDecimal value, int scale) {
    return value.scale() < scale ? value.setScale(scale) : value;
  }

  /**
   * Returns the currency of lines.
   *
   * @throws IllegalArgumentException if they have more than one
   */
  static Currency currencyOf(List<DocumentLine> lines) {
    Currency currency = lines.get(0).amount().currency();
    if (lines.stream().anyMatch(line -> !line.amount().currency().equals(currency))) {
      throw new IllegalArgumentException("lines: must have one currency");
    }
    return currency;
  }
}
