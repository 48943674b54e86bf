package io.heliu.erp.database;

import io.heliu.Fault;
import io.heliu.Listener;
import io.heliu.Sku;
import io.heliu.erp.CancelOutcome;
import io.heliu.erp.Document;
import io.heliu.erp.DocumentPort;
import io.heliu.erp.Erp;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Outbound;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.Receipt;
import io.heliu.erp.Receivable;
import io.heliu.erp.SalesOrder;
import io.heliu.erp.database.StagedDocuments.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A legacy ERP that offers only its database: documents go into interface tables (中间表) from which a
 * job of the ERP takes them, feeds are read from tables or views. An {@link ErpMapping} says which.
 *
 * <p>A push looks for our number first, and writes head and lines in one transaction if it is not
 * there; the number must be unique, which {@link #ping} checks. The status is read back. As long as
 * the ERP's job has not finished, the outcome is {@link PushOutcome.Unknown}; {@link
 * DocumentPort#lookUp} and a repeated push tell later what it made of the document. The same number
 * with other content is {@code Rejected} with the code {@code CONTENT_DIFFERS}; what a column
 * cannot hold is {@code Rejected} before anything is written.
 *
 * <p><b>Rows must never be removed</b> from interface tables and tables of requests, for they are
 * how it is known that a document was pushed: without its row it would be put there again, and
 * billed again. If the ERP's side does move rows away once it has imported them, map where to
 * ({@code archive}); it must move head and lines in one transaction, and keep them there.
 *
 * <p>Only interface tables are ever written. Give reads a login that may only read. H2 and
 * PostgreSQL are tested; for SQL Server, Oracle and MySQL the documented syntax is used.
 *
 * <p>Thread-safe; share one per ERP. All work is done on the caller's thread, on connections of the
 * host's data source, which must set connect and socket time-outs.
 */
public final class DatabaseErp implements Erp {
  private final Sql sql;
  private final Model model;
  private final Listener listener;
  private final DocumentPort<SalesOrder> salesOrders;
  private final Function<String, CancelOutcome> cancels;
  private final DocumentPort<Outbound> outbounds;
  private final DocumentPort<Receipt> receipts;
  private final ErpFeeds feeds;

  private DatabaseErp(Builder builder) {
    this.model = Objects.requireNonNull(builder.mapping, "mapping").model();
    this.listener = builder.listener;
    this.sql =
        new Sql(
            builder.dataSource,
            builder.name,
            model.dialect(),
            Math.toIntExact(builder.statementTimeout.toSeconds()),
            builder.listener);
    Model.Staging orders = model.salesOrders();
    if (orders == null) {
      this.salesOrders = absent("salesOrders");
      this.cancels = this::notCancelled;
    } else {
      StagedCancels back = cancels(builder, orders);
      StagedDocuments<SalesOrder> staged =
          staged(builder, Tables.of(orders), (on, one) -> Bill.of(on, orders, one), back);
      this.salesOrders = staged;
      this.cancels = back == null ? this::notCancelled : n -> back.cancel(n, staged::kept);
    }
    Model.Staging outs = model.outbounds();
    this.outbounds =
        outs == null
            ? absent("outbounds")
            : staged(builder, Tables.of(outs), (on, one) -> Bill.of(on, outs, one), null);
    Model.ReceiptStaging moneys = model.receipts();
    this.receipts =
        moneys == null
            ? absent("receipts")
            : staged(builder, Tables.of(moneys), (on, one) -> Bill.of(on, moneys, one), null);
    this.feeds = new Feeds(builder);
  }

  private <D extends Document> StagedDocuments<D> staged(
      Builder builder,
      Tables tables,
      BiFunction<Dialect, D, Bill> bills,
      @Nullable StagedCancels back) {
    return new StagedDocuments<>(sql, tables, bills, builder.clock, builder.zone, back);
  }

  private @Nullable StagedCancels cancels(Builder builder, Model.Staging orders) {
    return orders.cancel() == null
        ? null
        : new StagedCancels(sql, orders.head(), orders.cancel(), builder.clock, builder.zone);
  }

  private CancelOutcome notCancelled(String number) {
    return new CancelOutcome.Refused(
        "CANCEL_NOT_MAPPED", "the mapping does not say how a sales order is taken back");
  }

  /** Starts a door to the ERP whose database this is. */
  public static Builder builder(DataSource dataSource) {
    return new Builder(dataSource);
  }

  @Override
  public String name() {
    return sql.system();
  }

  /** Returns the port of sales orders (销售订单). */
  @Override
  public DocumentPort<SalesOrder> salesOrders() {
    return salesOrders;
  }

  /**
   * Takes a sales order back as the mapping's {@code salesOrders.cancel} says: one that the ERP has
   * not taken, by its status; another, also one that the ERP refused, by a request that the ERP's
   * job answers. Until it has answered, the outcome is {@code Pending} with the code {@code
   * REQUEST_OPEN}, or {@code ORDER_OPEN} where there is no request and the job is at work on the
   * order. Without a request, an order that the ERP has is {@code Refused} with the code {@code
   * TAKEN}, and one that it refused with {@code REFUSED_MAY_RETRY}, unless {@code refusedIsFinal}
   * says that it never imports such an order later; without {@code cancel} in the mapping every
   * order is, with {@code CANCEL_NOT_MAPPED}. A later push of the number is {@code Rejected} with
   * the code {@code CANCELLED}, as long as the rows are kept.
   *
   * <p>For an order that is not there, neither in the archive, a request is sent too if there can
   * be one, because its row may have been removed; the ERP's job must answer it. Without requests
   * such an order counts as cancelled, and nothing keeps its number from being pushed later: settle
   * a push whose outcome is {@code Unknown} before, by pushing it again, because it may still
   * arrive. A row that goes away during the call is {@code Refused} with the code {@code ROW_GONE}.
   */
  @Override
  public CancelOutcome cancel(String number) {
    return cancels.apply(Objects.requireNonNull(number, "number"));
  }

  /** Returns the port of outbounds (出库单); returned goods keep their negative quantities. */
  @Override
  public DocumentPort<Outbound> outbounds() {
    return outbounds;
  }

  /** Returns the port of receipts (收款单). */
  @Override
  public DocumentPort<Receipt> receipts() {
    return receipts;
  }

  /**
   * Returns what can be read. A row that cannot be read comes as malformed and is reported as
   * {@code ROW_UNREADABLE}; one whose tombstone is set, as {@code ROW_DELETED}, once a feed of
   * changes is under way. From then on an outbound that is deleted or not approved, for now or any
   * more, is among the slice's {@code withdrawn}.
   *
   * <p>A cursor belongs to this ERP, feed and mapping, and to one database: if that was restored,
   * or is that of a new year, a person must start the feeds again without their cursors. Where it
   * is certain that the numbers of changes started again, or that changes after the cursor were
   * cleaned up, reading is a {@link Fault.Protocol} that says so; where they may also have gone
   * back because the latest rows were removed, it is told as {@code VERSIONS_WENT_BACK} at each
   * reading.
   */
  @Override
  public ErpFeeds feeds() {
    return feeds;
  }

  /**
   * Checks that the database can be reached and has every table and column of the mapping, that the
   * numbers of documents and requests are unique there, and that values can be compared as they are
   * bound: a CHAR of Oracle must be mapped as {@code padded}, and changes must not be ordered by a
   * datetime of SQL Server. Whether what is behind a view is unique is not known; that is told as
   * {@code KEY_NOT_CHECKED}.
   *
   * @throws Fault.Configuration if something does not fit; the message has all of it
   * @throws Fault if the database cannot be asked
   */
  public void ping() {
    new Checkup(sql, listener).check(model.used());
  }

  private Fault.Configuration notMapped(String part) {
    return new Fault.Configuration(
        Fault.Details.of(name(), part, "the mapping has no " + part + "; add it"));
  }

  private <D extends Document> DocumentPort<D> absent(String part) {
    return new DocumentPort<>() {
      @Override
      public PushOutcome push(D document) {
        throw notMapped(part);
      }

      @Override
      public Optional<Found> lookUp(String number) {
        throw notMapped(part);
      }
    };
  }

  /** What can be read. */
  private final class Feeds implements ErpFeeds {
    private final Builder settings;
    private final Feed<Outbound> outbounds;
    private final Feed<Receivable> receivables;
    private final Feed<Material> materials;
    private final Feed<Customer> customers;
    private final @Nullable Counts counts;

    Feeds(Builder settings) {
      this.settings = settings;
      this.outbounds =
          feed(
              "outboundFeed",
              model.outboundFeed(),
              OutboundRows::new,
              FeedTables.OutboundTable::changes);
      this.receivables =
          feed("receivables", model.receivables(), ReceivableRows::new, table -> null);
      this.materials =
          feed("materials", model.materials(), BaseRows::of, FeedTables.MaterialTable::changes);
      this.customers =
          feed("customers", model.customers(), BaseRows::of, FeedTables.CustomerTable::changes);
      this.counts =
          model.counts() == null ? null : new Counts(sql, model.counts(), settings.listener);
    }

    private <M, T> Feed<T> feed(
        String part,
        @Nullable M table,
        Function<M, TableRows<T>> rows,
        Function<M, @Nullable ChangeFeed> changes) {
      if (table == null) {
        return cursor -> {
          throw notMapped(part);
        };
      }
      Pages<T> pages = new Pages<>(sql, rows.apply(table), model.rows(), part, settings.listener);
      return Feed.of(pages, changes.apply(table), settings.zone);
    }

    @Override
    public Slice<Outbound> outbounds(@Nullable String cursor) {
      return outbounds.slice(cursor);
    }

    @Override
    public List<Count> counts(Collection<Sku> skus) {
      if (counts == null) {
        throw notMapped("counts");
      }
      return counts.of(skus);
    }

    @Override
    public Slice<Receivable> openReceivables(@Nullable String cursor) {
      return receivables.slice(cursor);
    }

    @Override
    public Slice<Material> materials(@Nullable String cursor) {
      return materials.slice(cursor);
    }

    @Override
    public Slice<Customer> customers(@Nullable String cursor) {
      return customers.slice(cursor);
    }
  }

  /** Builds a {@link DatabaseErp}. */
  public static final class Builder {
    private final DataSource dataSource;
    private String name = "database";
    private Clock clock = Clock.systemUTC();
    private ZoneId zone = ZoneId.of("Asia/Shanghai");
    private Duration statementTimeout = Duration.ofSeconds(30);
    private Listener listener = Listener.none();
    private @Nullable ErpMapping mapping;

    private Builder(DataSource dataSource) {
      this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    /** Sets the name that tells this ERP from others of the host; {@code "database"} by default. */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Sets the clock that rows are stamped with; the system's by default. */
    public Builder clock(Clock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Sets the zone of times for which the mapping names none; Asia/Shanghai by default. */
    public Builder zone(ZoneId zone) {
      this.zone = Objects.requireNonNull(zone, "zone");
      return this;
    }

    /** Sets the mapping; required. */
    public Builder mapping(ErpMapping mapping) {
      this.mapping = Objects.requireNonNull(mapping, "mapping");
      return this;
    }

    /**
     * Sets after which time a statement is given up, locks included; 30 seconds by default.
     *
     * @throws IllegalArgumentException if it is less than a second
     */
    public Builder statementTimeout(Duration timeout) {
      if (timeout.toSeconds() < 1) {
        throw new IllegalArgumentException("timeout: must be at least a second");
      }
      this.statementTimeout = timeout;
      return this;
    }

    /** Sets who hears of rows that cannot be read and other alerts; nobody by default. */
    public Builder listener(Listener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Builds the door; the database is not asked yet, see {@link DatabaseErp#ping}.
     *
     * @throws NullPointerException if there is no mapping
     */
    public DatabaseErp build() {
      return new DatabaseErp(this);
    }
  }
}
