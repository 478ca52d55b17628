// Words that are no answers, as lib/classify gives them to the checker.
#pragma once

#include <algorithm>
#include <string_view>

#include "workflow/load.h"

inline const smsflow::ReservedWords kReserved = {
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"},
    {"YES", "START", "HELP", "INFO", "AYUDA"},
    [](std::string_view pattern) {
      return std::count(pattern.begin(), pattern.end(), '(') ==
             std::count(pattern.begin(), pattern.end(), ')');
    }};
