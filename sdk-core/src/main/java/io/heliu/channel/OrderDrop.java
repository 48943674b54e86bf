package io.heliu.channel;

import io.heliu.order.ChannelOrder;
import java.util.List;
import java.util.Objects;

/** A place where a channel drops files of orders, such as a counter's tickets (文件落地). */
public interface OrderDrop {

  /** Returns the source's name, under which unreadable rows are kept. */
  String source();

  /** Returns the files that are complete, in the order in which they are to be read. */
  List<File> ready();

  /**
   * Reads a file.
   *
   * @throws io.heliu.Fault.Protocol if the file is refused whole, for example for a wrong total
   */
  Content read(File file);

  /** Puts a file away that was read and stored; safe to repeat. */
  void done(File file, String result);

  /** Puts a file aside that was refused; safe to repeat. */
  void refuse(File file, String reason);

  /**
   * A file.
   *
   * @param name its name in the drop
   * @param digest the SHA-256 of its bytes in lower-case hex
   */
  record File(String name, String digest) {
    /** Checks that both are there. */
    public File {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(digest, "digest");
    }
  }

  /**
   * What a file holds.
   *
   * @param orders the orders that could be read
   * @param malformed the ones that could not
   * @param ignored how many entries are no orders, such as voided tickets
   */
  record Content(List<ChannelOrder> orders, List<Page.Malformed> malformed, long ignored) {
    /** Copies the lists. */
    public Content {
      orders = List.copyOf(orders);
      malformed = List.copyOf(malformed);
    }
  }
}
