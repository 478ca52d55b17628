// `smsflow classify`: replies in, verdicts out, line by line.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "classify/classifier.h"

namespace smsflow {

// A line longer than this is refused.
inline constexpr std::size_t kMaxReplyBytes = 1 << 20;

// What stands for a line that does not say it itself.
struct ReplyDefaults {
  std::string workflow;
  std::string state;
  std::string context;
};

struct VerdictForm {
  bool table = false;  // else JSON Lines
  bool explain = false;
};

// Reads plain lines or JSON Lines, told apart by the first character that is no blank ({). Plain
// lines are named by their number. Throws Error{kBadInput} with `source`:line for JSON that cannot
// be read.
void classify_lines(const Classifier& classifier, std::istream& in, std::string_view source,
                    const ReplyDefaults& defaults, const VerdictForm& form, std::ostream& out);

}  // namespace smsflow
