package io.heliu.inventory;

import io.heliu.Location;
import io.heliu.Sku;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The written form of commands. Two commands have the same form if they have the same content. */
final class CommandCodec {
  private static final int RESERVE = 1;
  private static final int CONFIRM = 2;
  private static final int SHIP = 3;
  private static final int RELEASE = 4;
  private static final int CONSUME = 5;
  private static final int ADJUST = 6;
  private static final int COUNT = 7;
  private static final int SET_POLICY = 8;
  private static final int DIVIDE = 9;
  private static final int LEAST_PART = 3;
  private static final long NO_TIME_TO_LIVE = -1;

  private static final Comparator<StockLine> ORDER =
      Comparator.comparing(StockLine::sku)
          .thenComparing(StockLine::location)
          .thenComparingLong(StockLine::quantity);

  private CommandCodec() {}

  static byte[] encode(Command command) {
    Encoder out = new Encoder(64);
    out.putByte(kind(command));
    out.putText(command.key());
    if (command instanceof Command.Reserve reserve) {
      Duration timeToLive = reserve.timeToLive();
      out.putText(reserve.owner());
      putLines(out, reserve.lines());
      out.putLong(timeToLive == null ? NO_TIME_TO_LIVE : timeToLive.toMillis());
      putIds(out, reserve.replaces());
    } else if (command instanceof Command.Confirm confirm) {
      out.putText(confirm.reservation());
    } else if (command instanceof Command.Ship ship) {
      out.putText(ship.reservation());
      putLines(out, ship.lines());
    } else if (command instanceof Command.Release release) {
      out.putText(release.reservation());
      putLines(out, release.lines());
      out.putText(release.reason());
    } else if (command instanceof Command.Divide divide) {
      putIds(out, divide.reservations());
      putParts(out, divide.parts());
    } else if (command instanceof Command.Consume consume) {
      out.putText(consume.owner());
      putLines(out, consume.lines());
    } else {
      putCellCommand(out, command);
    }
    return out.toBytes();
  }

  private static void putCellCommand(Encoder out, Command command) {
    if (command instanceof Command.Adjust adjust) {
      putCell(out, adjust.sku(), adjust.location());
      out.putLong(adjust.delta());
      out.putText(adjust.reason());
    } else if (command instanceof Command.Count count) {
      putCell(out, count.sku(), count.location());
      out.putLong(count.counted());
      out.putLong(count.asOfSequence());
      out.putText(count.reason());
    } else if (command instanceof Command.SetPolicy policy) {
      putCell(out, policy.sku(), policy.location());
      out.putLong(policy.buffer());
      out.putLong(policy.oversellAllowance());
    }
  }

  static int kind(Command command) {
    if (command instanceof Command.Reserve) {
      return RESERVE;
    } else if (command instanceof Command.Confirm) {
      return CONFIRM;
    } else if (command instanceof Command.Ship) {
      return SHIP;
    } else if (command instanceof Command.Release) {
      return RELEASE;
    } else if (command instanceof Command.Divide) {
      return DIVIDE;
    } else if (command instanceof Command.Consume) {
      return CONSUME;
    } else if (command instanceof Command.Adjust) {
      return ADJUST;
    } else if (command instanceof Command.Count) {
      return COUNT;
    }
    return SET_POLICY;
  }

  /**
   * Reads a command.
   *
   * @throws Decoder.Malformed if the bytes are no command
   */
  static Command decode(byte[] content) {
    Decoder in = new Decoder(content);
    try {
      Command command = read(in, in.getByte(), in.getText());
      if (!in.atEnd()) {
        throw new Decoder.Malformed("bytes after the command");
      }
      return command;
    } catch (IllegalArgumentException e) {
      throw new Decoder.Malformed("no valid command: " + e.getMessage());
    }
  }

  private static Command read(Decoder in, int kind, String key) {
    return switch (kind) {
      case RESERVE ->
          new Command.Reserve(key, in.getText(), getLines(in), getTimeToLive(in), getIds(in));
      case CONFIRM -> new Command.Confirm(key, in.getText());
      case SHIP -> new Command.Ship(key, in.getText(), getLines(in));
      case RELEASE -> new Command.Release(key, in.getText(), getLines(in), in.getText());
      case CONSUME -> new Command.Consume(key, in.getText(), getLines(in));
      case ADJUST ->
          new Command.Adjust(key, getSku(in), getLocation(in), in.getLong(), in.getText());
      case COUNT ->
          new Command.Count(
              key, getSku(in), getLocation(in), in.getLong(), in.getLong(), in.getText());
      case SET_POLICY ->
          new Command.SetPolicy(key, getSku(in), getLocation(in), in.getLong(), in.getLong());
      case DIVIDE -> new Command.Divide(key, getIds(in), getParts(in));
      default -> throw new Decoder.Malformed("unknown command " + kind);
    };
  }

  private static @Nullable Duration getTimeToLive(Decoder in) {
    long millis = in.getLong();
    return millis == NO_TIME_TO_LIVE ? null : Duration.ofMillis(millis);
  }

  private static void putIds(Encoder out, List<String> ids) {
    out.putVarint(ids.size());
    ids.forEach(out::putText);
  }

  private static void putParts(Encoder out, List<Command.Divide.Part> parts) {
    out.putVarint(parts.size());
    for (Command.Divide.Part part : parts) {
      out.putText(part.id());
      out.putText(part.owner());
      putLines(out, part.lines());
    }
  }

  private static List<Command.Divide.Part> getParts(Decoder in) {
    int count = in.getCount(LEAST_PART);
    List<Command.Divide.Part> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      parts.add(new Command.Divide.Part(in.getText(), in.getText(), getLines(in)));
    }
    return parts;
  }

  private static List<String> getIds(Decoder in) {
    int count = in.getCount(1);
    List<String> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(in.getText());
    }
    return ids;
  }

  static void putCell(Encoder out, Sku sku, Location location) {
    out.putText(sku.code());
    out.putText(location.code());
  }

  static Sku getSku(Decoder in) {
    return new Sku(in.getText());
  }

  static Location getLocation(Decoder in) {
    return new Location(in.getText());
  }

  private static void putLines(Encoder out, List<StockLine> lines) {
    out.putVarint(lines.size());
    for (StockLine line : sorted(lines)) {
      putCell(out, line.sku(), line.location());
      out.putLong(line.quantity());
    }
  }

  private static List<StockLine> getLines(Decoder in) {
    int count = in.getCount(Long.BYTES);
    List<StockLine> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lines.add(new StockLine(getSku(in), getLocation(in), in.getLong()));
    }
    return lines;
  }

  static List<StockLine> sorted(List<StockLine> lines) {
    return lines.size() < 2 ? lines : lines.stream().sorted(ORDER).toList();
  }
}
