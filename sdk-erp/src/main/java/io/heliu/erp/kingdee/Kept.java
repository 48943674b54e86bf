package io.heliu.erp.kingdee;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document that the ERP has.
 *
 * @param id the ERP's internal id
 */
record Kept(String form, String id, String number, State state) {

  /** The states of a document (单据状态) in their order, and those that are out of it. */
  enum State {
    DRAFT,
    CREATED,
    SUBMITTED,
    AUDITED,
    /** Sent back after it was submitted or audited (重新审核). */
    REOPENED,
    /** Audited and then closed (关闭): all of it was sent, or nothing more comes of it. */
    CLOSED,
    VOIDED;

    private static State of(String status) {
      return switch (status) {
        case "Z" -> DRAFT;
        case "A" -> CREATED;
        case "B" -> SUBMITTED;
        case "C" -> AUDITED;
        default -> REOPENED;
      };
    }

    /** Tells whether no push moves a document on from here. */
    boolean isEnd() {
      return compareTo(AUDITED) >= 0;
    }

    /** Tells whether people may be at work on a document, or be done with it, as we sent it. */
    boolean isSubmitted() {
      return this == SUBMITTED || this == AUDITED;
    }

    boolean isWithdrawn() {
      return this == VOIDED || this == CLOSED;
    }

    State next() {
      return values()[ordinal() + 1];
    }
  }

  Kept in(State next) {
    return new Kept(form, id, number, next);
  }

  /** Reads a document by its number. */
  static Optional<Kept> find(Wire wire, KingdeeSettings settings, String form, String number) {
    KingdeeSettings.Withdrawal voiding = settings.voiding();
    KingdeeSettings.Withdrawal closing =
        form.equals(SalesOrders.FORM) ? settings.orderClosing() : null;
    List<String> fields = new ArrayList<>(List.of("FID", "FBillNo", "FDocumentStatus"));
    fields.add(voiding.field());
    if (closing != null) {
      fields.add(closing.field());
    }
    Query query = new Query(form, fields, Query.equal("FBillNo", number), "FID");
    return wire.page(query, 0).rows().stream()
        .findFirst()
        .map(
            row ->
                new Kept(
                    form,
                    Long.toString(row.id("FID")),
                    row.text("FBillNo"),
                    state(row, voiding, closing)));
  }

  private static State state(
      Query.Row row,
      KingdeeSettings.Withdrawal voiding,
      KingdeeSettings.@Nullable Withdrawal closing) {
    if (row.text(voiding.field()).equals(voiding.value())) {
      return State.VOIDED;
    }
    State state = State.of(row.text("FDocumentStatus"));
    boolean closed = closing != null && row.text(closing.field()).equals(closing.value());
    return closed && state == State.AUDITED ? State.CLOSED : state;
  }
}
