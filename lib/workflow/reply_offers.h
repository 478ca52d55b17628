// The replies a text offers: "Reply C to confirm, R to reschedule, or HELP for assistance." offers
// C, R and HELP. Reads English and Spanish texts. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

struct ReplyOffer {
  std::string word;        // as written, "NEED HELP" included
  std::size_t offset = 0;  // byte in the text
  bool leaves = false;     // offered as the way out of all texts ("STOP to opt out")
};

std::vector<ReplyOffer> reply_offers(std::string_view text);

// Question marks that end a question (those inside a link do not).
int count_questions(std::string_view text);

}  // namespace smsflow
