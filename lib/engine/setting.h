// What the engine may consult besides the conversation: the workflows in force and the desks.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "classify/classifier.h"
#include "engine/handoff.h"
#include "workflow/workflow.h"

namespace smsflow {

// A workflow with the classifier of its words.
struct Program {
  const Workflow* workflow = nullptr;
  const Classifier* classifier = nullptr;
};

struct Setting {
  std::vector<Program> current;  // of this run, in the order given
  // The program a conversation is pinned to; null when its revision cannot be had.
  std::function<const Program*(std::string_view workflow, std::string_view revision)> pinned;
  // The desk behind a queue's name; a queue nobody configured gets the workflow's hours.
  std::function<Desk(std::string_view queue, const Workflow* workflow)> desk;
  // The names of the endpoints that want an event; may be empty, and there may be no such function.
  std::function<std::vector<std::string>(std::string_view event)> hooks;

  const Program* find(std::string_view workflow) const;
};

}  // namespace smsflow
