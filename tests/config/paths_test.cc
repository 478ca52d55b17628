#include <doctest/doctest.h>

#include "config/config.h"
#include "environment.h"

namespace smsflow::paths_test {

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

}  // namespace smsflow::paths_test
