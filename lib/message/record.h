// One row of a business system as smsflow saw it: an appointment, an order, an invoice.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "message/phone_number.h"
#include "time/instant.h"

namespace smsflow {

// monostate: the source has no value (empty cell, JSON null, SQL NULL).
using Value = std::variant<std::monostate, std::string, std::int64_t, double, bool, Instant>;

using Fields = std::map<std::string, Value, std::less<>>;

// "text" form of a value: what a template shows without a format. Empty for monostate.
std::string to_text(const Value& value);

// Versions are numbers or sortable times; equal ones, and where one is missing, are not older.
bool is_older_version(std::string_view version, std::string_view known);

// A row as a workflow reads it: its names resolved, its conditions and moments evaluated. Made by
// lib/record (the only one who can evaluate conditions), given to the engine as an event.
struct RecordSnapshot {
  std::string workflow;
  std::string key;
  std::optional<PhoneNumber> phone;  // nothing only for a record that vanished
  std::string zone;                  // tz database name
  std::string language = "en";
  std::optional<bool> consent;  // nothing: the row does not say
  std::string version;          // by which an older row is told; may be empty
  Fields fields;                // all declared fields
  std::string hash;             // of key, phone, zone and fields: equal rows make no event
  bool eligible = false;        // `when` was met at `seen_at`
  std::optional<Instant> at;    // the trigger's moment
  std::optional<Instant> expires;
  std::optional<Instant> respond_by;
  std::optional<Instant> over_at;  // from then on nobody misses it in an export
  std::string start;               // state the record asks for: its stage's, or the trigger's
  bool begins = true;              // false: its stage begins no conversation
  std::string scope;               // the part of the source it belongs to; "": there are none
  bool vanished = false;           // deleted, or gone from a source that is declared complete
  bool posted = false;             // the source told of it by itself
  Instant seen_at;                 // of the look it stood in
  bool operator==(const RecordSnapshot&) const = default;
};

}  // namespace smsflow
