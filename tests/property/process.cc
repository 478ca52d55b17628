#include "process.h"

namespace smsflow::property {

const Config& world_config() {
  static const Config made = [] {
    Config config;
    config.providers["main"] = {.name = "main", .kind = "twilio"};
    config.senders["main"] = {
        .name = "main", .numbers = {"+15550100"}, .provider = "main", .segments_per_second = 0};
    config.senders["small"] = {.name = "small",
                               .numbers = {"+15550199"},
                               .provider = "main",
                               .segments_per_second = 0,
                               .daily_cap = 2};
    config.queues["front-desk"] = {.name = "front-desk"};
    return config;
  }();
  return made;
}

namespace {

std::shared_ptr<Programs> programs_of(const std::vector<std::string>& files, const Config& config,
                                      bool anew) {
  static std::map<std::vector<std::string>, std::shared_ptr<Programs>> known;
  if (anew) return std::make_shared<Programs>(files, config);
  std::shared_ptr<Programs>& programs = known[files];
  if (!programs) programs = std::make_shared<Programs>(files, config);
  return programs;
}

// Nobody wants hooks, and there is no server for mails.
const Receivers& receivers() {
  static const Receivers none(world_config());
  return none;
}

}  // namespace

Process::Process(const Config& config, Phones& phones, const Clock& clock, Log* shared,
                 const std::string& path, Setup setup,
                 std::function<bool(std::string_view owner)> is_alive)
    : setup_(std::move(setup)), shared_(shared) {
  if (shared == nullptr) own_ = open_log(path, {.writer = setup_.owner});
  programs_ = programs_of({appointment_file(setup_.shape), approval_file(setup_.new_approval_text)},
                          config, setup_.reads_files);
  carriers_ = std::make_unique<Carriers>(config, make_phone_provider(phones));
  DispatchOptions options{
      .owner = setup_.owner, .concurrency = setup_.concurrency, .real_time = setup_.real_time};
#if __has_include("policy/unclear_post.h")
  options.is_alive = std::move(is_alive);
#else
  static_cast<void>(is_alive);
#endif
  dispatcher_ =
      std::make_unique<Dispatcher>(log(), *programs_, *carriers_, clock, &receivers(), options);
}

const Workflow& Process::workflow(const std::string& kind) const {
  return *programs_->workflows().at(kind == "approval" ? 1 : 0);
}

Duration Process::fresh(const std::string& key) const {
  const bool reads_it = key.starts_with("A") && !setup_.shape.is_misnamed();
  if (reads_it && setup_.shape.fresh == "2h") return std::chrono::hours{2};
  return std::chrono::hours{26};
}

}  // namespace smsflow::property
