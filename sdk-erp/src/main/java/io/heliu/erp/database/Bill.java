package io.heliu.erp.database;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.erp.Document;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.Receipt;
import io.heliu.erp.SalesOrder;
import io.heliu.erp.database.Model.Head;
import io.heliu.erp.database.Model.ReceiptLines;
import io.heliu.erp.database.Model.ReceiptStaging;
import io.heliu.erp.database.Model.SalesLines;
import io.heliu.erp.database.Model.Staging;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document as rows of interface tables, without what belongs to the writing of it.
 *
 * @param number its number
 * @param head the content of the head
 * @param lines the content of each line, in order, with the number of the document and of the row
 */
record Bill(String number, List<Cell<?>> head, List<List<Cell<?>>> lines) {

  /** Collects the cells of a row; columns that are not mapped are left out. */
  private static final class Cells {
    private final Dialect dialect;
    private final List<Cell<?>> cells = new ArrayList<>();

    Cells(Dialect dialect) {
      this.dialect = dialect;
    }

    <T> Cells put(@Nullable Column<T> column, @Nullable T value) {
      if (column != null) {
        cells.add(Cell.of(column, value, dialect));
      }
      return this;
    }

    Cells put(List<Constant> constants) {
      constants.forEach(constant -> put(constant.asKey(), constant.value()));
      return this;
    }
  }

  private static Cells head(Dialect dialect, Head head, Document document, Money total) {
    return new Cells(dialect)
        .put(head.constants())
        .put(head.number(), document.number())
        .put(head.total(), total);
  }

  /** Returns the rows of a sales order. */
  static Bill of(Dialect dialect, Staging staging, SalesOrder order) {
    Cells cells =
        head(dialect, staging.head(), order, total(order.lines()))
            .put(staging.head().date(), order.date())
            .put(staging.head().customer(), order.customer())
            .put(staging.head().externalNumber(), order.externalNumber());
    return sales(staging, cells, order.number(), order.lines());
  }

  /** Returns the rows of an outbound. */
  static Bill of(Dialect dialect, Staging staging, Outbound outbound) {
    Head head = staging.head();
    Cells cells =
        head(dialect, head, outbound, total(outbound.lines()))
            .put(head.date(), outbound.date())
            .put(head.customer(), outbound.customer())
            .put(head.externalNumber(), outbound.externalNumber())
            .put(head.carrier(), outbound.carrier())
            .put(head.waybill(), outbound.waybill());
    return sales(staging, cells, outbound.number(), outbound.lines());
  }

  /** Returns the rows of a receipt. */
  static Bill of(Dialect dialect, ReceiptStaging staging, Receipt receipt) {
    Head head = staging.head();
    Cells cells =
        head(dialect, head, receipt, receipt.cleared())
            .put(head.date(), receipt.date())
            .put(head.customer(), receipt.customer())
            .put(head.comment(), receipt.comment());
    List<List<Cell<?>>> lines = new ArrayList<>();
    for (Receipt.Line line : receipt.lines()) {
      ReceiptLines to = staging.lines();
      lines.add(
          line(dialect, to.number(), to.row(), to.constants(), receipt.number(), lines.size())
              .put(to.receivable(), line.receivable().id())
              .put(to.plan(), line.receivable().planId())
              .put(to.receivableNumber(), line.receivable().number())
              .put(to.cleared(), line.cleared())
              .put(to.fee(), line.fee())
              .cells);
    }
    return new Bill(receipt.number(), cells.cells, lines);
  }

  private static Bill sales(
      Staging staging, Cells head, String number, List<DocumentLine> documentLines) {
    TextColumn place = staging.head().location();
    if (place != null) {
      head.put(place, onlyLocation(documentLines).code());
    }
    List<List<Cell<?>>> lines = new ArrayList<>();
    for (DocumentLine line : documentLines) {
      SalesLines to = staging.lines();
      lines.add(
          line(head.dialect, to.number(), to.row(), to.constants(), number, lines.size())
              .put(to.line(), line.line())
              .put(to.sku(), line.sku().code())
              .put(to.location(), line.location().code())
              .put(to.quantity(), BigDecimal.valueOf(line.quantity()))
              .put(to.amount(), line.amount())
              .put(to.sourceDocument(), line.sourceDocument())
              .put(to.sourceLine(), line.sourceLine())
              .cells);
    }
    return new Bill(number, head.cells, lines);
  }

  private static Cells line(
      Dialect dialect,
      TextColumn numberColumn,
      Column<BigDecimal> row,
      List<Constant> constants,
      String number,
      int before) {
    return new Cells(dialect)
        .put(constants)
        .put(numberColumn, number)
        .put(row, BigDecimal.valueOf(before + 1L));
  }

  private static Money total(List<DocumentLine> lines) {
    Money total = Money.zero(lines.get(0).amount().currency());
    for (DocumentLine line : lines) {
      if (!line.amount().currency().equals(total.currency())) {
        throw new BadValue("CURRENCY", "a document must have one currency");
      }
      total = total.plus(line.amount());
    }
    return total;
  }

  private static Location onlyLocation(List<DocumentLine> lines) {
    Location first = lines.get(0).location();
    if (lines.stream().anyMatch(line -> !line.location().equals(first))) {
      throw new BadValue(
          "SEVERAL_LOCATIONS", "the ERP's documents have one location; split the document");
    }
    return first;
  }
}
