#include "classify/spoken_moment.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "classify/spoken_clock.h"
#include "classify/spoken_day.h"
#include "classify/spoken_token.h"

namespace smsflow {
namespace {

constexpr std::size_t kMostCandidates = 4;

struct Reading {
  std::vector<SpokenDay> days;  // each day named, with what it may be
  std::vector<std::vector<int>> times;
  bool broken = false;  // a day was named that does not exist
};

bool is_negated(const std::vector<SpokenToken>& tokens, std::size_t at) {
  for (std::size_t back = 1; back <= 2 && back <= at; ++back) {
    const SpokenToken& token = tokens[at - back];
    if (token.is("not") || token.is("except") || token.is("excepto")) return true;
    if (token.sign == ',' || token.is("but")) return false;
  }
  return at > 0 && tokens[at - 1].is("no");
}

Reading read(const std::vector<SpokenToken>& tokens, Day today) {
  Reading reading;
  const DayPart part = read_day_part(tokens);
  for (std::size_t at = 0; at < tokens.size();) {
    const SpokenDay day = read_day(tokens, at, today);
    if (day.tokens > 0) {
      if (!is_negated(tokens, at)) {
        reading.broken = reading.broken || day.days.empty();
        if (!day.days.empty()) reading.days.push_back(day);
      }
      at += day.tokens;
      continue;
    }
    const SpokenClock clock = read_clock(tokens, at, part);
    if (clock.tokens > 0 && !is_negated(tokens, at)) reading.times.push_back(clock.minutes);
    at += std::max<std::size_t>(clock.tokens, 1);
  }
  // "Fri 3": an hour right after a day needs no "at".
  if (reading.times.empty() && !reading.days.empty()) {
    const SpokenToken& last = tokens.back();
    const bool bare = last.number >= 1 && last.number <= 12 && last.digits <= 2 &&
                      tokens.size() >= 2 && tokens[tokens.size() - 2].sign == 0 &&
                      tokens[tokens.size() - 2].number < 0;
    if (bare && read_day(tokens, tokens.size() - 1, today).tokens == 0 &&
        read_day(tokens, tokens.size() - 2, today).tokens == 1) {
      std::vector<SpokenToken> announced = tokens;
      announced[tokens.size() - 2].word = "at";
      reading.times.push_back(read_clock(announced, tokens.size() - 1, part).minutes);
    }
  }
  return reading;
}

// "in 20 minutes", "in an hour", "en 2 horas".
std::optional<Duration> relative(const std::vector<SpokenToken>& tokens) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].is("in") && !tokens[i].is("en")) continue;
    const SpokenToken& amount = token_at(tokens, i + 1);
    const SpokenToken& unit = token_at(tokens, i + 2);
    int count = amount.number;
    if (amount.is("an") || amount.is("a") || amount.is("una") || amount.is("un")) count = 1;
    if (count < 1 || count > 999) continue;
    for (const std::string_view word : {"minutes", "minute", "min", "mins", "minutos", "minuto"}) {
      if (unit.is(word)) return std::chrono::minutes{count};
    }
    for (const std::string_view word : {"hours", "hour", "hrs", "hr", "horas", "hora"}) {
      if (unit.is(word)) return std::chrono::hours{count};
    }
  }
  return std::nullopt;
}

bool may_be(const SpokenDay& named, Day day) {
  return std::any_of(named.days.begin(), named.days.end(), [&](Day each) {
    return named.any_week ? std::chrono::weekday{each} == std::chrono::weekday{day} : each == day;
  });
}

// Days named side by side ("Tuesday the 12th") that agree are one day; others all may be meant.
std::vector<Day> merge(const std::vector<SpokenDay>& named) {
  const auto dated = std::find_if(named.begin(), named.end(),
                                  [](const SpokenDay& each) { return !each.any_week; });
  std::vector<Day> common = (dated == named.end() ? named.front() : *dated).days;
  for (const SpokenDay& each : named) {
    std::erase_if(common, [&](Day day) { return !may_be(each, day); });
  }
  if (!common.empty()) return common;
  for (const SpokenDay& each : named) {
    common.insert(common.end(), each.days.begin(), each.days.end());
  }
  return common;
}

Instant at_local(const Zone& zone, Day day, int minutes) {
  const std::chrono::year_month_day date{day};
  LocalTime local;
  local.year = static_cast<int>(date.year());
  local.month = static_cast<int>(static_cast<unsigned>(date.month()));
  local.day = static_cast<int>(static_cast<unsigned>(date.day()));
  local.hour = minutes / 60;
  local.minute = minutes % 60;
  return zone.instant(local);
}

Day today_in(const Zone& zone, Instant now) {
  const LocalTime local = zone.local(now);
  return Day{std::chrono::year_month_day{std::chrono::year{local.year},
                                         std::chrono::month{static_cast<unsigned>(local.month)},
                                         std::chrono::day{static_cast<unsigned>(local.day)}}};
}

}  // namespace

SpokenMoment read_moment(std::string_view text, const Zone& zone, Instant now) {
  SpokenMoment moment;
  const std::vector<SpokenToken> tokens = spoken_tokens(text);
  if (tokens.empty()) return moment;
  if (const std::optional<Duration> in = relative(tokens)) return {{now + *in}, true};
  const Day today = today_in(zone, now);
  const Reading reading = read(tokens, today);
  if (reading.broken || (reading.days.empty() && reading.times.empty())) return moment;

  std::vector<int> times;
  for (const std::vector<int>& each : reading.times)
    times.insert(times.end(), each.begin(), each.end());
  moment.has_time = !times.empty();
  if (times.empty()) times = {0};
  if (reading.days.empty()) {
    for (const int minutes : times) {
      const Instant at = at_local(zone, today, minutes);
      moment.candidates.push_back(at > now ? at
                                           : at_local(zone, today + std::chrono::days{1}, minutes));
    }
  } else {
    for (const Day day : merge(reading.days)) {
      for (const int minutes : times) {
        const Instant at = at_local(zone, day, minutes);
        // What is over cannot be meant; a day without a time lasts until its end.
        if (at <= now && (moment.has_time || day < today)) continue;
        moment.candidates.push_back(at);
      }
    }
  }
  std::sort(moment.candidates.begin(), moment.candidates.end());
  moment.candidates.erase(std::unique(moment.candidates.begin(), moment.candidates.end()),
                          moment.candidates.end());
  if (moment.candidates.size() > kMostCandidates) moment.candidates.resize(kMostCandidates);
  return moment;
}

}  // namespace smsflow
