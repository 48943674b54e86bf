package io.heliu.channel.pos;

import static io.heliu.channel.pos.PosPushSample.SALE;
import static io.heliu.channel.pos.PosPushSample.batch;
import static io.heliu.channel.pos.PushBench.SALE_KEY;
import static io.heliu.channel.pos.PushBench.SECRET;
import static io.heliu.channel.pos.PushBench.statuses;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliu.flow.DropFlow;
import io.heliu.flow.Inbox;
import io.heliu.order.ChannelOrder;
import io.heliu.order.CustomerResolver;
import io.heliu.order.OrderBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What files and pushes say of a ticket's member reaches whoever tells the customers. */
class PosCustomerTest {
  private static final String FILE = PosText.HEADER + PosText.CUP + PosText.APPLE;

  @TempDir Path directory;
  @RegisterExtension final PushBench bench = new PushBench();
  private final Members members = new Members();
  private final Inbox inbox =
      new Inbox(bench.book.dataSource(), Duration.ofDays(1), bench.time, bench.book, members);
  private final PosPush push =
      PosPush.builder((store, terminal) -> List.of(SECRET), inbox).clock(bench.time).build();

  /** Knows one member, by card and phone. */
  private static final class Members implements CustomerResolver {
    private final List<Boolean> known = new ArrayList<>();

    @Override
    public List<Optional<String>> resolve(List<ChannelOrder> orders) {
      return orders.stream().map(this::customer).toList();
    }

    private Optional<String> customer(ChannelOrder order) {
      boolean is = "M0001".equals(order.buyer()) || "13800000001".equals(order.recipient().phone());
      known.add(is);
      return is ? Optional.of("customer-1") : Optional.empty();
    }

    @Override
    public String current(String customer) {
      return customer;
    }
  }

  private PosAnswer pushed(String ticket) {
    String body = batch(ticket);
    return push.handle("POST", bench.till.sign(body), body.getBytes(UTF_8));
  }

  private void dropped(String text) throws IOException {
    Files.writeString(directory.resolve("day.csv"), text);
    Files.createFile(directory.resolve("day.csv.ok"));
    PosFileDrop drop =
        new PosFileDrop(PosDropSettings.of(directory, PosDropSettings.Ready.MARKER), bench.time);
    new DropFlow(inbox, drop.orders("files"), bench.book).runOnce();
  }

  private Optional<String> customer() {
    return OrderBook.open(bench.book.dataSource(), members)
        .customerOf(SALE_KEY.shop(), SALE_KEY.orderNumber());
  }

  @Test
  void handle_ticketWithACardOnly_hasItsCustomer() {
    pushed(SALE.replace("\"phone\":\"13800000001\",", ""));

    assertThat(customer()).contains("customer-1");
  }

  @Test
  void drop_ticketWithAPhone_hasItsCustomer() throws IOException {
    dropped(FILE);

    assertThat(customer()).contains("customer-1");
  }

  @Test
  void drop_ticketWithACardOnly_hasItsCustomer() throws IOException {
    dropped(FILE.replace("会员手机号", "会员卡号").replace("13800000001", "M0001"));

    assertThat(customer()).contains("customer-1");
  }

  @Test
  void handle_ticketThatCameAsAFileBefore_isAskedAboutOnce() throws IOException {
    dropped(FILE);

    assertThat(statuses(pushed(SALE))).containsExactly("DUPLICATE");

    assertThat(members.known).containsExactly(true);
    assertThat(customer()).contains("customer-1");
  }

  @Test
  void handle_fileBeforeHadASpoiltMember_givesTheTicketItsCustomer() throws IOException {
    dropped(FILE.replace("13800000001", "1.38E+10"));
    assertThat(customer()).isEmpty();

    assertThat(statuses(pushed(SALE))).containsExactly("DUPLICATE");

    assertThat(members.known).containsExactly(false, true);
    assertThat(customer()).contains("customer-1");
  }
}
