package io.heliu.examples.day.world;

import io.heliu.channel.StatementSource;
import io.heliu.examples.day.story.Payments;
import java.util.List;

/** A payment provider of the world: what it publishes of a day, and the clients that fetch it. */
public interface PaymentDesk extends AutoCloseable {

  /** Returns the provider's name. */
  String name();

  /** Publishes the files of the day's trades and of the movements of the merchant's balance. */
  void publish(List<Payments.Payment> payments);

  /** Returns the client of the trades. */
  StatementSource trades();

  /** Returns the client of the movements. */
  StatementSource funds();

  @Override
  void close();
}
