// The rule files of lib/classify/data, compiled into the binary byte for byte.
#pragma once

#include <string_view>
#include <vector>

namespace smsflow {

struct RuleFile {
  std::string_view name;  // without ".tsv"
  std::string_view bytes;
};

const std::vector<RuleFile>& rule_files();

}  // namespace smsflow
