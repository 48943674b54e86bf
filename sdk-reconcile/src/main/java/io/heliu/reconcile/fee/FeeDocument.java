package io.heliu.reconcile.fee;

import io.heliu.Money;
import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The document of {@link FeeRules}. */
record FeeDocument(
    @Nullable ZoneId zone,
    @Nullable Currency currency,
    FeeSchedule.@Nullable Stacking stacking,
    @NotNull @Size(min = 1, max = 50) Set<@NotBlank @Size(max = 100) String> fees,
    @Size(max = 2_000) List<@NotNull Rule> rules)
    implements Checked {

  /** One fee. */
  record Rule(
      @NotBlank @Size(max = 100) String id,
      @Nullable @Min(1) @Max(1_000_000) Integer version,
      @NotBlank String fee,
      @NotBlank @Size(max = 200) String channel,
      @Nullable @Pattern(regexp = "(?s).*\\S.*", message = "a text that is not blank")
          String account,
      @Nullable
          @Pattern(regexp = "[^/\\s][^/]*+(/[^/]++)*+", message = "a path such as apparel/shoes")
          String category,
      @Nullable @Pattern(regexp = "(?s).*\\S.*", message = "a text that is not blank")
          String orderType,
      @Nullable @Min(0) @Max(9_999) Integer priority,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @NotNull Base base,
      @NotNull Rate rate,
      @Nullable RoundingMode rounding,
      @Nullable @DecimalMin("0") BigDecimal min,
      @Nullable @DecimalMin("0") BigDecimal cap,
      @NotNull RefundPolicy refund)
      implements Checked {
    private static final int DEFAULT_PRIORITY = 100;

    @Override
    public void check(Refusals refusals) {
      if (from != null && to != null && !from.isBefore(to)) {
        refusals.add("/to", "a day after from, which is " + from);
      }
      if (min != null && cap != null && min.compareTo(cap) > 0) {
        refusals.add("/min", "at most cap, which is " + cap.toPlainString());
      }
      if (rounding == RoundingMode.UNNECESSARY) {
        refusals.add("/rounding", "a mode that rounds");
      }
    }

    int rank() {
      return priority == null ? DEFAULT_PRIORITY : priority;
    }

    int edition() {
      return version == null ? 1 : version;
    }

    FeeRule.Scope scope() {
      return new FeeRule.Scope(channel, account, category, orderType);
    }

    Validity validity(ZoneId zone) {
      return new Validity(from, to, zone);
    }

    FeeRule rule(ZoneId zone, Currency currency) {
      return new FeeRule(
          id,
          edition(),
          fee,
          scope(),
          rank(),
          validity(zone),
          new FeeBase(base.included, base.subtracted),
          rate.rate(currency),
          rounding == null ? RoundingMode.HALF_UP : rounding,
          min == null ? null : Money.of(min, currency),
          cap == null ? null : Money.of(cap, currency),
          refund);
    }
  }

  /** What a fee is taken of. */
  record Base(@NotNull @Size(min = 1) Set<Component> included, Set<Component> subtracted)
      implements Checked {
    @Override
    public void check(Refusals refusals) {
      int i = 0;
      for (Component component : subtracted) {
        if (included.contains(component)) {
          refusals.add("/subtracted/" + i, "a component that is not included");
        }
        i++;
      }
    }
  }

  /** How a fee grows. */
  sealed interface Rate {
    FeeRate rate(Currency currency);

    /** Adds what the currency cannot have. */
    default void amounts(Currency currency, Refusals refusals, String at) {}
  }

  /** Always the same. */
  record Flat(@NotNull @DecimalMin("0") BigDecimal amount) implements Rate {
    @Override
    public FeeRate rate(Currency currency) {
      return new FeeRate.Flat(Money.of(amount, currency));
    }

    @Override
    public void amounts(Currency currency, Refusals refusals, String at) {
      checkAmount(amount, currency, refusals, at + "/amount");
    }
  }

  /** A share. */
  record Percent(@NotNull @DecimalMin("0") @DecimalMax("1") BigDecimal rate) implements Rate {
    @Override
    public FeeRate rate(Currency currency) {
      return new FeeRate.Percent(rate);
    }
  }

  /** Shares by steps. */
  record Tiers(
      @NotNull Boolean marginal, @NotNull @Size(min = 1, max = 100) List<@NotNull Step> steps)
      implements Rate, Checked {
    @Override
    public void check(Refusals refusals) {
      BigDecimal before = BigDecimal.ZERO;
      for (int i = 0; i < steps.size(); i++) {
        BigDecimal upTo = steps.get(i).upTo;
        boolean last = i == steps.size() - 1;
        if (last != (upTo == null)) {
          refusals.add("/steps/" + i + "/upTo", last ? "nothing in the last step" : "an amount");
        } else if (upTo != null && upTo.compareTo(before) <= 0) {
          refusals.add("/steps/" + i + "/upTo", "more than " + before.toPlainString());
        }
        before = upTo == null ? before : upTo;
      }
    }

    @Override
    public FeeRate rate(Currency currency) {
      List<FeeRate.Tiers.Step> all = new ArrayList<>();
      for (Step step : steps) {
        Money upTo = step.upTo == null ? null : Money.of(step.upTo, currency);
        all.add(new FeeRate.Tiers.Step(upTo, step.rate));
      }
      return new FeeRate.Tiers(all, marginal);
    }

    @Override
    public void amounts(Currency currency, Refusals refusals, String at) {
      for (int i = 0; i < steps.size(); i++) {
        checkAmount(steps.get(i).upTo, currency, refusals, at + "/steps/" + i + "/upTo");
      }
    }
  }

  /** One step. */
  record Step(
      @Nullable @DecimalMin("0") BigDecimal upTo,
      @NotNull @DecimalMin("0") @DecimalMax("1") BigDecimal rate) {}

  private static void checkAmount(
      @Nullable BigDecimal amount, Currency currency, Refusals refusals, String at) {
    if (amount != null) {
      try {
        Money.of(amount, currency);
      } catch (IllegalArgumentException e) {
        refusals.add(at, "an amount that " + currency + " can have");
      }
    }
  }

  private ZoneId clockZone() {
    return zone == null ? ZoneId.of("Asia/Shanghai") : zone;
  }

  private Currency money() {
    return currency == null ? Money.CNY : currency;
  }

  @Override
  public void check(Refusals refusals) {
    Map<String, Integer> versions = new HashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      String at = "/rules/" + i;
      if (!fees.contains(rule.fee)) {
        refusals.add(at + "/fee", "one of " + fees);
      }
      Integer same = versions.putIfAbsent(rule.id + "\n" + rule.edition(), i);
      if (same != null) {
        refusals.add(at + "/id", "an id and version of its own; /rules/" + same + " has them");
      }
      checkAmount(rule.min, money(), refusals, at + "/min");
      checkAmount(rule.cap, money(), refusals, at + "/cap");
      rule.rate.amounts(money(), refusals, at + "/rate");
      for (Rule other : rules.subList(0, i)) {
        if (clash(rule, other)) {
          refusals.add(
              at + "/priority", "another priority, scope or time than rule " + other.id + " has");
        }
      }
    }
  }

  private boolean clash(Rule one, Rule other) {
    return one.fee.equals(other.fee)
        && one.rank() == other.rank()
        && one.scope().equals(other.scope())
        && one.validity(clockZone()).overlaps(other.validity(clockZone()));
  }

  FeeSchedule schedule() {
    return new FeeSchedule(
        rules.stream().map(rule -> rule.rule(clockZone(), money())).toList(),
        List.copyOf(fees),
        stacking == null ? FeeSchedule.Stacking.PARALLEL : stacking);
  }
}
