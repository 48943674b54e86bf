package io.heliu.benchmarks.orders;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.Sku;
import io.heliu.channel.taobao.standin.TaobaoStandIn;
import io.heliu.erp.kingdee.standin.KingdeeStandIn;
import io.heliu.http.Transport;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * The same work as a straightforward program: one order after the other, one transaction to store
 * it, one to take its stock, three calls of the ERP, one statement to say that it is done. It does
 * not prove that it has every order, does not look up what may have arrived, and retries nothing.
 */
final class HandWrittenPipeline implements Pipeline {
  private static final int PAGE = 100;
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE trade (tid BIGINT PRIMARY KEY, modified VARCHAR(20), paid VARCHAR(20),"
              + " state VARCHAR(16), payload TEXT)",
          "CREATE INDEX trade_work ON trade (state, paid, tid)",
          "CREATE TABLE trade_line (oid BIGINT PRIMARY KEY, tid BIGINT, sku VARCHAR(40), units"
              + " BIGINT, amount DECIMAL(18, 2))",
          "CREATE INDEX trade_line_of ON trade_line (tid)",
          "CREATE TABLE stock (sku VARCHAR(40) PRIMARY KEY, available BIGINT)");

  private final JdbcConnectionPool database;
  private final Transport transport = Transport.http();
  private final OrderWorld world;
  private final HandWrittenShop shop;
  private final HandWrittenErp erp;

  HandWrittenPipeline(OrderWorld world, Path directory) throws SQLException, IOException {
    this.world = world;
    this.database = Databases.open(directory);
    this.shop =
        new HandWrittenShop(
            transport,
            world.time(),
            world.shop().endpoint(),
            new HandWrittenShop.Account(
                TaobaoStandIn.APP_KEY,
                TaobaoStandIn.APP_SECRET.reveal(),
                world.shop().token().value().reveal()));
    this.erp =
        new HandWrittenErp(
            transport, world.erp().endpoint(), KingdeeStandIn.Registration.example());
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : SCHEMA) {
        statement.execute(sql);
      }
      for (OrderWorld.Product product : world.products()) {
        update(
            connection, "INSERT INTO stock VALUES (?, ?)", product.sku().code(), world.opening());
      }
    }
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public void intake() throws IOException, SQLException {
    boolean more = true;
    for (int number = 1; more; number++) {
      JsonNode page = shop.page(OrderWorld.START, world.time().instant(), number, PAGE);
      for (JsonNode row : page.path("trades").path("trade")) {
        store(shop.trade(row.path("tid").asLong()));
      }
      more = page.path("has_next").asBoolean();
    }
  }

  private void store(JsonNode trade) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        insert(connection, trade);
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void insert(Connection connection, JsonNode trade) throws SQLException {
    long tid = trade.path("tid").asLong();
    try (PreparedStatement known =
        connection.prepareStatement("SELECT 1 FROM trade WHERE tid = ?")) {
      known.setLong(1, tid);
      try (ResultSet rows = known.executeQuery()) {
        if (rows.next()) {
          return;
        }
      }
    }
    update(
        connection,
        "INSERT INTO trade VALUES (?, ?, ?, 'NEW', ?)",
        tid,
        trade.path("modified").asText(),
        trade.path("pay_time").asText(),
        trade.toString());
    for (JsonNode line : trade.path("orders").path("order")) {
      update(
          connection,
          "INSERT INTO trade_line VALUES (?, ?, ?, ?, ?)",
          line.path("oid").asLong(),
          tid,
          line.path("outer_sku_id").asText(),
          line.path("num").asLong(),
          new BigDecimal(line.path("divide_order_fee").asText()));
    }
  }

  @Override
  public void dispatch() throws IOException, SQLException {
    for (List<Work> batch = next(); !batch.isEmpty(); batch = next()) {
      for (Work work : batch) {
        dispatch(work);
      }
    }
  }

  private record Work(long tid, String date) {}

  private List<Work> next() throws SQLException {
    List<Work> batch = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT tid, paid FROM trade WHERE state = 'NEW' ORDER BY state, paid, tid FETCH FIRST "
                    + PAGE
                    + " ROWS ONLY");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        batch.add(new Work(rows.getLong(1), rows.getString(2).substring(0, 10)));
      }
    }
    return batch;
  }

  private void dispatch(Work work) throws IOException, SQLException {
    List<HandWrittenErp.Line> lines = take(work.tid);
    if (lines.isEmpty()) {
      return;
    }
    erp.push("SO-" + work.tid, Long.toString(work.tid), work.date, lines);
    try (Connection connection = database.getConnection()) {
      update(connection, "UPDATE trade SET state = 'DISPATCHED' WHERE tid = ?", work.tid);
    }
  }

  /** Takes the stock of a trade; nothing if there is not enough of any line. */
  private List<HandWrittenErp.Line> take(long tid) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        List<HandWrittenErp.Line> lines = lines(connection, tid);
        boolean covered = true;
        for (HandWrittenErp.Line line : lines) {
          covered &=
              update(
                      connection,
                      "UPDATE stock SET available = available - ? WHERE sku = ? AND available >= ?",
                      line.units(),
                      line.sku(),
                      line.units())
                  == 1;
        }
        if (!covered) {
          connection.rollback();
        }
        String state = covered ? "RESERVED" : "OUT_OF_STOCK";
        update(connection, "UPDATE trade SET state = ? WHERE tid = ?", state, tid);
        connection.commit();
        return covered ? lines : List.of();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static List<HandWrittenErp.Line> lines(Connection connection, long tid)
      throws SQLException {
    List<HandWrittenErp.Line> lines = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT oid, sku, units, amount FROM trade_line WHERE tid = ? ORDER BY oid")) {
      query.setLong(1, tid);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          lines.add(
              new HandWrittenErp.Line(
                  rows.getString(1), rows.getString(2), rows.getLong(3), rows.getBigDecimal(4)));
        }
      }
    }
    return lines;
  }

  @Override
  public long available(Sku sku) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement("SELECT available FROM stock WHERE sku = ?")) {
      query.setString(1, sku.code());
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getLong(1) : -1;
      }
    }
  }

  @Override
  public void close() {
    transport.close();
    database.dispose();
  }
}
