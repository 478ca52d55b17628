#include <sys/stat.h>

#include "config/config.h"
#include "environment.h"
#include "text/error.h"

namespace smsflow::find_test {

TEST_CASE("flag over the directory's file over the user's over the default") {
  const Alone alone;
  CHECK(find_config("").file == "");
  alone.directory.write(".config/smsflow/config.toml", "region = \"GB\"\n");
  CHECK(find_config("").region == "GB");
  alone.directory.write("other/smsflow/config.toml", "region = \"FR\"\n");
  {
    const std::string other = (alone.directory.path / "other").string();
    const WithVariable xdg("XDG_CONFIG_HOME", other.c_str());
    CHECK(find_config("").region == "FR");
    const WithVariable relative("XDG_CONFIG_HOME", "other");  // not a valid base directory
    CHECK(find_config("").region == "GB");
  }
  alone.directory.write("smsflow.toml", "region = \"CA\"\nlog = \"here.db\"\n");
  CHECK(find_config("").region == "CA");
  const std::string named = alone.directory.write("named.toml", "region = \"MX\"\n");
  CHECK(find_config(named).region == "MX");
  const WithVariable region("SMSFLOW_REGION", "DE");
  const WithVariable log("SMSFLOW_LOG", "there.db");
  CHECK(find_config(named).region == "DE");
  CHECK(find_config("").log == "there.db");
}

TEST_CASE("all faults of a configuration are told at once") {
  const Alone alone;
  alone.directory.write("smsflow.toml", "regoin = \"CA\"\nhorizon = \"long\"\n");
  try {
    find_config("");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kBadInput);
    const std::string told = error.what();
    CHECK(told.find("smsflow.toml:1:1: error: unknown key \"regoin\"") != std::string::npos);
    CHECK(told.find("smsflow.toml:2:11: error:") != std::string::npos);
  }
  CHECK_THROWS_AS(find_config("none.toml"), Error);
  CHECK_THROWS_AS(find_config("/"), Error);
}

TEST_CASE("the log is where it is said to be, else in the state directory, closed to others") {
  const Alone alone;
  Config config;
  config.log = "configured.db";
  CHECK(find_log("flag.db", config) == "flag.db");
  CHECK(find_log("", config) == "configured.db");
  config.log.clear();
  CHECK(find_log("", config) == (alone.directory.path / ".local/state/smsflow/log.db").string());
  const std::string state = (alone.directory.path / "state").string();
  const WithVariable xdg("XDG_STATE_HOME", state.c_str());
  CHECK(find_log("", config) == state + "/smsflow/log.db");
  struct stat about {};
  REQUIRE(stat((state + "/smsflow").c_str(), &about) == 0);
  CHECK((about.st_mode & 077) == 0);
}

TEST_CASE("the environment's log is of the folder that smsflow is started in") {
  const Alone alone;
  alone.directory.write("clinic/smsflow.toml", "log = \"log.db\"\n");
  const WithVariable log("SMSFLOW_LOG", "there.db");
  CHECK(find_config("clinic/smsflow.toml").log == "there.db");
}

TEST_CASE("what goes out needs a provider that is written out") {
  const Alone alone;
  CHECK_THROWS_AS(require_provider(find_config("")), Error);
  alone.directory.write("smsflow.toml", "[queue.front-desk]\n");
  CHECK_THROWS_AS(require_provider(find_config("")), Error);
  alone.directory.write("smsflow.toml", "[provider.out]\nkind = \"file\"\n");
  CHECK_NOTHROW(require_provider(find_config("")));
}

TEST_CASE("without a home the log has to be named") {
  const Alone alone;
  const WithVariable home("HOME", nullptr);
  CHECK_THROWS_AS(find_log("", Config{}), Error);
}

TEST_CASE("a state directory that cannot be made is the outside world's fault") {
  const Alone alone;
  const std::string file = alone.directory.write("file", "");
  const WithVariable xdg("XDG_STATE_HOME", file.c_str());
  try {
    find_log("", Config{});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kOutside);
  }
}

}  // namespace smsflow::find_test
