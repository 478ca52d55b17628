// A process of smsflow: a handle on the log, its workflows, its dispatcher. It may end between any
// two turns, and what it held in memory goes with it.
#pragma once

#include <memory>
#include <string>

#include "app/dispatch.h"
#include "phones.h"
#include "shapes.h"

namespace smsflow::property {

class Process {
 public:
  struct Setup {
    std::string owner;
    Shape shape;
    bool new_approval_text = false;
    int concurrency = 32;
    bool real_time = false;
    bool reads_files = false;  // anew
  };

  // Reading workflow files takes longer than a whole seed does, so processes of equal files share
  // them, across seeds too; not where names change, for what Programs says of those is of one log.
  // `shared` is the log in memory; null when `path` names a file.
  Process(const Config& config, Phones& phones, const Clock& clock, Log* shared,
          const std::string& path, Setup setup,
          std::function<bool(std::string_view owner)> is_alive);

  Log& log() { return own_ ? *own_ : *shared_; }
  Programs& programs() { return *programs_; }
  const Carriers& carriers() const { return *carriers_; }
  Dispatcher& dispatcher() { return *dispatcher_; }
  const Setup& setup() const { return setup_; }
  const Workflow& workflow(const std::string& kind) const;
  Duration fresh(const std::string& key) const;

 private:
  Setup setup_;
  std::unique_ptr<Log> own_;
  Log* shared_;
  std::shared_ptr<Programs> programs_;
  std::unique_ptr<Carriers> carriers_;
  std::unique_ptr<Dispatcher> dispatcher_;
};

// Two senders: "main" without limits, "small" with a daily cap.
const Config& world_config();

}  // namespace smsflow::property
