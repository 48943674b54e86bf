package io.heliu.order;

import io.heliu.ShopId;
import io.heliu.channel.RefundSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refund or other after-sale of a channel, and what we have made of it (售后单).
 *
 * @param shop the shop
 * @param refund the latest version that the channel told
 * @param state where it is with us
 * @param code a stable code that says more of the state, for example {@code "CANCEL_REFUSED"};
 *     empty if there is nothing to say
 * @param note the same for people, without personal data
 * @param document the number of the ERP's return document (退货单), or null if there is none; the
 *     first one if goods came back in several parcels, see {@link RefundBook#documents}
 * @param replacement the id of our order that sends the other goods of an exchange, or null
 */
public record RefundCase(
    ShopId shop,
    RefundSource.Refund refund,
    State state,
    String code,
    String note,
    @Nullable String document,
    @Nullable String replacement) {

  /** Checks that everything that must be there is. */
  public RefundCase {
    Objects.requireNonNull(shop, "shop");
    Objects.requireNonNull(refund, "refund");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(note, "note");
  }

  /** Where a case is with us. */
  public enum State {
    /** New, or its refund or something about it changed: it is to be looked at. */
    NEW,
    /** Waits for the channel, or for what the order does; looked at from time to time. */
    WAITING,
    /** Waits for goods that are to come back (待退货), all or the rest of them. */
    GOODS_AWAITED,
    /** Goods are back; the stock ledger is being told. */
    TAKING_BACK,
    /** Goods are back on hand; the return document is on its way into the ERP. */
    POSTING,
    /** A person must look; the code says why. */
    HELD,
    /** Nothing is left to be done, unless the channel changes the refund. */
    DONE
  }
}
