// Environment variables and files for the time of one test.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

class WithVariable {
 public:
  // A null `value` unsets it.
  WithVariable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }
  WithVariable(const WithVariable&) = delete;
  WithVariable& operator=(const WithVariable&) = delete;
  ~WithVariable() { set(before_ ? before_->c_str() : nullptr); }

 private:
  void set(const char* value) {
    if (value != nullptr) {
      setenv(name_, value, 1);
    } else {
      unsetenv(name_);
    }
  }
  const char* name_;
  std::optional<std::string> before_;
};

struct TempDirectory {
  TempDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "smsflow.XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  ~TempDirectory() { std::filesystem::remove_all(path); }

  std::string write(const std::string& name, const std::string& text, unsigned mode = 0600) const {
    std::filesystem::create_directories((path / name).parent_path());
    std::ofstream(path / name, std::ios::binary) << text;
    std::filesystem::permissions(path / name, std::filesystem::perms{mode});
    return (path / name).string();
  }

  std::filesystem::path path;
};

// Nothing of the tester's own configuration is seen, and the directory is the current one.
struct Alone {
  TempDirectory directory;
  WithVariable home{"HOME", directory.path.c_str()};
  WithVariable config{"XDG_CONFIG_HOME", nullptr};
  WithVariable state{"XDG_STATE_HOME", nullptr};
  WithVariable log{"SMSFLOW_LOG", nullptr};
  WithVariable region{"SMSFLOW_REGION", nullptr};
  std::filesystem::path before = std::filesystem::current_path();
  Alone() { std::filesystem::current_path(directory.path); }
  ~Alone() { std::filesystem::current_path(before); }
};
