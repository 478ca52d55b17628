// replay: captured requests again, through verify, parse and decide, on a scratch log.
#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "app/replay.h"
#include "app/which_log.h"
#include "command.h"
#include "options.h"
#include "shared_options.h"
#include "text/error.h"
#include "text/json.h"
#include "text/utf8.h"

namespace smsflow {
namespace {

struct ReplayOptions {
  std::string capture;
  std::vector<std::string> workflows;
  std::string verify;
  std::string records;
  std::string now;
  std::string config;
  std::string log;
  std::string format;
};

// Lines of a capture, one at a time; "-" is standard input.
class CaptureLines {
 public:
  CaptureLines(const std::string& path, std::istream& standard) : in_(&standard), path_(path) {
    if (path == "-") return;
    file_.open(path, std::ios::binary);
    if (!file_) throw Error(ErrorKind::kBadInput, "cannot read the capture", path);
    in_ = &file_;
  }
  bool next(CapturedRequest& captured) {
    std::string line;
    while (std::getline(*in_, line)) {
      ++number_;
      if (line.empty()) continue;
      ParsedCapture parsed = parse_capture_line(line);
      if (!parsed.fault.empty()) {
        throw Error(ErrorKind::kBadInput, "this line is no captured request: " + parsed.fault,
                    path_ + ":" + std::to_string(number_), "man 5 smsflow-capture");
      }
      captured = std::move(parsed.value);
      if (captured.id.empty()) captured.id = std::to_string(number_);
      return true;
    }
    return false;
  }

 private:
  std::ifstream file_;
  std::istream* in_;
  std::string path_;
  int number_ = 0;
};

Json id_of(const CapturedRequest& captured) {
  return captured.id_is_number ? Json::parse(captured.id).value_or(Json()) : Json(captured.id);
}

int verify_only(const ReplayOptions& options, const Config& config, Io& io) {
  CaptureLines lines(options.verify, io.in);
  SignatureVerifier verifier(config);
  bool as_expected = true;
  CapturedRequest captured;
  while (lines.next(captured)) {
    ReplayedRequest request{.captured = std::move(captured)};
    verifier.verify(request);
    const Json line = Json::object({{"id", id_of(request.captured)},
                                    {"reason", request.reason},
                                    {"signed", to_utf8(request.signed_text)},
                                    {"verdict", request.accepted ? "accept" : "reject"}});
    io.out << line.dump() << "\n";
    const std::optional<bool>& expected = request.captured.expect_verified;
    as_expected = as_expected && (!expected || *expected == request.accepted);
    captured = {};
  }
  return as_expected ? kDone : kAnswerIsNo;
}

void print_line(const ReplayedRequest& request, Io& io) {
  io.out << fmt::format("{:<10} {:<6} {}", terminal_safe(request.captured.id).substr(0, 34),
                        request.accepted ? "accept" : "reject",
                        request.accepted ? request.what : request.reason);
  if (request.accepted) {
    io.out << fmt::format(": {}{}", request.repeat ? "repeat" : terminal_safe(request.handled),
                          request.label.empty() ? "" : " as " + request.label);
    if (!request.key.empty()) {
      io.out << fmt::format(", {} in {}", terminal_safe(request.key), request.state);
    }
  }
  io.out << "\n";
}

Json json_of_request(const ReplayedRequest& request) {
  return Json::object({{"differences", json_list(request.differences)},
                       {"handled", request.handled},
                       {"id", id_of(request.captured)},
                       {"key", request.key},
                       {"label", request.label},
                       {"outcome", request.outcome},
                       {"reason", request.reason},
                       {"repeat", request.repeat},
                       {"state", request.state},
                       {"verdict", request.accepted ? "accept" : "reject"},
                       {"what", request.what}});
}

void print_paths(Replay& replay, bool json, Io& io) {
  for (const Replay::Path& path : replay.paths()) {
    std::string states;
    for (const std::string& state : path.states) states += (states.empty() ? "" : " -> ") + state;
    if (json) {
      const Json line = Json::object({{"key", path.key},
                                      {"outcome", path.outcome},
                                      {"path", json_list(path.states)},
                                      {"status", path.status},
                                      {"workflow", path.workflow}});
      io.out << line.dump() << "\n";
    } else {
      io.out << fmt::format("{} {}: {} ({}{})\n", path.workflow, terminal_safe(path.key), states,
                            path.status, path.outcome.empty() ? "" : ", " + path.outcome);
    }
  }
}

int run_replay(const ReplayOptions& options, Io& io) {
  const Config config = find_config(options.config);
  if (!options.verify.empty()) return verify_only(options, config, io);
  if (options.capture.empty()) {
    throw Error(ErrorKind::kUsage, "which capture?", {},
                "smsflow replay CAPTURE --workflow FILE, or replay --verify FILE");
  }
  std::vector<std::string> workflows = options.workflows;
  if (workflows.empty()) workflows.emplace_back();
  const StoreOptions store_options{.writer = "replay", .source = Source::kReplayed};
  Replay replay(config, workflows, open_scratch_log(options.log, store_options));
  if (!options.records.empty()) {
    if (options.now.empty()) {
      throw Error(ErrorKind::kUsage, "--records needs --now", {},
                  "give the moment at which these records were sent, before the capture");
    }
    const std::unique_ptr<RecordSource> source = open_records(options.records);
    replay.take(*source, now_or_system(options.now));
  }
  const bool json = parse_format(options.format, true, Format::kTable) != Format::kTable;
  CaptureLines lines(options.capture, io.in);
  CapturedRequest captured;
  bool same = true;
  while (lines.next(captured)) {
    const ReplayedRequest request = replay.play(std::move(captured));
    captured = {};
    if (json) {
      io.out << json_of_request(request).dump() << "\n";
    } else {
      print_line(request, io);
    }
    for (const std::string& difference : request.differences) {
      io.err << "smsflow: difference: request " << terminal_safe(request.captured.id) << ": "
             << terminal_safe(difference) << "\n";
      same = false;
    }
  }
  print_paths(replay, json, io);
  return same ? kDone : kAnswerIsNo;
}

std::function<int(Io&)> define_replay(Options verb) {
  auto options = std::make_shared<ReplayOptions>();
  verb.add("capture", options->capture, "Captured requests, JSON Lines; - for standard input")
      .type_name("CAPTURE");
  verb.add("--workflow", options->workflows, "Workflow files; else the embedded one")
      .type_name("FILE");
  verb.add("--verify", options->verify, "Only verify the signatures of this capture")
      .type_name("FILE");
  verb.add("--records", options->records,
           "Records as they stood before the capture, taken at --now")
      .type_name("SOURCE");
  verb.add("--log", options->log, "Keep the scratch log in this new file").type_name("FILE");
  verb.add("--config", options->config, "Configuration (secrets, queues)").type_name("FILE");
  add_now(verb, options->now);
  add_format(verb, options->format, "table or jsonl");
  return [options](Io& io) { return run_replay(*options, io); };
}

}  // namespace

extern const Command kReplay{"replay", "Run captured requests again and compare", &define_replay};

}  // namespace smsflow
