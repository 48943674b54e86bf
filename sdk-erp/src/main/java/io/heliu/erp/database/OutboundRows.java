package io.heliu.erp.database;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.database.FeedTables.OutboundLines;
import io.heliu.erp.database.FeedTables.OutboundTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Outbounds: heads with their lines. */
final class OutboundRows implements TableRows<Outbound> {
  private static final int HEADS_PER_QUERY = 50;

  private final OutboundTable heads;
  private final OutboundLines lines;

  OutboundRows(OutboundTable table) {
    this.heads = table;
    this.lines = table.lines();
  }

  @Override
  public String table() {
    return heads.table();
  }

  @Override
  public List<KeyColumn> key() {
    return heads.key();
  }

  @Override
  public List<Column<?>> columns() {
    return heads.columns();
  }

  @Override
  public List<Item<Outbound>> items(Sql.Session session, List<Row> rows) throws SQLException {
    Map<List<String>, List<Row>> linesOf = new HashMap<>();
    for (int from = 0; from < rows.size(); from += HEADS_PER_QUERY) {
      List<Row> some = rows.subList(from, Math.min(from + HEADS_PER_QUERY, rows.size()));
      readLines(session, some, linesOf);
    }
    List<Item<Outbound>> items = new ArrayList<>();
    for (Row head : rows) {
      List<Row> own = linesOf.getOrDefault(head.key(heads.key()), List.of());
      List<Row> whole = new ArrayList<>(own);
      whole.add(0, head);
      items.add(new Item<>(head, whole, TableRows.tried(() -> reading(head, own))));
    }
    return items;
  }

  @Override
  public @Nullable String id(Row head) {
    try {
      return head.get(heads.number());
    } catch (BadValue e) {
      // Its key names it then.
      return null;
    }
  }

  private void readLines(Sql.Session session, List<Row> heads, Map<List<String>, List<Row>> linesOf)
      throws SQLException {
    List<List<String>> keys = heads.stream().map(head -> head.key(this.heads.key())).toList();
    List<KeyColumn> order = new ArrayList<>(lines.key());
    order.add(lines.line());
    Query query =
        Query.select(lines.columns(), lines.table())
            .add(" WHERE ")
            .keys(lines.key(), keys)
            .orderBy(order);
    for (Row line : session.rows(query, lines.columns())) {
      linesOf.computeIfAbsent(line.key(lines.key()), key -> new ArrayList<>()).add(line);
    }
  }

  private Reading<Outbound> reading(Row head, List<Row> own) {
    if (Boolean.TRUE.equals(head.get(heads.tombstone()))) {
      return new Reading.Deleted<>();
    }
    if (heads.approved() != null && !Boolean.TRUE.equals(head.get(heads.approved()))) {
      return new Reading.Passed<>();
    }
    List<DocumentLine> documentLines = new ArrayList<>();
    String place = head.get(heads.location());
    for (Row line : own) {
      documentLines.add(line(line, place));
    }
    return new Reading.Given<>(
        new Outbound(
            head.need(heads.number()),
            head.need(heads.date()),
            head.need(heads.customer()),
            Objects.requireNonNullElse(head.get(heads.externalNumber()), ""),
            head.get(heads.carrier()),
            head.get(heads.waybill()),
            documentLines));
  }

  private DocumentLine line(Row line, @Nullable String placeOfHead) {
    String place = line.get(lines.location());
    if (place == null) {
      place = placeOfHead;
    }
    if (place == null) {
      throw new BadValue("UNREADABLE", "a line has no location");
    }
    return new DocumentLine(
        line.need(lines.line()),
        new Sku(line.need(lines.sku())),
        new Location(place),
        line.need(lines.quantity()).longValueExact(),
        line.need(lines.amount()),
        line.get(lines.sourceDocument()),
        line.get(lines.sourceLine()));
  }
}
