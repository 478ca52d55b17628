// What parse_config says about a text, for tables.
#pragma once

#include <string>

#include "config/config.h"

// "code line:column" of every fault, joined by commas; "" for none.
inline std::string faults_of(const std::string& text) {
  std::string out;
  for (const smsflow::Diagnostic& fault : smsflow::parse_config(text, "a.toml").diagnostics) {
    out += (out.empty() ? "" : ", ") + fault.code + " " + std::to_string(fault.place.line) + ":" +
           std::to_string(fault.place.column);
  }
  return out;
}
