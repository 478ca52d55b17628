#include "classify/spoken_clock.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace smsflow {
namespace {

// "pm", "p.m.", "p": tokens it takes. `afternoon` says which half of the day.
std::size_t half_of_day(const std::vector<SpokenToken>& tokens, std::size_t at, bool& afternoon) {
  const SpokenToken& token = token_at(tokens, at);
  afternoon = is_one_of(token, {"pm", "p"});
  if (is_one_of(token, {"am", "pm"})) return 1;
  if (!is_one_of(token, {"a", "p"})) return 0;
  if (token_at(tokens, at + 1).is('.') && token_at(tokens, at + 2).is("m")) {
    return token_at(tokens, at + 3).is('.') ? 4 : 3;
  }
  return token.glued ? 1 : 0;
}

std::vector<int> likely(int hour, int minute, DayPart part) {
  const int morning = (hour % 12) * 60 + minute;
  const int evening = morning + 12 * 60;
  if (part == DayPart::kMorning && hour != 12) return {morning};
  if (part == DayPart::kAfternoon || hour == 12 || hour <= 6) return {evening};
  if (hour == 7) return {morning, evening};
  return {morning};
}

// "at", "a las", "around", ... before a bare hour.
bool is_announced(const std::vector<SpokenToken>& tokens, std::size_t at) {
  if (at == 0) return false;
  return is_one_of(
             token_at(tokens, at - 1),
             {"at",   "las",  "la",      "around", "about", "by", "after", "before", "til", "until",
              "till", "from", "between", "and",    "or",    "to", "for",   "ish",    "o",   "y"}) ||
         token_at(tokens, at - 1).is('@') || token_at(tokens, at - 1).is('-');
}

}  // namespace

DayPart read_day_part(const std::vector<SpokenToken>& tokens) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const SpokenToken& token = tokens[i];
    if (is_one_of(token, {"morning", "mornings"})) return DayPart::kMorning;
    if (token.is("manana") && i > 0 && tokens[i - 1].is("la")) return DayPart::kMorning;
    if (is_one_of(token, {"afternoon", "evening", "tonight", "night", "tarde", "noche"})) {
      return DayPart::kAfternoon;
    }
  }
  return DayPart::kUnknown;
}

SpokenClock read_clock(const std::vector<SpokenToken>& tokens, std::size_t at, DayPart part) {
  const SpokenToken& first = token_at(tokens, at);
  if (is_one_of(first, {"noon", "midday", "mediodia"})) return {1, {12 * 60}};
  if (first.number < 0 || first.number > 24 || first.digits > 2) return {};
  const int hour = first.number;
  std::size_t used = 1;
  int minute = 0;
  const SpokenToken& colon = token_at(tokens, at + 1);
  const SpokenToken& second = token_at(tokens, at + 2);
  const bool has_minutes = (colon.is(':') || colon.is('.') || colon.is("h")) && colon.glued &&
                           second.glued && second.digits == 2 && second.number < 60;
  if (has_minutes) {
    minute = second.number;
    used = 3;
  }
  bool afternoon = false;
  const std::size_t half = half_of_day(tokens, at + used, afternoon);
  used += half;
  const bool oclock = is_one_of(token_at(tokens, at + used), {"oclock", "hrs", "horas", "ish"}) ||
                      token_at(tokens, at + used).is("o");
  if (hour == 24 || (hour == 0 && !has_minutes)) return {};
  if (half > 0 && hour >= 1 && hour <= 12) {
    return {used, {(hour % 12 + (afternoon ? 12 : 0)) * 60 + minute}};
  }
  if (!has_minutes && !oclock && half == 0 && !is_announced(tokens, at)) return {};
  if (hour > 12 || hour == 0 || (has_minutes && first.digits == 2 && hour < 10)) {
    return {used, {hour * 60 + minute}};
  }
  return {used + (oclock ? 1 : 0), likely(hour, minute, part)};
}

}  // namespace smsflow
