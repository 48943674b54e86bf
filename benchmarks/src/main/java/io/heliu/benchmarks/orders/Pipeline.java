package io.heliu.benchmarks.orders;

import io.heliu.Sku;
import java.nio.file.Path;

/** Something that brings a shop's orders into the ERP. Used by one thread. */
interface Pipeline extends AutoCloseable {

  /** Fetches and stores every order of the shop. */
  void intake() throws Exception;

  /** Takes stock for every stored order and brings it into the ERP. */
  void dispatch() throws Exception;

  /** Returns how many units of a product nobody has taken. */
  long available(Sku sku) throws Exception;

  /** What is compared. */
  enum Engine {
    /** Heliu. */
    HELIU("heliu"),
    /** The same work, written by hand. */
    BY_HAND("by-hand");

    private final String title;

    Engine(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    /** Opens a pipeline with an empty database in a directory. */
    Pipeline open(OrderWorld world, Path directory) throws Exception {
      return this == HELIU
          ? new HeliuPipeline(world, directory)
          : new HandWrittenPipeline(world, directory);
    }
  }
}
