package io.heliu.erp.kingdee;

/** What the ERP says to a call that changes a document. */
sealed interface Written {

  /**
   * It did it.
   *
   * @param id the document's internal id; empty if the answer does not tell
   * @param number the document's number; empty if the answer does not tell
   */
  record Done(String id, String number) implements Written {}

  /**
   * It refused by a rule.
   *
   * @param code the ERP's code (MsgCode)
   * @param message the ERP's words
   */
  record Refused(String code, String message) implements Written {}
}
