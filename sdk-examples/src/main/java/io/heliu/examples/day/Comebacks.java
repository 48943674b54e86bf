package io.heliu.examples.day;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.channel.RefundSource;
import io.heliu.flow.AfterSalesFlow;
import io.heliu.flow.GoodsBack;
import io.heliu.inventory.Command;
import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.OrderLine;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Parcels that left though their money went back, since a warehouse was faster: the carrier stops
 * them and brings them back, and a person takes them in.
 */
final class Comebacks {
  private static final int MOST = 10_000;

  private final Host host;

  Comebacks(Host host) {
    this.host = host;
  }

  /** Takes in what is back. */
  void take() {
    for (RefundCase told :
        host.refundBook().list(RefundCase.State.GOODS_AWAITED, null, null, MOST)) {
      Story.Company company = host.companyOf(told.shop());
      List<GoodsBack.Goods> goods = goods(told, new Location(World.warehouse(company)));
      if (!goods.isEmpty()) {
        AfterSalesFlow flow = host.erp(company).afterSales();
        Day.retry(() -> flow.goodsBack(told.shop(), told.refund().id(), goods));
        Day.repeat(flow::runOnce, report -> report.more());
      }
    }
  }

  /**
   * Lets listings be looked at again whose shop took units off for an order that was refunded
   * before it was taken on: nothing of it ever moved in the ledger.
   */
  void showAgain() {
    List<Command> commands = new ArrayList<>();
    for (RefundCase told : host.refundBook().list(RefundCase.State.DONE, null, null, MOST)) {
      RefundSource.Refund refund = told.refund();
      ChannelOrder order =
          host.orders().channelOrder(told.shop(), refund.orderNumber()).orElseThrow();
      Location location = new Location(World.warehouse(host.companyOf(told.shop())));
      for (OrderLine line : order.lines()) {
        if (refund.concerns(line.number())) {
          Sku sku = new Sku(Objects.requireNonNull(line.merchantCode(), "merchantCode"));
          String key = "refunded/" + told.shop() + "/" + refund.id() + "/" + line.number();
          commands.add(new Command.Adjust(key, sku, location, 0, "show what is there"));
        }
      }
    }
    host.ledger().applyAll(commands);
  }

  /** Returns what a refund is about, if all of it has left. */
  private List<GoodsBack.Goods> goods(RefundCase told, Location location) {
    List<GoodsBack.Goods> goods = new ArrayList<>();
    for (String id : host.orders().idsOf(told.shop(), told.refund().orderNumber())) {
      Order order = host.orders().find(id).orElseThrow();
      if (order.state() != OrderState.SHIPPED) {
        return List.of();
      }
      for (Order.Line line : order.lines()) {
        if (Objects.equals(line.channelLine(), told.refund().lineNumber())) {
          goods.add(new GoodsBack.Goods(line.sku(), line.quantity(), location));
        }
      }
    }
    return goods;
  }
}
