// The options of the verbs. CLI11 parses them, behind this header: it takes seconds to compile.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace smsflow {

// One option or argument. What it was bound to must outlive parsing.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}
  Option& required();
  Option& type_name(const char* name);  // what help calls the value: "FILE"

 private:
  CLI::Option* option_;
};

// The options of a verb; a handle, copied freely. Valid while its CommandLine lives.
class Options {
 public:
  explicit Options(CLI::App* app) : app_(app) {}

  // `name` is "--since" for an option, "file" for an argument.
  Option add(const char* name, std::string& value, std::string help);
  Option add(const char* name, std::vector<std::string>& values, std::string help);
  Option add(const char* name, std::size_t& value, std::string help);
  void add_flag(const char* name, bool& value, std::string help);

  // A verb of this one: `smsflow queue list`. Exactly one of them must be given.
  Options verb(const char* name, const char* summary);
  void require_verb();
  bool is_given() const;  // after parsing

 private:
  CLI::App* app_;
};

// The whole command line: `smsflow VERB ...`.
class CommandLine {
 public:
  CommandLine(const char* description, const char* name, const char* version);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  Options verb(const char* name, const char* summary);

  enum class Outcome { kVerb, kHelp, kWrong };
  // kHelp: --help or --version was answered on standard output. kWrong: `message` and `hint` say
  // what is wrong with the arguments.
  Outcome parse(int argc, char** argv);
  const std::string& message() const { return message_; }
  const std::string& hint() const { return hint_; }

 private:
  std::string hint_for(int argc, char** argv) const;
  std::string fault_of(std::string_view error, int argc, char** argv) const;
  std::vector<std::string> verbs() const;

  CLI::App* app_;
  std::string message_;
  std::string hint_;
};

}  // namespace smsflow
