// For any sequence of records, replies, receipts, edits, restarts and two processes nobody aborts,
// every intent reaches a final state, nobody is texted about a row that is gone or twice about one
// moment.
//
//   property_world                  all seeds
//   property_world --seeds 200-400  some of them
//   property_world --seed 7         one, with its story
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <thread>

#include "text/error.h"
#include "world.h"

namespace smsflow::property {
namespace {

constexpr std::uint64_t kSeeds = 10'000;
constexpr std::int64_t kLeast = 50;  // occurrences of each precondition in all seeds
constexpr int kFailuresShown = 10;

// What must occur, or a fault behind it could not be seen.
constexpr const char* kPreconditions[] = {"renamed start state",
                                          "status that flaps",
                                          "stage that flaps",
                                          "moment that moves and moves back",
                                          "two equal texts in a list",
                                          "reply under two ids",
                                          "reply before the question left",
                                          "reply fetched late",
                                          "reply delivered twice",
                                          "crash before the text left",
                                          "crash after the text left",
                                          "restart under the same owner",
                                          "restart under the same owner while posting",
                                          "sender at its cap",
                                          "row missing",
                                          "row returned",
                                          "row moved",

                                          "row posted",
                                          "row deleted by an event",
                                          "mass missing",
                                          "empty export",
                                          "half an export",
                                          "export of one branch",
                                          "stale look",
                                          "export older than the latest look",
                                          "500 after delivering",
                                          "500 without delivering",
                                          "time-out after delivering",
                                          "time-out without delivering",
                                          "connection refused",
                                          "429",
                                          "rejected",
                                          "refused as opted out",
                                          "200 without an id",
                                          "posted again",
                                          "list that lags",
                                          "list without the text",
                                          "list with a shortened link",
                                          "list without an answer",
                                          "list of several pages",
                                          "early receipt",
                                          "receipt twice",
                                          "receipts in any order",
                                          "receipt of a text not known yet",
                                          "workflow renamed",
                                          "workflow renamed without a word",
                                          "purge in between",
                                          "carrier that is down",
                                          "two rows of one key that differ",
                                          "row told twice in an export of changes",
                                          "copy adopted",
                                          "plan beside a live run",
                                          "plan: leaves now",
                                          "plan: leaves now, planned before",
                                          "plan: leaves now, as a timer fires",
                                          "plan: an answer leaves now",
                                          "plan: waits for its cap",
                                          "plan: may have left already",
                                          "plan: block opted_out",
                                          "plan: block no_consent",
                                          "plan: block quiet_hours",
                                          "plan: block stale",
                                          "plan: block void",
                                          "plan: block missing_field",
                                          "plan: block wrong_number",
                                          "plan: block unreachable",
                                          "plan: block not_seen"};

std::uint64_t in_work = 0;

void on_abort(int) {
  char line[64];
  char* end = std::to_chars(line, line + sizeof line, in_work).ptr;
  const char* words = "\nproperty_world: aborted in seed ";
  (void)!write(STDERR_FILENO, words, std::strlen(words));
  (void)!write(STDERR_FILENO, line, static_cast<std::size_t>(end - line));
  (void)!write(STDERR_FILENO, "\n", 1);
  _exit(134);
}

// What was broken; empty when every promise was kept.
std::vector<std::string> play(std::uint64_t seed, Witness& witness) {
  in_work = seed;
  try {
    World world(seed, witness);
    world.run();
  } catch (const std::exception& error) {
    witness.broken(std::string("exception: ") + error.what());
  }
  return witness.broken();
}

int tell_one(std::uint64_t seed) {
  Witness witness(true);
  const bool kept = play(seed, witness).empty();
  for (const std::string& line : witness.story()) fmt::print("{}\n", line);
  for (const std::string& what : witness.broken()) fmt::print("seed {}: {}\n", seed, what);
  return kept ? 0 : 1;
}

using Counts = std::map<std::string, std::int64_t, std::less<>>;

int check_counts(const Counts& counts) {
  int rare = 0;
  const auto check = [&](const std::string& what) {
    const auto found = counts.find(what);
    if (found != counts.end() && found->second >= kLeast) return;
    fmt::print("too rare: {} ({})\n", what, found == counts.end() ? 0 : found->second);
    ++rare;
  };
  for (const char* what : kPreconditions) check(what);
  for (int i = 1; name(static_cast<BlockReason>(i)) != "unnamed"; ++i) {
    // Only a run without receivers (simulate, replay) holds mails out.
    if (static_cast<BlockReason>(i) == BlockReason::kHeldOut) continue;
    check("block " + std::string(name(static_cast<BlockReason>(i))));
  }
  return rare;
}

// Every `step`th seed; what was counted goes to `out`, what was broken to the terminal.
void play_some(std::uint64_t from, std::uint64_t to, std::uint64_t step, std::FILE* out) {
  Counts counts;
  int failed = 0;
  for (std::uint64_t seed = from; seed <= to && failed < kFailuresShown; seed += step) {
    Witness witness(false);
    for (const std::string& what : play(seed, witness)) {
      fmt::print("seed {}: {}\n", seed, what);
      std::fflush(stdout);
    }
    failed += witness.is_broken() ? 1 : 0;
    for (const auto& [what, times] : witness.counts()) counts[what] += times;
  }
  for (const auto& [what, times] : counts) fmt::print(out, "{} {}\n", times, what);
  fmt::print(out, "{} failed\n", failed);
}

// One process for each processor: an abort ends only one, and is a failure.
Counts play_everywhere(std::uint64_t from, std::uint64_t to) {
  const std::uint64_t step = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::FILE*> parts;
  std::vector<pid_t> children;
  for (std::uint64_t i = 0; i < step; ++i) {
    std::FILE* part = std::tmpfile();
    if (part == nullptr) throw std::runtime_error("no file for what is counted");
    parts.push_back(part);
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
      play_some(from + i, to, step, part);
      std::fflush(nullptr);
      std::exit(0);
    }
    children.push_back(child);
  }
  Counts counts;
  for (std::size_t i = 0; i < children.size(); ++i) {
    int status = 0;
    waitpid(children[i], &status, 0);
    if (status != 0) counts["failed"] += 1;
    std::rewind(parts[i]);
    char line[256];
    while (std::fgets(line, sizeof line, parts[i]) != nullptr) {
      char* words = nullptr;
      const std::int64_t times = std::strtoll(line, &words, 10);
      std::string_view what(words + 1);
      what.remove_suffix(1);
      counts[std::string(what)] += times;
    }
    std::fclose(parts[i]);
  }
  return counts;
}

int play_all(std::uint64_t from, std::uint64_t to) {
  const auto began = std::chrono::steady_clock::now();
  Counts counts = play_everywhere(from, to);
  const std::int64_t failed = counts["failed"];
  counts.erase("failed");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  for (const auto& [what, times] : counts) fmt::print("{:>9}  {}\n", times, what);
  fmt::print("{} seeds in {:.1f} s, {} failed\n", to - from + 1, took.count(), failed);
  if (failed > 0) fmt::print("property_world --seed N tells the story of one\n");
  const bool all = from == 1 && to >= kSeeds;
  const int rare = all && failed == 0 ? check_counts(counts) : 0;
  return failed == 0 && rare == 0 ? 0 : 1;
}

std::uint64_t number(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

int run(int argc, char** argv) {
  signal(SIGABRT, on_abort);
  signal(SIGSEGV, on_abort);
  const std::string_view option = argc > 2 ? argv[1] : "";
  const std::string_view value = argc > 2 ? argv[2] : "";
  if (argc == 1) return play_all(1, kSeeds);
  if (option == "--seed") return tell_one(number(value));
  const std::size_t dash = value.find('-');
  if (option != "--seeds" || dash == std::string_view::npos) {
    fmt::print(stderr, "usage: property_world [--seed N | --seeds A-B]\n");
    return 2;
  }
  return play_all(number(value.substr(0, dash)), number(value.substr(dash + 1)));
}

}  // namespace
}  // namespace smsflow::property

int main(int argc, char** argv) {
  return smsflow::property::run(argc, argv);
}
