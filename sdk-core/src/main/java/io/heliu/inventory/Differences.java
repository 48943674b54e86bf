package io.heliu.inventory;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the first field in which two commands of one key differ. */
final class Differences {
  private Differences() {}

  static String first(Command before, Command now) {
    if (!before.getClass().equals(now.getClass())) {
      return "command";
    }
    Map<String, @Nullable Object> fields = fields(now);
    for (Map.Entry<String, @Nullable Object> field : fields(before).entrySet()) {
      Object value = field.getValue();
      Object other = fields.get(field.getKey());
      boolean same = value == null ? other == null : value.equals(other);
      if (!same) {
        return field.getKey();
      }
    }
    throw new IllegalArgumentException("now: must differ from what was before");
  }

  private static Map<String, @Nullable Object> fields(Command command) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (command instanceof Command.Reserve reserve) {
      fields.put("owner", reserve.owner());
      fields.put("lines", CommandCodec.sorted(reserve.lines()));
      fields.put("timeToLive", reserve.timeToLive());
    } else if (command instanceof Command.Confirm confirm) {
      fields.put("reservation", confirm.reservation());
    } else if (command instanceof Command.Ship ship) {
      fields.put("reservation", ship.reservation());
      fields.put("lines", CommandCodec.sorted(ship.lines()));
    } else if (command instanceof Command.Release release) {
      fields.put("reservation", release.reservation());
      fields.put("lines", CommandCodec.sorted(release.lines()));
      fields.put("reason", release.reason());
    } else if (command instanceof Command.Divide divide) {
      fields.put("reservations", divide.reservations());
      fields.put("parts", divide.parts());
    } else if (command instanceof Command.Consume consume) {
      fields.put("owner", consume.owner());
      fields.put("lines", CommandCodec.sorted(consume.lines()));
    } else {
      putCellFields(fields, command);
    }
    return fields;
  }

  private static void putCellFields(Map<String, @Nullable Object> fields, Command command) {
    if (command instanceof Command.Adjust adjust) {
      fields.put("sku", adjust.sku());
      fields.put("location", adjust.location());
      fields.put("delta", adjust.delta());
      fields.put("reason", adjust.reason());
    } else if (command instanceof Command.Count count) {
      fields.put("sku", count.sku());
      fields.put("location", count.location());
      fields.put("counted", count.counted());
      fields.put("asOfSequence", count.asOfSequence());
      fields.put("reason", count.reason());
    } else if (command instanceof Command.SetPolicy policy) {
      fields.put("sku", policy.sku());
      fields.put("location", policy.location());
      fields.put("buffer", policy.buffer());
      fields.put("oversellAllowance", policy.oversellAllowance());
    }
  }
}
