// The errors gallery: each file of testdata/workflows/errors provokes one kind of fault, and the
// rendering people see stands beside it as NAME.expected. With SMSFLOW_UPDATE set in the
// environment the expectations are written anew: read the difference before you keep it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "reserved.h"
#include "tests/tree.h"
#include "workflow/load.h"

namespace smsflow::gallery_test {
namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<fs::path> gallery() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(in_tree("testdata/workflows/errors"))) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("every fault of the gallery is told with its line, its caret and its hint") {
  for (const fs::path& file : gallery()) {
    CAPTURE(file.stem().string());
    const std::string text = read(file);
    std::string told;
    for (const Diagnostic& fault :
         load_workflow(text, file.filename().string(), kReserved).diagnostics) {
      told += render(fault, text);
    }
    fs::path expected = file;
    expected.replace_extension(".expected");
    if (std::getenv("SMSFLOW_UPDATE") != nullptr) std::ofstream(expected) << told;
    CHECK(told != "");
    CHECK(told == read(expected));
  }
}

TEST_CASE("every code a check can give has its file in the gallery") {
  std::set<std::string> provoked;
  for (const fs::path& file : gallery()) {
    for (const Diagnostic& fault : load_workflow(read(file), "a.toml", kReserved).diagnostics) {
      provoked.insert(fault.code);
    }
  }
  // Codes are the quoted words with a hyphen, or one of the few without, in the checks themselves.
  std::set<std::string> known;
  for (const auto& entry : fs::directory_iterator(in_tree("lib/workflow"))) {
    const std::string source = read(entry.path());
    for (const std::string_view call : {"error(\"", "warn(\""}) {
      for (std::size_t at = source.find(call); at != std::string::npos;
           at = source.find(call, at)) {
        at += call.size();
        known.insert(source.substr(at, source.find('"', at) - at));
      }
    }
  }
  CHECK(known.size() > 20);
  for (const std::string& code : known) {
    CAPTURE(code);
    CHECK(provoked.contains(code));
  }
}

}  // namespace smsflow::gallery_test
