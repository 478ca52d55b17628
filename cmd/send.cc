// send: which texts are due, and with --live, lets them leave.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <limits>

#include "app/adopt.h"
#include "app/alarm.h"
#include "app/dispatch.h"
#include "app/intake.h"
#include "app/which_log.h"
#include "command.h"
#include "options.h"
#include "send_look.h"
#include "send_plan.h"
#include "shared_options.h"
#include "store/owner_lock.h"
#include "text/error.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

constexpr std::size_t kLongestWait_s = 86'400;
constexpr int kHandOver_ms = 3'000;  // longer than a turn of a run that sends

struct SendOptions {
  PlaceOptions place;
  std::vector<std::string> workflows;
  std::string records;
  std::string now;
  std::string format;
  std::size_t texts = 3;
  std::size_t wait_s = 60;
  bool live = false;
  bool accept_missing = false;
  bool adopt = false;
  bool quiet = false;
};

bool exists(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0;
}

Progress progress_bar(const Io& io, bool quiet) {
  if (!io.err_is_terminal || quiet) return {};
  return [&io](std::int64_t rows) { io.err << "\rreading records: " << rows << std::flush; };
}

void clear_bar(const Io& io, const Progress& progress) {
  if (progress) io.err << "\r\033[K" << std::flush;
}

void list_faults(const PlanSummary& summary, const std::string& source, Io& io) {
  for (const RowFault& fault : summary.faults) {
    io.err << fmt::format("{}:{}: rejected{}: {}{}\n", source, fault.line,
                          fault.key.empty() ? "" : " (" + terminal_safe(fault.key) + ")",
                          fault.reason,
                          fault.detail.empty() ? "" : ": " + terminal_safe(fault.detail));
  }
}

LookOptions look_at(const RecordSource& source, const SendOptions& options, Instant now) {
  const Instant real_now = options.now.empty() ? now : SystemClock().now();
  return {.at = look_moment(source.written_at(), now, real_now),
          .accept_missing = options.accept_missing};
}

// The command that takes who is missing for gone.
std::string acceptance(const SendOptions& options) {
  std::string command = "smsflow send " + options.workflows.front();
  const auto add = [&](std::string_view option, const std::string& value) {
    if (!value.empty()) command += fmt::format(" {} {}", option, value);
  };
  add("--records", options.records);
  add("--config", options.place.config);
  add("--log", options.place.log);
  add("--now", options.now);
  return command + " --live --accept-missing";
}

void tell_capped(const std::vector<CappedNumber>& capped, Io& io) {
  for (const CappedNumber& one : capped) {
    io.err << "smsflow: warning: " << in_words(one) << "\n";
  }
}

int plan(const SendOptions& options, const Config& config, Programs& programs, Instant now,
         Io& io) {
  const Workflow& workflow = *programs.workflows().front();
  const std::string log_path = find_log(options.place.log, config);
  require_not_lost(log_path);
  const std::unique_ptr<Log> log =
      open_log(exists(log_path) ? log_path : std::string(kInMemory),
               {.access = exists(log_path) ? Access::kReadOnly : Access::kReadWrite});
  const Carriers carriers(config, Secrets::kNotNeeded);
  const std::unique_ptr<RecordSource> source = open_records(options.records);
  const Progress progress = progress_bar(io, options.quiet);
  const PlanSummary summary = plan_records(
      *source, programs, workflow, carriers, *log, now,
      {.look = look_at(*source, options, now), .horizon = config.horizon, .texts = options.texts},
      progress);
  clear_bar(io, progress);
  list_faults(summary, options.records, io);
  tell_languages(summary, options.records, workflow, io);
  const bool whole = tell_look(summary, options.records, acceptance(options), workflow, now, io);
  tell_capped(summary.capped, io);
  if (parse_format(options.format, true, Format::kTable) == Format::kJson) {
    print_plan_json(summary, workflow, now, io);
  } else {
    print_plan(summary, workflow, now, io);
  }
  return whole && summary.rejected.empty() ? kDone : kPartlyDone;
}

void warn(const DispatchCounts& counts, Io& io) {
  if (counts.rejected > 0) io.err << "smsflow: warning: " << counts.rejected << " texts refused\n";
  if (counts.not_sent > 0) {
    io.err << "smsflow: warning: " << counts.not_sent
           << " texts did not leave; the next run tries again\n";
  }
  if (counts.expired_unknown > 0) {
    io.err << "smsflow: warning: of " << counts.expired_unknown
           << " texts nobody could say what became of them\n";
  }
  if (counts.set_aside > 0) {
    io.err << "smsflow: warning: " << counts.set_aside
           << " times a row could not be decided and was set aside\n";
  }
  if (counts.hooks_failed > 0) {
    io.err << "smsflow: warning: " << counts.hooks_failed
           << " hooks were not taken; they are posted again later\n";
  }
  if (counts.hooks_dead > 0) {
    io.err << "smsflow: warning: " << counts.hooks_dead
           << " hooks were given up; smsflow log export --view hook shows which\n";
  }
}

void warn(const Adopted& adopted, Io& io) {
  if (adopted.in_doubt > 0) {
    io.err << "smsflow: warning: texts that may have left already: " << adopted.in_doubt
           << "; the carrier is asked before they are sent\n";
  }
  if (adopted.given_up > 0) {
    io.err << "smsflow: warning: texts that may have left already: " << adopted.given_up
           << "; no carrier can say so, and they are not sent\n";
  }
}

// Texts of these workflows that may have left, whichever run sent them, and others that this one
// sent. True when there are none: until they are settled every run says so.
bool all_is_known(const Programs& programs, Log& log, Instant begun, Io& io) {
  const std::vector<Intent> unknown = log.read()->unknown_intents(std::numeric_limits<int>::max());
  const auto count = std::count_if(unknown.begin(), unknown.end(), [&](const Intent& intent) {
    const bool sent_now = intent.deadline && *intent.deadline - kPostingDeadline >= begun;
    return sent_now || programs.find(intent.workflow) != nullptr;
  });
  if (count == 0) return true;
  io.err << "smsflow: warning: " << count
         << " texts may or may not have left; they are not sent again until that is settled\n";
  return false;
}

// False: not everything that the records say was taken.
bool take_in(const SendOptions& options, const Config& config, Programs& programs, Log& log,
             Instant now, Io& io) {
  if (options.records.empty()) return true;
  const Workflow& workflow = *programs.workflows().front();
  const bool twice = programs.renamed(*log.read()).has_rivals(workflow.log_name());
  const std::unique_ptr<RecordSource> source =
      open_records(options.records, twice ? Passes::kTwo : Passes::kOne);
  const Progress progress = progress_bar(io, options.quiet);
  const PlanSummary summary = take_records(*source, programs, workflow, log, config.horizon, now,
                                           look_at(*source, options, now), progress);
  clear_bar(io, progress);
  list_faults(summary, options.records, io);
  const bool whole = tell_look(summary, options.records, acceptance(options), workflow, now, io);
  return whole && summary.rejected.empty();
}

// True when all is well.
bool drive(const SendOptions& options, Programs& programs, Carriers& carriers,
           const Receivers& receivers, Log& log, const std::string& path, Instant now, Io& io) {
  const OwnerLock owner(path, random_owner());
  const SystemClock real;
  const ManualClock invented(now);
  const bool real_time = options.now.empty();
  Alarm alarm([&io](const std::string& line) { io.err << line << "\n"; });
  Dispatcher dispatcher(log, programs, carriers,
                        real_time ? static_cast<const Clock&>(real) : invented, &receivers,
                        {.owner = owner.owner(),
                         .is_alive = [&](std::string_view other) { return owner.is_alive(other); },
                         .alarm = [&](const std::string& what) { alarm.raise(what); },
                         .real_time = real_time});
  dispatcher.run_until_idle();
  const DispatchCounts& counts = dispatcher.counts();
  warn(counts, io);
  tell_capped(dispatcher.capped(), io);
  return counts.rejected == 0 && counts.not_sent == 0 && counts.expired_unknown == 0 &&
         counts.set_aside == 0 && counts.hooks_failed == 0 && counts.hooks_dead == 0;
}

// Nothing when another run goes on sending, which takes along what was taken in here: it looks at
// the log again and again until nothing is due. One that is about to end is waited for.
std::unique_ptr<RunLock> lock_run(const SendOptions& options, const std::string& path,
                                  bool took_in) {
  const int wait_ms = static_cast<int>(std::min(options.wait_s, kLongestWait_s)) * 1000;
  try {
    return std::make_unique<RunLock>(path, took_in ? std::min(wait_ms, kHandOver_ms) : wait_ms);
  } catch (const Error& error) {
    if (!took_in || error.kind() != ErrorKind::kLocked) throw;
    return nullptr;
  }
}

int live(const SendOptions& options, const Config& config, Programs& programs, Instant now,
         Io& io) {
  if (!options.now.empty()) refuse_invented_time(config);
  const std::string path = find_log(options.place.log, config);
  Carriers carriers(config);
  const Receivers receivers(config);
  const std::unique_ptr<Log> log =
      open_live_log({.path = path, .writer = "send", .adopt = options.adopt}, config, now);
  Adopted adopted;
  if (options.adopt) adopted = adopt(*log, programs, carriers, now);
  warn(adopted, io);
  const bool whole = take_in(options, config, programs, *log, now, io);
  const std::unique_ptr<RunLock> lock = lock_run(options, path, !options.records.empty());
  const bool sent_well =
      !lock || drive(options, programs, carriers, receivers, *log, path, now, io);
  const bool known = all_is_known(programs, *log, now, io);
  return whole && sent_well && known && adopted.given_up == 0 ? kDone : kPartlyDone;
}

int run_send(const SendOptions& options, Io& io) {
  const Config config = find_config(options.place.config);
  Programs programs(options.workflows, config);
  const Instant now = now_or_system(options.now);
  if (options.records.empty() && !options.live) {
    throw Error(ErrorKind::kUsage, "a plan needs records", {},
                "add --records FILE, or --live to drive what is planned already");
  }
  if (options.accept_missing && options.records.empty()) {
    throw Error(ErrorKind::kUsage, "--accept-missing is about records", {}, "add --records FILE");
  }
  if (!options.records.empty() && programs.workflows().size() != 1) {
    throw Error(ErrorKind::kUsage, "--records belongs to one workflow", {},
                "run smsflow send once for each workflow with records");
  }
  if (options.adopt && !options.live) {
    throw Error(ErrorKind::kUsage, "--adopt belongs to --live");
  }
  if (!options.live) return plan(options, config, programs, now, io);
  require_provider(config);
  programs.require_queues();
  return live(options, config, programs, now, io);
}

std::function<int(Io&)> define_send(Options verb) {
  auto options = std::make_shared<SendOptions>();
  verb.add("workflow", options->workflows, "Workflow files").required().type_name("FILE");
  verb.add("--records", options->records,
           "Records: CSV, JSON, JSON Lines, - for standard input, or sqlite:FILE?query=...")
      .type_name("SOURCE");
  verb.add_flag("--live", options->live, "Send; without it only the plan is printed");
  verb.add_flag("--adopt", options->adopt,
                "Go on with a copy of a log, or with one that served another account");
  verb.add("--texts", options->texts, "How many of the first texts the plan shows").type_name("N");
  verb.add_flag("--accept-missing", options->accept_missing,
                "Take open rows that are missing from the records for gone");
  verb.add("--wait", options->wait_s,
           "How long to wait for another run that sends, where there are no records to take in")
      .type_name("SECONDS");
  verb.add_flag("--quiet", options->quiet, "No progress on the terminal");
  add_config(verb, options->place);
  add_log(verb, options->place);
  add_now(verb, options->now);
  add_format(verb, options->format, "table or json");
  return [options](Io& io) { return run_send(*options, io); };
}

}  // namespace

extern const Command kSend{"send", "Send what is due, or print the plan", &define_send};

}  // namespace smsflow
