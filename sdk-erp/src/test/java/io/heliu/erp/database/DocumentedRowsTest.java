package io.heliu.erp.database;

import static io.heliu.erp.database.Site.line;
import static io.heliu.erp.database.Site.outbound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.heliu.Location;
import io.heliu.Money;
import io.heliu.Sku;
import io.heliu.erp.DocumentPort.Found;
import io.heliu.erp.ErpFeeds.Count;
import io.heliu.erp.Outbound;
import io.heliu.erp.PushOutcome.Duplicate;
import io.heliu.erp.PushOutcome.Rejected;
import io.heliu.erp.Receivable;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows as the tables of known ERPs hold them. */
class DocumentedRowsTest {
  private final Site site = new Site(Site.Where.H2_TIDY);

  @AfterEach
  void close() {
    site.checkInvariants();
    site.close();
  }

  /** On hand with what is to go out and to come in: neither changes what is there. */
  @Test
  void counts_rowOfU8_isWhatIsOnHand() {
    site.erp.execute(
        "CREATE TABLE CurrentStock (AutoID INT PRIMARY KEY, cWhCode VARCHAR(10),"
            + " cInvCode VARCHAR(60), cBatch VARCHAR(60), iQuantity DECIMAL(26,9),"
            + " fOutQuantity DECIMAL(26,9), fInQuantity DECIMAL(26,9), bStopFlag BOOLEAN)");
    site.erp.execute(
        "INSERT INTO CurrentStock VALUES (1, 'CK001', 'SKU-10001', NULL, 120, 23, 20, NULL),"
            + " (2, 'CK001', 'SKU-10001', 'B1', 7, 0, 0, TRUE)");
    String mapping =
        """
        {"dialect":"H2","counts":{"table":"CurrentStock","sku":{"column":"cInvCode"},
         "location":{"column":"cWhCode"},"quantity":{"column":"iQuantity"},"measure":"ON_HAND",
         "tombstone":{"column":"bStopFlag","yes":["TRUE"],"no":["FALSE"]}}}
        """;

    assertThat(site.door(mapping).feeds().counts(List.of(new Sku("SKU-10001"))))
        .extracting(Count::location, Count::onHand)
        .containsExactly(tuple(new Location("CK001"), 120L));
  }

  @Test
  void openReceivables_rowOfNc_isWhatIsOpen() {
    site.erp.execute(
        "CREATE TABLE ar_recitem (pk_recitem CHAR(20) PRIMARY KEY, billno VARCHAR(50),"
            + " customer CHAR(20), invoiceno VARCHAR(50), local_money_de DECIMAL(28,8),"
            + " local_money_bal DECIMAL(28,8), ts CHAR(19), dr INT)");
    site.erp.execute(
        "INSERT INTO ar_recitem VALUES ('1001A1100000000ABCDE', 'AR20250615001',"
            + " '1001A110000000000CUS', '~', 198, 198, '2025-06-15 11:03:17', 0),"
            + " ('1001A1100000000ABCDF', 'AR20250615002', '1001A110000000000CUS', '~', 198, 198,"
            + " '2025-06-15 11:03:18', 1),"
            + " ('1001A1100000000ABCDG', 'AR20250615003', '1001A110000000000CUS', '~', 198, 0,"
            + " '2025-06-15 11:03:19', 0)");
    String mapping =
        """
        {"dialect":"H2","receivables":{"table":"ar_recitem",
         "key":[{"column":"pk_recitem","kind":"TEXT"}],"id":{"column":"pk_recitem"},
         "number":{"column":"billno"},"customer":{"column":"customer"},
         "externalNumber":{"column":"invoiceno","empty":["~"]},
         "date":{"column":"ts","format":"yyyy-MM-dd HH:mm:ss"},
         "amount":{"column":"local_money_de","unit":"YUAN"},
         "open":{"column":"local_money_bal","unit":"YUAN"},
         "tombstone":{"column":"dr","yes":["1"],"no":["0"]}}}
        """;

    assertThat(Site.all(site.door(mapping).feeds()::openReceivables))
        .containsExactly(
            new Receivable(
                "1001A1100000000ABCDE",
                "1001A1100000000ABCDE",
                "AR20250615001",
                "1001A110000000000CUS",
                "",
                LocalDate.of(2025, 6, 15),
                LocalDate.of(2025, 6, 15),
                Money.yuan("198.00"),
                Money.yuan("198.00")));
  }

  @Test
  void push_jobAnswersAsDocumented_isADuplicateWithTheErpsNumber() {
    DatabaseErp door = site.door();
    Outbound outbound = outbound("TB-3948571234567890", line("1", "SKU-1", 2, "198.00"));
    door.outbounds().push(outbound);
    site.erp.execute(
        "UPDATE omni_outbound_h SET status = 'S', erp_id = '7', erp_bill_no = 'CK20250615001'");

    assertThat(door.outbounds().lookUp("TB-3948571234567890"))
        .contains(new Found("7", "CK20250615001", true));
    assertThat(door.outbounds().push(outbound)).isEqualTo(new Duplicate("7", "CK20250615001"));
  }

  @Test
  void push_jobRefusesAsDocumented_isRejectedInItsWords() {
    DatabaseErp door = site.door();
    Outbound outbound = outbound("TB-3948571234567890", line("1", "SKU-1", 2, "198.00"));
    door.outbounds().push(outbound);
    site.erp.execute(
        "UPDATE omni_outbound_h SET status = 'F', err_code = 'SKU_NOT_FOUND',"
            + " err_msg = '物料 SKU-10001 不存在'");

    assertThat(door.outbounds().push(outbound))
        .isEqualTo(new Rejected("SKU_NOT_FOUND", "物料 SKU-10001 不存在"));
  }
}
