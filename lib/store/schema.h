// The tables and views of the log, described for analysts in man 5 smsflow-log.
#pragma once

#include <string>
#include <string_view>

namespace smsflow {

// "smsf": PRAGMA application_id of every log.
inline constexpr int kApplicationId = 0x736D7366;
// PRAGMA user_version. A later program reads and upgrades an older log; an older program refuses a
// later one.
inline constexpr int kSchemaVersion = 2;

// What is never changed, and what is personal.
std::string truth_schema();
// What is folded from the events, never written otherwise; `where` is a schema with its point, such
// as "temp.".
std::string projection_schema(std::string_view where = {});
// Names of stored numbers come from the name() of their enumeration.
std::string view_schema();

}  // namespace smsflow
