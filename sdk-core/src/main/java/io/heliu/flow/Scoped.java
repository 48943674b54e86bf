package io.heliu.flow;

import io.heliu.ShopId;
import io.heliu.internal.rules.Checked;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule with an id that holds for some shops and some time. */
interface Scoped extends Checked {
  String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  String ID_RULE = "1 to 64 letters, digits, dots, dashes or underscores";

  String id();

  @Nullable LocalDateTime from();

  @Nullable LocalDateTime to();

  Set<ShopId> shops();

  @Override
  default void check(Refusals refusals) {
    LocalDateTime start = from();
    LocalDateTime end = to();
    if (start != null && end != null && !start.isBefore(end)) {
      refusals.add("/to", "a time after from, which is " + start);
    }
  }

  /** Tells whether the rule holds for a shop's order that is due at an instant. */
  default boolean holds(ShopId shop, Instant dueAt, ZoneId zone) {
    if (!shops().isEmpty() && !shops().contains(shop)) {
      return false;
    }
    LocalDateTime at = LocalDateTime.ofInstant(dueAt, zone);
    LocalDateTime start = from();
    LocalDateTime end = to();
    return (start == null || !at.isBefore(start)) && (end == null || at.isBefore(end));
  }

  /** Tells whether some order can be under both rules. */
  default boolean meets(Scoped other) {
    boolean shop =
        shops().isEmpty()
            || other.shops().isEmpty()
            || !Collections.disjoint(shops(), other.shops());
    return shop && startsBeforeEnd(this, other) && startsBeforeEnd(other, this);
  }

  private static boolean startsBeforeEnd(Scoped one, Scoped other) {
    LocalDateTime start = one.from();
    LocalDateTime end = other.to();
    return start == null || end == null || start.isBefore(end);
  }
}
