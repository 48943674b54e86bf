package io.heliu.flow;

import io.heliu.Fault;
import io.heliu.channel.StatementLine;
import io.heliu.channel.StatementSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An account with statements by day. A statement can be read once only, like a stream. */
final class FakeStatements implements StatementSource {
  private final Map<LocalDate, Result> days = new TreeMap<>();
  boolean wrongTotal;
  Runnable point = () -> {};

  void put(LocalDate day, Result result) {
    days.put(day, result);
  }

  void issue(LocalDate day, String digest, List<StatementLine> lines) {
    days.put(day, new Ready(new Once(digest, lines)));
  }

  private final class Once implements Statement {
    private final String digest;
    private final List<StatementLine> lines;

    Once(String digest, List<StatementLine> lines) {
      this.digest = digest;
      this.lines = lines;
    }

    @Override
    public String digest() {
      return digest;
    }

    @Override
    public void read(Consumer<StatementLine> sink) {
      lines.forEach(
          line -> {
            point.run();
            sink.accept(line);
          });
      if (wrongTotal) {
        throw new Fault.Protocol(
            Fault.Details.of("fake-bank", "read", "the total does not agree with the lines"), null);
      }
    }
  }

  @Override
  public String source() {
    return "fake-bank";
  }

  @Override
  public String account() {
    return "acc1";
  }

  @Override
  public Result fetch(LocalDate day) {
    point.run();
    return days.getOrDefault(day, new Empty());
  }
}
