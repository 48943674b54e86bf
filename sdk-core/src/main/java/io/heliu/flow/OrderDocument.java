package io.heliu.flow;

import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The document of {@link OrderRules}. */
record OrderDocument(
    @Nullable ZoneId zone,
    @Size(max = 500) List<@NotNull Rule> screen,
    @Size(max = 50) List<@NotNull Merge> merge,
    @Size(max = 50) List<@NotNull Split> split)
    implements Checked {
  static final OrderDocument EMPTY = new OrderDocument(null, List.of(), List.of(), List.of());

  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final Set<String> TAKEN_CODES =
      Set.of(
          "BALANCE_UNPAID",
          "CHANGED",
          "ERP_HAS_OLDER",
          "ERP_REJECTED",
          "MERGED",
          "MERGED_BY_HAND",
          "MERGE_WAIT",
          "NUMBER_TAKEN",
          "OUT_OF_STOCK",
          "REFUNDED_IN_PART",
          "RELEASED_BY_HAND",
          "SOURCE_CHANGED",
          "SPLIT_BY_HAND");

  /** Holds an order. */
  record Rule(
      @NotNull @Pattern(regexp = Scoped.ID, message = Scoped.ID_RULE) String id,
      @Nullable @Min(0) @Max(9_999) Integer priority,
      @Nullable LocalDateTime from,
      @Nullable LocalDateTime to,
      @Size(max = 500) Set<ShopId> shops,
      @NotNull Conditions when,
      @NotNull
          @Pattern(
              regexp = "[A-Z][A-Z0-9_]{1,39}",
              message = "2 to 40 capitals, digits and underscores")
          String code,
      @NotBlank @Size(max = 200) String note)
      implements Scoped {
    private static final int DEFAULT_PRIORITY = 100;

    int rank() {
      return priority == null ? DEFAULT_PRIORITY : priority;
    }

    @Override
    public void check(Refusals refusals) {
      Scoped.super.check(refusals);
      if (TAKEN_CODES.contains(code)) {
        refusals.add("/code", "a code that does not mean something else already");
      }
    }
  }

  /** Joins orders of one buyer for one address. */
  record Merge(
      @NotNull @Pattern(regexp = Scoped.ID, message = Scoped.ID_RULE) String id,
      @Nullable LocalDateTime from,
      @Nullable LocalDateTime to,
      @Size(max = 500) Set<ShopId> shops,
      @NotNull Duration window,
      @Nullable Duration pause,
      @Nullable @Min(2) @Max(50) Integer most,
      @Nullable Boolean acrossShops,
      @Nullable Boolean acrossLocations)
      implements Scoped {
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int DEFAULT_MOST = 20;

    int limit() {
      return most == null ? DEFAULT_MOST : most;
    }

    Duration waits() {
      return pause == null ? Duration.ZERO : pause;
    }

    boolean joinsShops() {
      return Boolean.TRUE.equals(acrossShops);
    }

    boolean joinsLocations() {
      return Boolean.TRUE.equals(acrossLocations);
    }

    @Override
    public void check(Refusals refusals) {
      Scoped.super.check(refusals);
      if (window.isZero() || window.isNegative() || window.compareTo(LONGEST) > 0) {
        refusals.add("/window", "more than nothing and at most " + LONGEST);
      }
      if (waits().isNegative() || waits().compareTo(window) > 0) {
        refusals.add("/pause", "nothing up to window, which is " + window);
      }
    }
  }

  /** Takes an order apart. */
  sealed interface Split extends Scoped {}

  /** Each part is served from one location. */
  record Location(
      @NotNull @Pattern(regexp = Scoped.ID, message = Scoped.ID_RULE) String id,
      @Nullable LocalDateTime from,
      @Nullable LocalDateTime to,
      @Size(max = 500) Set<ShopId> shops)
      implements Split {}

  /** What is sold before it is there goes its own way. */
  record Presale(
      @NotNull @Pattern(regexp = Scoped.ID, message = Scoped.ID_RULE) String id,
      @Nullable LocalDateTime from,
      @Nullable LocalDateTime to,
      @Size(max = 500) Set<ShopId> shops,
      @NotNull @Size(min = 1, max = 5_000) Set<Sku> skus)
      implements Split {}

  ZoneId clockZone() {
    return zone == null ? CHINA : zone;
  }

  @Override
  public void check(Refusals refusals) {
    Map<String, String> ids = new HashMap<>();
    checkIds("/screen/", screen, ids, refusals);
    checkIds("/merge/", merge, ids, refusals);
    checkIds("/split/", split, ids, refusals);
    for (int i = 0; i < screen.size(); i++) {
      for (Rule other : screen.subList(0, i)) {
        Rule rule = screen.get(i);
        boolean otherAnswer = !other.code().equals(rule.code());
        if (otherAnswer && other.when().equals(rule.when()) && other.meets(rule)) {
          refusals.add(
              "/screen/" + i + "/when",
              "other conditions than rule " + other.id() + " has at the same time, or its code");
        }
      }
    }
    for (int i = 0; i < merge.size(); i++) {
      checkMerge("/merge/" + i, i, refusals);
    }
  }

  private void checkMerge(String at, int index, Refusals refusals) {
    Merge rule = merge.get(index);
    for (Merge other : merge.subList(0, index)) {
      if (other.meets(rule)) {
        refusals.add(at + "/shops", "shops or a time that merge rule " + other.id() + " leaves");
      }
    }
    for (Split apart : split) {
      if (rule.joinsLocations() && apart instanceof Location && apart.meets(rule)) {
        refusals.add(
            at + "/acrossLocations", "false, because rule " + apart.id() + " splits by location");
      }
    }
  }

  private static void checkIds(
      String at, List<? extends Scoped> rules, Map<String, String> ids, Refusals refusals) {
    for (int i = 0; i < rules.size(); i++) {
      String place = at + i + "/id";
      String before = ids.putIfAbsent(rules.get(i).id(), place);
      if (before != null) {
        refusals.add(place, "an id that no other rule has; " + before + " has it");
      }
    }
  }
}
