package io.heliu.channel.pos;

import io.heliu.Fault;
import io.heliu.channel.internal.BoundedLines;
import io.heliu.channel.internal.CsvCells;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the text of one drop file. Used once. */
final class PosParser {
  private static final int MAX_PREAMBLE = 10;

  private final String name;
  private final PosDropSettings settings;
  private final TicketAssembler assembler;
  private final Map<TicketKey, TicketAssembler.Group> groups = new LinkedHashMap<>();
  private TicketAssembler.@Nullable Group previous;
  private int orphanRow;

  PosParser(String name, PosDropSettings settings, TicketAssembler assembler) {
    this.name = name;
    this.settings = settings;
    this.assembler = assembler;
  }

  private record Header(char delimiter, int width, Map<PosColumn, Integer> positions) {}

  /**
   * Reads all rows into the assembler and returns what the total row said.
   *
   * @throws Fault.Protocol if the file cannot be trusted as a whole
   */
  PosFile.Control parse(Reader in) throws IOException {
    BoundedLines lines = new BoundedLines(in, settings.maxLineLength());
    try {
      Header header = header(lines);
      RowReader reader = new RowReader(header.positions);
      ControlTotals totals = new ControlTotals(reader);
      CsvRecords records =
          new CsvRecords(lines, settings.maxLineLength(), header.delimiter, header.width);
      List<String> totalRow = rows(records, header, reader, totals);
      PosFile.Control control = totals.check(totalRow);
      groups.values().forEach(assembler::assemble);
      return control;
    } catch (ArithmeticException e) {
      throw refused("sums must fit 64 bits of fen", e);
    } catch (BoundedLines.TooLong | IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
  }

  private Header header(BoundedLines lines) throws IOException {
    String missing = "the header";
    int found = 0;
    for (int i = 0; i < MAX_PREAMBLE; i++) {
      String line = lines.next();
      if (line == null) {
        break;
      }
      for (char delimiter : new char[] {',', '\t'}) {
        List<String> cells = CsvCells.split(line, delimiter);
        Map<PosColumn, Integer> positions = cells == null ? Map.of() : positions(cells);
        List<PosColumn> absent = absent(positions);
        if (cells != null && absent.isEmpty()) {
          return new Header(delimiter, cells.size(), positions);
        }
        if (positions.size() > found) {
          found = positions.size();
          missing = "the columns " + absent;
        }
      }
    }
    throw refused("the first " + MAX_PREAMBLE + " lines do not have " + missing, null);
  }

  private Map<PosColumn, Integer> positions(List<String> cells) {
    Map<PosColumn, Integer> positions = new EnumMap<>(PosColumn.class);
    List<PosColumn> twice = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      PosColumn column = PosColumn.of(cells.get(i));
      if (column != null && positions.putIfAbsent(column, i) != null) {
        twice.add(column);
      }
    }
    if (!twice.isEmpty() && absent(positions).isEmpty()) {
      throw refused("the header has the columns " + twice + " twice", null);
    }
    return positions;
  }

  private static List<PosColumn> absent(Map<PosColumn, Integer> positions) {
    List<PosColumn> absent = new ArrayList<>();
    for (PosColumn column : PosColumn.values()) {
      if (column.required && !positions.containsKey(column)) {
        absent.add(column);
      }
    }
    if (!positions.containsKey(PosColumn.SKU) && !positions.containsKey(PosColumn.BARCODE)) {
      absent.add(PosColumn.SKU);
    }
    return absent;
  }

  private @Nullable List<String> rows(
      CsvRecords records, Header header, RowReader reader, ControlTotals totals)
      throws IOException {
    List<String> totalRow = null;
    int count = 0;
    for (CsvRecords.Row row = records.next(); row != null; row = records.next()) {
      if (row.raw().isEmpty() || isBlank(row.cells())) {
        continue;
      }
      if (totalRow != null) {
        throw refused("row " + row.number() + " follows the total row", null);
      }
      if (row.cells() != null && ControlTotals.isTotal(row.cells())) {
        totalRow = row.cells();
        continue;
      }
      if (++count > settings.maxRows()) {
        throw refused("it has more than " + settings.maxRows() + " rows", null);
      }
      String damage = damage(row, header.width);
      totals.add(damage == null ? row.cells() : null);
      take(row, damage, reader);
    }
    return totalRow;
  }

  private static boolean isBlank(@Nullable List<String> cells) {
    if (cells == null) {
      return false;
    }
    for (String cell : cells) {
      if (!cell.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String damage(CsvRecords.Row row, int width) {
    if (row.cells() == null) {
      return "a quote is not closed";
    }
    if (row.raw().indexOf('\ufffd') >= 0) {
      return "has bytes that are no text in the file's encoding";
    }
    int size = row.cells().size();
    if (size < width) {
      return "has " + size + " cells, the header has " + width;
    }
    if (!isBlank(row.cells().subList(width, size))) {
      return "has more cells than the header";
    }
    return null;
  }

  private void take(CsvRecords.Row row, @Nullable String damage, RowReader reader) {
    TicketKey key = null;
    String reason = damage;
    PosRow read = null;
    if (row.cells() != null) {
      try {
        key = reader.key(row.cells());
        read = damage == null ? reader.read(key, row.number(), row.cells()) : null;
      } catch (IllegalArgumentException e) {
        reason = reason != null ? reason : String.valueOf(e.getMessage());
      }
    }
    if (key == null) {
      orphan(row, String.valueOf(reason));
      return;
    }
    TicketAssembler.Group group = group(key, row.number());
    if (read != null) {
      group.add(row.raw(), read);
    } else {
      group.addBad(row.number(), row.raw(), String.valueOf(reason));
    }
    if (orphanRow > 0) {
      doubt(group, orphanRow);
      orphanRow = 0;
    }
    previous = group;
  }

  /** Most rows are of the ticket of the row before. */
  private TicketAssembler.Group group(TicketKey key, int row) {
    return previous != null && previous.key().equals(key)
        ? previous
        : groups.computeIfAbsent(key, k -> TicketAssembler.Group.ofFile(k, row));
  }

  /** A row whose ticket is unknown may be a line of the ticket before it or after it. */
  private void orphan(CsvRecords.Row row, String reason) {
    assembler.addMalformed(
        new PosFile.Malformed(
            row.number(), null, row.raw(), "row " + row.number() + ": " + reason));
    if (previous != null) {
      doubt(previous, row.number());
    }
    orphanRow = row.number();
  }

  private static void doubt(TicketAssembler.Group group, int row) {
    group.spoil("row " + row + ": cannot be read and may belong to this ticket");
  }

  private Fault.Protocol refused(String why, @Nullable Throwable cause) {
    return new Fault.Protocol(
        Fault.Details.of("pos", "read", "the file " + name + " is refused: " + why), cause);
  }
}
