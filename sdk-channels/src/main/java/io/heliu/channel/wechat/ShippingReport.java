package io.heliu.channel.wechat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a mini-program tells of a payment's shipping (发货信息).
 *
 * @param payment the payment
 * @param payer the payer's openid; personal data, so {@link #toString} leaves it out
 * @param way how the goods travel
 * @param scope whether this is everything
 * @param parcels 1 to 15 parcels; one only for the whole, per the platform's documentation
 */
public record ShippingReport(
    PaymentKey payment, String payer, Way way, Scope scope, List<Parcel> parcels) {
  private static final int MAX_PARCELS = 15;

  /** How the goods travel (物流模式). */
  public enum Way {
    /** By a carrier (快递). */
    EXPRESS(1),
    /** Within the city (同城配送). */
    SAME_CITY(2),
    /** There are no goods (虚拟商品). */
    VIRTUAL(3),
    /** The buyer fetches them (用户自提). */
    PICK_UP(4);

    private final int code;

    Way(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** Whether a report is everything (发货模式). */
  public enum Scope {
    /** One report of one parcel for the whole payment (统一发货). */
    WHOLE,
    /** Some of the parcels; more follow (分拆发货). */
    PART,
    /** All of several parcels, or the last of them (分拆发货). */
    LAST_PART
  }

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if there are no parcels or too many, if there are several but
   *     the report is for the whole, if anything but an express comes in parts, or if an express
   *     parcel has no carrier and waybill, or no contact where its carrier needs one
   */
  public ShippingReport {
    Objects.requireNonNull(payment, "payment");
    Objects.requireNonNull(payer, "payer");
    Objects.requireNonNull(way, "way");
    Objects.requireNonNull(scope, "scope");
    parcels = List.copyOf(parcels);
    if (parcels.isEmpty() || parcels.size() > MAX_PARCELS) {
      throw new IllegalArgumentException("parcels: must be 1 to " + MAX_PARCELS);
    }
    if (scope == Scope.WHOLE && parcels.size() > 1) {
      throw new IllegalArgumentException("parcels: must be one for the whole; several are parts");
    }
    if (way != Way.EXPRESS && scope != Scope.WHOLE) {
      throw new IllegalArgumentException("scope: must be the whole, except for an express");
    }
    if (way == Way.EXPRESS) {
      parcels.forEach(ShippingReport::checkExpress);
    }
  }

  private static void checkExpress(Parcel parcel) {
    if (parcel.carrier == null || parcel.waybill == null) {
      throw new IllegalArgumentException("parcels: an express must have a carrier and a waybill");
    }
    if (parcel.carrier.equals("SF") && parcel.receiverContact == null) {
      throw new IllegalArgumentException(
          "parcels: a parcel of SF must have the receiver's contact");
    }
  }

  /** Leaves the payer out. */
  @Override
  public String toString() {
    return "ShippingReport[" + way + " " + scope + ", " + parcels.size() + " parcels]";
  }

  /**
   * A parcel.
   *
   * @param carrier the carrier's code as the platform knows it, or null without a carrier
   * @param waybill the waybill number of at most 128 characters, or null without a carrier
   * @param description what is in it, of 1 to 120 characters; the buyer sees it
   * @param receiverContact the receiver's phone, masked such as {@code 189****1234}, or null
   */
  public record Parcel(
      @Nullable String carrier,
      @Nullable String waybill,
      String description,
      @Nullable String receiverContact) {
    private static final int MAX_WAYBILL = 128;
    private static final int MAX_DESCRIPTION = 120;

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a text is too long or blank, or the contact is not masked
     */
    public Parcel {
      if (description.isBlank() || description.length() > MAX_DESCRIPTION) {
        throw new IllegalArgumentException(
            "description: must have 1 to " + MAX_DESCRIPTION + " characters");
      }
      if (waybill != null && (waybill.isBlank() || waybill.length() > MAX_WAYBILL)) {
        throw new IllegalArgumentException(
            "waybill: must have 1 to " + MAX_WAYBILL + " characters");
      }
      if (receiverContact != null && !receiverContact.contains("****")) {
        throw new IllegalArgumentException("receiverContact: must be masked with ****");
      }
    }

    /** Leaves the contact out. */
    @Override
    public String toString() {
      return "Parcel[" + carrier + " " + waybill + "]";
    }
  }
}
