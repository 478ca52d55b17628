#include "app/look_words.h"

#include <fmt/format.h>

#include "text/utf8.h"

namespace smsflow {
namespace {

std::string rows(std::int64_t count, std::string_view verb, std::string_view verbs) {
  return count == 1 ? fmt::format("1 row {}", verb) : fmt::format("{} rows {}", count, verbs);
}

// " (A-1, A-2 and 3 more)"; nothing where no key is known.
std::string named(const std::vector<std::string>& keys, std::int64_t count) {
  if (keys.empty()) return {};
  std::string text;
  for (const std::string& key : keys) text += (text.empty() ? "" : ", ") + terminal_safe(key);
  const std::int64_t more = count - std::ssize(keys);
  return fmt::format(" ({}{})", text, more > 0 ? fmt::format(" and {} more", more) : "");
}

// The guard against a broken export counts open questions only.
std::string gone(const LookSummary& look, bool is_void) {
  std::string words = rows(look.gone, "is", "are") + " missing";
  if (look.gone_open < look.gone) {
    words += fmt::format(", {} of them with an open question", look.gone_open);
  }
  return words + named(look.keys.gone, look.gone) +
         (is_void ? ": taken for gone, questions about them are void" : ": read as `gone` says");
}

std::string doubted(const LookSummary& look) {
  const std::string keys = named(look.keys.doubted, look.doubted);
  if (look.open == 0) {
    return rows(look.doubted, "is", "are") + " missing" + keys +
           ", but not every row could be read: nobody is taken for gone, their texts are held";
  }
  const std::int64_t closed = look.doubted - look.doubted_open;
  return fmt::format(
      "{} of {} open rows are missing{}{}: nobody is taken for gone, their texts are held",
      look.doubted_open, look.open, closed > 0 ? fmt::format(", and {} closed ones", closed) : "",
      keys);
}

}  // namespace

std::vector<std::string> look_words(const LookSummary& look, const Workflow& workflow,
                                    Instant now) {
  std::vector<std::string> words;
  if (look.latest) {
    words.push_back(fmt::format(
        "the records were written at {}, before the ones that were read last ({}): {} not taken{}",
        format_rfc3339(look.at), format_rfc3339(*look.latest), rows(look.older, "is", "are"),
        named(look.keys.older, look.older)));
  }
  const Duration fresh = workflow.record.fresh.value_or(kFreshByDefault);
  if (now - look.at > fresh) {
    words.push_back(
        fmt::format("the records were written at {}, more than {} ago: texts about "
                    "them are held until a newer export is read",
                    format_rfc3339(look.at), format_duration(fresh)));
  }
  if (look.missing > 0) {
    words.push_back(rows(look.missing, "is", "are") + " missing" +
                    named(look.keys.missing, look.missing) +
                    ": texts about them are held until they are seen again");
  }
  if (look.unreadable > 0) {
    words.push_back(rows(look.unreadable, "was", "were") + " known before but cannot be read now" +
                    named(look.keys.unreadable, look.unreadable) + ": texts about them are held");
  }
  if (look.gone > 0) words.push_back(gone(look, workflow.record.gone.empty()));
  if (look.doubted > 0) words.push_back(doubted(look));
  if (look.returned > 0) {
    words.push_back(rows(look.returned, "is", "are") + " there again");
  }
  return words;
}

}  // namespace smsflow
