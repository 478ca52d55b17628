#include "tests/tree.h"

// The only object that carries the folder of this checkout: all others are the same everywhere.
std::string smsflow::in_tree(const std::string& path) {
  return SMSFLOW_SOURCE_DIR "/" + path;
}
