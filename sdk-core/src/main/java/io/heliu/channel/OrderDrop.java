package io.heliu.channel;

import java.util.List;

/** A place where a channel drops files of orders, such as a counter's tickets (文件投递). */
public interface OrderDrop {

  /** Returns the source's name, under which unreadable rows are kept. */
  String source();

  /**
   * Returns the names of the files that are complete, in the order in which they are to be read.
   */
  List<String> ready();

  /**
   * Reads a file; the batch has its name.
   *
   * @throws io.heliu.Fault.Protocol if the file is refused whole, for example for a wrong total
   */
  OrderInbox.Batch read(String file);

  /**
   * Puts a file away that was read and stored; safe to repeat.
   *
   * @param batch what was read
   * @param taken what became of it
   */
  void done(OrderInbox.Batch batch, OrderInbox.Taken taken);

  /** Puts a file aside that was refused; safe to repeat. */
  void refuse(String file, String reason);
}
