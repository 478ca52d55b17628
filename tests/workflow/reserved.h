// Words that are no answers, as lib/classify gives them to the checker.
#pragma once

#include "workflow/load.h"

inline const smsflow::ReservedWords kReserved = {
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"},
    {"YES", "START", "HELP", "INFO"}};
