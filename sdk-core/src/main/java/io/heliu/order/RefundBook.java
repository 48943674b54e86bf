package io.heliu.order;

import io.heliu.ShopId;
import io.heliu.channel.RefundSource;
import io.heliu.internal.store.Database;
import io.heliu.internal.store.Quarantine;
import io.heliu.internal.store.RefundTable;
import io.heliu.internal.store.ReturnTable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The refund cases of all shops (售后台账), for people and reports. Thread-safe; every method is one
 * transaction and throws {@link io.heliu.Fault.Store} if the database fails.
 */
public final class RefundBook {
  private final Database database;

  private RefundBook(Database database) {
    this.database = database;
  }

  /**
   * Opens the book on a data source where {@link io.heliu.store.Schema#install} has been called.
   *
   * @throws io.heliu.Fault.Configuration if the database is not supported
   */
  public static RefundBook open(DataSource dataSource) {
    return new RefundBook(Database.open(dataSource));
  }

  /**
   * Stores a version of a refund that is not pulled (退款入账): one of the merchant's own shop, such as
   * a mini-program (小程序), which has no list of after-sales to read because the merchant grants and
   * pays them itself, or one that a push told in full. It takes effect as a pulled one does: its
   * order is screened again unless the ERP has it, and {@link
   * io.heliu.flow.aftersales.AfterSalesFlow} carries it through. Safe to repeat; of two versions
   * the later one stays.
   *
   * <p>An own shop also says in its order what is closed for good: a line of which all money went
   * back is {@link Lifecycle#CLOSED_REFUNDED} in the next version of the order, so that the parcel
   * with the rest is told as the last one.
   *
   * @param shop the shop of the refund's order; the order may be stored later
   */
  public Stored put(ShopId shop, RefundSource.Refund refund) {
    Objects.requireNonNull(shop, "shop");
    Objects.requireNonNull(refund, "refund");
    return database.inTransaction(
        "put refund",
        tx -> {
          Stored stored = RefundTable.put(tx, shop, refund);
          if (stored != Stored.OLDER) {
            Quarantine.read(tx, Quarantine.refundsOf(shop), List.of(refund.id()));
          }
          return stored;
        });
  }

  /** Returns a case by the channel's id of the refund. */
  public Optional<RefundCase> find(ShopId shop, String id) {
    return database.inTransaction("find refund", tx -> RefundTable.find(tx, shop, id));
  }

  /** Returns the cases of a channel order, by id. */
  public List<RefundCase> ofOrder(ShopId shop, String orderNumber) {
    return database.inTransaction(
        "refunds of order", tx -> RefundTable.ofOrder(tx, shop, orderNumber));
  }

  /**
   * Returns cases by shop and id, a page at a time.
   *
   * @param state only cases in this state, or null for all
   * @param shop only cases of this shop, or null for all
   * @param after the last case of the page before, or null for the first page
   * @param limit how many at most, at least 1
   * @throws IllegalArgumentException if the limit is less than 1
   */
  public List<RefundCase> list(
      RefundCase.@Nullable State state,
      @Nullable ShopId shop,
      @Nullable RefundCase after,
      int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: must be at least 1");
    }
    return database.inTransaction(
        "list refunds", tx -> RefundTable.list(tx, state, shop, after, limit));
  }

  /** Returns how many cases are in each state. */
  public Map<RefundCase.State, Long> counts() {
    return database.inTransaction("count refunds", RefundTable::counts);
  }

  /**
   * Lets a held case be looked at again, for example after the goods were found or a setting was
   * mended; also one with the code {@code TOO_LATE}, whose goods could not be stopped: the ERP is
   * asked again. A return document that the ERP refused goes out again as it is.
   *
   * @param note who and why, for the record; at most 400 characters are kept
   * @return whether it was held or too late
   */
  public boolean release(ShopId shop, String id, String note) {
    Objects.requireNonNull(note, "note");
    return database.inTransaction("release refund", tx -> RefundTable.release(tx, shop, id, note));
  }

  /**
   * Returns the numbers of the ERP's return documents of a case (退货单), one for each parcel in which
   * goods came back, in their order; empty if there is no such case.
   */
  public List<String> documents(ShopId shop, String id) {
    return database.inTransaction("return documents", tx -> ReturnTable.documents(tx, shop, id));
  }

  /**
   * Says that nothing more comes back of a case of which part is back: it goes on as if all were,
   * and an exchange sends its goods. Money that was refunded for what did not come back stands on
   * no return document.
   *
   * @param note who and why, for the record; at most 400 characters are kept
   * @return whether something is back of it, it is not done, and more was awaited
   */
  public boolean allBack(ShopId shop, String id, String note) {
    Objects.requireNonNull(note, "note");
    return database.inTransaction("all is back", tx -> RefundTable.allBack(tx, shop, id, note));
  }

  /** What becomes of units of a closed case that have not left though they should not go. */
  public enum Unsent {
    /** They stay: the next step of the after-sales flow gives them back in the stock ledger. */
    STAYS,
    /** They go all the same, for example because the buyer may keep them. */
    LEAVES
  }

  /** Closes a case whose units that have not left stay; see the method with {@link Unsent}. */
  public boolean close(ShopId shop, String id, String note) {
    return close(shop, id, Unsent.STAYS, note);
  }

  /**
   * Closes a case that a person has dealt with outside: one that is held, or one whose goods will
   * not come back. It is looked at again only if the channel changes the refund. A return document
   * that the ERP refused is dropped: what it would have said is the person's to enter there, and
   * until then the counts of both sides differ.
   *
   * <p>Units that the refund is about may not have left: those of a partly shipped order, or of one
   * that the ERP did not take back. If they stay, a person makes sure of it in the ERP; the stock
   * ledger gets them back with the next step of the after-sales flow, and the order ends once all
   * else of it has left. Should a parcel have them nevertheless, it is held for a person.
   *
   * @param unsent what becomes of such units
   * @param note who and why, for the record; at most 400 characters are kept
   * @return whether it was held or waited for goods
   */
  public boolean close(ShopId shop, String id, Unsent unsent, String note) {
    Objects.requireNonNull(unsent, "unsent");
    Objects.requireNonNull(note, "note");
    boolean stays = unsent == Unsent.STAYS;
    return database.inTransaction(
        "close refund", tx -> RefundTable.close(tx, shop, id, stays, note));
  }
}
