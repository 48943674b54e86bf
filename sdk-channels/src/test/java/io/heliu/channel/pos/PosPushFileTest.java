package io.heliu.channel.pos;

import static io.heliu.channel.pos.PosPushSample.RETURN;
import static io.heliu.channel.pos.PosPushSample.SALE;
import static io.heliu.channel.pos.PosPushSample.batch;
import static io.heliu.channel.pos.PushBench.ROUNDED;
import static io.heliu.channel.pos.PushBench.SALE_KEY;
import static io.heliu.channel.pos.PushBench.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.Money;
import io.heliu.flow.DropFlow;
import io.heliu.flow.StepReport;
import io.heliu.http.standin.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tickets that tills post and that come as a file, too. */
class PosPushFileTest {
  @TempDir Path directory;
  @RegisterExtension final PushBench bench = new PushBench();
  private final ManualTime time = bench.time;
  private final PosBook book = bench.book;

  private StepReport drop(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
    Files.createFile(directory.resolve(name + ".ok"));
    PosFileDrop drop =
        new PosFileDrop(PosDropSettings.of(directory, PosDropSettings.Ready.MARKER), time);
    return new DropFlow(book.dataSource(), drop.orders("files"), time, book).runOnce();
  }

  @Test
  void handle_ticketsThatAlsoComeAsAFile_areBookedOnce() throws IOException {
    assertThat(statuses(bench.send(batch(SALE, RETURN)))).containsExactly("ACCEPTED", "ACCEPTED");

    var report = drop("day.csv", PosText.SAMPLE);

    assertThat(report.repeated()).isEqualTo(2);
    assertThat(report.held()).isZero();
    assertThat(book.codes()).isEmpty();
  }

  @Test
  void handle_ticketsThatCameAsAFileBefore_areDuplicates() throws IOException {
    drop("day.csv", PosText.SAMPLE);

    assertThat(statuses(bench.send(batch(SALE, RETURN)))).containsExactly("DUPLICATE", "DUPLICATE");
    assertThat(book.codes()).isEmpty();
  }

  @Test
  void handle_roundedTicketThatAlsoComesAsAFile_isBookedOnce() throws IOException {
    assertThat(statuses(bench.send(batch(ROUNDED)))).containsExactly("ACCEPTED");

    assertThat(drop("day.csv", PosText.HEADER + PosText.CUP + PosText.APPLE).repeated()).isOne();
    assertThat(book.codes()).isEmpty();
  }

  @Test
  void handle_fileWithOtherLines_isAConflict() throws IOException {
    bench.send(batch(SALE));

    drop("day.csv", PosText.HEADER + PosText.CUP);

    assertThat(book.codes()).containsExactly("TICKET_CONFLICT");
    assertThat(book.order(SALE_KEY).orElseThrow().paid()).isEqualTo(Money.yuan("59.05"));
  }

  @Test
  void handle_tenderChangedBetweenTwoFiles_isAConflict() throws IOException {
    drop("day.csv", PosText.HEADER + PosText.CUP);

    drop("again.csv", PosText.HEADER + PosText.CUP.replace("微信", "现金"));

    assertThat(book.codes()).containsExactly("TICKET_CONFLICT");
  }
}
