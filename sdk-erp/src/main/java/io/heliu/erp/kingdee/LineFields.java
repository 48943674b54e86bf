package io.heliu.erp.kingdee;

import io.heliu.erp.DocumentLine;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields in which a form keeps what our lines say.
 *
 * @param entryId the field of a line's id
 */
record LineFields(
    String form, String entryId, String line, String sku, String location, String quantity) {
  private static final String AMOUNT = "FAllAmount";

  private record Line(
      String line, String sku, String location, BigDecimal quantity, BigDecimal amount) {}

  /** Tells whether the document of a number has these lines, in whatever order. */
  boolean areSame(Wire wire, String number, List<DocumentLine> lines) {
    Map<Line, Integer> counts = new HashMap<>();
    for (DocumentLine line : lines) {
      counts.merge(ours(line), 1, Integer::sum);
    }
    for (Query.Row row : wire.allRows(List.of(number), this::query)) {
      counts.merge(theirs(row), -1, Integer::sum);
    }
    return counts.values().stream().allMatch(count -> count == 0);
  }

  private Query query(List<String> numbers) {
    return new Query(
        form,
        List.of("FID", entryId, line, sku, location, quantity, AMOUNT),
        Query.in("FBillNo", numbers),
        "FID," + entryId);
  }

  /** Returned goods are positive in the form of returns. */
  private static Line ours(DocumentLine line) {
    BigDecimal sign = BigDecimal.valueOf(line.quantity() < 0 ? -1 : 1);
    return new Line(
        line.line(),
        line.sku().code(),
        line.location().code(),
        BigDecimal.valueOf(line.quantity()).multiply(sign).stripTrailingZeros(),
        line.amount().toDecimal().multiply(sign).stripTrailingZeros());
  }

  private Line theirs(Query.Row row) {
    return new Line(
        row.text(line),
        row.text(sku),
        row.text(location),
        row.decimal(quantity).stripTrailingZeros(),
        row.decimal(AMOUNT).stripTrailingZeros());
  }
}
