package io.heliu.examples.day;

import io.heliu.examples.day.story.Story;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Draws one bar per stream while the day runs, and the table at its end; 80 columns wide. */
final class Console {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final int BAR = 40;

  private final PrintStream out;
  private final boolean live;
  private final Map<String, long[]> streams = new LinkedHashMap<>();
  private boolean drawn;

  /**
   * Creates a console.
   *
   * @param live whether the bars may be redrawn in place; otherwise they are printed now and then
   */
  Console(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
    for (String stream : new String[] {"orders", "erp", "shipments", "stock", "money"}) {
      streams.put(stream, new long[2]);
    }
  }

  void say(String line) {
    out.println(line);
  }

  /** Sets how far a stream is. */
  void progress(String stream, long done, long of) {
    long[] bar = streams.get(stream);
    if (bar != null) {
      bar[0] = done;
      bar[1] = of;
    }
  }

  /** Draws the bars. */
  void draw(Instant now, boolean important) {
    if (!live && !important) {
      return;
    }
    if (live && drawn) {
      out.print("\u001b[" + (streams.size() + 1) + "A");
    }
    drawn = true;
    ZonedDateTime china = now.atZone(Story.CHINA);
    out.println(clear(china.toLocalDate() + " " + china.format(TIME)));
    streams.forEach((stream, bar) -> out.println(clear(bar(stream, bar[0], bar[1]))));
    out.flush();
  }

  private String clear(String line) {
    return live ? "\u001b[2K" + line : line;
  }

  private static String bar(String stream, long done, long of) {
    long shown = Math.min(done, of);
    int filled = of == 0 ? 0 : (int) (shown * BAR / of);
    return "  %-10s %s%s %,7d / %,d"
        .formatted(stream, "█".repeat(filled), "░".repeat(BAR - filled), done, of);
  }
}
