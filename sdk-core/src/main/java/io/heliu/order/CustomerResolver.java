package io.heliu.order;

import java.util.List;
import java.util.Optional;

/**
 * Tells whose an order is, over all channels (客户识别). Thread-safe; asked outside of transactions.
 *
 * <p>Ids are at most 40 characters and say nothing about the person.
 */
public interface CustomerResolver {

  /**
   * Takes orders and returns the customer id of each, in their order; empty where the order does
   * not say who its buyer is. The same orders again change nothing.
   *
   * @throws io.heliu.Fault if the customers cannot be asked; then nothing changed
   */
  List<Optional<String>> resolve(List<ChannelOrder> orders);

  /**
   * Returns the id that a customer has now, which is another one once two customers have turned out
   * to be one person.
   *
   * @param customer an id that {@link #resolve} gave
   * @throws io.heliu.Fault if the customers cannot be asked
   */
  String current(String customer);
}
