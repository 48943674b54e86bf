package io.heliu.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Fault;
import io.heliu.channel.internal.BoundedLines;
import io.heliu.statement.standin.WechatPayBillWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that nobody means well with. */
class HostileBillTest {
  private static final byte[] TRADES = WechatSamples.TRADES.getBytes(StandardCharsets.UTF_8);

  static byte[] sample(BillKind kind) {
    return switch (kind) {
      case ALIPAY_TRADE -> AlipaySamples.WRITER.csv();
      case ALIPAY_FUND -> AlipayFundBillTest.WRITER.csv();
      case WECHAT_TRADE -> TRADES;
      case WECHAT_FUND -> WechatSamples.FUNDS.getBytes(StandardCharsets.UTF_8);
    };
  }

  @Test
  void of_gzipBomb_isRefusedByItsRatio() {
    byte[] bomb = WechatPayBillWriter.gzip(new byte[40 << 20]);

    assertThatThrownBy(() -> WechatSamples.bill(BillKind.WECHAT_TRADE, bomb))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("200 times");
  }

  @Test
  void of_gzipOverTheSizeLimit_isRefused() {
    BillSettings small =
        new BillSettings(16, 1_000, 200, 16_384, List.of(), BillSettings.Gross.SETTLED);

    assertThatThrownBy(
            () -> BillFile.of(BillKind.WECHAT_TRADE, WechatPayBillWriter.gzip(TRADES), small))
        .isInstanceOf(Fault.Protocol.class)
        .hasMessageContaining("1000 bytes");
  }

  @Test
  void of_cutGzip_isRefusedAnywhere() {
    byte[] whole = WechatPayBillWriter.gzip(TRADES);
    for (int length = 2; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> WechatSamples.lines(WechatSamples.bill(BillKind.WECHAT_TRADE, cut)))
          .as("cut at %d", length)
          .isInstanceOf(Fault.Protocol.class);
    }
  }

  @Test
  void of_manyGzipsInOneFile_isRefused() throws IOException {
    byte[] empty = WechatPayBillWriter.gzip(new byte[0]);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      many.write(empty);
    }

    assertThatThrownBy(() -> WechatSamples.bill(BillKind.WECHAT_TRADE, many.toByteArray()))
        .isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void of_gzipWithAnotherChecksum_isRefused() {
    byte[] file = WechatPayBillWriter.gzip(TRADES);
    file[file.length - 8] ^= 1;

    assertThatThrownBy(() -> WechatSamples.lines(WechatSamples.bill(BillKind.WECHAT_TRADE, file)))
        .isInstanceOf(Fault.Protocol.class);
  }

  @Test
  void of_gzipWithNameAndComment_isRead() throws IOException {
    byte[] plain = WechatPayBillWriter.gzip(TRADES);
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    named.write(plain, 0, 3);
    named.write(4 | 8 | 16 | 2);
    named.write(plain, 4, 6);
    named.write(new byte[] {3, 0, 'a', 'b', 'c', 'n', 0, 'c', 0, 7, 7});
    named.write(plain, 10, plain.length - 10);

    assertThat(WechatSamples.lines(WechatSamples.bill(BillKind.WECHAT_TRADE, named.toByteArray())))
        .isEqualTo(WechatSamples.lines(WechatSamples.bill(BillKind.WECHAT_TRADE, plain)));
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

  @ParameterizedTest
  @EnumSource(BillKind.class)
  void header_lineOfTwoGigabytes_isGivenUpSoon(BillKind kind) throws IOException {
    Endless line = new Endless(2L << 30);
    BillText text = new BillText(line, kind, BillSettings.defaults());

    assertThatThrownBy(text::header).isInstanceOf(BoundedLines.TooLong.class);
    assertThat(line.taken).isLessThan(100_000);
  }

  @ParameterizedTest
  @EnumSource(BillKind.class)
  void read_mutatedFile_isReadOrRefusedAndNothingElse(BillKind kind) {
    byte[] good = sample(kind);
    int rows = WechatSamples.lines(WechatSamples.bill(kind, good)).size();
    int refused = 0;
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] file = good.clone();
      int changes = 1 + random.nextInt(4);
      for (int i = 0; i < changes; i++) {
        file[random.nextInt(file.length)] = (byte) random.nextInt(256);
      }
      try {
        BillFile bill = WechatSamples.bill(kind, file);
        assertThat(WechatSamples.lines(bill)).as("seed %d", seed).hasSize(rows);
        bill.malformed();
        bill.warnings();
      } catch (Fault.Protocol expected) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void read_mutatedGzip_isReadOrRefusedAndNothingElse() {
    byte[] good = WechatPayBillWriter.gzip(TRADES);
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] file = good.clone();
      file[random.nextInt(file.length)] = (byte) random.nextInt(256);
      try {
        WechatSamples.lines(WechatSamples.bill(BillKind.WECHAT_TRADE, file));
      } catch (Fault.Protocol expected) {
        // refused, as it may be
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(BillKind.class)
  void read_shuffledBytes_areRefused(BillKind kind) {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      byte[] file = new byte[random.nextInt(4_000)];
      random.nextBytes(file);
      assertThatThrownBy(() -> WechatSamples.lines(WechatSamples.bill(kind, file)))
          .as("seed %d", seed)
          .isInstanceOf(Fault.Protocol.class);
    }
  }
}
