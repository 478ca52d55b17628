#include "config/config.h"
#include "environment.h"
#include "text/error.h"

namespace smsflow::secrets_test {

namespace {

ProviderConfig read(const std::string& secret_file, const std::string& token_file = "") {
  ProviderConfig provider;
  provider.secret_file = secret_file;
  provider.token_file = token_file;
  read_secrets(provider);
  return provider;
}

}  // namespace

TEST_CASE("one secret a line, the first one first") {
  const TempDirectory directory;
  const std::string file =
      directory.write("s", "# rotated in March\n new-secret \r\n\nold-secret\n");
  CHECK(read(file).secrets == std::vector<std::string>{"new-secret", "old-secret"});
  CHECK(read(directory.write("t", "only")).secrets == std::vector<std::string>{"only"});
  CHECK(read("", directory.write("k", "path-token\n")).token == "path-token");
  CHECK(read("").secrets.empty());
}

TEST_CASE("a secret others can read or change is refused") {
  const TempDirectory directory;
  for (const unsigned mode : {0644U, 0640U, 0604U, 0620U, 0660U, 0601U}) {
    CAPTURE(mode);
    CHECK_THROWS_AS(read(directory.write("s", "x\n", mode)), Error);
  }
  for (const unsigned mode : {0600U, 0400U, 0700U}) {
    CAPTURE(mode);
    CHECK(read(directory.write("s", "x\n", mode)).secrets.size() == 1);
    std::filesystem::remove(directory.path / "s");
  }
}

TEST_CASE("missing, empty, long and odd files are refused without their content") {
  const TempDirectory directory;
  CHECK_THROWS_AS(read((directory.path / "none").string()), Error);
  CHECK_THROWS_AS(read(directory.write("empty", "\n# nothing\n")), Error);
  CHECK_THROWS_AS(read(directory.write("long", std::string(100'000, 'x'))), Error);
  CHECK_THROWS_AS(read(directory.path.string()), Error);
  CHECK_THROWS_AS(read("/dev/null"), Error);
}

TEST_CASE("a bare name is a credential of the service manager where it keeps some") {
  const TempDirectory directory;
  directory.write("twilio", "from-manager\n", 0440);  // as an ACL shows
  const WithVariable credentials("CREDENTIALS_DIRECTORY", directory.path.c_str());
  CHECK(read("twilio").secrets == std::vector<std::string>{"from-manager"});
  directory.write("open", "x\n", 0444);
  CHECK_THROWS_AS(read("open"), Error);
  const std::string path = directory.write("group", "x\n", 0440);
  CHECK_THROWS_AS(read(path), Error);  // a path is judged as any file
}

TEST_CASE("a check names every secret that cannot be used, and none that can") {
  const TempDirectory directory;
  Config config;
  config.file = "smsflow.toml";
  config.providers["main"].secret_file = directory.write("good", "x\n");
  config.providers["main"].token_file = directory.write("open", "x\n", 0644);
  config.providers["main"].place = {"smsflow.toml", 3, 1};
  config.hooks["crm"].secret_file = (directory.path / "nowhere").string();
  config.events_secret_file = directory.write("empty", "# none yet\n");
  const std::vector<Diagnostic> faults = check_secrets(config);
  REQUIRE(faults.size() == 3);
  CHECK(faults[0].place.line == 3);
  CHECK(faults[0].severity == Severity::kWarning);
  CHECK(faults[0].message.ends_with("open: the secret can be read or changed by others"));
  CHECK(faults[0].hint.starts_with("chmod 600 "));
  CHECK(faults[1].message.find("nowhere: cannot read the secret") != std::string::npos);
  CHECK(faults[2].message.ends_with("empty: the secret is empty"));
  CHECK(faults[2].place.file == "smsflow.toml");
}

}  // namespace smsflow::secrets_test
