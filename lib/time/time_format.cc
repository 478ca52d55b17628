#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "time/zone.h"

namespace smsflow {
namespace {

struct Language {
  std::array<std::string_view, 7> weekdays;
  std::array<std::string_view, 12> months;
  std::string_view today;
  std::string_view tomorrow;
};

constexpr Language kEnglish{
    {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
    "today",
    "tomorrow"};

constexpr Language kSpanish{
    {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
     "octubre", "noviembre", "diciembre"},
    "hoy",
    "mañana"};

constexpr int kDaysByWeekday = 6;

std::int64_t day_number(const LocalTime& time) {
  const std::chrono::sys_days day{std::chrono::year{time.year} / time.month / time.day};
  return day.time_since_epoch().count();
}

std::string clock_text(const LocalTime& time, bool spanish) {
  if (spanish) return fmt::format("{}:{:02}", time.hour, time.minute);
  const int hour = time.hour % 12 == 0 ? 12 : time.hour % 12;
  return fmt::format("{}:{:02} {}", hour, time.minute, time.hour < 12 ? "AM" : "PM");
}

std::string date_text(const LocalTime& time, bool spanish) {
  const auto month = static_cast<std::size_t>(time.month - 1);
  if (spanish) return fmt::format("{} de {}", time.day, kSpanish.months[month]);
  return fmt::format("{} {}", kEnglish.months[month], time.day);
}

std::string day_text(const LocalTime& time, const LocalTime& today, bool spanish) {
  const Language& language = spanish ? kSpanish : kEnglish;
  const std::int64_t ahead = day_number(time) - day_number(today);
  if (ahead == 0) return std::string(language.today);
  if (ahead == 1) return std::string(language.tomorrow);
  std::string weekday = fmt::format("{}{}", spanish ? "el " : "",
                                    language.weekdays[static_cast<std::size_t>(time.weekday)]);
  if (ahead > 0 && ahead <= kDaysByWeekday) return weekday;
  return weekday + (spanish ? " " : ", ") + date_text(time, spanish);
}

std::string day_time_text(const LocalTime& time, const LocalTime& today, bool spanish) {
  const char* const at = !spanish ? "at" : time.hour == 1 ? "a la" : "a las";
  return fmt::format("{} {} {}", day_text(time, today, spanish), at, clock_text(time, spanish));
}

std::string iso_text(Instant at, const Zone& zone) {
  const int offset_s = zone.offset_s(at);
  // Local mean times of the 19th century are not whole minutes off, which RFC 3339 cannot say.
  if (offset_s % 60 != 0) return format_rfc3339(at);
  std::string text = format_rfc3339(at + std::chrono::seconds{offset_s});
  text.pop_back();
  const int minutes = std::abs(offset_s) / 60;
  return fmt::format("{}{}{:02}:{:02}", text, offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

}  // namespace

std::optional<std::string> format_time(Instant at, std::string_view format, const Zone& zone,
                                       Instant now, std::string_view language) {
  const bool spanish = language == "es" || language.starts_with("es-");
  const LocalTime time = zone.local(at);
  if (format == "day_time") return day_time_text(time, zone.local(now), spanish);
  if (format == "day") return day_text(time, zone.local(now), spanish);
  if (format == "time") return clock_text(time, spanish);
  if (format == "date") return date_text(time, spanish);
  if (format == "iso") return iso_text(at, zone);
  return std::nullopt;
}

const std::vector<std::string>& time_formats() {
  static const std::vector<std::string> formats{"day_time", "day", "time", "date", "iso"};
  return formats;
}

}  // namespace smsflow
