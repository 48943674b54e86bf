package io.heliu.examples;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.inventory.Command;
import io.heliu.inventory.EmbeddedLedger;
import io.heliu.inventory.StockLedger;
import io.heliu.inventory.StockLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Holds two mugs for an order that is not paid yet. */
public final class HoldStock {
  /** Runs the example in the directory given. */
  public static void main(String[] args) {
    Sku mug = new Sku("MUG-WHITE");
    Location shanghai = new Location("SH01");
    try (StockLedger ledger = EmbeddedLedger.open(Path.of(args[0]))) {
      ledger.apply(new Command.Adjust("opening-1", mug, shanghai, 10, "opening balance"));
      List<StockLine> lines = List.of(new StockLine(mug, shanghai, 2));
      ledger.apply(new Command.Reserve("T1001", "taobao/T1001", lines, Duration.ofMinutes(30)));
      ledger.apply(new Command.Reserve("T1001", "taobao/T1001", lines, Duration.ofMinutes(30)));
      System.out.println("may still be sold: " + ledger.sellable(mug, shanghai));
    }
  }
}
