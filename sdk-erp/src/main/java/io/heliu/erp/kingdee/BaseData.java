package io.heliu.erp.kingdee;

import io.heliu.Fault;
import io.heliu.Sku;
import io.heliu.channel.Page;
import io.heliu.erp.ErpFeeds.Customer;
import io.heliu.erp.ErpFeeds.Material;
import io.heliu.erp.ErpFeeds.Slice;
import io.heliu.internal.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads base data (基础资料) in the order of its ids, so that what is added meanwhile comes last. */
final class BaseData {
  private final Wire wire;
  private final KingdeeSettings settings;
  private final String organization;

  BaseData(Wire wire, KingdeeSettings settings, String organization) {
    this.wire = wire;
    this.settings = settings;
    this.organization = organization;
  }

  Slice<Material> materials(@Nullable String after) {
    String barcode = settings.barcodeField();
    return slice(
        "BD_MATERIAL",
        "FMATERIALID",
        List.of("FMATERIALID", "FNumber", "FName", barcode),
        after,
        row ->
            new Material(
                new Sku(row.text("FNumber")), row.text("FName"), Query.orNull(row.text(barcode))));
  }

  Slice<Customer> customers(@Nullable String after) {
    return slice(
        "BD_Customer",
        "FCUSTID",
        List.of("FCUSTID", "FNumber", "FName"),
        after,
        row -> new Customer(row.text("FNumber"), row.text("FName")));
  }

  private <T> Slice<T> slice(
      String form,
      String id,
      List<String> fields,
      @Nullable String after,
      Function<Query.Row, T> reader) {
    String filter =
        Query.equal("FDocumentStatus", "C")
            + " and "
            + Query.equal("FForbidStatus", "A")
            + " and "
            + Query.equal("FUseOrgId.FNumber", organization)
            + " and "
            + id
            + ">"
            + lastId(after);
    List<Query.Row> rows = wire.page(new Query(form, fields, filter, id), 0).rows();
    boolean more = rows.size() == wire.pageRows();
    List<T> read = new ArrayList<>();
    List<Page.Malformed> malformed = new ArrayList<>();
    for (Query.Row row : rows) {
      try {
        read.add(reader.apply(row));
      } catch (IllegalArgumentException | Fault.Protocol e) {
        malformed.add(
            new Page.Malformed(
                Long.toString(row.id(id)), Json.write(row.raw()), String.valueOf(e.getMessage())));
      }
    }
    return new Slice<>(
        read, malformed, more ? Long.toString(rows.get(rows.size() - 1).id(id)) : null);
  }

  /**
   * Reads a cursor that is the last id.
   *
   * @throws IllegalArgumentException if it is none
   */
  static long lastId(@Nullable String cursor) {
    try {
      return cursor == null ? 0 : Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("cursor: must be one that this feed gave", e);
    }
  }
}
