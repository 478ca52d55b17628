// What a loop that decides nothing would take to write the same rows: those that a log holds after
// a run and did not hold before, inserted and updated with prepared statements into a copy of the
// log before, in transactions of GROUP replies that are durable one by one.
//
//   rows_bound BEFORE AFTER SCRATCH [GROUP=64]
#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using Stopwatch = std::chrono::steady_clock;

[[noreturn]] void fail(sqlite3* database, const std::string& sql) {
  fmt::print(stderr, "rows_bound: {}: {}\n", sql, sqlite3_errmsg(database));
  std::exit(1);
}

void run(sqlite3* database, const std::string& sql) {
  if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail(database, sql);
  }
}

sqlite3_stmt* prepared(sqlite3* database, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    fail(database, sql);
  }
  return statement;
}

struct Rows {
  std::string sql;  // writes one of them
  int columns = 0;
  std::vector<sqlite3_value*> cells;
  sqlite3_stmt* writes = nullptr;

  std::size_t size() const { return cells.size() / static_cast<std::size_t>(columns); }
};

Rows read(sqlite3* database, const std::string& select, std::string sql) {
  Rows rows{.sql = std::move(sql)};
  sqlite3_stmt* statement = prepared(database, select);
  rows.columns = sqlite3_column_count(statement);
  while (sqlite3_step(statement) == SQLITE_ROW) {
    for (int i = 0; i < rows.columns; ++i) {
      rows.cells.push_back(sqlite3_value_dup(sqlite3_column_value(statement, i)));
    }
  }
  sqlite3_finalize(statement);
  return rows;
}

void write(sqlite3* database, const Rows& rows, std::size_t row) {
  const std::size_t first = row * static_cast<std::size_t>(rows.columns);
  for (int i = 0; i < rows.columns; ++i) {
    sqlite3_bind_value(rows.writes, i + 1, rows.cells[first + static_cast<std::size_t>(i)]);
  }
  if (sqlite3_step(rows.writes) != SQLITE_DONE) fail(database, rows.sql);
  sqlite3_reset(rows.writes);
}

// The rows of one table: first those that are new, then those that changed.
void read_table(sqlite3* database, const std::string& table, bool has_rowid,
                std::vector<Rows>& all) {
  std::string names;
  std::string marks;
  std::string sets;
  sqlite3_stmt* columns = prepared(database, fmt::format("PRAGMA after.table_info({})", table));
  while (sqlite3_step(columns) == SQLITE_ROW) {
    const std::string name(reinterpret_cast<const char*>(sqlite3_column_text(columns, 1)));
    names += (names.empty() ? "" : ", ") + name;
    marks += marks.empty() ? "?" : ", ?";
    sets += (sets.empty() ? "" : ", ") + name + " = ?";
  }
  sqlite3_finalize(columns);
  const std::string insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names, marks);
  if (!has_rowid) {
    all.push_back(
        read(database,
             fmt::format("SELECT {0} FROM after.{1} EXCEPT SELECT {0} FROM main.{1}", names, table),
             insert));
    return;
  }
  const std::string known = fmt::format("(SELECT ifnull(max(rowid), 0) FROM main.{})", table);
  all.push_back(read(
      database,
      fmt::format("SELECT {} FROM after.{} WHERE rowid > {} ORDER BY rowid", names, table, known),
      insert));
  all.push_back(read(database,
                     fmt::format("SELECT {0}, rowid FROM after.{1} WHERE rowid <= {2} EXCEPT "
                                 "SELECT {0}, rowid FROM main.{1}",
                                 names, table, known),
                     fmt::format("UPDATE {} SET {} WHERE rowid = ?", table, sets)));
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return 2;
  const std::string before = arguments[1];
  const std::string after = arguments[2];
  const std::string scratch = arguments[3];
  const std::size_t group = count > 4 ? std::strtoul(arguments[4], nullptr, 10) : 64;
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(scratch + suffix);
  std::filesystem::copy_file(before, scratch);

  sqlite3* database = nullptr;
  if (sqlite3_open(scratch.c_str(), &database) != SQLITE_OK) fail(database, scratch);
  run(database,
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; "
      "PRAGMA wal_autocheckpoint = 16384");
  run(database, fmt::format("ATTACH '{}' AS after", after));
  std::vector<std::pair<std::string, bool>> tables;
  sqlite3_stmt* list = prepared(database,
                                "SELECT name, wr FROM pragma_table_list WHERE schema = 'after' "
                                "AND type = 'table' AND name NOT LIKE 'sqlite%'");
  while (sqlite3_step(list) == SQLITE_ROW) {
    tables.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(list, 0)),
                        sqlite3_column_int(list, 1) == 0);
  }
  sqlite3_finalize(list);
  std::vector<Rows> all;
  std::size_t replies = 0;
  for (const auto& [table, has_rowid] : tables) {
    const std::size_t at = all.size();
    read_table(database, table, has_rowid, all);
    if (table == "reply") replies = all[at].size();
  }
  run(database, "DETACH after");
  std::size_t written = 0;
  for (Rows& rows : all) {
    rows.writes = prepared(database, rows.sql);
    written += rows.size();
  }
  if (replies == 0) fail(database, "no reply is new");

  const auto start = Stopwatch::now();
  for (std::size_t done = 0; done < replies;) {
    const std::size_t next = std::min(done + group, replies);
    run(database, "BEGIN IMMEDIATE");
    for (const Rows& rows : all) {
      const std::size_t end = rows.size() * next / replies;
      for (std::size_t i = rows.size() * done / replies; i < end; ++i) write(database, rows, i);
    }
    run(database, "COMMIT");
    done = next;
  }
  const double seconds = std::chrono::duration<double>(Stopwatch::now() - start).count();
  fmt::print(
      "{{\"replies\": {}, \"rows\": {}, \"seconds\": {:.3f}, \"replies_a_second\": {:.0f}}}\n",
      replies, written, seconds, static_cast<double>(replies) / seconds);
}
