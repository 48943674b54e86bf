package io.heliu.channel;

import io.heliu.order.ChannelOrder;
import io.heliu.order.Order;
import io.heliu.order.Stored;
import java.util.List;
import java.util.Objects;

/** A place where a channel drops files of orders, such as a counter's tickets (文件投递). */
public interface OrderDrop {

  /** Returns the source's name, under which unreadable rows are kept. */
  String source();

  /**
   * Returns the names of the files that are complete, in the order in which they are to be read.
   */
  List<String> ready();

  /**
   * Reads a file.
   *
   * @throws io.heliu.Fault.Protocol if the file is refused whole, for example for a wrong total
   */
  Content read(String file);

  /**
   * Puts a file away that was read and stored; safe to repeat.
   *
   * @param content what was read
   * @param stored what became of its orders, in their order
   */
  void done(Content content, List<Stored> stored);

  /** Puts a file aside that was refused; safe to repeat. */
  void refuse(String file, String reason);

  /**
   * What a file holds.
   *
   * @param file its name
   * @param orders the orders that could be read
   * @param malformed the ones that could not
   * @param ignored what is no order, such as voided tickets
   */
  record Content(
      String file,
      List<ChannelOrder> orders,
      List<Page.Malformed> malformed,
      List<Order.Source> ignored) {
    /** Copies the lists. */
    public Content {
      Objects.requireNonNull(file, "file");
      orders = List.copyOf(orders);
      malformed = List.copyOf(malformed);
      ignored = List.copyOf(ignored);
    }
  }
}
