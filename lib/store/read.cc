#include "store/read.h"

#include "store/open_log.h"
#include "store/upgrade.h"

namespace smsflow {
namespace {

void bind(Query& query, int at, const LogValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    query.bind(at, *integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    query.bind(at, *real);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    query.bind(at, std::string_view(*text));
  } else {
    query.bind(at, nullptr);
  }
}

}  // namespace

int LogRow::size() const {
  return query_.columns();
}

std::string_view LogRow::name(int column) const {
  return query_.name(column);
}

bool LogRow::is_null(int column) const {
  return query_.is_null(column);
}

std::int64_t LogRow::integer(int column) const {
  return query_.integer(column);
}

double LogRow::real(int column) const {
  return query_.real(column);
}

std::string_view LogRow::text(int column) const {
  return query_.text(column);
}

LogValue LogRow::value(int column) const {
  if (query_.is_null(column)) return {};
  if (query_.is_integer(column)) return query_.integer(column);
  if (query_.is_real(column)) return query_.real(column);
  return std::string(query_.text(column));
}

LogReader::LogReader(const std::string& path) {
  constexpr int kBusy_ms = 5'000;
  upgrade_to_read(path);
  database_ = std::make_unique<Database>(path, Database::Mode::kReadOnly);
  database_->busy_timeout(kBusy_ms);
  database_->execute("BEGIN");
  Query meta = database_->query("SELECT log_id FROM meta");
  if (meta.step()) log_id_ = meta.text(0);
}

LogReader::~LogReader() = default;

void LogReader::query(std::string_view sql, const std::vector<LogValue>& values,
                      const std::function<void(const LogRow&)>& use) {
  Query query = database_->query(sql);
  if (!query.only_reads()) throw Error(ErrorKind::kBadInput, "a log is only written by smsflow");
  int at = 1;
  for (const LogValue& value : values) bind(query, at++, value);
  const LogRow row(query);
  while (query.step()) use(row);
}

std::vector<std::string> LogReader::columns(std::string_view sql) {
  const Query query = database_->query(sql);
  std::vector<std::string> names;
  names.reserve(static_cast<std::size_t>(query.columns()));
  for (int column = 0; column < query.columns(); ++column) {
    names.emplace_back(query.name(column));
  }
  return names;
}

}  // namespace smsflow
