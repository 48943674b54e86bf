package io.heliu.erp.database;

import io.heliu.Fault;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.database.Cancelling.Answer;
import io.heliu.erp.database.Model.State;
import io.heliu.erp.database.Sql.Written;
import io.heliu.erp.database.StagedDocuments.Kept;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes staged sales orders back: by their own status as long as the ERP has not taken them, by a
 * request that the ERP's job answers from then on. What counts is what is read back.
 */
final class StagedCancels {
  private static final String OPERATION = "cancel";

  /** The ERP's job has not answered a request. */
  static final String REQUEST_OPEN = "REQUEST_OPEN";

  /** The ERP's job is at work on the order, and there is no request to ask with. */
  static final String ORDER_OPEN = "ORDER_OPEN";

  /** The ERP refused the order, but may import it yet. */
  static final String REFUSED_MAY_RETRY = "REFUSED_MAY_RETRY";

  /** The ERP took the row of an order away at the moment at which it was to be taken back. */
  static final String ROW_GONE = "ROW_GONE";

  private final Sql sql;
  private final Model.Head head;
  private final Cancelling how;
  private final Clock clock;
  private final ZoneId zone;

  StagedCancels(Sql sql, Model.Head head, Cancelling how, Clock clock, ZoneId zone) {
    this.sql = sql;
    this.head = head;
    this.how = how;
    this.clock = clock;
    this.zone = zone;
  }

  /** Returns the status of an order that is taken back; null if none says so. */
  @Nullable String voidCode() {
    return how.staged() == null ? null : how.staged().to();
  }

  static PushOutcome.Rejected rejected() {
    return new PushOutcome.Rejected("CANCELLED", "the order was taken back; its number is spent");
  }

  /** Tells why a number must not be pushed; null if it may be. */
  @Nullable PushOutcome spent(String number) {
    Cancelling.Request request = how.request();
    Optional<Asked> asked = request == null ? Optional.empty() : answer(request, number);
    if (asked.isEmpty()) {
      return null;
    }
    return switch (asked.get().answer) {
      case ACCEPTED -> rejected();
      case PENDING ->
          new PushOutcome.Unknown(fault("the ERP has not answered whether the order is void"));
      default -> null;
    };
  }

  private Fault fault(String words) {
    return new Fault.Store(Fault.Details.of(sql.system(), OPERATION, words), true, null);
  }

  /** Only a person can help, and only this order is concerned. */
  private Fault unmapped(String words) {
    return new Fault.Protocol(Fault.Details.of(sql.system(), OPERATION, words), null);
  }

  /**
   * Takes an order back.
   *
   * @param orders reads a staged order
   */
  CancelOutcome cancel(String number, Function<String, Optional<Kept>> orders) {
    Optional<Kept> found = orders.apply(number);
    if (found.isEmpty()) {
      return how.request() == null || !isStorable(number)
          ? new CancelOutcome.Cancelled(true)
          : ask(how.request(), number);
    }
    Kept order = found.get();
    if (order.code().equals(voidCode())) {
      return new CancelOutcome.Cancelled(true);
    }
    Cancelling.Staged staged = how.staged();
    if (staged != null && staged.from().contains(order.code())) {
      Written written = sql.write(OPERATION, session -> withdraw(session, number, staged));
      Optional<Kept> now = orders.apply(number);
      if (now.isPresent() && now.get().code().equals(voidCode())) {
        return new CancelOutcome.Cancelled(false);
      }
      if (written instanceof Written.Open open) {
        throw open.cause();
      }
      if (written instanceof Written.Refused refused) {
        return new CancelOutcome.Refused(
            refused.code(), "the interface table refuses the status of orders taken back");
      }
      if (now.isEmpty()) {
        return gone(number);
      }
      order = now.get();
    }
    return taken(number, order);
  }

  /**
   * The row was there when the call began and is nowhere now. Even if its status was set before it
   * went, the ERP's job may have read it earlier, and what is not read back does not count.
   */
  private CancelOutcome gone(String number) {
    return how.request() == null
        ? new CancelOutcome.Refused(
            ROW_GONE,
            "the ERP took the order's row away while it was taken back, and may have the order;"
                + " its archive is not in the mapping")
        : ask(how.request(), number);
  }

  /** An order whose number the interface tables cannot hold was never pushed. */
  private boolean isStorable(String number) {
    try {
      return head.number().encode(number) != null;
    } catch (BadValue cannotBeThere) {
      return false;
    }
  }

  private boolean withdraw(Sql.Session session, String number, Cancelling.Staged staged)
      throws SQLException {
    KeyColumn status = head.status().asKey();
    Query query = new Query("UPDATE " + head.table() + " SET ").set(status, staged.to());
    StagedDocuments.bySource(query.add(" WHERE "), head.number(), number, head.constants());
    return session.update(query.add(" AND ").keys(List.of(status), singles(staged.from()))) > 0;
  }

  private static List<List<String>> singles(List<String> codes) {
    return codes.stream().map(List::of).toList();
  }

  /** The ERP has the order, or refuses it, or is at work on it. */
  private CancelOutcome taken(String number, Kept order) {
    if (order.state() == null) {
      throw unmapped("the status " + order.code() + " is not in the mapping");
    }
    if (how.request() != null) {
      return ask(how.request(), number);
    }
    if (order.state() == State.PENDING) {
      return new CancelOutcome.Pending(ORDER_OPEN);
    }
    if (order.state() == State.REFUSED) {
      return Boolean.TRUE.equals(how.refusedIsFinal())
          ? new CancelOutcome.Cancelled(true)
          : new CancelOutcome.Refused(
              REFUSED_MAY_RETRY,
              "the ERP has refused the order with the status "
                  + order.code()
                  + "; the mapping does not say that it never imports it later");
    }
    return new CancelOutcome.Refused("TAKEN", "the ERP has the order and cannot be asked for it");
  }

  private CancelOutcome ask(Cancelling.Request request, String number) {
    List<Cell<?>> row;
    try {
      row = row(request, number);
    } catch (BadValue e) {
      return new CancelOutcome.Refused(e.code(), e.words());
    }
    Written written =
        sql.write(OPERATION, session -> session.update(Query.insert(request.table(), row)));
    if (written instanceof Written.Open open) {
      throw open.cause();
    }
    if (written instanceof Written.Refused refused) {
      return new CancelOutcome.Refused(refused.code(), "the interface table refuses the request");
    }
    Optional<Asked> answer = answer(request, number);
    if (answer.isEmpty()) {
      return new CancelOutcome.Pending(REQUEST_OPEN);
    }
    Asked asked = answer.get();
    return switch (asked.answer) {
      case PENDING -> new CancelOutcome.Pending(REQUEST_OPEN);
      case ACCEPTED -> new CancelOutcome.Cancelled(written instanceof Written.Taken);
      case TOO_LATE -> new CancelOutcome.TooLate(asked.code);
      case REFUSED -> new CancelOutcome.Refused(asked.code, asked.message);
    };
  }

  private List<Cell<?>> row(Cancelling.Request request, String number) {
    List<Cell<?>> row = new ArrayList<>();
    request.constants().forEach(one -> row.add(Cell.of(one.asKey(), one.value())));
    row.add(Cell.of(request.number(), number));
    row.add(Cell.of(request.status().asKey(), request.status().initial()));
    if (request.createdAt() != null) {
      ZoneId theirs = request.createdAt().zone();
      LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), theirs == null ? zone : theirs);
      row.add(Cell.of(request.createdAt(), now));
    }
    return row;
  }

  /** What the ERP answers to a request. */
  private record Asked(Answer answer, String code, String message) {}

  private Optional<Asked> answer(Cancelling.Request request, String number) {
    List<Column<?>> columns =
        Model.present(request.status().asKey(), request.refusalCode(), request.refusalMessage());
    try {
      Query query = Query.select(columns, request.table()).add(" WHERE ");
      StagedDocuments.bySource(query, request.number(), number, request.constants());
      return sql.read(OPERATION, session -> session.rows(query, columns)).stream()
          .findFirst()
          .map(row -> asked(request, row));
    } catch (BadValue e) {
      throw new Fault.Protocol(Fault.Details.of(sql.system(), OPERATION, e.words()), null);
    }
  }

  private Asked asked(Cancelling.Request request, Row row) {
    String status = Objects.requireNonNullElse(row.get(request.status().asKey()), "");
    Answer answer = request.status().codes().get(status);
    if (answer == null) {
      throw unmapped("the status " + status + " of a request is not in the mapping");
    }
    String message = row.get(request.refusalMessage());
    return new Asked(
        answer,
        Objects.requireNonNullElse(row.get(request.refusalCode()), status),
        message == null ? "the ERP refuses to void the order and does not say why" : message);
  }
}
