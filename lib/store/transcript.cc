#include "store/transcript.h"

#include <algorithm>

#include "store/project.h"

namespace smsflow {
namespace {

ReadTransaction::Line line_of(const Intent& intent) {
  const Instant planned = intent.state == IntentState::kPlanned ? intent.due : intent.changed_at;
  return {.at = left_at(intent).value_or(planned),
          .from_contact = false,
          .text = intent.sent_text.empty() ? intent.text : intent.sent_text,
          .detail = std::string(name(intent.state))};
}

ReadTransaction::Line line_of(const Reply& reply) {
  std::string detail = reply.label;
  if (!reply.rule.empty()) detail += " (" + reply.rule + ")";
  return {.at = reply.at, .from_contact = true, .text = reply.text, .detail = detail};
}

}  // namespace

std::vector<ReadTransaction::Line> interleave(const std::vector<Reply>& replies,
                                              const std::vector<Intent>& intents) {
  std::vector<ReadTransaction::Line> lines;
  lines.reserve(replies.size() + intents.size());
  for (const Reply& reply : replies) lines.push_back(line_of(reply));
  for (const Intent& intent : intents) {
    if (intent.channel == Channel::kSms) lines.push_back(line_of(intent));
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const auto& left, const auto& right) { return left.at < right.at; });
  return lines;
}

}  // namespace smsflow
