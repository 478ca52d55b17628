// The nouns of the log as rows, and back. What is personal is apart (`phone`, `body`), because it
// lives in side rows that may be erased.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/change.h"
#include "store/cells.h"
#include "store/inserts.h"

namespace smsflow {

struct TableRow {
  std::int64_t n = 0;        // rowid; 0 when not stored yet
  std::int64_t source = 0;   // of its first change
  std::int64_t contact = 0;  // id of the side row; 0: none
  std::int64_t side = 0;     // id of the side row with `body`; 0: none
  std::string id;
  std::string phone;  // E.164; "" when there is none
  std::string body;   // personal part; "" when erased or none
  Cells cells;        // by Layout::columns
};

inline constexpr std::size_t kLayouts = 4;

// Columns of a Layout: bit i is columns[i].
using ColumnMask = std::uint64_t;
inline constexpr ColumnMask kContactColumn = ColumnMask{1} << 62;
inline constexpr ColumnMask kSideColumn = ColumnMask{1} << 63;

// A projection table of one noun.
struct Layout {
  std::size_t slot = 0;  // 0 to kLayouts - 1
  std::string_view table;
  std::string_view id;    // column that names a row
  std::string_view side;  // table of the bodies; "" when there are none
  Columns columns;
  Cells zeros;  // 0, "" and NULL: what the first event of a row differs from

  // What SQL needs again and again.
  std::string select;      // up to and without WHERE
  std::string select_one;  // by `id`
  InsertSql insert;        // n (not of contacts), source, contact, id, side, columns

  bool is_of_contacts() const { return id == "contact"; }
  // Of columns that are there.
  ColumnMask mask(const Columns& names) const;
};

const Layout& conversation_layout();
const Layout& contact_layout();
const Layout& intent_layout();
const Layout& handoff_layout();

TableRow to_row(const Conversation& conversation);
TableRow to_row(const Contact& contact);
TableRow to_row(const Intent& intent);
TableRow to_row(const Handoff& handoff);

// Throw Error{kBadInput} for rows that cannot be what they should.
Conversation to_conversation(const TableRow& row);
Contact to_contact(const TableRow& row);
Intent to_intent(const TableRow& row);
Handoff to_handoff(const TableRow& row);

// The personal part of a record and what was captured from replies and offered to choose from, as
// JSON; without the number.
std::string record_body(const RecordSnapshot& record,
                        const std::map<std::string, std::string>& captured,
                        const std::vector<std::string>& offered = {});
// Key and phone are set by the caller. An empty body (erased) changes nothing.
void read_record_body(std::string_view body, RecordSnapshot& record,
                      std::map<std::string, std::string>& captured,
                      std::vector<std::string>& offered);

// The zeros of the cells of a blank value: 0 and "" stay what they are, absent stays NULL.
Cells zeros_of(const Cells& blank);

// The number that stands for an erased contact: of a country code nobody has (+999), so that it
// can never be texted. And back.
PhoneNumber erased_number(std::int64_t contact);
std::optional<std::int64_t> erased_contact(std::string_view phone);

// As stored; throws Error{kBadInput} for what is no number.
PhoneNumber stored_number(const std::string& phone);

}  // namespace smsflow
