// Workflow files as they are edited over the years: the shipped ones, with states, queues, texts,
// exports and names changed.
#pragma once

#include <string>
#include <vector>

#include "dice.h"
#include "time/instant.h"

namespace smsflow::property {

enum class Export { kSnapshot, kComplete, kChanges };

struct Shape {
  bool renamed_start = false;  // "asked" is "first_ask"
  bool renamed_nudge = false;  // "nudged" is "second_ask"
  bool new_text = false;
  bool new_queue = false;
  bool skips_late = false;
  bool staged = false;       // who arrived is in a stage of their own, and is told nothing
  bool names_email = false;  // the ask names a field that rows may leave empty
  std::string sender;        // of [sender.NAME]; "": the only one
  std::string name = "appointment";
  bool says_renamed = true;  // under another name: renamed_from
  Export export_kind = Export::kSnapshot;
  std::string fresh = "26h";
  bool scoped = false;  // of all shapes of a seed, or of none

  bool is_misnamed() const { return name != "appointment" && !says_renamed; }
};

// A shape for a new process. `renames`: the name of the workflow may change, too.
Shape edited(Dice& dice, bool renames);

// For the story.
std::string in_words(const Shape& shape);

// Files of a directory that goes when the program ends, each text written once.
std::string appointment_file(const Shape& shape);
std::string approval_file(bool new_text);

// The directory itself.
const std::string& scratch();

}  // namespace smsflow::property
