// Scripts of `simulate`: what contacts say and when, what the carrier does, what is expected. A
// what is played is a script again. man 5 smsflow-script is the reference.
//
//   at 2026-03-02T15:00:00-06:00
//   record appointment_id=A1 patient_phone=+13125550101 first_name=Maya ...
//   > Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. ...
//   +20m
//   < C
//   > Thank you, Maya. See you tomorrow at 3:00 PM.
//   = outcome=confirmed
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/diagnostic.h"
#include "time/instant.h"

namespace smsflow {

// What `workflow` names in a script for the appointment workflow the binary carries.
inline constexpr std::string_view kBuiltInWorkflow = "(built in)";

enum class StepKind {
  kWorkflow,  // workflow FILE
  kRecords,   // records FILE, or records FILE DURATION old
  kAt,        // at TIME
  kAdvance,   // +DURATION
  kRecord,    // record FIELD=VALUE ...
  kLook,      // look, or look DURATION old: the record steps after it are an export's rows
  kLookEnds,  // (no line of its own)
  kGone,      // gone KEY
  kContact,   // contact NUMBER
  kSays,      // < TEXT, or < NUMBER: TEXT
  kRepeat,    // << : the last message is delivered again by the carrier
  kExpect,    // > TEXT, or > NUMBER: TEXT
  kSilence,   // >> nothing: no text since the last one expected
  kCarrier,   // ! OUTCOME [CODE]
  kProperty,  // = PROPERTY=VALUE ...
};

struct Step {
  StepKind kind = StepKind::kAt;
  int line = 0;
  std::string text;                                        // as the kind needs it
  std::string contact;                                     // number, where one is given
  std::vector<std::pair<std::string, std::string>> pairs;  // kRecord, kProperty
  Instant at;
  Duration by{};  // kAdvance; kRecords, kLook: how old the export is
};

struct Script {
  std::vector<Step> steps;
  bool has_expectations = false;  // any > or >> or =
  std::vector<Diagnostic> faults;
};

// Pure. Every fault with its line.
Script parse_script(std::string_view source, std::string_view file);

}  // namespace smsflow
