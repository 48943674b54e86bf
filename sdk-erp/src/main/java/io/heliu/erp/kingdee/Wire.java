package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.http.Gateway;
import io.heliu.http.RemoteCall;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import io.heliu.internal.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The data services of the ERP (DynamicFormService). Thread-safe. */
final class Wire {
  private static final String SERVICE = "Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.";
  private static final String SAVE = "Save";
  private static final String OPERATE = "ExcuteOperation";
  private static final String QUERY = "ExecuteBillQuery";

  private final Gateway gateway;
  private final Access access;
  private final URI base;
  private final String account;
  private final int pageRows;
  private final Duration throttleWait;

  Wire(Gateway gateway, Access access, URI base, String account, KingdeeSettings settings) {
    this.gateway = gateway;
    this.access = access;
    this.base = base;
    this.account = account;
    this.pageRows = settings.pageRows();
    this.throttleWait = settings.throttleWait();
  }

  /** Returns how many rows a full page has. */
  int pageRows() {
    return pageRows;
  }

  /** Saves a document. Never sent twice after an end that leaves it open what was done. */
  Written save(String form, ObjectNode data) {
    return call(SAVE, false, List.of(form, Json.write(data)), Answers::written);
  }

  /** Moves a document on: harmless to repeat, as the ERP refuses a step that was taken. */
  Written step(String operation, String form, ObjectNode data) {
    return call(operation, true, List.of(form, Json.write(data)), Answers::written);
  }

  /** Runs an operation of the form's own (ExcuteOperation, as the ERP spells it); see step. */
  Written operate(String operation, String form, ObjectNode data) {
    return call(OPERATE, true, List.of(form, operation, Json.write(data)), Answers::written);
  }

  /** Returns one page of a query. */
  Page page(Query query, int startRow) {
    String request = Json.write(query.request(startRow, pageRows));
    return call(
        QUERY, true, List.of(request), (answers, response) -> answers.queried(response, query));
  }

  /**
   * Reads all rows of some keys. Rows of one key come from one answer, so that they belong
   * together, unless one key alone has more rows than a page.
   *
   * @param query makes the query for some of the keys
   */
  <K> List<Page> all(Collection<K> keys, Function<List<K>, Query> query) {
    List<Page> pages = new ArrayList<>();
    Deque<List<K>> open = new ArrayDeque<>(Query.lists(keys));
    while (!open.isEmpty()) {
      List<K> some = open.removeFirst();
      Query one = query.apply(some);
      Page page = page(one, 0);
      if (page.rows().size() < pageRows) {
        pages.add(page);
      } else if (some.size() == 1) {
        pages.add(new Page(rest(one, page.rows()), page.date()));
      } else {
        open.addFirst(some.subList(some.size() / 2, some.size()));
        open.addFirst(some.subList(0, some.size() / 2));
      }
    }
    return pages;
  }

  private List<Query.Row> rest(Query query, List<Query.Row> first) {
    List<Query.Row> rows = new ArrayList<>(first);
    int got = first.size();
    while (got == pageRows) {
      List<Query.Row> more = page(query, rows.size()).rows();
      rows.addAll(more);
      got = more.size();
    }
    return rows;
  }

  /** Reads all rows of some keys, see {@link #all}. */
  <K> List<Query.Row> allRows(Collection<K> keys, Function<List<K>, Query> query) {
    List<Query.Row> rows = new ArrayList<>();
    for (Page page : all(keys, query)) {
      rows.addAll(page.rows());
    }
    return rows;
  }

  /**
   * A page of a query.
   *
   * @param rows the rows
   * @param date the answer's Date header, or null
   */
  record Page(List<Query.Row> rows, @Nullable String date) {}

  /** Forgets a session, so that the next call has its credential checked. */
  void forgetSession() {
    access.forget();
  }

  private <T> T call(
      String operation, boolean repeatable, List<String> parameters, Reading<T> reading) {
    boolean session = access instanceof Access.LoggedIn;
    return gateway.call(
        new Call<>(
            operation,
            account,
            repeatable,
            attempt -> access.onto(request(base, SERVICE + operation, parameters), attempt),
            response -> {
              RemoteCall.Verdict<T> verdict =
                  reading.read(new Answers(operation, session, repeatable, throttleWait), response);
              if (verdict instanceof RemoteCall.Verdict.Done<T>) {
                access.answered(response);
              }
              return verdict;
            }));
  }

  /** Builds a call: each argument of the service is a text, an object its JSON. */
  static WireRequest request(URI base, String service, List<?> parameters) {
    ObjectNode body = Json.object();
    ArrayNode array = body.putArray("parameters");
    for (Object parameter : parameters) {
      if (parameter instanceof Number number) {
        array.add(number.longValue());
      } else {
        array.add(parameter.toString());
      }
    }
    return WireRequest.post(
        base.resolve(service + ".common.kdsvc"),
        "application/json;charset=utf-8",
        Json.bytes(body));
  }

  private interface Reading<T> {
    RemoteCall.Verdict<T> read(Answers answers, WireResponse response);
  }

  /** A call, put together from its parts. */
  record Call<T>(
      String operation,
      String account,
      boolean repeatable,
      Function<RemoteCall.Attempt, WireRequest> builder,
      Function<WireResponse, RemoteCall.Verdict<T>> reader)
      implements RemoteCall<T> {

    @Override
    public WireRequest request(Attempt attempt) {
      return builder.apply(attempt);
    }

    @Override
    public Verdict<T> read(WireResponse response) {
      return reader.apply(response);
    }
  }
}
