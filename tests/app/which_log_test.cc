// Live events have one log, made on purpose; nothing made up gets into it, no copy passes for it.
#include "app/which_log.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <functional>

#include "store/backup.h"
#include "tests/store/sample.h"
#include "text/error.h"

namespace smsflow::which_log_test {

namespace {

Config file_only() {
  Config config;
  config.providers["out"] = {.name = "out", .kind = "file"};
  return config;
}

Config twilio(const std::string& account) {
  Config config;
  config.providers["main"] = {.name = "main", .kind = "twilio", .account = account};
  config.senders["main"] = {.name = "main", .provider = "main"};
  return config;
}

std::string fault_of(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kBadInput);
    return error.what();
  }
  return "";
}

std::string live_fault(const std::string& path, const Config& config, bool adopt = false) {
  return fault_of(
      [&] { open_live_log({.path = path, .writer = "send", .adopt = adopt}, config, at(1)); });
}

void keep(Log& log, const std::string& revision) {
  const std::unique_ptr<Transaction> transaction = log.write(at(0));
  transaction->write(RevisionKept{revision, "appointment", "source"});
  transaction->commit();
}

}  // namespace

TEST_CASE("a carrier that really sends makes no log, and a log is made once") {
  const Folder folder;
  CHECK(live_fault(folder.log(), twilio("A")) == "there is no log");
  CHECK_FALSE(std::filesystem::exists(folder.log()));
  CHECK_FALSE(std::filesystem::exists(folder.log() + ".lock"));
  create_log(folder.log(), {});
  CHECK(fault_of([&] { create_log(folder.log(), {}); }) == "there is a log already");
  CHECK(live_fault(folder.log(), twilio("A")) == "");
  const Folder other;
  CHECK(live_fault(other.log(), file_only()) == "");
  CHECK(std::filesystem::exists(other.log()));
  // One that was taken away is missed, whether it held anything or not.
  std::filesystem::remove(folder.log());
  CHECK(live_fault(folder.log(), twilio("A")).find("is missing") != std::string::npos);
  const Folder empty;
  create_log(empty.log(), 0640U);
  CHECK((std::filesystem::status(empty.log()).permissions() & std::filesystem::perms::all) ==
        std::filesystem::perms{0640});
  std::filesystem::remove(empty.log());
  CHECK(live_fault(empty.log(), twilio("A")) == "there is no log");
}

TEST_CASE("another account is refused and both are named, what is added is kept") {
  const Folder folder;
  create_log(folder.log(), {});
  CHECK(live_fault(folder.log(), twilio("A")) == "");
  CHECK(live_fault(folder.log(), twilio("B")) ==
        "the log serves twilio A, the configuration names twilio B");
  Config both = twilio("A");
  both.providers["spare"] = {.name = "spare", .kind = "kannel", .account = "clinic"};
  CHECK(live_fault(folder.log(), both) == "");
  const std::vector<AccountServed> served =
      open_log(folder.log(), {.access = Access::kReadOnly})->read()->accounts();
  CHECK(served == std::vector<AccountServed>{{"twilio", "A"}, {"kannel", "clinic"}});
  CHECK(live_fault(folder.log(), twilio("B"), true) == "");
}

TEST_CASE("what is made up and what is live never share a log") {
  const Folder folder;
  keep(*open_scratch_log(folder.log(), {.source = Source::kSimulated}), "r1");
  CHECK(live_fault(folder.log(), file_only()) == "the log holds what was simulated");
  CHECK(live_fault(folder.log(), file_only(), true) == "the log holds what was simulated");
  CHECK(fault_of([&] { open_scratch_log(folder.log(), {}); }) == "the file is there already");
  const Folder replayed;
  keep(*open_scratch_log(replayed.log(), {.source = Source::kReplayed}), "r1");
  CHECK(live_fault(replayed.log(), file_only()) == "the log holds what was replayed");
  const Folder live;
  create_log(live.log(), {});
  CHECK(fault_of([&] { open_scratch_log(live.log(), {.source = Source::kSimulated}); }) ==
        "the file is there already");
  CHECK_NOTHROW(keep(*open_scratch_log("", {.source = Source::kSimulated}), "r1"));
}

TEST_CASE("a live log into which something was simulated is refused until it is adopted") {
  const Folder folder;
  keep(*open_log(folder.log(), {}), "r1");
  keep(*open_log(folder.log(), {.source = Source::kSimulated}), "r2");
  CHECK(live_fault(folder.log(), file_only()) == "the log holds what was simulated");
  CHECK(live_fault(folder.log(), file_only(), true) == "");
}

TEST_CASE("people's answers and consents are of the log's own kind") {
  const Folder folder;
  keep(*open_scratch_log(folder.log(), {.source = Source::kSimulated}), "r1");
  keep(*open_peoples_log(folder.log(), "queue", file_only(), false), "r2");
  CHECK_FALSE(open_log(folder.log(), {.access = Access::kReadOnly})->read()->nature().live);
  const Folder none;
  CHECK(fault_of([&] { open_peoples_log(none.log(), "queue", file_only(), false); }) ==
        "there is no log");
  CHECK(fault_of([&] { open_peoples_log(none.log(), "contacts", twilio("A"), true); }) ==
        "there is no log");
  keep(*open_peoples_log(none.log(), "contacts", file_only(), true), "r1");
  CHECK(open_log(none.log(), {.access = Access::kReadOnly})->read()->nature().live);
}

TEST_CASE("a copy is refused until it is adopted") {
  const Folder folder;
  create_log(folder.log(), {});
  CHECK(live_fault(folder.log(), twilio("A")) == "");
  const std::string copy = folder.log() + ".copy";
  back_up(folder.log(), copy);
  CHECK(live_fault(copy, twilio("A")) == "this is a copy of a log");
  CHECK(live_fault(copy, twilio("A"), true) == "");
}

}  // namespace smsflow::which_log_test
