// Where the tests find the files of the project.
#pragma once

#include <string>

namespace smsflow {

// The full path of a file named from the top of the tree: in_tree("workflows/order.toml").
std::string in_tree(const std::string& path);

}  // namespace smsflow
