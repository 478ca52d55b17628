// The workflows of a run, compiled: each with its classifier and its conditions. Pinned revisions
// that are not among them are fetched from the log.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/renamed.h"
#include "classify/classifier.h"
#include "config/config.h"
#include "engine/setting.h"
#include "record/reader.h"
#include "store/store.h"
#include "workflow/workflow.h"

namespace smsflow {

class Programs {
 public:
  // Loads and checks the files; "" among them is the embedded appointment workflow. Throws
  // Error{kBadInput} whose message is all errors with their excerpts.
  Programs(const std::vector<std::string>& files, const Config& config);
  ~Programs();

  const std::vector<const Workflow*>& workflows() const { return workflows_; }
  const Workflow* find(std::string_view name) const;

  // The engine's setting, until it is asked for again; pinned revisions are looked up in `log` (may
  // be null: only loaded ones), which must live as long.
  const Setting& setting(ReadTransaction* log);

  // Reads one table of a workflow's rows: it remembers their keys, so every table needs its own.
  std::unique_ptr<RecordReader> reader(const Workflow& workflow) const;
  // Asks a record's condition again.
  bool eligible(const RecordSnapshot& record, std::string_view revision, Instant now);
  // The workflow of a revision; null when nobody knows it.
  const Workflow* revision(std::string_view revision);

  // Which of them would ask again whom another workflow in the log has asked; looked up once.
  const Renamed& renamed(ReadTransaction& log);

  // A queue that nobody configured would swallow hand-offs: throws Error{kBadInput} for one that a
  // loaded workflow names.
  void require_queues() const;
  // Keeps the bytes of every loaded workflow in the log. Call it before conversations begin.
  void keep_revisions(Transaction& log) const;

 private:
  struct Compiled;
  Compiled* compiled(std::string_view revision, ReadTransaction* log);
  const Config& config_;
  std::shared_ptr<const Model> model_;
  std::map<std::string, std::unique_ptr<Compiled>, std::less<>> by_revision_;
  std::vector<const Workflow*> workflows_;
  Setting setting_;
  ReadTransaction* log_ = nullptr;  // of the last setting()
  std::unique_ptr<Renamed> renamed_;
};

// The workflow, records and script the binary carries: `smsflow simulate` runs on them.
std::string_view embedded_workflow();

}  // namespace smsflow
