// Runs captured requests through receive and decide on a scratch log, with the clock of the
// capture, and compares with what was expected.
#pragma once

#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/capture.h"
#include "app/receive.h"
#include "app/rehearsal.h"
#include "record/source.h"

namespace smsflow {

struct ReplayedRequest {
  CapturedRequest captured;
  bool accepted = false;
  std::string reason;       // of the verdict
  std::string signed_text;  // what the signature was computed over
  std::string what;         // "inbound", "status", or ""
  bool repeat = false;
  std::string handled;  // what became of it
  std::string label;
  std::string conversation;
  std::string key;    // of the conversation's entity
  std::string state;  // and where that stands after it
  std::string outcome;
  std::vector<std::string> differences;  // from `expect`
};

// Verifies signatures: the row's own secret when it has one, else the configured provider of its
// kind.
class SignatureVerifier {
 public:
  explicit SignatureVerifier(const Config& config);
  ~SignatureVerifier();
  // Fills accepted, reason, signed_text and what; gives what an authentic request says.
  std::optional<Said> verify(ReplayedRequest& request);

 private:
  const Provider* provider_for(const CapturedRequest& captured, std::string& fault);
  const Config& config_;
  std::unique_ptr<Carriers> configured_;
  std::map<std::string, std::unique_ptr<Provider>> by_secret_;
};

class Replay {
 public:
  Replay(const Config& config, const std::vector<std::string>& workflows,
         std::unique_ptr<Log> scratch);
  // Records as they stood before the capture, so that its replies have questions to answer.
  void take(RecordSource& source, Instant at);
  ReplayedRequest play(CapturedRequest captured);
  // Each conversation touched: its key and the states it went through.
  struct Path {
    std::string workflow;
    std::string key;
    std::vector<std::string> states;
    std::string status;
    std::string outcome;
  };
  std::vector<Path> paths();

 private:
  void note(ReplayedRequest& request, const Received& received);
  Rehearsal rehearsal_;
  SignatureVerifier verifier_;
  std::map<std::string, std::vector<std::string>> states_;  // by conversation
};

}  // namespace smsflow
