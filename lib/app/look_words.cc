#include "app/look_words.h"

#include <fmt/format.h>

namespace smsflow {
namespace {

std::string rows(std::int64_t count, std::string_view verb, std::string_view verbs) {
  return count == 1 ? fmt::format("1 row {}", verb) : fmt::format("{} rows {}", count, verbs);
}

std::string doubted(const LookSummary& look) {
  if (look.open == 0) {
    return rows(look.doubted, "is", "are") +
           " missing, but not every row could be read: nobody is taken for gone, their texts are "
           "held";
  }
  return fmt::format(
      "{} of {} open rows are missing: nobody is taken for gone, their texts are held",
      look.doubted, look.open);
}

}  // namespace

std::vector<std::string> look_words(const LookSummary& look, const Workflow& workflow,
                                    Instant now) {
  std::vector<std::string> words;
  if (look.latest) {
    words.push_back(fmt::format(
        "the records were written at {}, before the ones that were read last ({}): {} "
        "not taken",
        format_rfc3339(look.at), format_rfc3339(*look.latest), rows(look.older, "is", "are")));
  }
  const Duration fresh = workflow.record.fresh.value_or(kFreshByDefault);
  if (now - look.at > fresh) {
    words.push_back(
        fmt::format("the records were written at {}, more than {} ago: texts about "
                    "them are held until a newer export is read",
                    format_rfc3339(look.at), format_duration(fresh)));
  }
  if (look.missing > 0) {
    words.push_back(rows(look.missing, "is", "are") +
                    " missing: texts about them are held until they are seen again");
  }
  if (look.unreadable > 0) {
    words.push_back(rows(look.unreadable, "was", "were") +
                    " known before but cannot be read now: texts about them are held");
  }
  if (look.gone > 0) {
    words.push_back(rows(look.gone, "is", "are") +
                    (workflow.record.gone.empty() ? " missing: taken for gone, questions about "
                                                    "them are void"
                                                  : " missing: read as `gone` says"));
  }
  if (look.doubted > 0) words.push_back(doubted(look));
  if (look.returned > 0) {
    words.push_back(rows(look.returned, "is", "are") + " there again");
  }
  return words;
}

}  // namespace smsflow
