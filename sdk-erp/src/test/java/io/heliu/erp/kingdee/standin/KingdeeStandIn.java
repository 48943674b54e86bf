package io.heliu.erp.kingdee.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Secret;
import io.heliu.erp.kingdee.KingdeeClient;
import io.heliu.erp.kingdee.KingdeeCredential.Identity;
import io.heliu.erp.kingdee.KingdeeCredential.SignedCalls;
import io.heliu.erp.kingdee.KingdeeCredential.Stamp;
import io.heliu.erp.kingdee.KingdeeSettings;
import io.heliu.http.standin.BadRequest;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import io.heliu.internal.json.Json;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in of a Kingdee K/3 Cloud site (金蝶云星空): one organisation with sales orders, outbounds,
 * returns, receivables, receipts, stock and base data.
 *
 * <p>It recomputes signatures, refuses unknown fields, missing required fields and unknown base
 * data, keeps document numbers unique, moves documents through their states only, and lets an audit
 * move stock and make receivables. Seed it before {@link #start}.
 *
 * <p>Actions ({@link #act}): {@code warehouse} ships every audited sales order (argument: the
 * instant, or empty for now); {@code stock} sets what is on hand ({@code sku,location,quantity});
 * {@code lock} and {@code unlock} let a person hold a document ({@code number}); {@code sessions}
 * ends all sessions; {@code edit} moves a document as a person would ({@code
 * operation,form,number}); {@code draft} turns a created document into a draft ({@code
 * form,number}); {@code save} saves a model as a person would ({@code form,model as JSON}).
 *
 * <p>Special misbehaviours are listed at {@link Trouble}.
 */
public final class KingdeeStandIn extends StandIn {
  /** The number of the salesperson that its clients name, made up. */
  public static final String SALESPERSON = "XSY001";

  private final Registration registration;
  private final Site site;
  private final Saving saving;
  private final Steps steps;
  private final Warehouse warehouse;
  private final Services services;
  private Doors doors;
  private @Nullable Duration window;
  private boolean legacy;
  private @Nullable Invocation parsed;
  private @Nullable Request parsedFrom;

  /**
   * Who may call.
   *
   * @param dataCentre the data centre's id
   * @param user the integration user
   * @param password the user's password, for the oldest log-in
   * @param appId the application id
   * @param appSecret the application secret
   * @param organization the organisation's number
   */
  public record Registration(
      String dataCentre,
      String user,
      String password,
      String appId,
      String appSecret,
      String organization) {

    /** Returns a registration with made-up values. */
    public static Registration example() {
      return new Registration(
          "66aa00bb11cc22",
          "integ_user",
          "made-up-password",
          "299999_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY",
          "0123456789abcdef0123456789abcdef",
          "100");
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
      return "Registration[" + dataCentre + ", " + user + "]";
    }
  }

  /**
   * A document of the site.
   *
   * @param id its internal id
   * @param number its number
   * @param status its state: Z, A, B, C or D
   * @param customer the customer's number
   * @param externalNumber the channel's number that it carries; empty if none
   * @param amount its amount
   * @param open what is not cleared of it; zero for everything but receivables
   */
  public record Doc(
      long id,
      String number,
      String status,
      String customer,
      String externalNumber,
      BigDecimal amount,
      BigDecimal open) {}

  /** Creates a site with {@link Registration#example}; {@code clock} is its idea of the time. */
  public KingdeeStandIn(Clock clock) {
    this(clock, Registration.example());
  }

  /** Creates a site; {@code clock} is its idea of the time. */
  public KingdeeStandIn(Clock clock, Registration registration) {
    super(clock);
    this.registration = Objects.requireNonNull(registration, "registration");
    this.site = new Site(registration.organization());
    this.saving = new Saving(site);
    this.steps = new Steps(site);
    this.warehouse = new Warehouse(site, saving, steps);
    this.services = new Services(site, saving, steps);
    this.doors = new Doors(registration, null, false);
    site.addBase(Forms.CURRENCY, "PRE001", "人民币", Map.of(), Instant.EPOCH);
  }

  /** Refuses time stamps that are further away than this; off by default, as measured. */
  public KingdeeStandIn window(Duration window) {
    this.window = window;
    this.doors = new Doors(registration, window, legacy);
    return this;
  }

  /** Makes it an old version: signed log-ins use SHA-1. */
  public KingdeeStandIn legacyDigest() {
    this.legacy = true;
    this.doors = new Doors(registration, window, true);
    return this;
  }

  /** Sets how many rows a query may ask for; 2000 by default. */
  public KingdeeStandIn limitCeiling(int rows) {
    services.ceiling(rows);
    return this;
  }

  /** Adds a material (物料). */
  public KingdeeStandIn material(String number, String name, String barcode) {
    site.addBase(Forms.MATERIAL, number, name, Map.of("FBARCODE", barcode), Instant.EPOCH);
    return this;
  }

  /** Adds a customer (客户). */
  public KingdeeStandIn customer(String number, String name) {
    site.addBase(Forms.CUSTOMER, number, name, Map.of(), Instant.EPOCH);
    return this;
  }

  /** Adds a warehouse (仓库). */
  public KingdeeStandIn warehouse(String number, String name) {
    site.addBase(Forms.STOCK, number, name, Map.of(), Instant.EPOCH);
    return this;
  }

  /** Adds opening stock (期初库存). */
  public KingdeeStandIn stock(String material, String warehouse, long quantity) {
    site.addStock(material, warehouse, BigDecimal.valueOf(quantity), Instant.EPOCH);
    return this;
  }

  /**
   * Starts a client that signs each call, with the settings of a site as it was installed; start
   * this before.
   */
  public KingdeeClient.Builder client() {
    Secret secret = Secret.of(registration.appSecret());
    Identity identity =
        Identity.of(registration.dataCentre(), registration.user(), registration.appId(), secret);
    return connect(KingdeeClient.builder())
        .endpoint(endpoint())
        .credential(new SignedCalls(identity, Stamp.MILLISECONDS))
        .organization(registration.organization())
        .settings(KingdeeSettings.builder(SALESPERSON).build());
  }

  /**
   * Returns a test that picks the requests of an operation.
   *
   * @param operation for example {@code Save}, {@code Submit}, {@code Audit} or {@code
   *     ExecuteBillQuery}
   */
  public static Predicate<Request> calling(String operation) {
    return request -> request.path().endsWith("." + operation + ".common.kdsvc");
  }

  /** Returns the address that clients are given. */
  public URI endpoint() {
    return url("/k3cloud/");
  }

  /**
   * Returns the documents of a form, for example {@code SAL_OUTSTOCK}, in the order of their ids.
   */
  public List<Doc> documents(String form) {
    return locked(() -> site.bills(form).values().stream().map(Docs::of).toList());
  }

  /** Returns a document by its number. */
  public Optional<Doc> document(String form, String number) {
    return locked(() -> Optional.ofNullable(site.find(form, number)).map(Docs::of));
  }

  /** Returns a document as it is kept, fields by name; for assertions on what was written. */
  public Map<String, Object> fields(String form, String number) {
    return locked(() -> Docs.fields(Objects.requireNonNull(site.find(form, number), "number")));
  }

  /** Returns the lines of an entry of a document, fields by name. */
  public List<Map<String, Object>> lines(String form, String number, String entry) {
    return locked(
        () -> Docs.lines(Objects.requireNonNull(site.find(form, number), "number"), entry));
  }

  /** Returns the channel's numbers that more than one document of a form carries. */
  public List<String> duplicates(String form) {
    return locked(() -> Docs.duplicates(site.bills(form).values()));
  }

  /** Returns what is on hand. */
  public long onHand(String material, String warehouse) {
    return locked(() -> site.onHand(material, warehouse).longValueExact());
  }

  /** Returns how many sessions are live. */
  public int sessions() {
    return locked(() -> doors.sessions());
  }

  @Override
  protected @Nullable String faultKey(Request request) {
    try {
      Invocation call = invocation(request);
      return call.number().isEmpty()
          ? null
          : call.operation() + "/" + call.form() + "/" + call.number();
    } catch (BadRequest e) {
      return null;
    }
  }

  /** A request is looked at twice, for its key and to be answered; it is read once. */
  @SuppressWarnings("ReferenceEquality") // the same request, not an equal one
  private Invocation invocation(Request request) {
    Invocation known = parsed;
    if (known == null || parsedFrom != request) {
      known = Invocation.of(request);
      parsed = known;
      parsedFrom = request;
    }
    return known;
  }

  @Override
  protected Reply handle(Request request) {
    return handle(request, invocation(request));
  }

  private Reply handle(Request request, Invocation call) {
    if (call.isLogin()) {
      changed();
      return doors.login(call);
    }
    if (!call.service().equals(Services.NAME)) {
      return Envelope.refusal(Refusal.EXCEPTION, "服务不存在: " + call.service(), false);
    }
    Doors.Knock knock = doors.knock(request);
    if (knock instanceof Doors.Knock.WrongDataCentre) {
      return Reply.of(500, "text/plain", "Fail to verify thirty passport");
    }
    if (knock instanceof Doors.Knock.Stale) {
      return Trouble.gateway("4006");
    }
    if (knock instanceof Doors.Knock.Out) {
      return Doors.withSession(Trouble.sessionLost(call), "hollow");
    }
    String session = ((Doors.Knock.In) knock).session();
    if (session != null) {
      changed();
    }
    Services.Outcome outcome = services.serve(call, now());
    if (outcome.changed()) {
      changed();
    }
    return session == null ? outcome.reply() : Doors.withSession(outcome.reply(), session);
  }

  @Override
  protected Reply onMisbehaviour(String name, Request request) {
    Invocation call = invocation(request);
    if (name.equals(Trouble.SESSIONS_END)) {
      changed();
      doors.endSessions();
      return handle(request, call);
    }
    if (name.equals(Trouble.SHIPPED_BEFORE)) {
      changed();
      site.changed();
      warehouse.work(now());
      return handle(request, call);
    }
    Reply before = Trouble.instead(name, call);
    return before == null ? Trouble.afterwards(name, handle(request, call)) : before;
  }

  @Override
  protected void onAct(String name, String argument) {
    site.changed();
    String[] parts = argument.split(",", -1);
    switch (name) {
      case "warehouse" -> warehouse.work(argument.isEmpty() ? now() : Instant.parse(argument));
      case "stock" -> {
        BigDecimal change = new BigDecimal(parts[2]).subtract(site.onHand(parts[0], parts[1]));
        site.addStock(parts[0], parts[1], change, now());
      }
      case "lock" -> site.locked.add(argument);
      case "unlock" -> site.locked.remove(argument);
      case "sessions" -> doors.endSessions();
      case "edit" -> steps.take(parts[0], bill(parts[1], parts[2]), "", now());
      case "notice" -> steps.notice(bill(Forms.ORDER, argument), now());
      case "draft" -> {
        Bill bill = bill(parts[0], parts[1]);
        new SourceChecks(site).unlink(bill);
        bill.status = "Z";
      }
      case "save" -> {
        int comma = argument.indexOf(',');
        ObjectNode model = Json.require(Json.parse(argument.substring(comma + 1)));
        saving.save(argument.substring(0, comma), Json.object(), model, false, now());
      }
      default -> super.onAct(name, argument);
    }
  }

  private Bill bill(String form, String number) {
    Bill bill = site.find(form, number);
    if (bill == null) {
      throw new IllegalArgumentException("argument: no document " + number);
    }
    return bill;
  }
}
