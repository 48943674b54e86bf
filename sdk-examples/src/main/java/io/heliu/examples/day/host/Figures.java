package io.heliu.examples.day.host;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Counts in the merchant's own database, for the bars and the summary. */
public final class Figures {
  /** What goes out for an exchange stands for no order of a shop. */
  private static final String OWN =
      "NOT EXISTS (SELECT 1 FROM heliu_refund r WHERE r.replacement = heliu_order.id)";

  private final DataSource database;

  public Figures(DataSource database) {
    this.database = database;
  }

  public long orders() {
    return count("SELECT COUNT(*) FROM heliu_channel_order");
  }

  public long orders(String... states) {
    long sum = 0;
    for (String state : states) {
      sum +=
          count("SELECT COUNT(*) FROM heliu_order WHERE " + OWN + " AND state = '" + state + "'");
    }
    return sum;
  }

  /** Counts the orders for exchanges whose goods have left. */
  public long replacementsSent() {
    return count("SELECT COUNT(*) FROM heliu_order WHERE state = 'SHIPPED' AND NOT (" + OWN + ")");
  }

  public long documents(String kind) {
    return count("SELECT COUNT(*) FROM heliu_document WHERE kind = '" + kind + "'");
  }

  public long documentsDone(String kind) {
    return count(
        "SELECT COUNT(*) FROM heliu_document WHERE state = 'DONE' AND kind = '" + kind + "'");
  }

  public long ordersTakenBack() {
    return count(
        "SELECT COUNT(*) FROM heliu_document WHERE state = 'CANCELLED' AND kind = 'SALES_ORDER'");
  }

  public long notices() {
    return count("SELECT COUNT(*) FROM heliu_notice");
  }

  public long noticesSent() {
    return count("SELECT COUNT(*) FROM heliu_notice WHERE state = 'SENT'");
  }

  public long listings() {
    return count("SELECT COUNT(*) FROM heliu_listing");
  }

  public long listingsPublished() {
    return count(
        "SELECT COUNT(*) FROM heliu_listing WHERE published_sequence >= due_sequence AND refusal ="
            + " ''");
  }

  public long windows() {
    return count("SELECT COUNT(*) FROM heliu_window");
  }

  public long windowsProved() {
    return count("SELECT COUNT(*) FROM heliu_window WHERE state = 'PROVED'");
  }

  public long hintsWaiting() {
    return count("SELECT COUNT(*) FROM heliu_hint");
  }

  public long quarantined() {
    return count("SELECT COUNT(*) FROM heliu_quarantine");
  }

  private long count(String sql) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("figures cannot be read", e);
    }
  }
}
