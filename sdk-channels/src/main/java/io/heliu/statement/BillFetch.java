package io.heliu.statement;

import io.heliu.Fault;
import io.heliu.channel.StatementSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.function.Function;

/**
 * How a day's bill is fetched, whatever the platform: nothing before it is published, and an
 * address is never tried twice, for it lives seconds.
 */
final class BillFetch {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final LocalTime PUBLISHED = LocalTime.of(10, 0);
  private static final Duration IN_THE_MAKING = Duration.ofMinutes(30);
  private static final int MAX_ADDRESSES = 3;

  private final Clock clock;
  private final Function<LocalDate, BillAddress> asking;
  private final Function<BillAddress.Found, BillFile> download;

  BillFetch(
      Clock clock,
      Function<LocalDate, BillAddress> asking,
      Function<BillAddress.Found, BillFile> download) {
    this.clock = clock;
    this.asking = asking;
    this.download = download;
  }

  StatementSource.Result fetch(LocalDate day) {
    Instant published = day.plusDays(1).atTime(PUBLISHED).atZone(ZONE).toInstant();
    if (clock.instant().isBefore(published)) {
      return new StatementSource.NotReady(published);
    }
    for (int address = 1; ; address++) {
      BillAddress answer = asking.apply(day);
      if (answer instanceof BillAddress.None) {
        return new StatementSource.Empty();
      }
      if (!(answer instanceof BillAddress.Found found)) {
        return new StatementSource.NotReady(clock.instant().plus(IN_THE_MAKING));
      }
      try {
        return new StatementSource.Ready(download.apply(found));
      } catch (Fault.Transport | Fault.Remote | Fault.Protocol e) {
        if (address == MAX_ADDRESSES) {
          throw e;
        }
      }
    }
  }
}
