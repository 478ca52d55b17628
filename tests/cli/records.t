# A text leaves only on a record that stood in the latest look at its source.
--- smsflow.toml
log = "log.db"
[queue.desk]
---
--- clinic.toml
name = "clinic"
brand = "Northside Dental"
purpose = "appointment-reminder"
owners = { rules = "a", integration = "b", escalation = "c", consent = "d" }
[record]
source = "scheduling system"
key = "id"
phone = "phone"
zone = "America/Chicago"
consent = "ok"
fields = { name = "text", starts_at = "time", status = "text", branch = "text?" }
[trigger]
when = "status = 'booked'"
at = "starts_at - 4h"
expires = "starts_at - 1h"
start = "asked"
[intents.confirm]
keywords = ["C"]
[states.asked]
say = "Hi {name}, {brand} here. Reply C to confirm."
[states.asked.on]
confirm = { go = "confirmed" }
silence = { after = "1h", go = "nudged" }
unclear = { handoff = "desk" }
[states.nudged]
say = "{name}, {brand} still waits for your C."
[states.nudged.on]
confirm = { go = "confirmed" }
silence = { after = "6h", go = "silent" }
unclear = { handoff = "desk" }
[states.confirmed]
end = "confirmed"
say = "Thank you, {name}. {brand}"
[states.silent]
end = "no_answer"
---
--- all.csv
id,phone,ok,name,starts_at,status,branch
A-1,+13125550101,yes,Maya,2026-03-02T14:00,booked,north
A-2,+13125550102,yes,Luis,2026-03-02T14:00,booked,north
A-3,+13125550103,yes,Priya,2026-03-02T14:00,booked,south
---
$ smsflow check clinic.toml --config smsflow.toml

# A shorter export: who is missing from it is held, and told once.
$ smsflow send clinic.toml --records all.csv --live --now 2026-03-02T09:00:00-06:00
$ grep -v Luis all.csv > some.csv; smsflow send clinic.toml --records some.csv --now 2026-03-02T10:00:00-06:00 --texts 0
$ smsflow send clinic.toml --records some.csv --live --now 2026-03-02T10:00:00-06:00
$ smsflow send clinic.toml --records some.csv --live --now 2026-03-02T10:05:00-06:00
$ grep -o 'Hi [A-Z][a-z]*' texts.jsonl
$ smsflow log export --view message --format csv | cut -d , -f 3,11,23,24
$ smsflow log export --view record --format csv | cut -d , -f 1-4
$ smsflow report --log log.db --as-of 2026-03-02T10:06:00-06:00 | grep blocked

# It is there again: the text leaves.
$ smsflow send clinic.toml --records all.csv --live --now 2026-03-02T10:15:00-06:00; grep -o 'Hi [A-Z][a-z]*' texts.jsonl

# No nudge for a booking that is gone since it was asked: a header only.
$ head -1 all.csv > none.csv; smsflow send clinic.toml --records none.csv --live --now 2026-03-02T11:30:00-06:00; grep -c still texts.jsonl
$ smsflow send clinic.toml --live --now 2026-03-02T12:00:00-06:00; grep -c still texts.jsonl
$ smsflow log rebuild-check && smsflow log verify

# An empty file is no export at all.
$ : > empty.csv; smsflow send clinic.toml --records empty.csv --live --now 2026-03-02T12:00:00-06:00
$ echo '<html>' > page.csv; smsflow send clinic.toml --records page.csv --live --now 2026-03-02T12:00:00-06:00
$ echo '[]' | smsflow send clinic.toml --records - --live --now 2026-03-02T12:01:00-06:00

# A complete export: who is missing is gone, its question closed.
$ sed 's/^key = /export = "complete"\nkey = /' clinic.toml > complete.toml; smsflow send complete.toml --records all.csv --live --log two.db --now 2026-03-02T10:00:00-06:00
$ smsflow send complete.toml --records some.csv --live --log two.db --now 2026-03-02T10:15:00-06:00
$ smsflow log export --view conversation --format csv --log two.db | cut -d , -f 3,6
$ smsflow log export --view hook --format csv --log two.db | cut -d , -f 3,5

# A ledger that lists open items only.
$ sed 's/^key = /gone = { status = "seen" }\nkey = /' clinic.toml > ledger.toml; smsflow send ledger.toml --records all.csv --live --log three.db --now 2026-03-02T10:00:00-06:00
$ smsflow send ledger.toml --records some.csv --live --log three.db --now 2026-03-02T10:15:00-06:00
$ smsflow log export --view conversation --format csv --log three.db | cut -d , -f 3,6

# Two branches, an export each: none speaks for the other.
$ sed 's/^key = /export = "complete"\nscope = "branch"\nkey = /' clinic.toml > branches.toml; smsflow send branches.toml --records all.csv --live --log four.db --now 2026-03-02T09:00:00-06:00
$ grep -v south all.csv > north.csv; smsflow send branches.toml --records north.csv --live --log four.db --now 2026-03-02T09:30:00-06:00
$ smsflow send branches.toml --records none.csv --live --log four.db --now 2026-03-02T09:45:00-06:00
$ smsflow log export --view record --format csv --log four.db | cut -d , -f 2-4
$ smsflow log export --view look --format csv --log four.db | cut -d , -f 2,4,5

# An export of yesterday: nothing is asked on it, and the plan says the same.
$ cp all.csv old.csv; touch -d 2026-03-01T06:00:00-06:00 old.csv; smsflow send clinic.toml --records old.csv --log five.db --now 2026-03-02T10:00:00-06:00 --texts 0
$ smsflow send clinic.toml --records old.csv --live --log five.db --now 2026-03-02T10:00:00-06:00
$ smsflow log export --view message --format csv --log five.db | cut -d , -f 3,11,23,24 | head -2
$ touch -d 2026-03-02T09:59:00-06:00 old.csv; smsflow send clinic.toml --records old.csv --live --log five.db --now 2026-03-02T10:01:00-06:00
$ smsflow log export --view message --format csv --log five.db | cut -d , -f 3,11,23
$ touch -d 2026-03-02T09:00:00-06:00 old.csv; smsflow send clinic.toml --records old.csv --live --log five.db --now 2026-03-02T10:02:00-06:00

# Imported at two in the morning, and drained all day: what was true at night is not sent.
$ sed 's/^key = /fresh = "6h"\nkey = /' clinic.toml > fresh.toml; smsflow send fresh.toml --records - --live --log six.db --now 2026-03-02T02:00:00-06:00 < all.csv
$ rm -f texts.jsonl; smsflow send fresh.toml --live --log six.db --now 2026-03-02T10:00:00-06:00; ls texts.jsonl
$ smsflow log export --view message --format csv --log six.db | cut -d , -f 3,11,23,24 | tail -1
$ smsflow send fresh.toml --records - --live --log six.db --now 2026-03-02T10:10:00-06:00 < all.csv; wc -l < texts.jsonl

# So many missing at once are not believed.
$ (head -1 all.csv; for n in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15; do echo B-$n,+131255502$n,yes,Ann,2026-03-02T14:00,booked,north; done) > many.csv; smsflow send complete.toml --records many.csv --live --log seven.db --now 2026-03-02T09:00:00-06:00
$ head -5 many.csv > few.csv; smsflow send complete.toml --records few.csv --log seven.db --now 2026-03-02T10:00:00-06:00 --texts 0
$ rm -f texts.jsonl; smsflow send complete.toml --records few.csv --live --log seven.db --now 2026-03-02T10:00:00-06:00
$ wc -l < texts.jsonl
$ smsflow send complete.toml --records few.csv --log seven.db --now 2026-03-02T10:01:00-06:00 --live --accept-missing
$ smsflow log export --view conversation --format csv --log seven.db | cut -d , -f 6 | sort | uniq -c
$ smsflow send complete.toml --live --accept-missing --log seven.db
