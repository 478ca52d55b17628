// Any bytes are classified, alike twice, and their values read, in bounded time.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "classify/classifier.h"
#include "classify/model.h"
#include "classify/spoken_moment.h"
#include "classify/values.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const smsflow::Classifier classifier(nullptr, smsflow::built_in_model());
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const smsflow::Verdict once = classifier.classify(text, {"", text});
  const smsflow::Verdict twice = classifier.classify(text, {"", text});
  if (once.label != twice.label || once.rule != twice.rule) std::abort();
  if (once.confidence < 0 || once.confidence > 1) std::abort();
  if (once.suspected_opt_out && once.automatic) std::abort();
  smsflow::read_amount(text);
  smsflow::read_number(text);
  smsflow::read_by_pattern(text, "#?[a-z]{0,3}\\d{4,8}");
  const smsflow::Instant now{std::chrono::hours{500'000}};
  for (const smsflow::Instant at :
       smsflow::read_moment(text, smsflow::Zone::utc(), now).candidates) {
    if (at < now - std::chrono::hours{24}) std::abort();
  }
  return 0;
}
