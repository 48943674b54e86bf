package io.heliu.flow;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.inventory.Answer;
import io.heliu.inventory.Balance;
import io.heliu.inventory.Changes;
import io.heliu.inventory.Command;
import io.heliu.inventory.Reservation;
import io.heliu.inventory.StockLedger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The real ledger; the process may die before and after each call that changes it. */
final class CrashingLedger implements StockLedger {
  private final StockLedger real;
  private final CrashPoint crash;
  volatile Runnable beforeApply = () -> {};

  CrashingLedger(StockLedger real, CrashPoint crash) {
    this.real = real;
    this.crash = crash;
  }

  @Override
  public Answer apply(Command command) {
    return applyAll(List.of(command)).get(0);
  }

  @Override
  public List<Answer> applyAll(List<Command> commands) {
    crash.pass();
    beforeApply.run();
    List<Answer> answers = real.applyAll(commands);
    crash.pass();
    return answers;
  }

  @Override
  public CompletableFuture<Answer> submit(Command command) {
    return real.submit(command);
  }

  @Override
  public Balance balance(Sku sku, Location location) {
    return real.balance(sku, location);
  }

  @Override
  public List<Balance> balances() {
    return real.balances();
  }

  @Override
  public long sellable(Sku sku, Location location) {
    return real.sellable(sku, location);
  }

  @Override
  public Optional<Reservation> reservation(String id) {
    return real.reservation(id);
  }

  @Override
  public Changes changesSince(long sequence, int limit) {
    return real.changesSince(sequence, limit);
  }

  @Override
  public int expireDue(int limit) {
    return real.expireDue(limit);
  }

  @Override
  public long sequence() {
    return real.sequence();
  }

  @Override
  public void verify() {
    real.verify();
  }

  @Override
  public void close() {
    real.close();
  }
}
