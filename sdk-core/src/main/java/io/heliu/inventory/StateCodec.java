package io.heliu.inventory;

import io.heliu.Location;
import io.heliu.Sku;
import java.util.ArrayList;
import java.util.List;

/** The written form of the books' parts, for snapshots. */
final class StateCodec {
  private static final int LEAST_LINE = 4;

  private StateCodec() {}

  static void putCell(Encoder out, Cell cell) {
    putKey(out, cell.key);
    out.putLong(cell.onHand);
    out.putLong(cell.reserved);
    out.putLong(cell.buffer);
    out.putLong(cell.oversellAllowance);
    out.putLong(cell.version);
    out.putLong(cell.countedAsOf);
    out.putLong(cell.past.base());
  }

  static Cell getCell(Decoder in) {
    Cell cell = new Cell(getKey(in));
    cell.onHand = in.getLong();
    cell.reserved = in.getLong();
    cell.buffer = in.getLong();
    cell.oversellAllowance = in.getLong();
    cell.version = in.getLong();
    cell.countedAsOf = in.getLong();
    cell.past.restoreBase(in.getLong());
    return cell;
  }

  static void putHold(Encoder out, Hold hold) {
    out.putText(hold.id());
    out.putText(hold.owner());
    out.putByte(hold.state().code());
    out.putLong(hold.expiresAt());
    out.putLong(hold.sequence());
    out.putLong(hold.changedAt());
    out.putVarint(hold.cells().length);
    for (int i = 0; i < hold.cells().length; i++) {
      putKey(out, hold.cells()[i]);
      out.putLong(hold.quantities()[i]);
      out.putLong(hold.remaining()[i]);
      out.putLong(hold.shipped()[i]);
    }
  }

  static Hold getHold(Decoder in) {
    String id = in.getText();
    String owner = in.getText();
    Reservation.State state = Reservation.State.ofCode(in.getByte());
    long expiresAt = in.getLong();
    long sequence = in.getLong();
    long changedAt = in.getLong();
    int count = in.getCount(LEAST_LINE);
    CellKey[] cells = new CellKey[count];
    long[] quantities = new long[count];
    long[] remaining = new long[count];
    long[] shipped = new long[count];
    for (int i = 0; i < count; i++) {
      cells[i] = getKey(in);
      quantities[i] = in.getLong();
      remaining[i] = in.getLong();
      shipped[i] = in.getLong();
    }
    return new Hold(
        id, owner, state, expiresAt, sequence, changedAt, cells, quantities, remaining, shipped);
  }

  static void putMemo(Encoder out, String key, Memo memo) {
    out.putText(key);
    out.putBytes(memo.content());
    out.putLong(memo.time());
    putAnswer(out, memo.answer());
  }

  static Memo getMemo(Decoder in) {
    byte[] content = in.getBytes();
    long time = in.getLong();
    return new Memo(content, getAnswer(in), time);
  }

  private static void putAnswer(Encoder out, Answer answer) {
    out.putLong(answer.sequence());
    if (answer instanceof Answer.Refused no) {
      out.putByte(no.reason().code());
      putShortages(out, no.shortages());
      out.putText(no.detail());
    } else if (answer instanceof Answer.Accepted yes) {
      out.putByte(Rules.ACCEPTED);
      putShortages(out, yes.shortages());
    }
  }

  private static Answer getAnswer(Decoder in) {
    long sequence = in.getLong();
    int code = in.getByte();
    List<Shortage> shortages = getShortages(in);
    return code == Rules.ACCEPTED
        ? new Answer.Accepted(sequence, false, shortages)
        : new Answer.Refused(sequence, false, Reason.ofCode(code), shortages, in.getText());
  }

  private static void putShortages(Encoder out, List<Shortage> shortages) {
    out.putVarint(shortages.size());
    for (Shortage shortage : shortages) {
      CommandCodec.putCell(out, shortage.sku(), shortage.location());
      out.putLong(shortage.requested());
      out.putLong(shortage.free());
      out.putLong(shortage.missing());
    }
  }

  private static List<Shortage> getShortages(Decoder in) {
    int count = in.getCount(LEAST_LINE);
    List<Shortage> shortages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Sku sku = CommandCodec.getSku(in);
      Location location = CommandCodec.getLocation(in);
      shortages.add(new Shortage(sku, location, in.getLong(), in.getLong(), in.getLong()));
    }
    return shortages;
  }

  private static void putKey(Encoder out, CellKey key) {
    CommandCodec.putCell(out, key.sku(), key.location());
  }

  private static CellKey getKey(Decoder in) {
    return new CellKey(CommandCodec.getSku(in), CommandCodec.getLocation(in));
  }
}
