package io.heliu.erp.database;

import static io.heliu.erp.database.Site.all;
import static io.heliu.erp.database.Site.line;
import static io.heliu.erp.database.Site.outbound;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.erp.DocumentLine;
import io.heliu.erp.Outbound;
import io.heliu.erp.PushOutcome;
import io.heliu.erp.PushOutcome.Duplicate;
import io.heliu.erp.PushOutcome.Rejected;
import io.heliu.erp.Receivable;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Goods that come back to a legacy ERP: outbounds with negative quantities. */
@OnEverySite
class DatabaseReturnsTest {
  private final Site site;
  private final DatabaseErp door;

  DatabaseReturnsTest(Site.Where where) {
    this.site = new Site(where);
    this.door = site.door();
  }

  @BeforeEach
  void sell() {
    push(outbound("OUT-1", line("1", "SKU-1", 3, "30.00"), line("2", "SKU-2", 1, "5.00")));
  }

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  /** Pushes, lets the ERP's job run and asks what it made of it. */
  private PushOutcome push(Outbound outbound) {
    door.outbounds().push(outbound);
    site.erp.processAll();
    return door.outbounds().push(outbound);
  }

  private PushOutcome back(String number, long units, String yuan) {
    return push(outbound(number, line("1", "SKU-1", -units, yuan, "OUT-1", "1")));
  }

  private static void assertRefused(PushOutcome outcome, String why) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.code() + rejected.message()).contains(why));
  }

  @Test
  void push_partsOfALineOneAfterTheOther_areTakenUpToWhatWasSold() {
    assertThat(back("RET-1", 1, "-10.00")).isInstanceOf(Duplicate.class);
    assertThat(back("RET-2", 1, "-10.00")).isInstanceOf(Duplicate.class);
    assertRefused(back("RET-3", 2, "-20.00"), "MORE_THAN_SOLD");
    assertThat(back("RET-4", 1, "-10.00")).isInstanceOf(Duplicate.class);
    assertRefused(back("RET-5", 1, "-10.00"), "MORE_THAN_SOLD");

    assertThat(all(door.feeds()::outbounds))
        .extracting(Outbound::number)
        .containsExactlyInAnyOrder("OUT-1", "RET-1", "RET-2", "RET-4");
  }

  @Test
  void push_twoLinesOfOneReturnTogetherMoreThanSold_isRejected() {
    Outbound back =
        outbound(
            "RET-1",
            line("1", "SKU-1", -2, "-20.00", "OUT-1", "1"),
            line("2", "SKU-1", -2, "-20.00", "OUT-1", "1"));

    assertRefused(push(back), "MORE_THAN_SOLD");
  }

  @Test
  void push_outboundThatNeverLeft_isRejected() {
    Outbound back = outbound("RET-1", line("1", "SKU-1", -1, "-10.00", "OUT-9", "1"));

    assertRefused(push(back), "SOURCE_MISSING");
  }

  @Test
  void outbounds_returnToAnotherLocation_comesBackAsItWasPushed() {
    Outbound back =
        outbound(
            "RET-1",
            new DocumentLine(
                "1",
                new Sku("SKU-1"),
                new Location("CK002"),
                -2,
                Money.yuan("-7.01"),
                "OUT-1",
                "1"));
    push(back);

    assertThat(all(door.feeds()::outbounds)).contains(back);
  }

  @Test
  void openReceivables_ofAReturn_isRedAndCarriesTheChannelsOrder() {
    Outbound back =
        new Outbound(
            "RET-1",
            Site.DAY.plusDays(3),
            Site.SHOP,
            "TB-3948571234567890",
            null,
            null,
            List.of(
                line("1", "SKU-1", -1, "-9.99", "OUT-1", "1"),
                line("2", "SKU-2", -1, "-0.02", "OUT-1", "2")));
    push(back);

    assertThat(all(door.feeds()::openReceivables))
        .singleElement()
        .satisfies(
            (Receivable one) -> {
              assertThat(one.externalNumber()).isEqualTo("TB-3948571234567890");
              assertThat(one.amount()).isEqualTo(Money.yuan("-10.01"));
              assertThat(one.open()).isEqualTo(Money.yuan("-10.01"));
              assertThat(one.customer()).isEqualTo(Site.SHOP);
              assertThat(one.date()).isEqualTo(Site.DAY.plusDays(3));
            });
  }

  @Test
  void push_otherLinesUnderTheNumberOfAReturn_isRejected() {
    back("RET-1", 1, "-10.00");

    assertRefused(back("RET-1", 2, "-20.00"), "CONTENT_DIFFERS");
  }
}
