package io.heliu.examples.day.host;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.channel.RefundSource;
import io.heliu.examples.day.story.AfterSale;
import io.heliu.examples.day.story.Story;
import io.heliu.examples.day.world.World;
import io.heliu.flow.aftersales.AfterSalesFlow;
import io.heliu.flow.aftersales.GoodsBack;
import io.heliu.order.Order;
import io.heliu.order.OrderState;
import io.heliu.order.RefundCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Goods that come back without the shop's word, and that a person looks at and takes in: parcels
 * that left though the buyer had asked for all of the money, since a warehouse was faster, and
 * which the buyer does not accept; and goods of exchanges, which the shop does not call done before
 * the others have left.
 */
public final class Comebacks {
  private static final int MOST = 100_000;
  private static final String ON_THE_SHELF = "WAIT_SELLER_CONFIRM_GOODS";

  private final Host host;
  private final Story story;

  public Comebacks(Host host, Story story) {
    this.host = host;
    this.story = story;
  }

  /** Takes in what is back. */
  public void take() {
    for (RefundCase told : cases(RefundCase.State.GOODS_AWAITED)) {
      boolean exchanged = told.refund().kind() == RefundSource.Kind.EXCHANGE;
      boolean back = exchanged ? told.refund().status().equals(ON_THE_SHELF) : isRejected(told);
      if (back) {
        take(told, exchanged);
      }
    }
    for (RefundCase told : cases(RefundCase.State.DONE)) {
      if (told.code().equals("MONEY_ONLY") && isRejected(told)) {
        take(told, false);
      }
    }
  }

  private List<RefundCase> cases(RefundCase.State state) {
    return host.refundBook().list(state, null, null, MOST);
  }

  /** The shop did not know that the goods had left, and asked for nothing back but the money. */
  private boolean isRejected(RefundCase told) {
    return told.refund().kind() == RefundSource.Kind.REFUND_ONLY
        && told.refund().state() == RefundSource.State.PAID
        && afterSale(told).takesGoods();
  }

  private AfterSale afterSale(RefundCase told) {
    return Objects.requireNonNull(
        story.trade(told.refund().orderNumber()).afterSale(), "after-sale");
  }

  private void take(RefundCase told, boolean exchanged) {
    Story.Company company = host.companyOf(told.shop());
    List<GoodsBack.Goods> goods = goods(told, new Location(World.warehouse(company)));
    if (!goods.isEmpty()) {
      AfterSalesFlow flow = host.erp(company).afterSales();
      List<GoodsBack.Instead> instead = exchanged ? instead(told, goods) : List.of();
      GoodsBack taken =
          Steps.retry(() -> flow.goodsBack(told.shop(), told.refund().id(), goods, instead));
      if (taken instanceof GoodsBack.Refused refused) {
        throw new IllegalStateException("goods of " + told.refund().id() + ": " + refused);
      }
      Steps.repeat(flow::runOnce, report -> report.more());
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
        if (told.refund().concerns(line.channelLine())) {
          goods.add(new GoodsBack.Goods(line.sku(), line.quantity(), location));
        }
      }
    }
    return goods;
  }

  /** Returns what the buyer wants for it; a slip in the parcel says so. */
  private List<GoodsBack.Instead> instead(RefundCase told, List<GoodsBack.Goods> goods) {
    AfterSale.Claim claim = afterSale(told).claims().get(0);
    return claim.instead() == claim.line().product()
        ? List.of()
        : List.of(
            new GoodsBack.Instead(new Sku(Story.sku(claim.instead())), goods.get(0).quantity()));
  }
}
