/**
 * Reports that state their trust: every figure says which share of its money is reconciled (已对账占比).
 *
 * <p>A host fills a {@link io.heliu.report.ReportInput} with orders, refunds, receivables and stock
 * values, or lets a {@link io.heliu.report.SalesReader} read the orders from the order book. {@link
 * io.heliu.report.Report} is the short way to all reports and to their files; {@link
 * io.heliu.report.Kpis}, {@link io.heliu.report.ChannelProfit} and {@link io.heliu.report.Aging}
 * are the reports one by one. Money is exact everywhere; ratios are exact fractions that are
 * rounded only when they are shown.
 *
 * <p>The page draws its charts with Chart.js (MIT licence), taken at run time from the WebJar
 * {@code org.webjars.npm:chart.js} on the class path and written into the page together with its
 * licence, so that a page needs no network and keeps working for as long as there are browsers.
 * Chart.js was chosen over Apache ECharts because its WebJar is current and adds 0.2 MB to a page
 * instead of 1 MB.
 */
@NullMarked
package io.heliu.report;

import org.jspecify.annotations.NullMarked;
