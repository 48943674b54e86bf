-- Heliu schema, version 1. Runs on PostgreSQL and H2. One statement ends with a semicolon at the end of a line.
CREATE TABLE IF NOT EXISTS heliu_meta (
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  val VARCHAR(200) NOT NULL
);
CREATE TABLE IF NOT EXISTS heliu_cursor (
  name VARCHAR(400) NOT NULL PRIMARY KEY,
  val TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS heliu_token (
  account VARCHAR(410) NOT NULL PRIMARY KEY,
  token VARCHAR(4000) NOT NULL,
  refresh VARCHAR(4000),
  expires_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
-- Which pushes were taken, by a digest of what tells them apart, until their time is over.
CREATE TABLE IF NOT EXISTS heliu_replay (
  receiver VARCHAR(200) NOT NULL,
  digest CHAR(64) NOT NULL,
  until_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (receiver, digest)
);
CREATE INDEX IF NOT EXISTS heliu_replay_end ON heliu_replay (until_at);
-- Orders as channels told them, latest version each. A version is settled when it was read after its
-- second was over, so that the source cannot have another version with the same time. The customer is an id over all
-- channels, as it was when the order was last stored.
CREATE TABLE IF NOT EXISTS heliu_channel_order (
  shop VARCHAR(410) NOT NULL,
  number VARCHAR(200) NOT NULL,
  modified_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  lifecycle VARCHAR(24) NOT NULL,
  content_hash CHAR(64) NOT NULL,
  settled BOOLEAN NOT NULL,
  customer VARCHAR(40),
  payload TEXT NOT NULL,
  PRIMARY KEY (shop, number)
);
-- Rows that could not be read, in their raw form, and those that could but contradict what is booked.
CREATE TABLE IF NOT EXISTS heliu_quarantine (
  source VARCHAR(410) NOT NULL,
  digest CHAR(64) NOT NULL,
  row_id VARCHAR(200),
  readable BOOLEAN NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  raw TEXT NOT NULL,
  seen_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (source, digest)
);
CREATE INDEX IF NOT EXISTS heliu_quarantine_row ON heliu_quarantine (source, row_id);
-- Orders that never change, such as a counter's tickets, by the identity of their content; also those of
-- which only the cancellation is known yet. A return has the sale that it says it is of.
CREATE TABLE IF NOT EXISTS heliu_ticket (
  shop VARCHAR(410) NOT NULL,
  number VARCHAR(200) NOT NULL,
  identity VARCHAR(128) NOT NULL,
  cancelled BOOLEAN NOT NULL,
  sale_shop VARCHAR(410),
  sale_number VARCHAR(200),
  PRIMARY KEY (shop, number)
);
CREATE INDEX IF NOT EXISTS heliu_ticket_sale ON heliu_ticket (sale_shop, sale_number);
-- Returns that came before their sale, and how long they wait for it.
CREATE TABLE IF NOT EXISTS heliu_parked (
  shop VARCHAR(410) NOT NULL,
  number VARCHAR(200) NOT NULL,
  source VARCHAR(410) NOT NULL,
  payload TEXT NOT NULL,
  until_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  customer VARCHAR(40),
  PRIMARY KEY (shop, number)
);
-- Voids of tickets that were booked before, and how far each is undone: the lines that give the units back, and whether
-- the ERP has the sale and must have them too.
CREATE TABLE IF NOT EXISTS heliu_void (
  shop VARCHAR(410) NOT NULL,
  number VARCHAR(200) NOT NULL,
  state VARCHAR(16) NOT NULL,
  tries INTEGER NOT NULL,
  erp VARCHAR(100) NOT NULL,
  document VARCHAR(200) NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (shop, number)
);
CREATE INDEX IF NOT EXISTS heliu_void_work ON heliu_void (state, tries, shop, number);
-- Orders that a push says to read again, and how often it said so.
CREATE TABLE IF NOT EXISTS heliu_hint (
  shop VARCHAR(410) NOT NULL,
  number VARCHAR(200) NOT NULL,
  times BIGINT NOT NULL,
  PRIMARY KEY (shop, number)
);
CREATE TABLE IF NOT EXISTS heliu_window (
  stream VARCHAR(40) NOT NULL,
  shop VARCHAR(410) NOT NULL,
  from_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  to_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  state VARCHAR(16) NOT NULL,
  source_count BIGINT NOT NULL,
  stored_count BIGINT NOT NULL,
  passes INTEGER NOT NULL,
  PRIMARY KEY (stream, shop, to_at)
);
-- Our orders. One channel order normally gives one; splits and merges change that.
CREATE TABLE IF NOT EXISTS heliu_order (
  id VARCHAR(640) NOT NULL PRIMARY KEY,
  state VARCHAR(16) NOT NULL,
  hold_code VARCHAR(64) NOT NULL,
  hold_note VARCHAR(400) NOT NULL,
  attempt INTEGER NOT NULL,
  by_hand BOOLEAN NOT NULL,
  reservation VARCHAR(900) NOT NULL,
  due_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS heliu_order_work ON heliu_order (state, due_at, id);
CREATE INDEX IF NOT EXISTS heliu_order_hold ON heliu_order (state, hold_code, hold_note);
CREATE INDEX IF NOT EXISTS heliu_order_due ON heliu_order (due_at, id);
-- Reservations that are no order's own any more, and which order is to have what it wants of their units: nobody's are given
-- back. One that is to be divided names its division; a part of a division that the ledger does not know yet names it, too.
CREATE TABLE IF NOT EXISTS heliu_surplus (
  reservation VARCHAR(900) NOT NULL PRIMARY KEY,
  order_id VARCHAR(640) NOT NULL,
  divided VARCHAR(900) DEFAULT '' NOT NULL,
  part_of VARCHAR(900) DEFAULT '' NOT NULL
);
CREATE INDEX IF NOT EXISTS heliu_surplus_order ON heliu_surplus (order_id, divided, part_of);
CREATE INDEX IF NOT EXISTS heliu_surplus_divided ON heliu_surplus (divided);
CREATE INDEX IF NOT EXISTS heliu_surplus_part ON heliu_surplus (part_of);
-- What such a part is to have; one without any gets what the others leave.
CREATE TABLE IF NOT EXISTS heliu_surplus_unit (
  reservation VARCHAR(900) NOT NULL,
  sku VARCHAR(200) NOT NULL,
  quantity BIGINT NOT NULL,
  PRIMARY KEY (reservation, sku)
);
-- The channel orders that orders stand for. Of an order that was split or merged, also the fingerprint of what its channel
-- order asked for then, and whether a person did it; else the fingerprint is empty.
CREATE TABLE IF NOT EXISTS heliu_order_source (
  order_id VARCHAR(640) NOT NULL,
  shop VARCHAR(410) NOT NULL,
  number VARCHAR(200) NOT NULL,
  fingerprint VARCHAR(64) DEFAULT '' NOT NULL,
  by_hand BOOLEAN DEFAULT FALSE NOT NULL,
  PRIMARY KEY (order_id, shop, number)
);
CREATE INDEX IF NOT EXISTS heliu_order_source_back ON heliu_order_source (shop, number);
CREATE TABLE IF NOT EXISTS heliu_order_line (
  order_id VARCHAR(640) NOT NULL,
  line INTEGER NOT NULL,
  shop VARCHAR(410) NOT NULL,
  number VARCHAR(200) NOT NULL,
  channel_line VARCHAR(200) NOT NULL,
  sku VARCHAR(200) NOT NULL,
  quantity BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency CHAR(3) NOT NULL,
  PRIMARY KEY (order_id, line)
);
-- What orders that were split or merged were given, before refunds took any of it, and of which quantity and amount of the
-- channel's line that was made.
CREATE TABLE IF NOT EXISTS heliu_order_part (
  order_id VARCHAR(640) NOT NULL,
  line INTEGER NOT NULL,
  shop VARCHAR(410) NOT NULL,
  number VARCHAR(200) NOT NULL,
  channel_line VARCHAR(200) NOT NULL,
  sku VARCHAR(200) NOT NULL,
  quantity BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency CHAR(3) NOT NULL,
  of_quantity VARCHAR(100) NOT NULL,
  of_minor BIGINT NOT NULL,
  PRIMARY KEY (order_id, line)
);
CREATE INDEX IF NOT EXISTS heliu_order_part_source ON heliu_order_part (shop, number);
-- Orders that a rule may merge, by what they must have in common: a keyed hash.
CREATE TABLE IF NOT EXISTS heliu_order_merge (
  order_id VARCHAR(640) NOT NULL PRIMARY KEY,
  merge_key CHAR(64) NOT NULL
);
CREATE INDEX IF NOT EXISTS heliu_order_merge_key ON heliu_order_merge (merge_key);
-- Documents on their way to an ERP, by the number that makes each push happen once, and since when one is asked back.
CREATE TABLE IF NOT EXISTS heliu_document (
  number VARCHAR(200) NOT NULL PRIMARY KEY,
  erp VARCHAR(100) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  order_id VARCHAR(640) NOT NULL,
  state VARCHAR(16) NOT NULL,
  erp_id VARCHAR(200) NOT NULL,
  attempts INTEGER NOT NULL,
  code VARCHAR(200) NOT NULL,
  message VARCHAR(1000) NOT NULL,
  cancelling_since TIMESTAMP(6) WITH TIME ZONE,
  payload TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS heliu_document_work ON heliu_document (erp, state, number);
CREATE INDEX IF NOT EXISTS heliu_document_state ON heliu_document (state, number);
CREATE INDEX IF NOT EXISTS heliu_document_order ON heliu_document (order_id);
-- Refunds as channels told them, latest version each, and where each case is with us; whether all is back, as somebody said, and
-- whether a person said that what has not left stays, until the ledger has it back. The document is the first arrival's.
CREATE TABLE IF NOT EXISTS heliu_refund (
  shop VARCHAR(410) NOT NULL,
  id VARCHAR(200) NOT NULL,
  order_number VARCHAR(200) NOT NULL,
  modified_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  content_hash CHAR(64) NOT NULL,
  payload TEXT NOT NULL,
  state VARCHAR(16) NOT NULL,
  code VARCHAR(64) NOT NULL,
  note VARCHAR(400) NOT NULL,
  by_hand BOOLEAN NOT NULL,
  looked_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  document VARCHAR(200),
  replacement VARCHAR(640),
  all_back BOOLEAN DEFAULT FALSE NOT NULL,
  unsent_stays BOOLEAN DEFAULT FALSE NOT NULL,
  PRIMARY KEY (shop, id)
);
CREATE INDEX IF NOT EXISTS heliu_refund_work ON heliu_refund (state, looked_at, shop, id);
CREATE INDEX IF NOT EXISTS heliu_refund_order ON heliu_refund (order_number);
CREATE INDEX IF NOT EXISTS heliu_refund_unsent ON heliu_refund (unsent_stays, shop, id);
-- Units that never leave because a person said so of a refund, and whether the ledger has back what it still held of them.
CREATE TABLE IF NOT EXISTS heliu_given_up (
  shop VARCHAR(410) NOT NULL,
  id VARCHAR(200) NOT NULL,
  round INTEGER NOT NULL,
  order_id VARCHAR(640) NOT NULL,
  order_line INTEGER NOT NULL,
  sku VARCHAR(200) NOT NULL,
  location VARCHAR(200) NOT NULL,
  quantity BIGINT NOT NULL,
  held BIGINT NOT NULL,
  released BOOLEAN NOT NULL,
  PRIMARY KEY (shop, id, round, order_id, order_line)
);
CREATE INDEX IF NOT EXISTS heliu_given_up_order ON heliu_given_up (order_id);
-- Orders whose document was made in full knowledge of a refund's latest version.
CREATE TABLE IF NOT EXISTS heliu_refund_seen (
  shop VARCHAR(410) NOT NULL,
  id VARCHAR(200) NOT NULL,
  order_id VARCHAR(640) NOT NULL,
  PRIMARY KEY (shop, id, order_id)
);
-- The parcels in which goods of refunds came back. The document is there once the ledger has the goods.
CREATE TABLE IF NOT EXISTS heliu_arrival (
  shop VARCHAR(410) NOT NULL,
  id VARCHAR(200) NOT NULL,
  arrival INTEGER NOT NULL,
  is_last BOOLEAN NOT NULL,
  document VARCHAR(200),
  PRIMARY KEY (shop, id, arrival)
);
-- What came back with them, and what goes out instead of it.
CREATE TABLE IF NOT EXISTS heliu_refund_line (
  shop VARCHAR(410) NOT NULL,
  id VARCHAR(200) NOT NULL,
  arrival INTEGER NOT NULL,
  line INTEGER NOT NULL,
  leg VARCHAR(8) NOT NULL,
  order_id VARCHAR(640) NOT NULL,
  order_line INTEGER NOT NULL,
  sku VARCHAR(200) NOT NULL,
  location VARCHAR(200) NOT NULL,
  quantity BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL,
  currency CHAR(3) NOT NULL,
  outbound VARCHAR(200),
  outbound_line VARCHAR(200),
  PRIMARY KEY (shop, id, arrival, line)
);
CREATE INDEX IF NOT EXISTS heliu_refund_line_order ON heliu_refund_line (order_id);
-- Parcels as an ERP tells them, under its own number, what of our orders is in them, and which channel must hear of it: in
-- one part, unless more of the parcel is taken out of the ledger after that was told.
CREATE TABLE IF NOT EXISTS heliu_parcel (
  erp VARCHAR(100) NOT NULL,
  number VARCHAR(200) NOT NULL,
  carrier VARCHAR(200) NOT NULL,
  waybill VARCHAR(200) NOT NULL,
  state VARCHAR(16) NOT NULL,
  content_hash VARCHAR(64) NOT NULL,
  round INTEGER NOT NULL,
  PRIMARY KEY (erp, number)
);
CREATE INDEX IF NOT EXISTS heliu_parcel_work ON heliu_parcel (erp, state, number);
CREATE TABLE IF NOT EXISTS heliu_parcel_line (
  erp VARCHAR(100) NOT NULL,
  parcel VARCHAR(200) NOT NULL,
  line INTEGER NOT NULL,
  order_id VARCHAR(640) NOT NULL,
  order_line INTEGER NOT NULL,
  sku VARCHAR(200) NOT NULL,
  location VARCHAR(200) NOT NULL,
  quantity BIGINT NOT NULL,
  outbound_line VARCHAR(200) NOT NULL,
  taken BOOLEAN NOT NULL,
  PRIMARY KEY (erp, parcel, line)
);
CREATE INDEX IF NOT EXISTS heliu_parcel_line_order ON heliu_parcel_line (order_id);
CREATE TABLE IF NOT EXISTS heliu_notice (
  erp VARCHAR(100) NOT NULL,
  parcel VARCHAR(200) NOT NULL,
  shop VARCHAR(410) NOT NULL,
  number VARCHAR(200) NOT NULL,
  part INTEGER NOT NULL,
  lines TEXT NOT NULL,
  whole BOOLEAN NOT NULL,
  state VARCHAR(16) NOT NULL,
  code VARCHAR(200) NOT NULL,
  message VARCHAR(1000) NOT NULL,
  PRIMARY KEY (erp, parcel, shop, number, part)
);
CREATE INDEX IF NOT EXISTS heliu_notice_work ON heliu_notice (erp, shop, state, parcel);
CREATE INDEX IF NOT EXISTS heliu_notice_order ON heliu_notice (shop, number);
-- Listings whose sellable quantity may have changed, and what each channel was last told: the level it acknowledged, and the
-- highest one that it was sent since without an answer.
CREATE TABLE IF NOT EXISTS heliu_listing (
  shop VARCHAR(410) NOT NULL,
  item VARCHAR(200) NOT NULL,
  variant VARCHAR(200) NOT NULL,
  sku VARCHAR(200) NOT NULL,
  units BIGINT NOT NULL,
  due_sequence BIGINT NOT NULL,
  published_sequence BIGINT NOT NULL,
  published_quantity BIGINT NOT NULL,
  refusal VARCHAR(1000) NOT NULL,
  flight_quantity BIGINT DEFAULT -1 NOT NULL,
  flight_at TIMESTAMP(6) WITH TIME ZONE,
  waiting VARCHAR(16) DEFAULT '' NOT NULL,
  refusals INTEGER DEFAULT 0 NOT NULL,
  unknown_since TIMESTAMP(6) WITH TIME ZONE,
  retry_at TIMESTAMP(6) WITH TIME ZONE,
  PRIMARY KEY (shop, item, variant)
);
CREATE INDEX IF NOT EXISTS heliu_listing_sku ON heliu_listing (sku);
-- What an ERP counted last in each cell, when a comparison could say something of it, and since when it differs.
CREATE TABLE IF NOT EXISTS heliu_count (
  erp VARCHAR(100) NOT NULL,
  sku VARCHAR(200) NOT NULL,
  location VARCHAR(200) NOT NULL,
  listed BOOLEAN NOT NULL,
  confirmed_at TIMESTAMP(6) WITH TIME ZONE,
  stale BOOLEAN NOT NULL,
  drift_since TIMESTAMP(6) WITH TIME ZONE,
  drift_units BIGINT NOT NULL,
  PRIMARY KEY (erp, sku, location)
);
CREATE INDEX IF NOT EXISTS heliu_count_sku ON heliu_count (sku);
CREATE INDEX IF NOT EXISTS heliu_count_age ON heliu_count (stale, confirmed_at);
-- The catalog: what channels, counters and partners call a thing. shop '*' holds for every shop.
CREATE TABLE IF NOT EXISTS heliu_code (
  shop VARCHAR(410) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  code VARCHAR(200) NOT NULL,
  sku VARCHAR(200) NOT NULL,
  units BIGINT NOT NULL,
  PRIMARY KEY (shop, kind, code)
);
CREATE TABLE IF NOT EXISTS heliu_sku (
  sku VARCHAR(200) NOT NULL PRIMARY KEY,
  name VARCHAR(400) NOT NULL,
  decimals INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS heliu_kit (
  kit VARCHAR(200) NOT NULL,
  component VARCHAR(200) NOT NULL,
  units BIGINT NOT NULL,
  PRIMARY KEY (kit, component)
);
CREATE INDEX IF NOT EXISTS heliu_kit_component ON heliu_kit (component);
CREATE TABLE IF NOT EXISTS heliu_customer (
  shop VARCHAR(410) NOT NULL PRIMARY KEY,
  customer VARCHAR(200) NOT NULL
);
-- Statements and their lines, each with its row as it stood in the file.
CREATE TABLE IF NOT EXISTS heliu_statement (
  source VARCHAR(100) NOT NULL,
  account VARCHAR(200) NOT NULL,
  business_day DATE NOT NULL,
  digest VARCHAR(128) NOT NULL,
  line_count BIGINT NOT NULL,
  PRIMARY KEY (source, account, business_day)
);
CREATE TABLE IF NOT EXISTS heliu_statement_line (
  source VARCHAR(100) NOT NULL,
  account VARCHAR(200) NOT NULL,
  id VARCHAR(300) NOT NULL,
  business_day DATE NOT NULL,
  row_no INTEGER NOT NULL,
  kind VARCHAR(16) NOT NULL,
  kind_code VARCHAR(100) NOT NULL,
  reference VARCHAR(200) NOT NULL,
  channel_reference VARCHAR(200),
  occurred_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  gross_minor BIGINT NOT NULL,
  fee_minor BIGINT NOT NULL,
  currency CHAR(3) NOT NULL,
  merchant_refund VARCHAR(200),
  raw_row TEXT NOT NULL,
  PRIMARY KEY (source, account, id)
);
CREATE INDEX IF NOT EXISTS heliu_statement_line_day ON heliu_statement_line (source, account, business_day);
-- What files of other days say of lines that are stored already: when the day that has the line is issued again without
-- it, another day takes the line over.
CREATE TABLE IF NOT EXISTS heliu_statement_echo (
  source VARCHAR(100) NOT NULL,
  account VARCHAR(200) NOT NULL,
  id VARCHAR(300) NOT NULL,
  business_day DATE NOT NULL,
  row_no INTEGER NOT NULL,
  kind VARCHAR(16) NOT NULL,
  kind_code VARCHAR(100) NOT NULL,
  reference VARCHAR(200) NOT NULL,
  channel_reference VARCHAR(200),
  occurred_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  gross_minor BIGINT NOT NULL,
  fee_minor BIGINT NOT NULL,
  currency CHAR(3) NOT NULL,
  merchant_refund VARCHAR(200),
  raw_row TEXT NOT NULL,
  PRIMARY KEY (source, account, id, business_day)
);
CREATE INDEX IF NOT EXISTS heliu_statement_echo_day ON heliu_statement_echo (source, account, business_day);
