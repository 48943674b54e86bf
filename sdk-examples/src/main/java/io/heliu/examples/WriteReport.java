package io.heliu.examples;

import io.heliu.Money;
import io.heliu.ShopId;
import io.heliu.Sku;
import io.heliu.report.Kpi;
import io.heliu.report.Language;
import io.heliu.report.Period;
import io.heliu.report.Refund;
import io.heliu.report.Report;
import io.heliu.report.ReportInput;
import io.heliu.report.ReportOptions;
import io.heliu.report.Sale;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Writes the report of a small day: one order that is reconciled, one that is not. */
public final class WriteReport {
  private static final Instant NOON = Instant.parse("2026-11-11T04:00:00Z");

  /** Runs the example in the directory given. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    List<Sale> sales = List.of(sale("T1001", "128.00", true), sale("T1002", "64.00", false));
    List<Refund> refunds = List.of(new Refund("R1", "T1001/1", Money.yuan("28.00"), NOON, 0, true));
    Period day = Period.of(LocalDate.of(2026, 11, 11), LocalDate.of(2026, 11, 11));
    ReportInput input = ReportInput.of(day, Money.CNY, sales).withRefunds(refunds);
    Report report = Report.of(input, ReportOptions.standard("Tea House", day.last()));
    report.writeHtml(directory.resolve("report.html"), Language.CHINESE);
    report.writeCsv(directory);
    System.out.println("net sales: " + report.kpis().get(Kpi.NET_SALES).shown());
    System.out.println("reconciled: " + report.kpis().get(Kpi.NET_SALES).reconciledShare());
  }

  private static Sale sale(String number, String yuan, boolean reconciled) {
    Money paid = Money.yuan(yuan);
    Sale.Line tea =
        new Sale.Line(
            number + "/1", new Sku("TEA"), "Green tea", 1, paid, paid, Money.yuan("30.00"), 1);
    return new Sale(
        new ShopId("taobao", "teahouse"),
        number,
        "浙江省",
        "customer-1",
        NOON,
        NOON,
        reconciled,
        Sale.Costs.none(Money.CNY),
        List.of(tea));
  }
}
