#include "store/schema.h"

#include <fmt/format.h>

namespace smsflow {

// Few indexes, for each costs a page of the write-ahead log per change; partial ones where only a
// few rows are ever asked for.
std::string truth_schema() {
  return R"sql(
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  log_id TEXT NOT NULL,
  number_key BLOB NOT NULL,
  copied_after INTEGER  -- of a copy: the last event it was made with
) STRICT;

-- Truth.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  source INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  conversation TEXT NOT NULL,
  contact INTEGER,
  intent TEXT NOT NULL,
  handoff TEXT NOT NULL,
  key BLOB,
  side INTEGER,
  personal BLOB,
  data TEXT NOT NULL
) STRICT;
-- A live log holds nothing else, and this costs it nothing.
CREATE INDEX event_made_up ON event (source) WHERE source > 0;
CREATE TRIGGER event_stays BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_remains BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, 'events are never deleted'); END;

CREATE TABLE batch (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  writer TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX batch_writer ON batch (writer);

CREATE TABLE event_key (
  key BLOB PRIMARY KEY,
  event INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is personal. Erasing makes number, salt and body NULL; the rows stay. Events through
-- `erased_through` were hashed with a salt that is gone.
CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  number_hash BLOB NOT NULL UNIQUE,
  phone TEXT,
  salt BLOB,
  erased_through INTEGER NOT NULL DEFAULT 0,
  CHECK ((phone IS NULL) = (salt IS NULL))
) STRICT;
CREATE TABLE message (
  id INTEGER PRIMARY KEY REFERENCES event (id),
  contact INTEGER NOT NULL REFERENCES contact (id),
  body TEXT,
  raw TEXT
) STRICT;
CREATE TABLE record (
  id INTEGER PRIMARY KEY REFERENCES event (id),
  conversation TEXT NOT NULL,
  contact INTEGER REFERENCES contact (id),
  body TEXT
) STRICT;
CREATE TABLE outbox_text (
  id INTEGER PRIMARY KEY REFERENCES event (id),
  intent TEXT NOT NULL,
  contact INTEGER NOT NULL REFERENCES contact (id),
  body TEXT
) STRICT;
)sql";
}

std::string projection_schema(std::string_view where) {
  return fmt::format(R"sql(
CREATE TABLE {0}conversation (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  source INTEGER NOT NULL,
  contact INTEGER,
  side INTEGER,
  workflow TEXT NOT NULL,
  revision TEXT NOT NULL,
  key TEXT NOT NULL,
  status INTEGER NOT NULL,
  state TEXT NOT NULL,
  visit INTEGER NOT NULL,
  run INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  resolution TEXT NOT NULL,
  asked_state TEXT NOT NULL,
  ask_intent TEXT NOT NULL,
  asked_at INTEGER,
  last_label TEXT NOT NULL,
  unclear INTEGER NOT NULL,
  replies INTEGER NOT NULL,
  sender TEXT NOT NULL,
  handoff TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  first_reply_at INTEGER,
  ended_at INTEGER,
  rating_asked_at INTEGER,
  rating INTEGER NOT NULL,
  respond_by INTEGER,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX {0}conversation_contact ON conversation (contact);

CREATE TABLE {0}contact_state (
  contact INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  opted_out_at INTEGER,
  opt_out_rule TEXT NOT NULL,
  opt_out_confirmed_at INTEGER,
  paused INTEGER NOT NULL,
  wrong_number INTEGER NOT NULL,
  unreachable INTEGER NOT NULL,
  consents TEXT NOT NULL,
  recent_replies TEXT NOT NULL,
  choice TEXT NOT NULL,
  handoff TEXT NOT NULL,
  sender TEXT NOT NULL
) STRICT;

CREATE TABLE {0}intent (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  source INTEGER NOT NULL,
  contact INTEGER NOT NULL,
  side INTEGER,
  channel INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  conversation TEXT NOT NULL,
  workflow TEXT NOT NULL,
  revision TEXT NOT NULL,
  key TEXT NOT NULL,
  step TEXT NOT NULL,
  occurrence TEXT NOT NULL,
  sender TEXT NOT NULL,
  text TEXT NOT NULL,
  literal INTEGER NOT NULL,
  language TEXT NOT NULL,
  variant TEXT NOT NULL,
  planned_at INTEGER NOT NULL,
  due INTEGER NOT NULL,
  expires INTEGER,
  state INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  owner TEXT NOT NULL,
  deadline INTEGER,
  provider TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  status INTEGER NOT NULL,
  error INTEGER NOT NULL,
  block INTEGER NOT NULL,
  detail TEXT NOT NULL,
  segments INTEGER NOT NULL,
  accepted_at INTEGER,
  left_at INTEGER,
  changed_at INTEGER NOT NULL,
  lookups INTEGER NOT NULL
) STRICT;
CREATE INDEX {0}intent_conversation ON intent (conversation) WHERE conversation <> '';
CREATE INDEX {0}intent_direct ON intent (contact) WHERE conversation = '';
CREATE INDEX {0}intent_planned ON intent (channel, due, kind) WHERE state = 0;
CREATE INDEX {0}intent_held ON intent (id) WHERE state = 0 AND block = 15;
CREATE INDEX {0}intent_hook ON intent (sender, due) WHERE state = 0 AND channel = 1;
CREATE INDEX {0}intent_open ON intent (state, deadline) WHERE state IN (1, 7);
CREATE INDEX {0}intent_provider_id ON intent (provider_id) WHERE provider_id <> '';
CREATE INDEX {0}intent_left ON intent (sender, left_at, segments) WHERE left_at IS NOT NULL;

CREATE TABLE {0}handoff (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  source INTEGER NOT NULL,
  contact INTEGER NOT NULL,
  queue TEXT NOT NULL,
  reason TEXT NOT NULL,
  priority TEXT NOT NULL,
  conversation TEXT NOT NULL,
  workflow TEXT NOT NULL,
  key TEXT NOT NULL,
  message TEXT NOT NULL,
  status INTEGER NOT NULL,
  agent TEXT NOT NULL,
  label TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  first_response_due INTEGER,
  resolution_due INTEGER,
  responded_at INTEGER,
  resolved_at INTEGER,
  alerts INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX {0}handoff_open ON handoff (queue) WHERE status <> 2;

CREATE TABLE {0}timer (
  id TEXT PRIMARY KEY,
  kind INTEGER NOT NULL,
  conversation TEXT NOT NULL,
  handoff TEXT NOT NULL,
  run INTEGER NOT NULL,
  visit INTEGER NOT NULL,
  due INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX {0}timer_due ON timer (due);

CREATE TABLE {0}reply (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  contact INTEGER NOT NULL,
  provider TEXT NOT NULL,
  message TEXT NOT NULL,
  sender TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  flag INTEGER NOT NULL,
  media INTEGER NOT NULL,
  label TEXT NOT NULL,
  layer INTEGER NOT NULL,
  rule TEXT NOT NULL,
  confidence REAL NOT NULL,
  runner_up TEXT NOT NULL,
  runner_up_confidence REAL NOT NULL,
  automatic INTEGER NOT NULL,
  suspected_opt_out INTEGER NOT NULL,
  classifier TEXT NOT NULL,
  conversation TEXT NOT NULL,
  handled TEXT NOT NULL,
  reason TEXT NOT NULL,
  late INTEGER NOT NULL,
  raw_sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX {0}reply_contact ON reply (contact);

CREATE TABLE {0}orphan (
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  event_key TEXT NOT NULL,
  intent TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  status INTEGER NOT NULL,
  raw_status TEXT NOT NULL,
  error INTEGER NOT NULL,
  received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX {0}orphan_provider_id ON orphan (provider_id);

CREATE TABLE {0}record_seen (
  workflow TEXT NOT NULL,
  key TEXT NOT NULL,
  side INTEGER NOT NULL,
  scope TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  posted INTEGER NOT NULL,
  standing INTEGER NOT NULL,
  over_at INTEGER,
  PRIMARY KEY (workflow, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE {0}look (
  workflow TEXT NOT NULL,
  scope TEXT NOT NULL,
  at INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (workflow, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE {0}revision (
  id TEXT PRIMARY KEY,
  workflow TEXT NOT NULL,
  source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE {0}account (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  account TEXT NOT NULL
) STRICT;

CREATE TABLE {0}adoption (
  id INTEGER PRIMARY KEY,
  copied INTEGER
) STRICT;
)sql",
                     where);
}

}  // namespace smsflow
