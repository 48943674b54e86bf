package io.heliu.erp;

import io.heliu.Location;
import io.heliu.Sku;
import io.heliu.channel.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an ERP can be read for. Each method returns a slice and the cursor of the next; every method
 * throws a {@link io.heliu.Fault} when the ERP cannot be asked and is safe to repeat.
 */
public interface ErpFeeds {

  /**
   * Returns audited outbounds in the order of their approval.
   *
   * @param cursor where the slice before ended, or null to start at the beginning
   */
  Slice<Outbound> outbounds(@Nullable String cursor);

  /**
   * Returns the on-hand counts of some SKUs, with the moment they were read. A cell that has
   * nothing may be left out.
   */
  List<Count> counts(Collection<Sku> skus);

  /** Returns receivables that are not cleared. */
  Slice<Receivable> openReceivables(@Nullable String cursor);

  /** Returns the materials (物料). */
  Slice<Material> materials(@Nullable String cursor);

  /** Returns the customers (客户). */
  Slice<Customer> customers(@Nullable String cursor);

  /**
   * Part of a feed.
   *
   * @param <T> the row
   * @param rows the rows that could be read
   * @param malformed the rows that could not, in their raw form; the feed goes on after them
   * @param withdrawn the numbers of documents that do not stand, for now or any more: they are not
   *     audited, or not any more (反审核), or are deleted. Whether one of them was told before is for
   *     the reader to know, and one may come several times
   * @param nextCursor where the next slice starts; null if there is none now. A feed that grows
   *     gives a cursor as long as it has rows, readable or not
   */
  record Slice<T>(
      List<T> rows,
      List<Page.Malformed> malformed,
      List<String> withdrawn,
      @Nullable String nextCursor) {
    /** Copies the lists. */
    public Slice {
      rows = List.copyOf(rows);
      malformed = List.copyOf(malformed);
      withdrawn = List.copyOf(withdrawn);
    }

    /** Creates a slice of a feed without documents that do not stand. */
    public Slice(List<T> rows, List<Page.Malformed> malformed, @Nullable String nextCursor) {
      this(rows, malformed, List.of(), nextCursor);
    }

    /** Creates a slice of which every row could be read. */
    public Slice(List<T> rows, @Nullable String nextCursor) {
      this(rows, List.of(), nextCursor);
    }

    /** Tells whether it has no row at all, readable or not. */
    public boolean isEmpty() {
      return rows.isEmpty() && malformed.isEmpty();
    }
  }

  /**
   * A count of the ERP.
   *
   * @param sku what
   * @param location where
   * @param onHand units physically there, reservations of the ERP not taken off
   * @param asOf the ERP's own time of the count
   */
  record Count(Sku sku, Location location, long onHand, Instant asOf) {
    /** Checks that everything is there. */
    public Count {
      Objects.requireNonNull(sku, "sku");
      Objects.requireNonNull(location, "location");
      Objects.requireNonNull(asOf, "asOf");
    }
  }

  /**
   * A material.
   *
   * @param sku its code
   * @param name its name
   * @param barcode its barcode, or null
   */
  record Material(Sku sku, String name, @Nullable String barcode) {}

  /**
   * A customer.
   *
   * @param code its code
   * @param name its name
   */
  record Customer(String code, String name) {
    /** Returns the code only, as the name may be a person's. */
    @Override
    public String toString() {
      return "Customer[code=" + code + "]";
    }
  }
}
