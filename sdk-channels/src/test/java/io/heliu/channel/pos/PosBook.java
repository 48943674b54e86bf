package io.heliu.channel.pos;

import io.heliu.Listener;
import io.heliu.ShopId;
import io.heliu.channel.OrderInbox;
import io.heliu.flow.Inbox;
import io.heliu.order.ChannelOrder;
import io.heliu.order.OrderBook;
import io.heliu.store.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;

/** A real inbox and order book on a database in memory. */
final class PosBook implements AutoCloseable, OrderInbox, Listener {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  final List<Alert> alerts = new CopyOnWriteArrayList<>();
  private final JdbcDataSource dataSource = new JdbcDataSource();
  private final Connection anchor;
  private final Inbox inbox;
  private final OrderBook orders;

  PosBook(Clock clock) {
    dataSource.setURL("jdbc:h2:mem:pos" + NUMBER.incrementAndGet() + ";LOCK_TIMEOUT=5000");
    try {
      anchor = dataSource.getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Schema.install(dataSource);
    inbox = new Inbox(dataSource, clock, this);
    orders = OrderBook.open(dataSource);
  }

  JdbcDataSource dataSource() {
    return dataSource;
  }

  @Override
  public Taken take(Batch batch) {
    return inbox.take(batch);
  }

  @Override
  public void alerted(Alert alert) {
    alerts.add(alert);
  }

  List<String> codes() {
    return alerts.stream().map(Alert::code).toList();
  }

  long size(String store) {
    return orders.size(new ShopId("pos", store));
  }

  Optional<ChannelOrder> order(TicketKey key) {
    return orders.channelOrder(key.shop(), key.orderNumber());
  }

  List<String> quarantined() {
    return query("SELECT row_id FROM heliu_quarantine ORDER BY 1");
  }

  List<String> query(String sql) {
    try (Statement statement = anchor.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Forgets everything. */
  void clear() {
    try (Statement statement = anchor.createStatement()) {
      for (String table :
          List.of("channel_order", "ticket", "order", "order_source", "quarantine")) {
        statement.executeUpdate("DELETE FROM heliu_" + table);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    alerts.clear();
  }

  @Override
  public void close() {
    try {
      anchor.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
