// smsflow: a table of verbs, one parse, one catch.
#include <unistd.h>

#include <iostream>

#include "command.h"
#include "options.h"
#include "text/error.h"

namespace smsflow {
namespace {

const Command* const kCommands[] = {&kSend,         &kSimulate, &kClassify, &kReplay,   &kReport,
                                    &kServeWebhook, &kCheck,    &kQueue,    &kContacts, &kLog};

int complain(const std::string& where, const std::string& message, const std::string& hint) {
  std::cerr << "smsflow: error: " << (where.empty() ? "" : where + ": ") << message << "\n";
  if (!hint.empty()) std::cerr << "hint: " << hint << "\n";
  return kUsageError;
}

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
      return kUsageError;
    case ErrorKind::kBadInput:
      return kBadInputError;
    case ErrorKind::kOutside:
      return kOutsideError;
    case ErrorKind::kLocked:
      return kLockHeld;
  }
  return kOutsideError;
}

int run(int argc, char** argv) {
  CommandLine line(
      "Texts that get work done: ask by SMS, understand the answer, act, hand off, prove.",
      "smsflow", "smsflow " SMSFLOW_VERSION);
  std::vector<std::pair<Options, std::function<int(Io&)>>> verbs;
  for (const Command* command : kCommands) {
    Options options = line.verb(command->name, command->summary);
    verbs.emplace_back(options, command->define(options));
  }
  switch (line.parse(argc, argv)) {
    case CommandLine::Outcome::kHelp:
      return kDone;
    case CommandLine::Outcome::kWrong:
      return complain("", line.message(), line.hint());
    case CommandLine::Outcome::kVerb:
      break;
  }
  Io io{std::cin, std::cout, std::cerr, isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1};
  for (auto& [options, body] : verbs) {
    if (!options.is_given()) continue;
    const int status = body(io);
    std::cout.flush();
    if (!std::cout) throw Error(ErrorKind::kOutside, "cannot write to standard output");
    return status;
  }
  return kUsageError;
}

}  // namespace
}  // namespace smsflow

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  try {
    return smsflow::run(argc, argv);
  } catch (const smsflow::Error& error) {
    std::cout.flush();
    smsflow::complain(error.where(), error.what(), error.hint());
    return smsflow::status_of(error.kind());
  } catch (const std::exception& error) {
    smsflow::complain("", error.what(), "this is a fault of smsflow; please report it");
    return smsflow::kOutsideError;
  }
}
