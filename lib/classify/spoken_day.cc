#include "classify/spoken_day.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace smsflow {
namespace {

using std::chrono::days;
using std::chrono::month;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month_day;

struct Name {
  std::string_view word;
  unsigned number;
};

constexpr std::array<Name, 41> kWeekdays = {{
    {"sunday", 0},   {"sun", 0},       {"domingo", 0},  {"monday", 1},   {"mon", 1},
    {"lunes", 1},    {"tuesday", 2},   {"tue", 2},      {"tues", 2},     {"tuesd", 2},
    {"martes", 2},   {"wednesday", 3}, {"wed", 3},      {"weds", 3},     {"wensday", 3},
    {"wednsday", 3}, {"miercoles", 3}, {"thursday", 4}, {"thu", 4},      {"thur", 4},
    {"thurs", 4},    {"thursdays", 4}, {"jueves", 4},   {"friday", 5},   {"fri", 5},
    {"viernes", 5},  {"saturday", 6},  {"sat", 6},      {"sabado", 6},   {"saterday", 6},
    {"tueday", 2},   {"firday", 5},    {"mondays", 1},  {"tuesdays", 2}, {"wednesdays", 3},
    {"fridays", 5},  {"saturdays", 6}, {"sundays", 0},  {"thrusday", 4}, {"thirsday", 4},
    {"saturdy", 6},
}};

constexpr std::array<Name, 44> kMonths = {{
    {"january", 1},    {"jan", 1},        {"enero", 1},     {"ene", 1},      {"february", 2},
    {"feb", 2},        {"febrero", 2},    {"febuary", 2},   {"march", 3},    {"mar", 3},
    {"marzo", 3},      {"april", 4},      {"apr", 4},       {"abril", 4},    {"abr", 4},
    {"may", 5},        {"mayo", 5},       {"june", 6},      {"jun", 6},      {"junio", 6},
    {"july", 7},       {"jul", 7},        {"julio", 7},     {"august", 8},   {"aug", 8},
    {"agosto", 8},     {"ago", 8},        {"september", 9}, {"sep", 9},      {"sept", 9},
    {"septiembre", 9}, {"october", 10},   {"oct", 10},      {"octubre", 10}, {"november", 11},
    {"nov", 11},       {"noviembre", 11}, {"december", 12}, {"dec", 12},     {"diciembre", 12},
    {"dic", 12},       {"setiembre", 9},  {"novem", 11},    {"decem", 12},
}};

template <std::size_t kSize>
std::optional<unsigned> number_of(const std::array<Name, kSize>& names, const SpokenToken& token) {
  for (const Name& name : names) {
    if (token.is(name.word)) return name.number;
  }
  return std::nullopt;
}

std::optional<Day> exact(int y, unsigned m, unsigned d) {
  const year_month_day date{year{y}, month{m}, std::chrono::day{d}};
  return date.ok() ? std::optional<Day>(Day{date}) : std::nullopt;
}

// The next such date, today included; 29 February may be years away.
std::optional<Day> coming(unsigned m, unsigned d, Day today) {
  const int this_year = static_cast<int>(year_month_day{today}.year());
  for (int y = this_year; y <= this_year + 4; ++y) {
    const std::optional<Day> day = exact(y, m, d);
    if (day && *day >= today) return day;
  }
  return std::nullopt;
}

int full_year(const SpokenToken& token) {
  if (token.digits == 4) return token.number;
  return token.digits == 2 ? 2000 + token.number : 0;
}

void add_day(SpokenDay& result, std::optional<Day> day) {
  if (day && std::find(result.days.begin(), result.days.end(), *day) == result.days.end()) {
    result.days.push_back(*day);
  }
}

class DayReader {
 public:
  DayReader(const std::vector<SpokenToken>& tokens, std::size_t at, Day today)
      : tokens_(tokens), at_(at), today_(today) {}

  SpokenDay read() const {
    for (const auto form :
         {&DayReader::relative, &DayReader::day_of_week, &DayReader::iso, &DayReader::slashed,
          &DayReader::month_first, &DayReader::day_first, &DayReader::ordinal}) {
      SpokenDay result = (this->*form)();
      if (result.tokens > 0) return result;
    }
    return {};
  }

 private:
  const SpokenToken& token(std::size_t ahead) const { return token_at(tokens_, at_ + ahead); }

  static SpokenDay on(std::size_t used, Day day) { return {used, false, {day}}; }

  SpokenDay relative() const {
    if (is_one_of(token(0), {"today", "tonight", "hoy", "tdy", "tonite"})) return on(1, today_);
    if (token(0).is("day") && token(1).is("after") && is_tomorrow(token(2))) {
      return on(3, today_ + days{2});
    }
    if (token(0).is("pasado") && token(1).is("manana")) return on(2, today_ + days{2});
    // "por la mañana" and "de la mañana" are mornings.
    if (token(0).is("manana") && at_ > 0 && token_at(tokens_, at_ - 1).is("la")) return {};
    if (is_tomorrow(token(0))) return on(1, today_ + days{1});
    if (token(0).is("in") && token(1).number > 0 && is_one_of(token(2), {"days", "day"})) {
      return on(3, today_ + days{token(1).number});
    }
    if (token(0).is("en") && token(1).number > 0 && is_one_of(token(2), {"dias", "dia"})) {
      return on(3, today_ + days{token(1).number});
    }
    return {};
  }

  static bool is_tomorrow(const SpokenToken& token) {
    return is_one_of(token, {"tomorrow", "tmrw", "tmr", "tomorow", "tommorow", "tommorrow", "tmw",
                             "tomo", "moro", "manana"});
  }

  SpokenDay day_of_week() const {
    std::size_t used = 0;
    const bool next = is_one_of(token(0), {"next", "nxt", "proximo"});
    const bool this_week = is_one_of(token(0), {"this", "este", "coming"});
    if (next || this_week) used = 1;
    const std::optional<unsigned> wanted = number_of(kWeekdays, token(used));
    if (!wanted) return {};
    ++used;
    const auto ahead = (weekday{*wanted} - weekday{today_}).count();
    const Day first = today_ + days{ahead == 0 && next ? 7 : ahead};
    if (token(used).is("next") && token(used + 1).is("week"))
      return on(used + 2, in_next_week(*wanted));
    if (token(used).is("que") && token(used + 1).is("viene")) {
      return {used + 2, false, either(first, in_next_week(*wanted))};
    }
    if (next && ahead != 0) return {used, false, either(first, in_next_week(*wanted))};
    if (ahead == 0 && !next && !this_week) return {used, true, {today_, today_ + days{7}}};
    return {used, used == 1, {first}};
  }

  // Weeks begin on Mondays.
  Day in_next_week(unsigned wanted) const {
    const Day monday = today_ - (weekday{today_} - std::chrono::Monday) + days{7};
    return monday + (weekday{wanted} - std::chrono::Monday);
  }

  static std::vector<Day> either(Day one, Day other) {
    return one == other ? std::vector<Day>{one} : std::vector<Day>{one, other};
  }

  SpokenDay iso() const {
    if (token(0).digits != 4 || !token(1).is('-') || !token(3).is('-')) return {};
    if (token(2).number < 0 || token(4).number < 0) return {};
    SpokenDay result{5};
    add_day(result, exact(token(0).number, static_cast<unsigned>(token(2).number),
                          static_cast<unsigned>(token(4).number)));
    return result;
  }

  // Month and day may stand in either order: both are candidates where both exist.
  SpokenDay slashed() const {
    const char sign = token(1).sign;
    if (token(0).number < 1 || (sign != '/' && sign != '-' && sign != '.')) return {};
    if (token(2).number < 1 || token(0).digits > 2 || token(2).digits > 2) return {};
    if (!token(1).glued || !token(2).glued) return {};
    const bool has_year = token(3).is(sign) && full_year(token(4)) > 0;
    // "2-4" is a span and "4.30" a time; only a year makes them dates.
    if (sign != '/' && !has_year) return {};
    SpokenDay result{has_year ? std::size_t{5} : std::size_t{3}};
    const auto first = static_cast<unsigned>(token(0).number);
    const auto second = static_cast<unsigned>(token(2).number);
    const int y = has_year ? full_year(token(4)) : 0;
    add_day(result, has_year ? exact(y, first, second) : coming(first, second, today_));
    add_day(result, has_year ? exact(y, second, first) : coming(second, first, today_));
    return result;
  }

  SpokenDay dated(std::size_t used, unsigned m, int d) const {
    SpokenDay result{used};
    if (token(used).is(',') && token(used + 1).digits == 4) {
      result.tokens = used + 2;
      add_day(result, exact(token(used + 1).number, m, static_cast<unsigned>(d)));
    } else if (token(used).digits == 4 && token(used).number >= 2000 && token(used).number < 2100) {
      result.tokens = used + 1;
      add_day(result, exact(token(used).number, m, static_cast<unsigned>(d)));
    } else {
      add_day(result, coming(m, static_cast<unsigned>(d), today_));
    }
    return result;
  }

  std::size_t suffix(std::size_t ahead) const {
    return is_one_of(token(ahead), {"st", "nd", "rd", "th"}) && token(ahead).glued ? 1 : 0;
  }

  SpokenDay month_first() const {
    const std::optional<unsigned> m = number_of(kMonths, token(0));
    if (!m) return {};
    std::size_t used = token(1).is('.') || token(1).is("the") ? 2 : 1;
    if (token(used).number < 1 || token(used).number > 31) return {};
    const int d = token(used++).number;
    return dated(used + suffix(used), *m, d);
  }

  SpokenDay day_first() const {
    if (token(0).number < 1 || token(0).number > 31) return {};
    std::size_t used = 1 + suffix(1);
    if (is_one_of(token(used), {"of", "de"})) ++used;
    const std::optional<unsigned> m = number_of(kMonths, token(used));
    return m ? dated(used + 1, *m, token(0).number) : SpokenDay{};
  }

  // "the 12th", "el 12": this month's, or else the next month's that has one.
  SpokenDay ordinal() const {
    std::size_t used = is_one_of(token(0), {"the", "el", "dia"}) ? 1 : 0;
    const bool spanish = token(0).is("el") || token(0).is("dia");
    if (token(used).is("dia")) ++used;
    if (token(used).number < 1 || token(used).number > 31) return {};
    const int d = token(used).number;
    const std::size_t end = suffix(used + 1);
    if (end == 0 && !spanish) return {};
    SpokenDay result{used + 1 + end};
    const year_month_day now{today_};
    for (int ahead = 0; ahead <= 2 && result.days.empty(); ++ahead) {
      const auto at = now.year() / now.month() + std::chrono::months{ahead};
      const std::optional<Day> day = exact(
          static_cast<int>(at.year()), static_cast<unsigned>(at.month()), static_cast<unsigned>(d));
      if (day && *day >= today_) add_day(result, day);
    }
    return result;
  }

  const std::vector<SpokenToken>& tokens_;
  std::size_t at_;
  Day today_;
};

}  // namespace

SpokenDay read_day(const std::vector<SpokenToken>& tokens, std::size_t at, Day today) {
  return DayReader(tokens, at, today).read();
}

}  // namespace smsflow
