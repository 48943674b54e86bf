package io.heliu.erp.kingdee;

import io.heliu.erp.DocumentLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the ERP's ids of lines that other documents come from. */
final class SourceLines {
  private final Wire wire;
  private final String form;
  private final String entryId;
  private final String lineField;

  /**
   * Creates a finder for a form.
   *
   * @param entryId the field of a line's id
   * @param lineField the field of our line id
   */
  SourceLines(Wire wire, String form, String entryId, String lineField) {
    this.wire = wire;
    this.form = form;
    this.entryId = entryId;
    this.lineField = lineField;
  }

  /**
   * A line of a source document.
   *
   * @param document the document's number
   * @param line our line id there; empty if people made the document
   * @param documentId the ERP's id of the document
   * @param entryId the ERP's id of the line
   */
  record Source(String document, String line, long documentId, long entryId) {

    /** Tells whether a line names this one; a line that people made is named by the ERP's id. */
    boolean isNamed(@Nullable String ours) {
      return line.isEmpty() ? Long.toString(entryId).equals(ours) : line.equals(ours);
    }
  }

  /** Reads the lines of some documents. */
  List<Source> read(Set<String> numbers) {
    List<Source> sources = new ArrayList<>();
    for (Query.Row row : wire.allRows(numbers, this::query)) {
      sources.add(
          new Source(row.text("FBillNo"), row.text(lineField), row.id("FID"), row.id(entryId)));
    }
    return sources;
  }

  private Query query(List<String> numbers) {
    return new Query(
        form,
        List.of("FID", "FBillNo", entryId, lineField),
        Query.in("FBillNo", numbers),
        "FID," + entryId);
  }

  /** Returns the sources of lines by our line id; a line whose source is not there is left out. */
  Map<String, Source> sourcesOf(List<DocumentLine> lines) {
    Set<String> numbers = new LinkedHashSet<>();
    for (DocumentLine line : lines) {
      if (line.sourceDocument() != null) {
        numbers.add(line.sourceDocument());
      }
    }
    List<Source> all = read(numbers);
    Map<String, Source> found = new HashMap<>();
    for (DocumentLine line : lines) {
      Source source = match(line, all);
      if (source != null) {
        found.put(line.line(), source);
      }
    }
    return found;
  }

  private static @Nullable Source match(DocumentLine line, List<Source> all) {
    for (Source source : all) {
      if (source.document().equals(line.sourceDocument()) && source.isNamed(line.sourceLine())) {
        return source;
      }
    }
    return null;
  }
}
