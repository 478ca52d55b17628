#include "report/report.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "sample_log.h"
#include "store/purge.h"
#include "store/read.h"
#include "text/error.h"

namespace smsflow::report_test {

namespace {

std::int64_t number(LogReader& log, const std::string& sql) {
  std::int64_t found = 0;
  log.query(sql, {}, [&](const LogRow& row) { found = row.integer(0); });
  return found;
}

// One conversation as plain SQL says it; the rates are counted from these rows here, by the words
// of the manual page and not by the report's own SELECT.
struct Row {
  bool attempted = false, delivered = false, settled = false, timely = false;
  bool confirmed = false, resolved = false;
  std::int64_t asked = 0, replied_at = -1, ended_at = -1;
  std::string branch;
};

std::vector<Row> rows(LogReader& log, Instant now) {
  std::vector<Row> found;
  log.query(
      "SELECT c.status, c.outcome, c.resolution, c.replies, c.ended_at, "
      "json_extract(c.record, '$.respond_by'), json_extract(c.record, '$.fields.branch'), "
      "(SELECT max(state NOT IN ('planned', 'suppressed', 'expired', 'held_out')) FROM v_message "
      " WHERE conversation = c.id), "
      "(SELECT max(state = 'delivered') FROM v_message WHERE conversation = c.id), "
      "(SELECT min(coalesce(accepted_at, left_at, due)) FROM v_message WHERE conversation = c.id), "
      "(SELECT min(at) FROM v_reply WHERE conversation = c.id AND label <> 'stop'), c.opened_at "
      "FROM v_conversation c",
      {}, [&](const LogRow& sql) {
        Row row;
        row.attempted = sql.integer(7) != 0;
        row.delivered = sql.integer(8) != 0;
        if (!row.attempted && sql.integer(3) == 0) return;
        row.asked = row.attempted ? sql.integer(9) : sql.integer(11);
        if (!sql.is_null(10)) row.replied_at = sql.integer(10);
        if (!sql.is_null(4)) row.ended_at = sql.integer(4);
        const std::int64_t closes = !sql.is_null(5) ? sql.integer(5) : row.asked + 72 * kHour_ms;
        row.timely = row.replied_at >= 0 && row.replied_at <= closes;
        row.settled = sql.text(0) == "ended" || sql.text(0) == "void" || closes <= to_ms(now);
        row.confirmed = sql.text(1) == "confirmed";
        row.resolved = !sql.text(2).empty() && (sql.integer(3) > 0 || sql.text(2) == "agent") &&
                       sql.text(1) != "opted_out";
        row.branch = sql.text(6);
        found.push_back(row);
      });
  return found;
}

template <typename Eligible, typename Hit>
Share share(const std::vector<Row>& all, Eligible eligible, Hit hit) {
  Share share;
  for (const Row& row : all) {
    if (!eligible(row)) continue;
    ++share.n;
    share.hits += hit(row);
  }
  return share;
}

void check_equal(const Share& mine, const Share& theirs) {
  CHECK(mine.hits == theirs.hits);
  CHECK(mine.n == theirs.n);
}

void check_rates(const Figures& figures, const std::vector<Row>& all) {
  const auto confirmed = [](const Row& row) { return row.confirmed; };
  const auto timely = [](const Row& row) { return row.timely; };
  const auto resolved = [](const Row& row) { return row.resolved; };
  CHECK(figures.conversations == static_cast<std::int64_t>(all.size()));
  check_equal(figures.confirmation.delivered,
              share(
                  all, [](const Row& r) { return r.delivered && r.settled; }, confirmed));
  check_equal(figures.confirmation.attempted,
              share(
                  all, [](const Row& r) { return r.attempted && r.settled; }, confirmed));
  check_equal(
      figures.reply.delivered,
      share(
          all, [](const Row& r) { return r.delivered && (r.settled || r.timely); }, timely));
  check_equal(
      figures.reply.attempted,
      share(
          all, [](const Row& r) { return r.attempted && (r.settled || r.timely); }, timely));
  check_equal(figures.resolution.attempted,
              share(
                  all, [](const Row& r) { return r.settled; }, resolved));
  CHECK(figures.confirmation.open ==
        share(
            all, [](const Row& r) { return r.attempted && !r.settled; }, confirmed)
            .n);
}

}  // namespace

TEST_CASE("the figures agree with a count made apart") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    SampleLog sample(seed);
    sample.add_appointments(400);
    LogReader log(sample.path());
    const Instant now = after(260);
    const std::vector<Row> all = rows(log, now);
    const Report report = make_report(log, {.now = now, .by = "branch"});
    check_rates(report.all, all);
    CHECK(report.all.confirmation.open > 0);
    REQUIRE(report.groups.size() == 2);
    CHECK(report.groups[0].first == "South");
    for (const auto& [branch, figures] : report.groups) {
      std::vector<Row> of_branch;
      for (const Row& row : all) {
        if (row.branch == branch) of_branch.push_back(row);
      }
      check_rates(figures, of_branch);
    }
    CHECK(report.all.delivery.delivered.hits ==
          number(log, "SELECT count(*) FROM v_message WHERE state = 'delivered'"));
    CHECK(report.all.delivery.delivered.n ==
          number(log,
                 "SELECT count(*) FROM v_message WHERE state IN ('delivered', "
                 "'undelivered', 'rejected')"));
  }
}

TEST_CASE("a purge changes no rate") {
  SampleLog sample(4);
  sample.add_appointments(300);
  const auto rates = [&] {
    LogReader log(sample.path());
    return make_report(log, {.now = after(900)}).all;
  };
  const Figures before = rates();
  REQUIRE(before.reply.delivered.hits > 20);
  REQUIRE(before.reply.delivered.hits < before.reply.delivered.n);
  REQUIRE(purgeable(sample.path(), after(900)).records > 20);
  purge(sample.path(), after(900), after(901));
  const Figures later = rates();
  check_equal(later.reply.delivered, before.reply.delivered);
  check_equal(later.reply.attempted, before.reply.attempted);
  check_equal(later.confirmation.delivered, before.confirmation.delivered);
  check_equal(later.confirmation.attempted, before.confirmation.attempted);
  check_equal(later.resolution.attempted, before.resolution.attempted);
}

TEST_CASE("exceptions agree with a count made apart") {
  SampleLog sample(4);
  sample.add_appointments(400);
  LogReader log(sample.path());
  const Exceptions found = make_report(log, {.now = after(260)}).exceptions;
  CHECK(found.failed.at("unreachable") ==
        number(log, "SELECT count(*) FROM v_message WHERE state = 'undelivered'"));
  CHECK(found.unknown == number(log, "SELECT count(*) FROM v_message WHERE state = 'unknown'"));
  CHECK(found.blocked.at("opted_out") ==
        number(log, "SELECT count(*) FROM v_message WHERE state = 'suppressed'"));
  CHECK(found.invalid_replies == number(log, "SELECT sum(label = 'unclear') FROM v_reply"));
  CHECK(found.late_replies == number(log, "SELECT sum(late) FROM v_reply"));
  CHECK(found.opt_outs == number(log, "SELECT sum(label = 'stop') FROM v_reply"));
  CHECK(found.open_handoffs ==
        number(log, "SELECT count(*) FROM v_handoff WHERE status IN ('open', 'claimed')"));
  CHECK(found.overdue_handoffs > 0);
  CHECK(found.overdue_handoffs < found.open_handoffs);
}

TEST_CASE("times agree with an estimate made apart") {
  SampleLog sample(5);
  sample.add_appointments(300);
  LogReader log(sample.path());
  const Instant now = after(260);
  const Report report = make_report(log, {.now = now});
  std::vector<std::pair<std::int64_t, bool>> times;  // and whether it is over
  for (const Row& row : rows(log, now)) {
    if (!row.attempted) continue;
    const std::int64_t until = row.replied_at >= 0 ? row.replied_at
                               : row.ended_at >= 0 ? row.ended_at
                                                   : to_ms(now);
    times.emplace_back(until - row.asked, row.replied_at >= 0);
  }
  REQUIRE(report.all.to_reply.n == static_cast<std::int64_t>(times.size()));
  // The product over all times up to t of (1 - events / at risk), for each t, the slow way.
  std::optional<std::int64_t> median;
  for (const auto& [t, over] : times) {
    double surviving = 1;
    for (const auto& [moment, ended] : times) {
      if (!ended || moment > t) continue;
      const auto at_risk = std::count_if(times.begin(), times.end(),
                                         [&](const auto& other) { return other.first >= moment; });
      const auto ties = std::count_if(times.begin(), times.end(), [&](const auto& other) {
        return other.first == moment && other.second;
      });
      surviving *= std::pow(1 - static_cast<double>(ties) / static_cast<double>(at_risk),
                            1.0 / static_cast<double>(ties));
    }
    if (over && surviving <= .5 + 1e-9 && (!median || t < *median)) median = t;
  }
  CHECK(report.all.to_reply.median_ms == median);
  CHECK(report.all.to_reply.median_ms.has_value());
}

TEST_CASE("a window is half-open, and its parts add up") {
  SampleLog sample(6);
  sample.add_appointments(200);
  LogReader log(sample.path());
  const Instant now = after(400), middle = after(120);
  const Report whole = make_report(log, {.now = now});
  const Report first = make_report(log, {.now = now, .until = middle});
  const Report second = make_report(log, {.now = now, .since = middle});
  CHECK(first.all.conversations > 0);
  CHECK(second.all.conversations > 0);
  CHECK(first.all.conversations + second.all.conversations == whole.all.conversations);
  CHECK(first.all.confirmation.delivered.hits + second.all.confirmation.delivered.hits ==
        whole.all.confirmation.delivered.hits);
  CHECK(first.all.delivery.attempted.n + second.all.delivery.attempted.n ==
        whole.all.delivery.attempted.n);
}

TEST_CASE("every way to divide counts everybody once") {
  SampleLog sample(7);
  sample.add_appointments(150);
  LogReader log(sample.path());
  for (const char* by : {"workflow", "step", "template", "variant", "sender", "provider", "label",
                         "hour", "day", "branch"}) {
    CAPTURE(by);
    const Report report =
        make_report(log, {.now = after(300), .by = by, .zone = *Zone::find("America/Chicago")});
    std::int64_t conversations = 0;
    for (const auto& [group, figures] : report.groups) conversations += figures.conversations;
    CHECK(conversations == report.all.conversations);
    CHECK(report.groups.size() > (std::string(by) == "step" || std::string(by) == "template" ||
                                          std::string(by) == "sender" ||
                                          std::string(by) == "provider"
                                      ? 0
                                      : 1));
  }
}

TEST_CASE("a field that no record has is refused with its neighbour") {
  SampleLog sample(8);
  sample.add_appointments(5);
  LogReader log(sample.path());
  try {
    make_report(log, {.now = after(0), .by = "brnch"});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kUsage);
    CHECK(error.hint() == "did you mean branch?");
  }
  CHECK_THROWS_AS(make_report(log, {.now = after(0), .by = "x\") FROM event --"}), Error);
}

TEST_CASE("a source without rows says where the rows are") {
  SampleLog sample(9);
  sample.add_appointments(3);
  LogReader log(sample.path());
  CHECK(make_report(log, {.now = after(9)}).only_source.empty());
  const Report none = make_report(log, {.now = after(9), .source = "simulated"});
  CHECK(none.only_source == "live");
  CHECK(none.all.conversations == 0);
  CHECK(none.all.delivery.attempted.n == 0);
  CHECK(make_report(log, {.now = after(9), .source = ""}).all.conversations > 0);
}

}  // namespace smsflow::report_test
