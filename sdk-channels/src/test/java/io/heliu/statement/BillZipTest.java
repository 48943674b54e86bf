package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class BillZipTest {
  private static final byte[] BILL = AlipaySamples.WRITER.csv();

  private static byte[] zip(byte[]... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, AlipaySamples.GBK)) {
      for (int i = 0; i < entries.length; i++) {
        zip.putNextEntry(new ZipEntry("业务明细" + i + ".csv"));
        zip.write(entries[i]);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static BillSettings limits(int entries, long bytes, int ratio) {
    return new BillSettings(entries, bytes, ratio, 16_384, List.of(), BillSettings.Gross.SETTLED);
  }

  @Test
  void read_twoDetails_isRefused() throws IOException {
    byte[] file = zip(BILL, BILL);

    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.bill(file)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("more than one");
  }

  @Test
  void read_noDetail_isRefused() throws IOException {
    byte[] file = zip("x".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.bill(file)))
        .isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void read_tooManyEntries_isRefused() throws IOException {
    byte[] file = zip(BILL, new byte[1], new byte[1]);

    assertThatThrownBy(
            () ->
                AlipaySamples.lines(
                    BillFile.of(BillKind.ALIPAY_TRADE, file, limits(2, 1 << 20, 200))))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("2 entries");
  }

  @Test
  void read_tooManyBytes_isRefused() throws IOException {
    byte[] file = zip(new byte[1000], BILL);

    assertThatThrownBy(
            () ->
                AlipaySamples.lines(BillFile.of(BillKind.ALIPAY_TRADE, file, limits(9, 1500, 200))))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("1500 bytes");
  }

  @Test
  void read_bombBesideTheBill_isRefusedByItsRatio() throws IOException {
    byte[] file = zip(BILL, "\n".repeat(30 << 20).getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.bill(file)))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("200 times");
  }

  @Test
  void read_cutZip_isRefused() throws IOException {
    byte[] whole = zip(BILL);
    int data = whole.length - 120;
    for (int length = 0; length < data; length += 11) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> AlipaySamples.lines(AlipaySamples.bill(cut)))
          .as("cut at %d", length)
          .isInstanceOf(Fault.Protocol.class);
    }
  }

  @Test
  void read_mutatedFiles_areReadOrRefusedAndNothingElse() throws IOException {
    byte[] packed = AlipaySamples.WRITER.zip();
    int refused = 0;
    for (long seed = 0; seed < 4000; seed++) {
      Random random = new Random(seed);
      byte[] file = (random.nextBoolean() ? packed : BILL).clone();
      int changes = 1 + random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        file[random.nextInt(file.length)] = (byte) random.nextInt(256);
      }
      BillFile bill = AlipaySamples.bill(file);
      try {
        assertThat(AlipaySamples.lines(bill)).as("seed %d", seed).hasSize(3);
        bill.malformed();
      } catch (Fault.Protocol expected) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).isPositive();
  }
}
