package io.heliu.examples.day.host;

import io.heliu.Location;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.World;
import io.heliu.flow.AfterSalesFlow;
import io.heliu.flow.GoodsBack;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Parcels that left though their money went back, since a warehouse was faster: the carrier stops
 * them and brings them back, and a person takes them in.
 */
public final class Comebacks {
  private static final int MOST = 10_000;

  private final Host host;

  public Comebacks(Host host) {
    this.host = host;
  }

  /** Takes in what is back. */
  public void take() {
    for (RefundCase told :
        host.refundBook().list(RefundCase.State.GOODS_AWAITED, null, null, MOST)) {
      Story.Company company = host.companyOf(told.shop());
      List<GoodsBack.Goods> goods = goods(told, new Location(World.warehouse(company)));
      if (!goods.isEmpty()) {
        AfterSalesFlow flow = host.erp(company).afterSales();
        Steps.retry(() -> flow.goodsBack(told.shop(), told.refund().id(), goods));
        Steps.repeat(flow::runOnce, report -> report.more());
      }
    }
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
