package io.heliu.erp.database;

/** Which names of tables and columns may stand in SQL. Nothing else of a mapping ever does. */
final class Names {
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,127}";

  static final String COLUMN = NAME;
  static final String TABLE = NAME + "(\\." + NAME + ")?";
  static final String COLUMN_RULE =
      "a name of up to 128 letters, digits and underscores, no digit first";
  static final String TABLE_RULE =
      "a name of up to 128 letters, digits and underscores, no digit first, with its schema and a"
          + " dot before it if needed";

  private Names() {}
}
