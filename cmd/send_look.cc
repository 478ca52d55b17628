#include "send_look.h"

#include <fmt/format.h>

#include "app/look_words.h"
#include "policy/may_send.h"

namespace smsflow {

bool tell_look(const PlanSummary& summary, const std::string& records,
               const std::string& acceptance, const Workflow& workflow, Instant now, Io& io) {
  LookSummary look = summary.look;
  look.returned = 0;  // good news is no warning
  for (const std::string& words : look_words(look, workflow, now)) {
    io.err << "smsflow: warning: " << records << ": " << words << "\n";
  }
  if (look.doubted > 0) {
    io.err << "hint: if they are gone, say so"
           << (records == "-" ? ", with the same records on standard input: " : ": ") << acceptance
           << "\n";
  }
  if (look.older > 0 && *look.latest > now) {
    io.err << "hint: that one lies in the future: a run with --now made it, or a clock was wrong; "
              "rows are taken again from then on. Rehearse with a log of its own: --log FILE\n";
  } else if (look.older > 0) {
    io.err << "hint: if it is another part of the source, name the column that tells the parts "
              "apart: [record] scope\n";
  }
  return look.doubted == 0 && look.older == 0;
}

std::map<std::string, std::int64_t> missing_by_reason(const LookSummary& look) {
  std::map<std::string, std::int64_t> missing;
  const std::int64_t held = look.missing + look.doubted + look.unreadable;
  if (held > 0) missing[std::string(name(BlockReason::kNotSeen))] = held;
  if (look.gone > 0) missing[std::string(name(BlockReason::kVoid))] = look.gone;
  return missing;
}

}  // namespace smsflow
