package io.heliu.channel;

import io.heliu.ShopId;
import java.util.List;
import java.util.Objects;

/** A shop that can be told that goods have left (发货回传). */
public interface ShipmentSink {

  /** Returns the shop. */
  ShopId shop();

  /**
   * Tells the channel that a parcel of an order has left. Safe to repeat: a parcel the channel
   * already has is {@link Outcome#ALREADY_SENT}.
   *
   * @throws io.heliu.Fault if the channel cannot be asked, or its state after the call is not known
   */
  Result ship(Parcel parcel);

  /**
   * A parcel of one order of the channel (包裹). An order may be spread over several (拆单发货), and so
   * may the units of a line.
   *
   * <p>It tells of a line what is in it altogether: one that was told before with fewer units of a
   * line has got more of it since.
   *
   * @param orderNumber the channel's order number
   * @param lines what of the order is in it, each line once; empty for the whole order
   * @param carrier the carrier's code as the channel knows it
   * @param waybill the waybill number (运单号)
   * @param last whether the channel knows all parcels of the order once it knows this one (最后一包)
   */
  record Parcel(
      String orderNumber, List<Line> lines, String carrier, String waybill, boolean last) {

    /** Creates a parcel that is the last one if it has the whole order. */
    public Parcel(String orderNumber, List<Line> lines, String carrier, String waybill) {
      this(orderNumber, lines, carrier, waybill, lines.isEmpty());
    }

    /** Returns the parcel as the last one of its order. */
    public Parcel asLast() {
      return new Parcel(orderNumber, lines, carrier, waybill, true);
    }

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a line is named twice, if the carrier or the waybill is
     *     blank, or if there is something to come after the whole order
     */
    public Parcel {
      Objects.requireNonNull(orderNumber, "orderNumber");
      lines = List.copyOf(lines);
      if (lines.stream().map(Line::number).distinct().count() < lines.size()) {
        throw new IllegalArgumentException("lines: must name each line once");
      }
      if (carrier.isBlank()) {
        throw new IllegalArgumentException("carrier: must not be blank");
      }
      if (waybill.isBlank()) {
        throw new IllegalArgumentException("waybill: must not be blank");
      }
      if (lines.isEmpty() && !last) {
        throw new IllegalArgumentException("last: must be true for the whole order");
      }
    }

    /** Returns the channel's ids of the lines in it; empty for the whole order. */
    public List<String> lineNumbers() {
      return lines.stream().map(Line::number).toList();
    }
  }

  /**
   * What of a line is in a parcel. A channel that knows no units is told of the line with the first
   * parcel that has any of it.
   *
   * @param number the channel's id of the line
   * @param units how many, in whole units that the channel sells: of a kit (套装), the kits that are
   *     complete with this parcel
   */
  record Line(String number, long units) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the units are not positive
     */
    public Line {
      Objects.requireNonNull(number, "number");
      if (units <= 0) {
        throw new IllegalArgumentException("units: must be positive");
      }
    }
  }

  /** What the channel did with a parcel. */
  enum Outcome {
    /** Taken. */
    SENT,
    /** The channel had it before. */
    ALREADY_SENT,
    /** Refused by a rule of the channel; a person must look. */
    REFUSED
  }

  /**
   * What the channel answered.
   *
   * @param outcome what it did
   * @param code the channel's code for a refusal, else empty
   * @param message the channel's words for a refusal, else empty
   */
  record Result(Outcome outcome, String code, String message) {
    /** The parcel was taken. */
    public static final Result SENT = new Result(Outcome.SENT, "", "");

    /** The channel had the parcel before. */
    public static final Result ALREADY_SENT = new Result(Outcome.ALREADY_SENT, "", "");

    /** Returns what was done and the code; the channel's words may quote personal data. */
    @Override
    public String toString() {
      return code.isEmpty() ? outcome.name() : outcome + " " + code;
    }

    /** Returns a refusal. */
    public static Result refused(String code, String message) {
      return new Result(Outcome.REFUSED, code, message);
    }
  }
}
