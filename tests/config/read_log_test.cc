#include <doctest/doctest.h>

#include "config/config.h"
#include "faults.h"

namespace smsflow::read_log_test {

TEST_CASE("the log is a path, or a table with a path and a mode") {
  CHECK(parse_config("log = \"a.db\"", "a.toml").value.log == "a.db");
  const Config config = parse_config("[log]\npath = \"b.db\"\nmode = \"0640\"\n", "a.toml").value;
  CHECK(config.log == "b.db");
  CHECK(config.log_mode == 0640U);
  CHECK(parse_config("[log]\nmode = \"0660\"\n", "a.toml").value.log_mode == 0660U);
  CHECK_FALSE(parse_config("", "a.toml").value.log_mode);
  for (const char* bad : {"640", "0400", "0755", "1640", "rw-r-----", "0648", "-640", ""}) {
    CAPTURE(bad);
    CHECK(faults_of("[log]\nmode = \"" + std::string(bad) + "\"\n").find("bad-value") !=
          std::string::npos);
  }
  CHECK(faults_of("[log]\nmod = \"0640\"\n") != "");
  CHECK(faults_of("log = 7\n") != "");
}

}  // namespace smsflow::read_log_test
