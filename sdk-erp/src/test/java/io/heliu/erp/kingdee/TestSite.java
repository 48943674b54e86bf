package io.heliu.erp.kingdee;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Listener;
import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Secret;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.ErpFeeds;
import io.heliu.erp.Outbound;
import io.heliu.erp.Receivable;
import io.heliu.erp.SalesOrder;
import io.heliu.erp.kingdee.KingdeeCredential.Identity;
import io.heliu.erp.kingdee.KingdeeCredential.SignedCalls;
import io.heliu.erp.kingdee.KingdeeCredential.Stamp;
import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.erp.kingdee.standin.KingdeeStandIn.Doc;
import io.heliu.erp.kingdee.standin.KingdeeStandIn.Registration;
import io.heliu.http.RetryPolicy;
import io.heliu.http.Transport;
import io.heliu.http.TransportSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A site with base data and stock, and clients of it. */
final class TestSite implements AutoCloseable {
  static final LocalDate DAY = LocalDate.of(2025, 6, 15);
  static final Instant NOON = Instant.parse("2025-06-15T04:00:00Z");
  static final String SHOP = "TMALL-001";
  static final Registration REGISTRATION = Registration.example();
  static final Identity IDENTITY =
      Identity.of(
          REGISTRATION.dataCentre(),
          REGISTRATION.user(),
          REGISTRATION.appId(),
          Secret.of(REGISTRATION.appSecret()));
  static final KingdeeCredential SIGNED = new SignedCalls(IDENTITY, Stamp.MILLISECONDS);

  final Time time = new Time();
  final KingdeeStandIn erp = new KingdeeStandIn(time, REGISTRATION);
  final Transport transport =
      Transport.http(
          new TransportSettings(
              Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(20), 64 << 20));
  final List<Listener.Alert> alerts = new ArrayList<>();
  final List<String> attempts = new ArrayList<>();

  TestSite() {
    erp.customer(SHOP, "示例旗舰店").customer("O'Hara", "示例客户");
    erp.warehouse("CK001", "一号仓").warehouse("CK002", "二号仓");
    for (String sku : List.of("SKU-1", "SKU-2", "SKU-3")) {
      erp.material(sku, "示例商品 " + sku, "69000000000" + sku.charAt(4));
      erp.stock(sku, "CK001", 1_000).stock(sku, "CK002", 50);
    }
  }

  /** A clock that stands still until it is moved. */
  static final class Time extends Clock {
    private volatile Instant now = NOON;

    void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  TestSite start() {
    return start(null);
  }

  TestSite start(@Nullable Path journal) {
    try {
      if (journal != null) {
        erp.journal(journal);
      }
      erp.start();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  KingdeeClient client() {
    return client(SIGNED, settings().build());
  }

  KingdeeClient client(KingdeeCredential credential) {
    return client(credential, settings().build());
  }

  KingdeeClient client(KingdeeSettings settings) {
    return client(SIGNED, settings);
  }

  KingdeeClient client(KingdeeCredential credential, KingdeeSettings settings) {
    return builder(credential).settings(settings).build();
  }

  KingdeeClient.Builder builder(KingdeeCredential credential) {
    return KingdeeClient.builder()
        .endpoint(erp.endpoint())
        .credential(credential)
        .organization(REGISTRATION.organization())
        .transport(transport)
        .clock(time)
        .retryPolicy(
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(20)))
        .listener(
            new Listener() {
              @Override
              public void alerted(Alert alert) {
                alerts.add(alert);
              }

              @Override
              public void attempted(Attempt attempt) {
                attempts.add(attempt.operation());
              }
            })
        .settings(settings().build());
  }

  static KingdeeSettings.Builder settings() {
    return KingdeeSettings.builder("XSY001").throttleWait(Duration.ofMillis(1));
  }

  static DocumentLine line(String id, String sku, long quantity, String yuan) {
    return line(id, sku, quantity, yuan, null, null);
  }

  static DocumentLine line(
      String id,
      String sku,
      long quantity,
      String yuan,
      @Nullable String source,
      @Nullable String sourceLine) {
    return new DocumentLine(
        id, new Sku(sku), new Location("CK001"), quantity, Money.yuan(yuan), source, sourceLine);
  }

  static SalesOrder order(String number, DocumentLine... lines) {
    return new SalesOrder(number, DAY, SHOP, "TB-" + number, List.of(lines));
  }

  static SalesOrder order(String number) {
    return order(number, line("1", "SKU-1", 2, "198.00"));
  }

  static Outbound outbound(String number, DocumentLine... lines) {
    return new Outbound(number, DAY, SHOP, "TB-" + number, "SF", "SF0000000001", List.of(lines));
  }

  /** Reads a feed to its end. */
  static <T> List<T> all(java.util.function.Function<@Nullable String, ErpFeeds.Slice<T>> feed) {
    List<T> rows = new ArrayList<>();
    String cursor = null;
    do {
      ErpFeeds.Slice<T> slice = feed.apply(cursor);
      rows.addAll(slice.rows());
      cursor = slice.nextCursor();
    } while (cursor != null);
    return rows;
  }

  List<Receivable> receivables() {
    return all(client().feeds()::openReceivables);
  }

  /** What must hold whatever happened. */
  void checkInvariants() {
    for (String form :
        List.of("SAL_SaleOrder", "SAL_RETURNSTOCK", "AR_RECEIVEBILL", "AR_REFUNDBILL")) {
      assertThat(erp.duplicates(form)).as("pushed twice to " + form).isEmpty();
    }
    Map<String, BigDecimal> audited = new TreeMap<>();
    for (Doc doc : erp.documents("SAL_OUTSTOCK")) {
      assertThat(doc.status()).isIn("Z", "A", "B", "C", "D");
      if (doc.status().equals("C")) {
        audited.merge(doc.externalNumber(), doc.amount(), BigDecimal::add);
      }
    }
    for (Doc doc : erp.documents("SAL_RETURNSTOCK")) {
      if (doc.status().equals("C")) {
        audited.merge(doc.externalNumber(), doc.amount().negate(), BigDecimal::add);
      }
    }
    Map<String, BigDecimal> owed = new TreeMap<>();
    for (Doc doc : erp.documents("AR_receivable")) {
      owed.merge(doc.externalNumber(), doc.amount(), BigDecimal::add);
      assertThat(doc.open().abs()).isLessThanOrEqualTo(doc.amount().abs());
    }
    assertThat(owed).as("every audited delivery is owed once").isEqualTo(audited);
  }

  @Override
  public void close() {
    transport.close();
    erp.close();
  }
}
