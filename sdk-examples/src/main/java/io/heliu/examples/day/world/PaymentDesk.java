package io.heliu.examples.day.world;

import io.heliu.channel.StatementSource;
import io.heliu.examples.day.story.Payments;
import io.heliu.examples.day.story.Story;
import io.heliu.http.Transport;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A payment provider of the world: what it publishes of a day, and the clients that fetch it. */
public interface PaymentDesk extends AutoCloseable {

  /** Returns the provider's name. */
  String name();

  /** Publishes the files of the day's trades and of the movements of the merchant's balance. */
  void publish(List<Payments.Payment> payments);

  /** Returns the merchant's client of the trades. */
  StatementSource trades(Transport transport);

  /** Returns the merchant's client of the movements. */
  StatementSource funds(Transport transport);

  /** Tells whether the files of a day are there: the providers have them at ten the next day. */
  static boolean isPublished(LocalDate day, Instant at) {
    return !at.isBefore(day.plusDays(1).atTime(10, 0).atZone(Story.CHINA).toInstant());
  }

  @Override
  void close();
}
