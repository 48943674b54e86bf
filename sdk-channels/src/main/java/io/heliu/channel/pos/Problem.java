package io.heliu.channel.pos;

/**
 * A field that breaks a rule.
 *
 * @param field a JSON pointer
 * @param code a stable code
 * @param rule the rule, without the value
 */
record Problem(String field, String code, String rule) {

  @Override
  public String toString() {
    return field + ": " + rule;
  }
}
