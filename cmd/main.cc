// smsflow: a table of verbs, one parse, one catch.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <iostream>

#include "command.h"
#include "text/error.h"
#include "text/nearest.h"
#include "text/utf8.h"

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

// What was mistyped, and what it was meant to be.
std::string hint_for(const CLI::App& app, int argc, char** argv) {
  const CLI::App* place = &app;
  std::vector<std::string> known;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (place == &app && !word.starts_with("-")) {
      for (const CLI::App* verb : app.get_subcommands({})) {
        if (verb->get_name() == word) place = verb;
      }
      if (place != &app) continue;
      for (const Command* command : kCommands) known.emplace_back(command->name);
      const std::string near = nearest(word, known);
      return near.empty() ? "verbs: smsflow --help" : "did you mean " + near + "?";
    }
    if (!word.starts_with("--")) continue;
    const std::string name = word.substr(0, word.find('='));
    if (place->get_option_no_throw(name)) continue;
    known.clear();
    for (const CLI::Option* option : place->get_options()) {
      for (const std::string& longer : option->get_lnames()) known.push_back("--" + longer);
    }
    const std::string near = nearest(name, known);
    if (!near.empty()) return "did you mean " + near + "?";
  }
  return "usage: smsflow " + (place == &app ? std::string() : place->get_name() + " ") + "--help";
}

// In our own voice: CLI11 begins its sentences with a capital, and tells of a verb it does not know
// that one is required.
std::string fault_of(const CLI::ParseError& error, int argc, char** argv) {
  if (argc == 1) return "which verb?";
  const std::string word = argv[1];
  const auto is_word = [&](const Command* command) { return command->name == word; };
  if (!word.starts_with("-") && std::none_of(std::begin(kCommands), std::end(kCommands), is_word)) {
    return "no verb " + terminal_safe(word);
  }
  std::string text = error.what();
  if (text.starts_with("A ") || text.starts_with("The ")) text[0] += 'a' - 'A';
  return terminal_safe(text);
}

int run(int argc, char** argv) {
  CLI::App app{"Texts that get work done: ask by SMS, understand the answer, act, hand off, prove.",
               "smsflow"};
  app.set_version_flag("--version", "smsflow " SMSFLOW_VERSION);
  app.require_subcommand(1);
  Io io{std::cin, std::cout, std::cerr, isatty(STDOUT_FILENO) == 1, isatty(STDERR_FILENO) == 1};
  std::vector<std::pair<CLI::App*, std::function<int(Io&)>>> verbs;
  for (const Command* command : kCommands) {
    CLI::App* verb = app.add_subcommand(command->name, command->summary);
    verbs.emplace_back(verb, command->define(*verb));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {  // --help, --version
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    return complain("", fault_of(error, argc, argv), hint_for(app, argc, argv));
  }
  for (auto& [verb, body] : verbs) {
    if (!verb->parsed()) continue;
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
