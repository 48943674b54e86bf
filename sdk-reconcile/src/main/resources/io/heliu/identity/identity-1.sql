-- Heliu customer identity, version 1. Runs on PostgreSQL and H2. One statement ends with a semicolon at the end of a line.
-- No identifier's value is stored, only its HMAC-SHA256 under the host's secret.
CREATE TABLE IF NOT EXISTS heliu_customer_id_meta (
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  val VARCHAR(200) NOT NULL
);
-- One row, which every writer changes first: that is how writers take turns.
CREATE TABLE IF NOT EXISTS heliu_customer_id_turn (
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  turn BIGINT NOT NULL
);
-- Every id that was ever given. It means the customer that its anchor record belongs to now.
CREATE TABLE IF NOT EXISTS heliu_customer_id (
  id VARCHAR(40) NOT NULL PRIMARY KEY,
  anchor_source VARCHAR(200) NOT NULL,
  anchor_id VARCHAR(200) NOT NULL,
  since TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS heliu_customer_id_anchor ON heliu_customer_id (anchor_source, anchor_id);
CREATE TABLE IF NOT EXISTS heliu_customer_id_record (
  source VARCHAR(200) NOT NULL,
  record_id VARCHAR(200) NOT NULL,
  observed_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  recorded_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  customer VARCHAR(40) NOT NULL,
  PRIMARY KEY (source, record_id)
);
CREATE INDEX IF NOT EXISTS heliu_customer_id_member ON heliu_customer_id_record (customer);
-- Of a phone also since when the record has shown it; one that a later version has lost stays for that, and joins nothing.
CREATE TABLE IF NOT EXISTS heliu_customer_id_key (
  source VARCHAR(200) NOT NULL,
  record_id VARCHAR(200) NOT NULL,
  kind VARCHAR(24) NOT NULL,
  scope VARCHAR(410) NOT NULL,
  hash CHAR(64) NOT NULL,
  since TIMESTAMP(6) WITH TIME ZONE,
  lost BOOLEAN NOT NULL,
  PRIMARY KEY (source, record_id, hash)
);
CREATE INDEX IF NOT EXISTS heliu_customer_id_carrier ON heliu_customer_id_key (hash);
CREATE TABLE IF NOT EXISTS heliu_customer_id_event (
  turn BIGINT NOT NULL,
  source VARCHAR(200) NOT NULL,
  record_id VARCHAR(200) NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  from_customer VARCHAR(40),
  to_customer VARCHAR(40) NOT NULL,
  author VARCHAR(200) NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  PRIMARY KEY (turn, source, record_id)
);
CREATE INDEX IF NOT EXISTS heliu_customer_id_from ON heliu_customer_id_event (from_customer);
CREATE INDEX IF NOT EXISTS heliu_customer_id_to ON heliu_customer_id_event (to_customer);
CREATE INDEX IF NOT EXISTS heliu_customer_id_of ON heliu_customer_id_event (source, record_id);
