// A report as people, programs and spreadsheets read it. A rate without a denominator is "n/a",
// never 0 %.
#pragma once

#include <string>

#include "report/report.h"

namespace smsflow {

// At most 80 columns; the exceptions first.
std::string render_table(const Report& report);

// One document; rates are fractions, times seconds, absent ones null. Do not change what a member
// means without raising kReportSchema; new members may be added.
inline constexpr int kReportSchema = 1;
std::string render_json(const Report& report);

// One figure a line: group,figure,basis,hits,n,open,value,low,high.
std::string render_csv(const Report& report);

}  // namespace smsflow
