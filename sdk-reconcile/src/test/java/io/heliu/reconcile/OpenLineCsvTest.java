package io.heliu.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliu.Money;
import io.heliu.ShopId;
import java.io.IOException;
import java.io.Writer;
import org.junit.jupiter.api.Test;

class OpenLineCsvTest {
  private static final String HEADER =
      "side,reason,id,channel,account,kind,reference,group,day,amount,currency,counterpart,"
          + "difference\r\n";

  private static String csv(LineTable left, LineTable right) throws IOException {
    StringBuilder out = new StringBuilder();
    Reconciliation.run(MatchPlan.standard(), left, right).writeOpenLines(out);
    return out.toString();
  }

  @Test
  void write_mismatch_hasCounterpartAndSignedDifference() throws IOException {
    assertThat(
            csv(
                Samples.table(Samples.line("a", "R1", "10.00", 2).withGroupKey("g")),
                Samples.table(Samples.line("x", "R1", "20.00", 1))))
        .isEqualTo(
            HEADER
                + "LEFT,AMOUNT_MISMATCH,a,taobao,shop1,PAYMENT,R1,G,2024-03-02,10.00,CNY,x,-10.00\r\n"
                + "RIGHT,AMOUNT_MISMATCH,x,taobao,shop1,PAYMENT,R1,,2024-03-01,20.00,CNY,a,-10.00\r\n");
  }

  @Test
  void write_textsFromOutside_areQuotedAndCannotBecomeFormulas() throws IOException {
    Line line =
        Line.payment(
            "=1+1,\"x\"", new ShopId("taobao", "@shop"), "+8", Money.yuan("-1.00"), Samples.DAY_1);
    assertThat(csv(Samples.table(line), Samples.table()))
        .isEqualTo(
            HEADER
                + "LEFT,LEFT_ONLY,\"'=1+1,\"\"x\"\"\",taobao,'@shop,PAYMENT,'+8,,"
                + "2024-03-01,-1.00,CNY,,\r\n");
  }

  @Test
  void write_failingTarget_isNotSwallowed() {
    MatchResult result = Reconciliation.run(MatchPlan.standard(), Samples.table(), Samples.table());
    Writer closed =
        new Writer() {
          @Override
          public void write(char[] buffer, int from, int length) throws IOException {
            throw new IOException("disk full");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> result.writeOpenLines(closed))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
  }
}
