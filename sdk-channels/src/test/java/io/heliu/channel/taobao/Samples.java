package io.heliu.channel.taobao;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The answers that the tests are fed with, in the form of the platform's documents. */
final class Samples {
  private Samples() {}

  static JsonNode read(String name) {
    try (InputStream in = Samples.class.getResourceAsStream(name)) {
      return Json.parse(Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the trades of the sample list; 0 is partly shipped, 1 refunded, 2 a pre-sale. */
  static JsonNode trade(int index) {
    return read("trades-sold-increment.json")
        .at("/trades_sold_increment_get_response/trades/trade/" + index);
  }
}
