package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import io.heliu.Fault;
import io.heliu.channel.StatementLine;
import io.heliu.channel.internal.BoundedLines;
import io.heliu.statement.standin.WechatPayBillWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives and lines that nobody means well with: refused in bounded memory, nothing written. */
class HostileArchiveTest {
  private static final byte[] BILL = AlipaySamples.WRITER.csv();
  private static final long GIGABYTE = 1L << 30;

  @TempDir Path directory;

  private static byte[] zip(String name, byte[]... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, AlipaySamples.GBK)) {
      for (int i = 0; i < entries.length; i++) {
        zip.putNextEntry(new ZipEntry(i == 0 ? name : name + i));
        zip.write(entries[i]);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] lines(int size) {
    byte[] lines = new byte[size];
    Arrays.fill(lines, (byte) '\n');
    return lines;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../escaped.csv",
        "/escaped.csv",
        "..\\..\\escaped.csv",
        "C:\\escaped.csv",
        "a\u0000b.csv"
      })
  void read_entryWhoseNameLeadsOut_isReadAndWritesNothing(String name) throws IOException {
    Path inner = Files.createDirectories(directory.resolve("a/b"));
    Path file = Files.write(inner.resolve("bill.zip"), zip(name, BILL));

    BillFile bill = BillFile.open(BillKind.ALIPAY_TRADE, file, BillSettings.defaults());

    assertThat(AlipaySamples.lines(bill)).hasSize(AlipaySamples.ROWS.size());
    try (Stream<Path> left = Files.walk(directory)) {
      assertThat(left.filter(Files::isRegularFile)).containsExactly(file);
    }
  }

  @Test
  void read_archiveInArchive_isNotUnpacked() throws IOException {
    byte[] nested = zip("bill.zip", zip("bill.csv", BILL));

    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.bill(nested)))
        .isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void read_gzipInGzip_isNotUnpacked() {
    byte[] nested =
        WechatPayBillWriter.gzip(
            WechatPayBillWriter.gzip(WechatSamples.TRADES.getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> WechatSamples.lines(WechatSamples.bill(BillKind.WECHAT_TRADE, nested)))
        .isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void read_bombInAGzip_isRefusedByItsRatio() throws IOException {
    byte[] bomb = WechatPayBillWriter.gzip(zip("bill.csv", lines(40 << 20)));

    assertThatThrownBy(() -> WechatSamples.lines(WechatSamples.bill(BillKind.ALIPAY_TRADE, bomb)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("times its packed size");
  }

  @Test
  void read_bombsBesideEachOther_countTogether() throws IOException {
    byte[] part = lines(3 << 20);
    byte[] file = zip("bill.csv", BILL, part, part, part, part, part);

    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.bill(file)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("times its packed size");
  }

  @Test
  void read_bytesThatAreNoGbk_areRefused() {
    byte[] file = BILL.clone();
    int row = AlipaySamples.TEXT.indexOf("保温杯");
    int at = AlipaySamples.TEXT.substring(0, row).getBytes(AlipaySamples.GBK).length;
    file[at] = (byte) 0xff;

    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.bill(file)))
        .isInstanceOf(Fault.Protocol.class);
  }

  @ParameterizedTest
  @EnumSource(BillKind.class)
  void rows_lineOfTwoGigabytes_isRefusedInBoundedMemory(BillKind kind) throws IOException {
    byte[] good = HostileBillTest.sample(kind);
    int rows = startOfRows(good, kind);
    Endless endless = new Endless(2 * GIGABYTE);
    InputStream in =
        new SequenceInputStream(new ByteArrayInputStream(Arrays.copyOf(good, rows)), endless);
    long before = allocated();

    Throwable thrown =
        catchThrowable(
            () -> {
              BillText text = new BillText(in, kind, BillSettings.defaults());
              BillHeader header = Objects.requireNonNull(text.header());
              text.rows(header, row -> {}, bad -> {}, warning -> {});
            });

    assertThat(thrown)
        .isInstanceOf(BoundedLines.TooLong.class)
        .hasMessageContaining("has more than 16384 characters");
    assertThat(endless.taken).isLessThan(200_000);
    assertThat(allocated() - before).isLessThan(8 << 20);
  }

  @Test
  void open_fileWithAnEndlessLine_isRefusedAndTellsWhere() throws IOException {
    byte[] head = Arrays.copyOf(BILL, startOfRows(BILL, BillKind.ALIPAY_TRADE));
    Path file = directory.resolve("bill.csv");
    Files.write(file, head);
    try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
      grown.setLength(64 << 20);
    }
    BillFile bill = BillFile.open(BillKind.ALIPAY_TRADE, file, BillSettings.defaults());
    List<StatementLine> given = new ArrayList<>();

    assertThatThrownBy(() -> bill.read(given::add))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("line 6 has more than 16384 characters");
    assertThat(given).isEmpty();
  }

  private static int startOfRows(byte[] good, BillKind kind) {
    int lines = kind.name().startsWith("ALIPAY") ? 5 : 1;
    int at = 0;
    for (int line = 0; line < lines; at++) {
      line += good[at] == '\n' ? 1 : 0;
    }
    return at;
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** Gives so many bytes and counts what was taken. */
  private static final class Endless extends InputStream {
    private long left;
    private long taken;

    Endless(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int n = (int) Math.min(left, length);
      Arrays.fill(bytes, offset, offset + n, (byte) '`');
      left -= n;
      taken += n;
      return n == 0 ? -1 : n;
    }
  }
}
