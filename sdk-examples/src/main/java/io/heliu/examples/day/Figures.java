package io.heliu.examples.day;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Counts in the merchant's own database, for the bars and the summary. */
final class Figures {
  private final DataSource database;

  Figures(DataSource database) {
    this.database = database;
  }

  long orders() {
    return count("SELECT COUNT(*) FROM heliu_channel_order");
  }

  long orders(String... states) {
    long sum = 0;
    for (String state : states) {
      sum += count("SELECT COUNT(*) FROM heliu_order WHERE state = '" + state + "'");
    }
    return sum;
  }

  long refunds(String which) {
    return count("SELECT COUNT(*) FROM heliu_refund WHERE " + which);
  }

  long documents(String kind) {
    return count("SELECT COUNT(*) FROM heliu_document WHERE kind = '" + kind + "'");
  }

  long documentsDone(String kind) {
    return count(
        "SELECT COUNT(*) FROM heliu_document WHERE state = 'DONE' AND kind = '" + kind + "'");
  }

  long ordersTakenBack() {
    return count(
        "SELECT COUNT(*) FROM heliu_document WHERE state = 'CANCELLED' AND kind = 'SALES_ORDER'");
  }

  long notices() {
    return count("SELECT COUNT(*) FROM heliu_notice");
  }

  long noticesSent() {
    return count("SELECT COUNT(*) FROM heliu_notice WHERE state = 'SENT'");
  }

  long listings() {
    return count("SELECT COUNT(*) FROM heliu_listing");
  }

  long listingsPublished() {
    return count(
        "SELECT COUNT(*) FROM heliu_listing WHERE published_sequence >= due_sequence AND refusal ="
            + " ''");
  }

  long windows() {
    return count("SELECT COUNT(*) FROM heliu_window");
  }

  long windowsProved() {
    return count("SELECT COUNT(*) FROM heliu_window WHERE state = 'PROVED'");
  }

  long quarantined() {
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
