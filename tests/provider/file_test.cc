#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "provider/provider.h"

namespace smsflow::file_test {

namespace {

std::unique_ptr<Provider> file_provider(const std::string& path) {
  ProviderSetup setup;
  setup.name = "rehearsal";
  setup.kind = "file";
  setup.path = path;
  return make_provider(setup);
}

OutboundMessage message(const std::string& intent, const std::string& text) {
  return {intent, *PhoneNumber::from_e164("+13125550123"), {"NORTHSIDE"}, text, "", Duration{0}};
}

std::vector<nlohmann::json> lines(const std::string& path) {
  std::ifstream file(path);
  std::vector<nlohmann::json> all;
  for (std::string line; std::getline(file, line);) all.push_back(nlohmann::json::parse(line));
  return all;
}

struct Folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() /
                               ("smsflow-file-provider-" + std::to_string(::getpid()));
  Folder() { std::filesystem::create_directory(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("Each text is one line of JSON, appended, private") {
  const Folder folder;
  const std::string path = (folder.path / "texts.jsonl").string();
  const std::unique_ptr<Provider> provider = file_provider(path);

  OutboundMessage first = message("i/1", "Line 1\nLine 2 \"quoted\" \u00e9");
  first.status_url = "https://hooks.example.com/s";
  first.validity = std::chrono::minutes{90};
  const SendResult result = provider->deliver(first);
  CHECK(result.outcome == SendOutcome::kAccepted);
  CHECK(result.provider_id == "i/1");
  CHECK(provider->deliver(message("i/2", "\xff broken")).outcome == SendOutcome::kAccepted);

  const std::vector<nlohmann::json> texts = lines(path);
  REQUIRE(texts.size() == 2);
  CHECK(texts[0] == nlohmann::json{{"intent", "i/1"},
                                   {"to", "+13125550123"},
                                   {"from", "NORTHSIDE"},
                                   {"text", first.text},
                                   {"status_url", "https://hooks.example.com/s"},
                                   {"validity_s", 5400}});
  CHECK(texts[1]["text"] == "\uFFFD broken");
  CHECK_FALSE(texts[1].contains("status_url"));
  struct stat status {};
  REQUIRE(stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("Several writers never mix their lines") {
  const Folder folder;
  const std::string path = (folder.path / "texts.jsonl").string();
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      const std::unique_ptr<Provider> provider = file_provider(path);
      for (int i = 0; i < 25; ++i) {
        provider->deliver(message(std::to_string(writer * 100 + i), std::string(5000, 'x')));
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  CHECK(lines(path).size() == 100);
}

TEST_CASE("What cannot be written was not sent, and leaves no half line") {
  const SendResult result =
      file_provider("/no/such/folder/texts.jsonl")->deliver(message("i", "t"));
  CHECK(result.outcome == SendOutcome::kNotSent);
  CHECK(result.detail.find("No such file") != std::string::npos);
  if (std::filesystem::exists("/dev/full")) {
    CHECK(file_provider("/dev/full")->deliver(message("i", "t")).outcome == SendOutcome::kNotSent);
  }
}

TEST_CASE("A file provider has no network and receives nothing") {
  const std::unique_ptr<Provider> provider = file_provider("texts.jsonl");
  const OutboundMessage text = message("i", "t");
  CHECK_FALSE(provider->send_call(text).has_value());
  CHECK_FALSE(provider->find_call(text, Instant{}).has_value());
  CHECK(provider->read_send({}).outcome == SendOutcome::kUnknown);
  CHECK(provider->read_find({}, text, Instant{}).answer == FindResult::Answer::kNoAnswer);
  CHECK(provider->status_url("i") == "");
  CHECK(provider->webhook_folders().empty());
  const Reception reception =
      provider->receive({"POST", "/", {}, ""}, "/", Webhook::kInbound, Instant{});
  CHECK_FALSE(reception.said.has_value());
  CHECK(reception.reason == "a file provider receives nothing");
}

}  // namespace smsflow::file_test
