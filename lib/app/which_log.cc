#include "app/which_log.h"

#include <filesystem>
#include <system_error>

#include "app/accounts.h"
#include "text/error.h"

namespace smsflow {
namespace {

namespace fs = std::filesystem;

bool is_there(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

void require_live(const Nature& nature, const std::string& path, bool adopt) {
  if (!nature.simulated && !nature.replayed) return;
  if (nature.live && adopt) return;
  throw Error(
      ErrorKind::kBadInput,
      nature.simulated ? "the log holds what was simulated" : "the log holds what was replayed",
      path,
      nature.live ? "people and STOPs in it may be made up; --adopt goes on with it all the same"
                  : "live texts need a log of their own: smsflow log create");
}

void require_original(const Nature& nature, const std::string& path) {
  if (!nature.copied) return;
  throw Error(ErrorKind::kBadInput, "this is a copy of a log", path,
              "what the original sent since " + format_rfc3339(*nature.copied) +
                  " is not in it; if the original is gone for good, --adopt goes on with the copy");
}

void require_account(const std::vector<AccountServed>& served, const Config& config,
                     const std::string& path) {
  const std::optional<Replaced> replaced = replaced_account(served, accounts_of(config));
  if (replaced) {
    throw Error(ErrorKind::kBadInput,
                "the log serves " + shown(replaced->served) + ", the configuration names " +
                    shown(replaced->configured),
                path,
                "another account needs a log of its own (smsflow log create); --adopt goes on with "
                "this one all the same");
  }
}

}  // namespace

void create_log(const std::string& path, std::optional<unsigned> mode) {
  if (is_there(path)) {
    throw Error(ErrorKind::kBadInput, "there is a log already", path,
                "a log is made once; to begin anew, move it away with its .lock");
  }
  open_log(path, {.writer = "log", .mode = mode});
}

std::unique_ptr<Log> open_live_log(const LiveLogOptions& options, const Config& config,
                                   Instant now) {
  if (sends_for_real(config)) require_there(options.path);
  std::unique_ptr<Log> log =
      open_log(options.path, {.writer = options.writer,
                              .busy_ms = options.busy_ms,
                              .mode = config.log_mode,
                              .copies = options.adopt ? Copies::kAdopt : Copies::kRefuse});
  const std::unique_ptr<ReadTransaction> view = log->read();
  const Nature nature = view->nature();
  require_live(nature, options.path, options.adopt);
  if (options.adopt) return log;  // the rest is adopt()'s
  require_original(nature, options.path);
  require_account(view->accounts(), config, options.path);
  const std::unique_ptr<Transaction> transaction = log->write(now);
  for (const AccountServed& account : accounts_of(config)) transaction->write(account);
  transaction->commit();
  return log;
}

std::unique_ptr<Log> open_scratch_log(const std::string& path, const StoreOptions& options) {
  if (path.empty()) return open_log(std::string(kInMemory), options);
  if (is_there(path)) {
    throw Error(ErrorKind::kBadInput, "the file is there already", path,
                "what is simulated or replayed is kept in a new log, apart from all others");
  }
  return open_log(path, options);
}

std::unique_ptr<Log> open_peoples_log(const std::string& path, const std::string& writer,
                                      const Config& config, bool may_make) {
  StoreOptions options{.writer = writer, .mode = config.log_mode};
  if (!may_make || sends_for_real(config)) require_there(path);
  if (is_there(path)) {
    const Nature nature =
        open_log(path, {.writer = writer, .access = Access::kReadOnly})->read()->nature();
    if (nature.simulated && !nature.live) options.source = Source::kSimulated;
    if (nature.replayed && !nature.live) options.source = Source::kReplayed;
  }
  return open_log(path, options);
}

}  // namespace smsflow
