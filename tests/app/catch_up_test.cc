// Texts that came while nobody listened are fetched from the carrier's list and taken in.
#include "app/catch_up.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/receive.h"
#include "tests/http/fake_server.h"
#include "tests/tree.h"

namespace smsflow::catch_up_test {
namespace {

using nlohmann::json;

const Instant kNow = *parse_rfc3339("2026-03-02T18:00:00Z");

json entry(const std::string& sid, const std::string& text, const std::string& clock) {
  return {{"sid", sid},
          {"to", "+13125550100"},
          {"from", "+13125550123"},
          {"body", text},
          {"direction", "inbound"},
          {"num_media", "0"},
          {"date_sent", "Mon, 02 Mar 2026 " + clock + " +0000"}};
}

std::string answer(const json& body, int status = 200) {
  const std::string text = body.dump();
  return "HTTP/1.1 " + std::to_string(status) + " OK\r\nContent-Type: application/json\r\n" +
         "Content-Length: " + std::to_string(text.size()) + "\r\nConnection: close\r\n\r\n" + text;
}

// A log that heard SM1 at 10:00, and a carrier whose pages are given.
class Inbox {
 public:
  explicit Inbox(std::vector<std::string> pages)
      : pages_(std::move(pages)), server_([this](FakePeer& peer) {
          const std::string request = peer.read_request();
          const std::size_t at = request.find("&Page=");
          const std::size_t page =
              at == std::string::npos ? 0 : static_cast<std::size_t>(request[at + 6] - '0');
          peer.send(pages_.at(page));
        }) {
    std::string name = (std::filesystem::temp_directory_path() / "smsflow-inbox-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    std::ofstream(folder_ / "token") << "0123456789abcdef0123456789abcdef\n";
    ::chmod((folder_ / "token").c_str(), 0600);
    config_.providers["main"] = {.name = "main",
                                 .kind = "twilio",
                                 .account = "AC1",
                                 .secret_file = folder_ / "token",
                                 .api_url = "http://127.0.0.1:" + std::to_string(server_.port())};
    config_.senders["desk"] = {.name = "desk", .numbers = {"+13125550100"}, .provider = "main"};
    programs_ = std::make_unique<Programs>(
        std::vector<std::string>{in_tree("workflows/support.toml")}, config_);
    carriers_ = std::make_unique<Carriers>(config_);
    log_ = open_log(std::string(kInMemory), {});
    catch_up_ = std::make_unique<CatchUp>(*carriers_, wire_);
    keep_revisions();
    hear("SM1", "hello there", "10:00:00.250");
  }
  ~Inbox() { std::filesystem::remove_all(folder_); }

  // A webhook brings it.
  void hear(const std::string& sid, const std::string& text, const std::string& clock) {
    const auto log = log_->write(kNow);
    receive(*log, *programs_,
            InboundMessage{.provider = "main",
                           .id = sid,
                           .from = *PhoneNumber::from_e164("+13125550123"),
                           .to = {"+13125550100"},
                           .text = text,
                           .received_at = *parse_rfc3339("2026-03-02T" + clock + "Z")},
            {}, kNow);
    log->commit();
  }

  // Turns until nothing is asked any more.
  int turns(Instant now = kNow) {
    int taken = 0;
    for (int i = 0; i < 20; ++i) {
      const std::vector<HttpResult> results = wire_.client.poll(50);
      const auto log = log_->write(now);
      DispatchCounts counts;
      Round round{*log, *programs_, now, counts};
      for (const HttpResult& result : results) catch_up_->settle(round, result);
      taken += catch_up_->walk(round);
      log->commit();
      catch_up_->start();
    }
    return taken;
  }
  std::vector<std::string> requests() const { return server_.requests(); }
  std::optional<Contact> contact() {
    return log_->read()->contact(*PhoneNumber::from_e164("+13125550123"));
  }
  // What the log has heard, oldest first.
  std::string heard() {
    std::string ids;
    for (const EarlierReply& reply :
         log_->read()->replies_since(*PhoneNumber::from_e164("+13125550123"), Instant{})) {
      ids = reply.id + " " + reply.handled + (ids.empty() ? "" : ", ") + ids;
    }
    return ids;
  }

 private:
  void keep_revisions() {
    const auto log = log_->write(kNow);
    programs_->keep_revisions(*log);
    log->commit();
  }

  std::vector<std::string> pages_;
  FakeServer server_;
  std::filesystem::path folder_;
  Config config_;
  std::unique_ptr<Programs> programs_;
  std::unique_ptr<Carriers> carriers_;
  std::unique_ptr<Log> log_;
  Wire wire_;
  std::unique_ptr<CatchUp> catch_up_;
};

const std::string kNext = "/2010-04-01/Accounts/AC1/Messages.json?To=x&Page=1&PageToken=PA";

}  // namespace

TEST_CASE("the gap is taken in, page by page and in its order; what is known changes nothing") {
  // Newest first: the START came after the STOP.
  Inbox desk({answer({{"messages", {entry("SM3", "START", "11:30:00")}}, {"next_page_uri", kNext}}),
              answer({{"messages",
                       {entry("SM2", "STOP", "11:00:00"), entry("SM1", "hello there", "10:00:00")}},
                      {"next_page_uri", nullptr}})});
  CHECK(desk.turns() == 2);
  REQUIRE(desk.requests().size() == 2);
  CHECK(desk.requests()[0].find("To=%2B13125550100&DateSent%3E=2026-02-28") != std::string::npos);
  REQUIRE(desk.contact());
  CHECK_FALSE(desk.contact()->opted_out_at);
}

TEST_CASE("a STOP that no webhook brought is heard") {
  Inbox desk(
      {answer({{"messages", {entry("SM2", "STOP", "11:00:00")}}, {"next_page_uri", nullptr}})});
  CHECK(desk.turns() == 1);
  CHECK(desk.contact()->opted_out_at);
}

TEST_CASE("a START that is fetched does not undo the STOP that a webhook brought after it") {
  Inbox desk({answer({{"messages",
                       {entry("SM4", "STOP", "12:00:00"), entry("SM3", "START", "11:30:00"),
                        entry("SM2", "STOP", "11:00:00")}},
                      {"next_page_uri", nullptr}})});
  desk.hear("SM2", "STOP", "11:00:00.800");
  desk.hear("SM4", "STOP", "12:00:00.900");
  CHECK(desk.turns() == 1);
  CHECK(desk.contact()->opted_out_at == *parse_rfc3339("2026-03-02T12:00:00.900Z"));
  CHECK(desk.heard() == "SM1 opened, SM2 opted_out, SM4 opted_out, SM3 ignored");
}

TEST_CASE("texts of one second are taken in the order of the list, which is newest first") {
  Inbox desk({answer({{"messages",
                       {entry("SM4", "and a third", "11:00:00"),
                        entry("SM3", "a second", "11:00:00"), entry("SM2", "a first", "11:00:00")}},
                      {"next_page_uri", nullptr}})});
  CHECK(desk.turns() == 3);
  CHECK(desk.heard() == "SM1 opened, SM2 clarified, SM3 handed_off, SM4 kept");
}

TEST_CASE("it is asked again within the hour only when the list failed") {
  Inbox well({answer({{"messages", json::array()}, {"next_page_uri", nullptr}})});
  well.turns();
  well.turns(kNow + std::chrono::minutes{59});
  CHECK(well.requests().size() == 1);
  well.turns(kNow + std::chrono::minutes{61});
  REQUIRE(well.requests().size() == 2);
  CHECK(well.requests()[1].find("DateSent%3E=2026-03-01") != std::string::npos);
  Inbox ill({answer(json::object(), 500)});
  ill.turns();
  CHECK(ill.requests().size() == 1);
  ill.turns(kNow + std::chrono::minutes{6});
  CHECK(ill.requests().size() == 2);
}

}  // namespace smsflow::catch_up_test
