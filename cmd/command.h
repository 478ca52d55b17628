// A verb of smsflow: a row in main.cc's table. Its file defines its options on a CLI11 subcommand
// and a run function; nothing else of it is visible.
#pragma once

#include <functional>
#include <iosfwd>
#include <string_view>

namespace smsflow {

class Options;

// Exit statuses, the same for every verb. Do not renumber: scripts read them.
enum ExitStatus {
  kDone = 0,
  kAnswerIsNo = 1,  // findings, a difference, a threshold missed
  kUsageError = 2,
  kBadInputError = 3,  // workflow, config, records, capture
  kOutsideError = 4,   // provider, disk, database: safe to run again
  kPartlyDone = 5,
  kLockHeld = 6,
};

// What a verb may touch besides files and the network.
struct Io {
  std::istream& in;
  std::ostream& out;  // data
  std::ostream& err;  // for people
  bool out_is_terminal = false;
  bool err_is_terminal = false;
};

struct Command {
  const char* name;
  const char* summary;
  // Adds the verb's options and returns what runs it after parsing; their values live in the
  // closure.
  std::function<int(Io&)> (*define)(Options verb);
};

// One definition per verb, in the file of its name.
extern const Command kSend, kSimulate, kClassify, kReplay, kReport, kServeWebhook, kCheck, kQueue,
    kContacts, kLog;

}  // namespace smsflow
