#include "options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "text/nearest.h"
#include "text/utf8.h"

namespace smsflow {

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::type_name(const char* name) {
  option_->type_name(name);
  return *this;
}

Option Options::add(const char* name, std::string& value, std::string help) {
  return Option(app_->add_option(name, value, std::move(help)));
}

Option Options::add(const char* name, std::vector<std::string>& values, std::string help) {
  return Option(app_->add_option(name, values, std::move(help)));
}

Option Options::add(const char* name, std::size_t& value, std::string help) {
  return Option(app_->add_option(name, value, std::move(help)));
}

void Options::add_flag(const char* name, bool& value, std::string help) {
  app_->add_flag(name, value, std::move(help));
}

Options Options::verb(const char* name, const char* summary) {
  return Options(app_->add_subcommand(name, summary));
}

void Options::require_verb() {
  app_->require_subcommand(1);
}

bool Options::is_given() const {
  return app_->parsed();
}

CommandLine::CommandLine(const char* description, const char* name, const char* version)
    : app_(new CLI::App(description, name)) {
  app_->set_version_flag("--version", version);
  app_->require_subcommand(1);
}

CommandLine::~CommandLine() {
  delete app_;
}

Options CommandLine::verb(const char* name, const char* summary) {
  return Options(app_->add_subcommand(name, summary));
}

CommandLine::Outcome CommandLine::parse(int argc, char** argv) {
  try {
    app_->parse(argc, argv);
    return Outcome::kVerb;
  } catch (const CLI::Success& success) {
    app_->exit(success);
    return Outcome::kHelp;
  } catch (const CLI::ParseError& error) {
    message_ = fault_of(error.what(), argc, argv);
    hint_ = hint_for(argc, argv);
    return Outcome::kWrong;
  }
}

std::vector<std::string> CommandLine::verbs() const {
  std::vector<std::string> names;
  for (const CLI::App* verb : app_->get_subcommands({})) names.push_back(verb->get_name());
  return names;
}

// What was mistyped, and what it was meant to be.
std::string CommandLine::hint_for(int argc, char** argv) const {
  const CLI::App* place = app_;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (place == app_ && !word.starts_with("-")) {
      for (const CLI::App* verb : app_->get_subcommands({})) {
        if (verb->get_name() == word) place = verb;
      }
      if (place != app_) continue;
      const std::string near = nearest(word, verbs());
      return near.empty() ? "verbs: smsflow --help" : "did you mean " + near + "?";
    }
    if (!word.starts_with("--")) continue;
    const std::string name = word.substr(0, word.find('='));
    if (place->get_option_no_throw(name)) continue;
    std::vector<std::string> known;
    for (const CLI::Option* option : place->get_options()) {
      for (const std::string& longer : option->get_lnames()) known.push_back("--" + longer);
    }
    const std::string near = nearest(name, known);
    if (!near.empty()) return "did you mean " + near + "?";
  }
  return "usage: smsflow " + (place == app_ ? std::string() : place->get_name() + " ") + "--help";
}

// In our own voice: CLI11 begins its sentences with a capital, and tells of a verb it does not know
// that one is required.
std::string CommandLine::fault_of(std::string_view error, int argc, char** argv) const {
  if (argc == 1) return "which verb?";
  const std::string word = argv[1];
  const std::vector<std::string> known = verbs();
  if (!word.starts_with("-") && std::find(known.begin(), known.end(), word) == known.end()) {
    return "no verb " + terminal_safe(word);
  }
  std::string text(error);
  if (text.starts_with("A ") || text.starts_with("The ")) text[0] += 'a' - 'A';
  return terminal_safe(text);
}

}  // namespace smsflow
