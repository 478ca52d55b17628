#include <sys/stat.h>

#include "config/config.h"
#include "environment.h"
#include "text/error.h"

namespace smsflow::find_test {

namespace {

// Nothing of the tester's own configuration is seen, and the directory is the current one.
struct Alone {
  TempDirectory directory;
  WithVariable home{"HOME", directory.path.c_str()};
  WithVariable config{"XDG_CONFIG_HOME", nullptr};
  WithVariable state{"XDG_STATE_HOME", nullptr};
  WithVariable log{"SMSFLOW_LOG", nullptr};
  WithVariable region{"SMSFLOW_REGION", nullptr};
  std::filesystem::path before = std::filesystem::current_path();
  Alone() { std::filesystem::current_path(directory.path); }
  ~Alone() { std::filesystem::current_path(before); }
};

}  // namespace

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

TEST_CASE("relative paths of a configuration are told from its own folder") {
  const Alone alone;
  const std::string text = R"(log = "log.db"
model = "replies.model"
[provider.main]
kind = "kannel"
account = "clinic"
api_url = "http://127.0.0.1:13013"
secret_file = "secrets/kannel"
token_file = "kannel.token"
[provider.shared]
kind = "twilio"
account = "AC123"
secret_file = "/run/twilio.token"
[provider.out]
kind = "file"
[provider.shown]
kind = "file"
path = "-"
[sender.a]
numbers = ["+15550100"]
provider = "main"
[hook.told]
url = "https://example.com/told"
secret_file = "told.secret"
[hook.desk]
url = "https://example.com/desk"
shape = "zendesk"
authorization_file = "desk.authorization"
[mail]
server = "smtp://mail.example.com"
from = "desk@example.com"
username = "desk"
password_file = "mail.password"
ca_file = "mail.pem"
[events]
secret_file = "../events.secret"
)";
  alone.directory.write("clinic/smsflow.toml", text);
  alone.directory.write("elsewhere/file", "");
  const auto paths_of = [](const Config& config) {
    return std::vector<std::string>{config.log,
                                    config.model,
                                    config.providers.at("main").secret_file,
                                    config.providers.at("main").token_file,
                                    config.providers.at("shared").secret_file,
                                    config.providers.at("out").path,
                                    config.providers.at("shown").path,
                                    config.hooks.at("told").secret_file,
                                    config.hooks.at("desk").authorization_file,
                                    config.mail.password_file,
                                    config.mail.ca_file,
                                    config.events_secret_file};
  };
  const std::vector<std::string> expected = {"clinic/log.db",
                                             "clinic/replies.model",
                                             "clinic/secrets/kannel",
                                             "clinic/kannel.token",
                                             "/run/twilio.token",
                                             "clinic/texts.jsonl",
                                             "-",
                                             "clinic/told.secret",
                                             "clinic/desk.authorization",
                                             "clinic/mail.password",
                                             "clinic/mail.pem",
                                             "clinic/../events.secret"};
  CHECK(paths_of(find_config("clinic/smsflow.toml")) == expected);
  {
    const std::string here = (alone.directory.path / "elsewhere").string();
    std::filesystem::current_path(here);
    const Config config = find_config("../clinic/smsflow.toml");
    CHECK(std::filesystem::weakly_canonical(config.log) ==
          std::filesystem::weakly_canonical(alone.directory.path / "clinic/log.db"));
    std::filesystem::current_path(alone.directory.path / "clinic");
    CHECK(find_config("").log == "log.db");
    std::filesystem::current_path(alone.directory.path);
  }
  const WithVariable credentials("CREDENTIALS_DIRECTORY", "/run/credentials/smsflow");
  const Config config = find_config("clinic/smsflow.toml");
  CHECK(config.providers.at("main").token_file == "kannel.token");
  CHECK(config.providers.at("main").secret_file == "clinic/secrets/kannel");
  CHECK(config.mail.ca_file == "clinic/mail.pem");
}

TEST_CASE("a link to a configuration or to a log means the file it leads to") {
  const Alone alone;
  alone.directory.write("clinic/smsflow.toml", "log = \"log.db\"\n");
  std::filesystem::create_symlink("clinic/smsflow.toml", "smsflow.toml");
  CHECK(find_config("").log == "clinic/log.db");
  std::filesystem::create_symlink("not/yet/there.db", "link.db");
  std::filesystem::create_symlink("link.db", "second.db");
  CHECK(find_log("second.db", Config{}) == "not/yet/there.db");
  std::filesystem::create_symlink("loop.db", "loop.db");
  CHECK(find_log("loop.db", Config{}) == "loop.db");
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
