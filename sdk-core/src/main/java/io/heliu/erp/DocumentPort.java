package io.heliu.erp;

import java.util.Optional;

/**
 * One kind of document that can be pushed to an ERP exactly once.
 *
 * @param <D> the document
 */
public interface DocumentPort<D extends Document> {

  /**
   * Brings a document into the ERP, up to its final state (audited, where the ERP knows that). Goes
   * on from whatever state an earlier push left it in; safe to repeat with the same content. Where
   * the ERP has other content under the number, that is replaced if it was no more than saved;
   * otherwise the push is {@code Rejected}.
   *
   * @throws io.heliu.Fault if it is certain that the ERP has not taken the document
   */
  PushOutcome push(D document);

  /**
   * Looks a document up by our number, without changing anything.
   *
   * @throws io.heliu.Fault if the ERP cannot be asked
   */
  Optional<Found> lookUp(String number);

  /**
   * A document that the ERP has.
   *
   * @param id the ERP's internal id
   * @param number the ERP's document number
   * @param complete whether it is in its final state; if not, {@link #push} goes on with it
   */
  record Found(String id, String number, boolean complete) {}
}
