#include "provider/webhook_path.h"

#include <doctest/doctest.h>

namespace smsflow::webhook_path_test {
using Parts = std::vector<std::string_view>;

TEST_CASE("Paths are cut at their slashes") {
  struct Row {
    std::string path;
    Parts parts;
  };
  const Row rows[] = {
      {"", {}},
      {"/", {""}},
      {"/twilio/inbound", {"twilio", "inbound"}},
      {"/twilio/inbound/", {"twilio", "inbound", ""}},
      {"//twilio", {"", "twilio"}},
      {"twilio/inbound", {}},
      {"/a/b/c/d/e/f", {"a", "b", "c", "d", "e", "f"}},
      {"/a/b/c/d/e/f/g", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CHECK(path_parts(row.path) == row.parts);
  }
}

TEST_CASE("Only inbound and status are routes") {
  CHECK(webhook_route("inbound") == "inbound");
  CHECK(webhook_route("status") == "status");
  for (const char* other : {"", "Inbound", "inbound ", "statuses"})
    CHECK(webhook_route(other) == "");
}

TEST_CASE("One slash joins a base and a path") {
  CHECK(join_url("https://h.example", "/x") == "https://h.example/x");
  CHECK(join_url("https://h.example//", "/x") == "https://h.example/x");
  CHECK(join_url("https://h.example/sms/", "/x") == "https://h.example/sms/x");
}

}  // namespace smsflow::webhook_path_test
