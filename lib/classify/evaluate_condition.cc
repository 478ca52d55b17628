#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "classify/evaluate.h"
#include "text/error.h"

namespace smsflow {
namespace {

constexpr const char* kHint =
    "write accuracy, macro-f1, coverage, precision, wrong-per-1000 or out-of-scope-acted, then < "
    "or >, then a number";

std::string_view take(std::string_view& rest, std::string_view ends) {
  const std::size_t at = std::min(rest.find_first_of(ends), rest.size());
  const std::string_view part = rest.substr(0, at);
  rest.remove_prefix(at);
  return part;
}

}  // namespace

double figure(const Evaluation& evaluation, std::string_view name) {
  const double acted = evaluation.out_of_scope == 0
                           ? 0
                           : static_cast<double>(evaluation.out_of_scope_acted) /
                                 static_cast<double>(evaluation.out_of_scope);
  const std::array<std::pair<std::string_view, double>, 6> figures = {
      {{"accuracy", evaluation.accuracy()},
       {"macro-f1", evaluation.macro_f1()},
       {"coverage", evaluation.coverage()},
       {"precision", evaluation.precision()},
       {"wrong-per-1000", evaluation.wrong_per_1000()},
       {"out-of-scope-acted", acted}}};
  for (const auto& [known, value] : figures) {
    if (known == name) return value;
  }
  throw Error(ErrorKind::kUsage, fmt::format("no figure is called \"{}\"", name), {}, kHint);
}

std::vector<std::string> failed_conditions(const Evaluation& evaluation,
                                           std::string_view conditions) {
  std::vector<std::string> failed;
  while (!conditions.empty()) {
    std::string_view condition = take(conditions, ",");
    conditions.remove_prefix(std::min<std::size_t>(1, conditions.size()));
    const std::string whole(condition);
    const double value = figure(evaluation, take(condition, "<>"));
    const bool less = condition.starts_with('<');
    condition.remove_prefix(std::min<std::size_t>(1, condition.size()));
    double limit = 0;
    const auto [end, fault] =
        std::from_chars(condition.data(), condition.data() + condition.size(), limit);
    if (fault != std::errc() || end != condition.data() + condition.size()) {
      throw Error(ErrorKind::kUsage, fmt::format("\"{}\" is no condition", whole), {}, kHint);
    }
    if (less ? value < limit : value > limit)
      failed.push_back(fmt::format("{} ({:.4f})", whole, value));
  }
  return failed;
}

}  // namespace smsflow
