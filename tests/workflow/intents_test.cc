#include "workflow/intents.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace smsflow::intents_test {

TEST_CASE("names of intents and reactions do not meet") {
  std::set<std::string> names(built_in_intents().begin(), built_in_intents().end());
  CHECK(names.size() == built_in_intents().size());
  for (const std::string& reaction : reserved_reactions()) CHECK(names.insert(reaction).second);
}

TEST_CASE("what must not wait leads to a person, and all of it is built in") {
  int people = 0;
  for (const std::string& intent : built_in_intents()) people += leads_to_person(intent) ? 1 : 0;
  CHECK(people == 10);
  for (const char* intent : {"help", "agent", "question", "angry", "sensitive", "several"}) {
    CHECK(leads_to_person(intent));
  }
  for (const char* intent : {"confirm", "cancel", "stop", "thanks", "unclear", ""}) {
    CHECK_FALSE(leads_to_person(intent));
  }
}

}  // namespace smsflow::intents_test
