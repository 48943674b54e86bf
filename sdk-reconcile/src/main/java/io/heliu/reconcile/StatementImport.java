package io.heliu.reconcile;

import io.heliu.ShopId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps lines that were imported before from being counted twice (导入去重). Pure: what is known is
 * handed in and what is new is handed back.
 *
 * @param fresh lines that were not known, in the order in which they came, each once
 * @param dropped lines that are not taken, with the reason {@link Reason#DUPLICATE_IMPORT} (same
 *     id, same content) or {@link Reason#CONTENT_CONFLICT} (same id, other content; the old line
 *     stays)
 */
public record StatementImport(List<Line> fresh, List<Dropped> dropped) {

  /** Copies the lists. */
  public StatementImport {
    fresh = List.copyOf(fresh);
    dropped = List.copyOf(dropped);
  }

  /**
   * A line that is not taken.
   *
   * @param line the line as it came
   * @param reason why it is not taken
   */
  public record Dropped(Line line, Reason reason) {
    /** Checks that nothing is null. */
    public Dropped {
      Objects.requireNonNull(line, "line");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * Returns the id of a line that has one in its source.
   *
   * @param source where it comes from, for example the kind of the file
   * @param shop the shop
   * @param externalId the id in the source
   */
  public static String identity(String source, ShopId shop, String externalId) {
    return Checks.text(source, "source") + "/" + shop + "/" + Checks.text(externalId, "externalId");
  }

  /**
   * Gives ids to lines that have none in their source: a hash of shop, day, amount, reference,
   * group key, kind and text, and how often the same content came before in the list. Two real
   * lines of equal content stay two, and files that overlap agree as long as each holds its days
   * completely.
   *
   * @param source where the lines come from
   * @param lines the lines; their ids are taken as free text that belongs to the content, such as
   *     the remark of a bank receipt
   */
  public static List<Line> identify(String source, List<Line> lines) {
    Checks.text(source, "source");
    Map<String, Integer> occurrences = new HashMap<>();
    List<Line> result = new ArrayList<>(lines.size());
    for (Line line : lines) {
      String content =
          Digest.of(
              List.of(
                  source,
                  line.shop().toString(),
                  line.day().toString(),
                  line.amount().toString(),
                  key(line.reference()),
                  key(line.groupKey()),
                  line.kind().name(),
                  line.id()));
      int occurrence = occurrences.merge(content, 1, Integer::sum);
      result.add(line.withId(content + "#" + occurrence));
    }
    return List.copyOf(result);
  }

  /**
   * Sorts out lines that are known already, or that come twice.
   *
   * @param known the lines that were imported before; of two with one id the first counts
   * @param lines the lines of the new file
   */
  public static StatementImport of(Collection<Line> known, List<Line> lines) {
    Map<String, Line> byId = new LinkedHashMap<>();
    known.forEach(line -> byId.putIfAbsent(line.id(), line));
    List<Line> fresh = new ArrayList<>();
    List<Dropped> dropped = new ArrayList<>();
    for (Line line : lines) {
      Line before = byId.putIfAbsent(line.id(), line);
      if (before == null) {
        fresh.add(line);
      } else if (sameContent(before, line)) {
        dropped.add(new Dropped(line, Reason.DUPLICATE_IMPORT));
      } else {
        dropped.add(new Dropped(line, Reason.CONTENT_CONFLICT));
      }
    }
    return new StatementImport(fresh, dropped);
  }

  private static boolean sameContent(Line a, Line b) {
    return a.shop().equals(b.shop())
        && a.amount().equals(b.amount())
        && a.day().equals(b.day())
        && a.kind() == b.kind()
        && Objects.equals(a.fee(), b.fee())
        && key(a.reference()).equals(key(b.reference()))
        && key(a.groupKey()).equals(key(b.groupKey()));
  }

  /** Returns the common form; a damaged text as it is, as it still tells lines apart. */
  private static String key(@Nullable String text) {
    String normal = Reference.normalise(text);
    return normal != null ? normal : Objects.toString(text, "").strip();
  }
}
