// Labelled texts to train from or to measure with, as read from a file's bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smsflow {

struct LabelledText {
  std::string id;
  std::string text;
  std::string context;  // the question asked; empty: unknown
  std::string label;
  std::vector<std::string> accept;  // every label that is right, `label` among them
  std::string source;
  bool train = true;  // false: the licence allows measuring only
  bool own = false;   // from a tab separated file: written to teach a model
};

// JSON Lines ({"text","label", and if known "id","context","accept","source","train"}) or tab
// separated lines (label, context, text; # begins a comment); told apart by the first character.
// `name` is the source of rows that name none. Error kBadInput with name:line.
std::vector<LabelledText> read_labelled(std::string_view bytes, const std::string& name);

// The example replies written for this project, as tab separated lines.
std::string_view built_in_examples();

}  // namespace smsflow
