// May this number be texted, and who says so?
#include <fmt/format.h>

#include <algorithm>

#include "app/which_log.h"
#include "record/source.h"
#include "report/csv_cell.h"
#include "report/text_table.h"
#include "store/read.h"
#include "text/error.h"
#include "text/json.h"
#include "text/mask.h"
#include "text/utf8.h"
#include "time/zone.h"

#include "command.h"
#include "options.h"
#include "shared_options.h"

namespace smsflow {
namespace {

struct ContactsOptions {
  PlaceOptions place;
  std::string number;
  std::string source;
  std::string purpose = "*";
  std::string wording;
  std::string file;
  std::string now;
  std::string format;
};

PhoneNumber number_of(const std::string& text, const Config& config) {
  const ParsedPhone parsed = parse_phone(text, config.region);
  if (parsed.number) return *parsed.number;
  throw Error(ErrorKind::kUsage, "this is no phone number: " + parsed.fault, {},
              "write it like +13125550123");
}

Contact contact_or_new(Transaction& log, const PhoneNumber& phone) {
  std::optional<Contact> known = log.contact(phone);
  return known ? *std::move(known) : Contact{.phone = phone};
}

// The ledger is kept oldest first; false when the same statement is there already.
bool add_consent(Contact& contact, const Consent& consent) {
  const auto same = [&](const Consent& one) {
    return one.purpose == consent.purpose && one.granted == consent.granted &&
           one.source == consent.source && one.at == consent.at;
  };
  std::vector<Consent>& ledger = contact.consents;
  if (std::any_of(ledger.begin(), ledger.end(), same)) return false;
  const auto later =
      std::upper_bound(ledger.begin(), ledger.end(), consent,
                       [](const Consent& a, const Consent& b) { return a.at < b.at; });
  ledger.insert(later, consent);
  return true;
}

Json json_of_contact(const Contact& contact) {
  const auto at = [](const std::optional<Instant>& moment) {
    return moment ? Json(format_rfc3339(*moment)) : Json(nullptr);
  };
  Json json = Json::object({{"schema_version", 1},
                            {"phone", contact.phone.e164()},
                            {"opted_out_at", at(contact.opted_out_at)},
                            {"opt_out_rule", contact.opt_out_rule},
                            {"paused", contact.paused},
                            {"wrong_number", contact.wrong_number},
                            {"unreachable", name(contact.unreachable)},
                            {"handoff", contact.handoff},
                            {"sender", contact.sender},
                            {"consents", Json::list()}});
  for (const Consent& consent : contact.consents) {
    json["consents"].add(Json::object({{"purpose", consent.purpose},
                                       {"granted", consent.granted},
                                       {"source", consent.source},
                                       {"at", format_rfc3339(consent.at)},
                                       {"wording", consent.wording}}));
  }
  return json;
}

std::string line_of(const char* title, const std::string& text) {
  return fmt::format("{:<14}{}\n", title, fit(text, 66));
}

void print_contact(const Contact& contact, Io& io) {
  io.out << line_of("phone", contact.phone.e164());
  io.out << line_of("opted out", contact.opted_out_at ? format_rfc3339(*contact.opted_out_at) +
                                                            ", " + contact.opt_out_rule
                                                      : "no");
  if (contact.paused) io.out << line_of("paused", "a person decides whether this was an opt-out");
  if (contact.wrong_number) io.out << line_of("wrong number", "it belongs to somebody else");
  if (contact.unreachable != ErrorClass::kNone) {
    io.out << line_of("unreachable", std::string(name(contact.unreachable)));
  }
  if (!contact.handoff.empty()) io.out << line_of("hand-off", contact.handoff);
  if (!contact.sender.empty()) io.out << line_of("texted from", contact.sender);
  if (contact.consents.empty()) {
    io.out << line_of("consents", "none in the ledger");
    return;
  }
  TextTable table(
      {{"at"}, {"purpose", TextTable::kLeft, 22}, {"consent"}, {"source", TextTable::kLeft, 24}});
  for (const Consent& consent : contact.consents) {
    table.add({format_rfc3339(consent.at), consent.purpose, consent.granted ? "yes" : "no",
               consent.source});
  }
  io.out << "\n" << table.render();
}

int show_contact(const ContactsOptions& options, Io& io) {
  const Config config = find_config(options.place.config);
  const PhoneNumber phone = number_of(options.number, config);
  const std::unique_ptr<Log> store =
      open_log(find_log(options.place.log, config), {.access = Access::kReadOnly});
  const std::unique_ptr<ReadTransaction> log = store->read();
  const std::vector<Conversation> conversations = log->conversations_of(phone);
  std::optional<Contact> contact = log->contact(phone);
  if (!contact && !conversations.empty()) contact = Contact{.phone = phone};
  if (!contact) {
    io.err << "smsflow: warning: the log knows nothing of " << mask_phone(phone.e164()) << "\n";
    return kAnswerIsNo;
  }
  for (const Conversation& asked : conversations) {  // the last one first
    if (contact->sender.empty()) contact->sender = asked.sender;
  }
  if (parse_format(options.format, true, Format::kTable) == Format::kTable) {
    print_contact(*contact, io);
  } else {
    io.out << json_of_contact(*contact).dump(2) << "\n";
  }
  return kDone;
}

// Consents and opt-outs come before any send: these verbs may make the log, like `send --live`.
int opt_out(const ContactsOptions& options, Io& io) {
  const Config config = find_config(options.place.config);
  const PhoneNumber phone = number_of(options.number, config);
  const Instant now = now_or_system(options.now);
  const std::unique_ptr<Log> store =
      open_peoples_log(find_log(options.place.log, config), "contacts", config, true);
  const std::unique_ptr<Transaction> log = store->write(now);
  Contact contact = contact_or_new(*log, phone);
  if (contact.opted_out_at) {
    io.err << fmt::format("smsflow: warning: {} had opted out already: {}, {}\n",
                          mask_phone(phone.e164()), format_rfc3339(*contact.opted_out_at),
                          terminal_safe(contact.opt_out_rule));
  }
  if (options.source.empty()) {
    io.err << "smsflow: warning: nobody can tell later who said so: next time add --source\n";
  }
  const std::string rule = options.source.empty() ? "contacts opt-out" : options.source;
  if (!smsflow::opt_out(contact, now, rule)) return kDone;
  log->write(ContactChanged{contact, "opted out: " + contact.opt_out_rule, ""});
  log->commit();
  if (io.out_is_terminal) io.out << mask_phone(phone.e164()) << " gets no text any more\n";
  return kDone;
}

int opt_in(const ContactsOptions& options, Io& io) {
  const Config config = find_config(options.place.config);
  const PhoneNumber phone = number_of(options.number, config);
  const Instant now = now_or_system(options.now);
  const std::unique_ptr<Log> store =
      open_peoples_log(find_log(options.place.log, config), "contacts", config, true);
  const std::unique_ptr<Transaction> log = store->write(now);
  Contact contact = contact_or_new(*log, phone);
  if (contact.opted_out_at) {
    io.err << "smsflow: warning: the carrier may still block this number until it texts START\n";
  }
  contact.opted_out_at.reset();
  contact.opt_out_confirmed_at.reset();
  contact.opt_out_rule.clear();
  contact.paused = false;
  add_consent(contact, {.purpose = options.purpose,
                        .granted = true,
                        .source = options.source,
                        .wording = options.wording,
                        .at = now});
  log->write(ContactChanged{contact, "opted in: " + options.source, ""});
  log->commit();
  return kDone;
}

// One row of the ledger as a file has it.
struct LedgerRow {
  PhoneNumber phone;
  Consent consent;
};

class LedgerReader {
 public:
  LedgerReader(const std::vector<std::string>& columns, const Config& config, Instant now)
      : config_(config), now_(now) {
    for (const char* name : {"phone", "purpose", "source", "at", "wording", "granted"}) {
      const auto found = std::find(columns.begin(), columns.end(), name);
      places_.push_back(found == columns.end() ? -1 : static_cast<int>(found - columns.begin()));
    }
    for (const int required : {0, 1, 2}) {
      if (places_[static_cast<std::size_t>(required)] >= 0) continue;
      throw Error(ErrorKind::kBadInput, "the columns phone, purpose and source must be there", {},
                  "at, wording and granted may be");
    }
  }

  // A row, or what is wrong with it.
  std::variant<LedgerRow, std::string> read(const Row& row) const {
    const ParsedPhone phone = parse_phone(cell(row, 0), config_.region);
    if (!phone.number) return "bad phone: " + phone.fault;
    Consent consent{
        .purpose = cell(row, 1), .source = cell(row, 2), .wording = cell(row, 4), .at = now_};
    if (consent.purpose.empty()) return std::string("no purpose");
    if (consent.source.empty()) return std::string("no source: who says so?");
    const std::string at = cell(row, 3);
    if (!at.empty()) {
      const std::optional<Instant> moment = parse_local(at, Zone::utc());
      if (!moment) return std::string("bad time");
      if (*moment > now_) return std::string("a time in the future");
      consent.at = *moment;
    }
    const std::string granted = cell(row, 5);
    if (granted == "no" || granted == "false" || granted == "0") {
      consent.granted = false;
    } else if (!granted.empty() && granted != "yes" && granted != "true" && granted != "1") {
      return std::string("granted must be yes or no");
    }
    return LedgerRow{*phone.number, consent};
  }

 private:
  std::string cell(const Row& row, std::size_t column) const {
    const int place = places_[column];
    if (place < 0 || static_cast<std::size_t>(place) >= row.values.size()) return {};
    return to_text(row.values[static_cast<std::size_t>(place)]);
  }

  const Config& config_;
  Instant now_;
  std::vector<int> places_;
};

struct ImportCounts {
  std::int64_t rows = 0, added = 0, known = 0, rejected = 0;
};

// Rows of the file that are read but not written yet.
class LedgerBatch {
 public:
  LedgerBatch(Log& store, Instant now) : store_(store), now_(now) {}

  void add(LedgerRow row, ImportCounts& counts) {
    rows_.push_back(std::move(row));
    if (rows_.size() >= kMost) write(counts);
  }
  void write(ImportCounts& counts);

 private:
  static constexpr std::size_t kMost = 1'000;  // others wait for the write lock meanwhile

  Log& store_;
  Instant now_;
  std::vector<LedgerRow> rows_;
};

// A consent never undoes an opt-out; a refusal of every purpose is one.
bool take(Transaction& log, const LedgerRow& row) {
  Contact contact = contact_or_new(log, row.phone);
  if (!add_consent(contact, row.consent)) return false;
  if (!row.consent.granted && row.consent.purpose == "*") {
    opt_out(contact, row.consent.at, row.consent.source);
  }
  log.write(ContactChanged{contact, "ledger: " + row.consent.source, ""});
  return true;
}

void LedgerBatch::write(ImportCounts& counts) {
  if (rows_.empty()) return;
  const std::unique_ptr<Transaction> log = store_.write(now_);
  for (const LedgerRow& row : rows_) ++(take(*log, row) ? counts.added : counts.known);
  log->commit();
  rows_.clear();
}

// The file may be a slow pipe: nothing of it is read under the write lock.
ImportCounts import_rows(RecordSource& source, Log& store, const ContactsOptions& options,
                         const Config& config, Instant now, Io& io) {
  ImportCounts counts;
  LedgerBatch batch(store, now);
  std::optional<LedgerReader> reader;
  Row row;
  while (source.next(row)) {
    ++counts.rows;
    if (!reader && row.columns) reader.emplace(*row.columns, config, now);
    std::variant<LedgerRow, std::string> read = row.fault;
    if (row.fault.empty()) read = reader->read(row);
    if (const auto* fault = std::get_if<std::string>(&read)) {
      ++counts.rejected;
      io.err << fmt::format("{}:{}: rejected: {}\n", options.file, row.line, *fault);
    } else {
      batch.add(std::get<LedgerRow>(std::move(read)), counts);
    }
  }
  batch.write(counts);
  return counts;
}

int import(const ContactsOptions& options, Io& io) {
  const Config config = find_config(options.place.config);
  const std::unique_ptr<RecordSource> source = open_records(options.file);
  const std::unique_ptr<Log> store =
      open_peoples_log(find_log(options.place.log, config), "contacts", config, true);
  const ImportCounts counts =
      import_rows(*source, *store, options, config, now_or_system(options.now), io);
  io.out << fmt::format("{} rows: {} added, {} known already, {} rejected\n", counts.rows,
                        counts.added, counts.known, counts.rejected);
  return counts.rejected == 0 ? kDone : kPartlyDone;
}

// As `contacts import` takes it. The views mask numbers; the ledger is of no use without them.
int export_ledger(const ContactsOptions& options, Io& io) {
  LogReader log(find_log(options.place.log, find_config(options.place.config)));
  io.out << csv_line({"phone", "purpose", "granted", "source", "at", "wording"});
  log.query(
      "SELECT c.phone, s.consents, s.opted_out_at, s.opt_out_rule FROM contact c "
      "JOIN contact_state s ON s.contact = c.id WHERE c.phone IS NOT NULL ORDER BY c.id",
      {}, [&](const LogRow& row) {
        const std::string phone(row.text(0));
        const Json consents = Json::parse(row.text(1)).value_or(Json());
        bool told = false;  // that nothing may be sent
        for (const Json& one : consents.items()) {
          const std::string purpose = one.text_at("purpose");
          const bool granted = one.flag_at("granted");
          told = told || (purpose == "*" && !granted);
          io.out << csv_line({phone, purpose, granted ? "yes" : "no", one.text_at("source"),
                              format_rfc3339(from_ms(one.integer_at("at"))),
                              one.text_at("wording")});
        }
        if (row.is_null(2) || told) return;
        io.out << csv_line({phone, "*", "no", std::string(row.text(3)),
                            format_rfc3339(from_ms(row.integer(2))), ""});
      });
  return kDone;
}

using ContactsVerb = int (*)(const ContactsOptions&, Io&);

std::function<int(Io&)> define_contacts(Options group) {
  auto options = std::make_shared<ContactsOptions>();
  std::vector<std::pair<Options, ContactsVerb>> verbs;
  const auto add = [&](const char* name, const char* summary, ContactsVerb body, bool one) {
    Options verb = group.verb(name, summary);
    if (one) {
      verb.add("number", options->number, "A phone number").required().type_name("NUMBER");
    }
    add_config(verb, options->place);
    add_log(verb, options->place);
    verbs.emplace_back(verb, body);
    return verb;
  };
  group.require_verb();
  Options shown = add("show", "What is known of a number", &show_contact, true);
  add_format(shown, options->format, "table or json");
  Options out = add("opt-out", "No text to this number from now on", &opt_out, true);
  out.add("--source", options->source, "Who says so").type_name("SOURCE");
  Options in = add("opt-in", "The person asked for texts", &opt_in, true);
  in.add("--source", options->source, "Who says so").required().type_name("SOURCE");
  in.add("--purpose", options->purpose, "Texts of this purpose only; else of all")
      .type_name("PURPOSE");
  in.add("--wording", options->wording, "What the person agreed to").type_name("TEXT");
  Options imported = add("import", "Take consents from a file", &import, false);
  imported.add("file", options->file, "CSV: phone,purpose,source,at,wording,granted")
      .required()
      .type_name("FILE");
  add("export", "Write the ledger as CSV", &export_ledger, false);
  for (Options verb : {out, in, imported}) add_now(verb, options->now);
  return [options, verbs](Io& io) {
    for (const auto& [verb, body] : verbs) {
      if (verb.is_given()) return body(*options, io);
    }
    return static_cast<int>(kUsageError);
  };
}

}  // namespace

extern const Command kContacts{"contacts", "Consents and opt-outs", &define_contacts};

}  // namespace smsflow
