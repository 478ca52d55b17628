// Folds the events once more and compares: projections hold nothing that the events do not say.
#include <fmt/format.h>

#include "store/audit.h"
#include "store/faults.h"
#include "store/fold.h"
#include "store/hold.h"
#include "store/schema.h"

namespace smsflow {
namespace {

using Names = std::vector<std::string>;

struct Projection {
  std::string_view table;
  std::string_view id;  // an expression that names a row
};

constexpr Projection kProjections[] = {
    {"conversation", "id"}, {"contact_state", "contact"},
    {"intent", "id"},       {"handoff", "id"},
    {"timer", "id"},        {"reply", "id"},
    {"orphan", "id"},       {"record_seen", "workflow || ' ' || key"},
    {"revision", "id"},     {"look", "workflow || ' ' || scope"},
    {"account", "id"},      {"adoption", "id"}};

std::string shown(const Cell& cell) {
  std::string text;
  append_json(text, cell);
  return text;
}

// The projections of the log beside those in temporary tables of the same names.
class Comparison {
 public:
  explicit Comparison(Database& database) : database_(database) {}

  void compare(const Projection& projection) {
    const Names columns = columns_of(projection);
    const std::string list = fmt::format("{}", fmt::join(columns, ", "));
    const std::string rows = fmt::format("SELECT {}, {} FROM", projection.id, list);
    Query other =
        database_.query(fmt::format("{0} main.{1} EXCEPT {0} temp.{1}", rows, projection.table));
    while (other.step()) differ(projection, columns, list, other);
    const auto count = [&](std::string_view schema) {
      return database_.number(fmt::format("SELECT count(*) FROM {}.{}", schema, projection.table))
          .value_or(0);
    };
    if (count("main") == count("temp")) return;
    faults.add(fmt::format("{} has {} rows, its events make {}", projection.table, count("main"),
                           count("temp")));
  }

  Faults faults;

 private:
  // Without `n`, which is only the order.
  Names columns_of(const Projection& projection);
  void differ(const Projection& projection, const Names& columns, std::string_view list,
              const Query& stored);

  Database& database_;
};

Names Comparison::columns_of(const Projection& projection) {
  Names columns;
  Query names =
      database_.query("SELECT name FROM pragma_table_info(?) WHERE name <> 'n'", projection.table);
  while (names.step()) columns.emplace_back(names.text(0));
  return columns;
}

void Comparison::differ(const Projection& projection, const Names& columns, std::string_view list,
                        const Query& stored) {
  const std::string name = fmt::format("{} {}", projection.table, stored.text(0));
  const Cell id = cell_at(stored, 0);  // what is bound must outlive the query
  Query folded = database_.query(
      fmt::format("SELECT {} FROM temp.{} WHERE {} = ?", list, projection.table, projection.id));
  bind_cell(folded, 1, id);
  if (!folded.step()) return faults.add(name + " is in no event");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Cell is = cell_at(stored, static_cast<int>(i) + 1);
    const Cell should = cell_at(folded, static_cast<int>(i));
    if (is == should) continue;
    faults.add(
        fmt::format("{}: {} is {}, its events say {}", name, columns[i], shown(is), shown(should)));
  }
}

std::vector<std::string> compare_with_fold(OpenLog& log, Database& database) {
  Tables folded(database, log.identity());
  fold_events(database, folded);
  Comparison comparison(database);
  for (const Projection& projection : kProjections) comparison.compare(projection);
  return comparison.faults.take();
}

}  // namespace

// Temporary tables stand before the log's own of the same names, so the fold is the one that
// writes; rolled back, they are gone.
std::vector<std::string> projection_faults(OpenLog& log) {
  const std::unique_ptr<Hold> hold = hold_for_reading(log);
  Database& database = hold->database();
  std::vector<std::string> faults;
  try {
    database.execute(projection_schema("temp."));
    faults = compare_with_fold(log, database);
  } catch (const Error& error) {
    faults = {error.what()};
  }
  return faults;
}

}  // namespace smsflow
