package io.heliu.report;

import java.time.LocalDate;

/** What one payment or one refund of a line means for the profit of a day. */
record Booking(
    Sale sale, Sale.Line line, LocalDate day, boolean reconciled, long units, Profit profit) {}
