// One seed: rows that come, move, vanish and return, exports that are late or half, people who
// answer, carriers that misbehave, two processes that end at any moment and come back as another
// file. What is promised is checked by Truth; here is what happens, and the end of it all.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/plan.h"
#include "process.h"
#include "truth.h"

namespace smsflow::property {

class World {
 public:
  World(std::uint64_t seed, Witness& witness);
  ~World();

  // Everything, from the first row to the last timer.
  void run();

 private:
  // Rows and what is read of them (world_rows.cc).
  void add_row();
  void change_row();
  Row* standing_row();
  void flap();
  void swing();
  void read(const Sheet& sheet);
  void read(Process& process, const Sheet& sheet, const std::string& csv, bool accepts);
  bool may_read(Process& process, const Sheet& sheet);
  Export kind_of_export(Process& process, const Sheet& sheet) const;
  std::string csv_of(Sheet& sheet, Export kind);
  bool was_asked(const Sheet& sheet);
  void write_sheet();
  void read_sheet();
  void post_row();
  Row new_row(const std::string& workflow);
  Sheet sheet(const std::string& workflow);

  // A plan and the live run of the same moment (world_plans.cc).
  using Foresight = std::map<std::string, Foreseen>;  // by intent
  void send(Process& process, const Sheet& sheet, const std::string& csv, bool accepts);
  std::optional<Foresight> plan(Process& process, const Sheet& sheet, const std::string& csv,
                                bool accepts);
  std::set<std::string> unclear(Process& process);
  void count_leaving(Process& process, const Foresight& foresight,
                     const std::set<std::string>& before);
  void check_posts(const Foresight& foresight, const std::set<std::string>& posted,
                   const std::set<std::string>& unclear);
  void check_reasons(Process& process, const Foresight& foresight,
                     const std::set<std::string>& unclear, bool room_may_change);
  void adopt();
  void lose_number(Process& process);

  // People (world_people.cc).
  void reply();
  std::string words_for(const Person& person);
  void say(int person, const std::string& text, bool once_more);
  InboundMessage written(int person, const std::string& text);
  void miss(int person, const std::string& text);
  void fetch();
  void told(int person, const InboundMessage& message);
  void hear(const InboundMessage& message);
  void agent();

  // Machines (world_machines.cc).
  void start(std::size_t which);
  void restart();
  void turns(int most);
  bool turn(Process& process);
  void crash();
  void receipts();
  void purge();
  void check_order(Process& process, std::size_t from, Instant now);
  void check_starving(Process& process);
  void count_blocks(Process& process);
  bool is_alive(std::string_view owner) const;

  // Time, and the end.
  void step();
  void advance(Duration by);
  void watch();
  void drain();
  void check_end();
  void tell_intents();
  void check_intent(const Intent& intent);
  void check_open(ReadTransaction& log, const Conversation& conversation);

  Process& any() { return *processes_[static_cast<std::size_t>(dice_.below(2))]; }
  Instant now() const { return clock_.now(); }
  void tell(const std::string& line);

  Dice dice_;
  Witness& witness_;
  ManualClock clock_{Instant{}};
  const Config& config_;
  bool scoped_;   // exports have parts
  bool renames_;  // workflows get other names
  bool is_container_;
  Phones phones_;
  Truth truth_;
  std::string path_;  // of the log; "" when it is in memory
  std::unique_ptr<Log> memory_;
  std::vector<std::unique_ptr<Process>> processes_;
  std::vector<Shape> shapes_;
  std::vector<std::string> owners_;
  Process* turning_ = nullptr;
  std::vector<OutboundMessage> begun_;  // that reached a phone in this turn
  std::set<std::string> posted_;        // intents, since a live run began
  std::vector<Row> rows_;
  std::vector<Sheet> sheets_;                           // written, to be read
  std::vector<std::pair<int, InboundMessage>> missed_;  // of people, which no webhook has brought
  std::set<std::string> names_;                         // of workflows, as the log has them
  std::set<std::string> blocked_;
  std::int64_t deferred_[2] = {0, 0};
  int keys_ = 0;
  int messages_ = 0;
  int events_ = 0;
};

}  // namespace smsflow::property
