#include "classify/rule_data.h"

// Laid out by rule_data.S.
extern "C" {
extern const char smsflow_rules_opt_out_words[], smsflow_rules_opt_out_words_end[];
extern const char smsflow_rules_opt_out[], smsflow_rules_opt_out_end[];
extern const char smsflow_rules_wrong_number[], smsflow_rules_wrong_number_end[];
extern const char smsflow_rules_noise[], smsflow_rules_noise_end[];
extern const char smsflow_rules_polite[], smsflow_rules_polite_end[];
extern const char smsflow_rules_net_grief[], smsflow_rules_net_grief_end[];
extern const char smsflow_rules_net_medical[], smsflow_rules_net_medical_end[];
extern const char smsflow_rules_net_legal[], smsflow_rules_net_legal_end[];
extern const char smsflow_rules_net_billing[], smsflow_rules_net_billing_end[];
extern const char smsflow_rules_net_damage[], smsflow_rules_net_damage_end[];
extern const char smsflow_rules_net_threat[], smsflow_rules_net_threat_end[];
extern const char smsflow_rules_net_anger[], smsflow_rules_net_anger_end[];
extern const char smsflow_rules_net_several[], smsflow_rules_net_several_end[];
extern const char smsflow_rules_phrases[], smsflow_rules_phrases_end[];
}

namespace smsflow {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

#define SMSFLOW_RULES(name)                                          \
  RuleFile {                                                         \
#name, between(smsflow_rules_##name, smsflow_rules_##name##_end) \
  }

const std::vector<RuleFile>& rule_files() {
  static const std::vector<RuleFile> kFiles = {
      SMSFLOW_RULES(opt_out_words), SMSFLOW_RULES(opt_out),    SMSFLOW_RULES(wrong_number),
      SMSFLOW_RULES(noise),         SMSFLOW_RULES(polite),     SMSFLOW_RULES(net_grief),
      SMSFLOW_RULES(net_medical),   SMSFLOW_RULES(net_legal),  SMSFLOW_RULES(net_billing),
      SMSFLOW_RULES(net_damage),    SMSFLOW_RULES(net_threat), SMSFLOW_RULES(net_anger),
      SMSFLOW_RULES(net_several),   SMSFLOW_RULES(phrases),
  };
  return kFiles;
}

#undef SMSFLOW_RULES

}  // namespace smsflow
