package io.heliu.erp.database;

import io.heliu.erp.database.Column.Kind;
import io.heliu.internal.rules.Checked;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a staged sales order is taken back.
 *
 * @param staged how, as long as the ERP has not taken it; null if that cannot be
 * @param request how the ERP is asked once it has; null if it cannot be asked
 * @param refusedIsFinal whether the ERP never imports an order that it refused, neither by itself
 *     nor because a clerk lets it; null if it may
 */
record Cancelling(
    @Nullable Staged staged, @Nullable Request request, @Nullable Boolean refusedIsFinal)
    implements Checked {

  @Override
  public void check(Refusals refusals) {
    if (staged == null && request == null) {
      refusals.add("/staged", "staged, request or both");
    }
    if (refusedIsFinal != null && request != null) {
      refusals.add(
          "/refusedIsFinal", "nothing, because the request is sent for refused orders too");
    }
  }

  /** Checks it against the status of the staged orders. */
  void check(Map<String, Model.State> codes, Checked.Refusals refusals) {
    if (staged == null) {
      return;
    }
    for (int i = 0; i < staged.from.size(); i++) {
      Model.State state = codes.get(staged.from.get(i));
      if (state == null || state == Model.State.DONE || staged.from.get(i).equals(staged.to)) {
        refusals.add(
            "/cancel/staged/from/" + i, "a code that the status calls PENDING or REFUSED, not to");
      }
    }
    if (codes.get(staged.to) != Model.State.REFUSED) {
      refusals.add("/cancel/staged/to", "a code that the status calls REFUSED");
    }
  }

  /**
   * A change of the status that the ERP's job finds instead of the order.
   *
   * @param from the codes in which the job leaves the row to us
   * @param to the code of an order that is taken back
   */
  record Staged(@Size(min = 1, max = 20) List<String> from, @NotNull String to) {}

  /** What a code of a request means. */
  enum Answer {
    /** The ERP has not answered. */
    PENDING,
    /** The order is void. */
    ACCEPTED,
    /** Goods have left. */
    TOO_LATE,
    /** The ERP refuses by another rule. */
    REFUSED
  }

  /**
   * The status column of requests.
   *
   * @param initial the code that new rows get
   * @param codes what each code means
   * @param padded whether it is a CHAR that is filled up with blanks; null for no
   */
  record Status(
      @NotNull @Pattern(regexp = Names.COLUMN, message = Names.COLUMN_RULE) String column,
      @NotNull Kind kind,
      @NotNull String initial,
      @Size(min = 2, max = 50) Map<String, Answer> codes,
      @Nullable Boolean padded)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      StatusCodes.check(kind, initial, codes, Answer.PENDING, Answer.ACCEPTED, refusals);
      KeyColumn.check(kind, padded, refusals);
    }

    KeyColumn asKey() {
      return new KeyColumn(column, kind, padded);
    }
  }

  /**
   * The table of requests; the number, with the constants that are part of the key, is unique.
   *
   * @param refusalCode why it is too late or refused, or null
   * @param refusalMessage the same in words, or null
   */
  record Request(
      @NotNull @Pattern(regexp = Names.TABLE, message = Names.TABLE_RULE) String table,
      @NotNull TextColumn number,
      @Nullable TimeColumn createdAt,
      @Size(max = 50) List<Constant> constants,
      @NotNull Status status,
      @Nullable TextColumn refusalCode,
      @Nullable TextColumn refusalMessage)
      implements Checked {

    @Override
    public void check(Refusals refusals) {
      Model.refuseRepeats(used().columns(), refusals);
    }

    Model.Used used() {
      return new Model.Used(
          table,
          Model.withConstants(
              Model.present(number, createdAt, status.asKey(), refusalCode, refusalMessage),
              constants),
          Model.keyOf(number, constants),
          Model.keyOf(number, constants));
    }
  }
}
