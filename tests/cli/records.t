# A text leaves only on a record that stood in the latest look at its source.
--- smsflow.toml
log = "log.db"
[provider.main]
kind = "file"
path = "texts.jsonl"
[sender.desk]
numbers = ["+13125550100"]
provider = "main"
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
| clinic.toml:26:7: warning: "nudged" asks without saying which replies it takes
|   26 | say = "{name}, {brand} still waits for your C."
|      |       ^
|   hint: say it: "Reply C to ..."

# A shorter export: who is missing from it is held, and told once.
$ smsflow send clinic.toml --records all.csv --live --now 2026-03-02T09:00:00-06:00
$ grep -v Luis all.csv > some.csv; smsflow send clinic.toml --records some.csv --now 2026-03-02T10:00:00-06:00 --texts 0
| plan of clinic as of 2026-03-02T16:00:00Z (nothing is sent without --live)
|
| rows                2
| now                 2   2 segments
| later               0   0 segments
| missing             1
|   not_seen                        1
|
| not texted
|   A-2  not_seen: missing from the records
! smsflow: warning: some.csv: 1 row is missing (A-2): texts about them are held until they are seen again
$ smsflow send clinic.toml --records some.csv --live --now 2026-03-02T10:00:00-06:00
! smsflow: warning: some.csv: 1 row is missing (A-2): texts about them are held until they are seen again
$ smsflow send clinic.toml --records some.csv --live --now 2026-03-02T10:05:00-06:00
$ grep -o 'Hi [A-Z][a-z]*' texts.jsonl
| Hi Maya
| Hi Priya
$ smsflow log export --view message --format csv | cut -d , -f 3,13,26
| key,state,block
| A-1,accepted,none
| A-2,planned,not_seen
| A-3,accepted,none
$ smsflow log export --view record --format csv | cut -d , -f 1-4
| workflow,key,scope,standing
| clinic,A-1,,stands
| clinic,A-2,,missing
| clinic,A-3,,stands
$ smsflow report --now 2026-03-02T10:06:00-06:00 | grep blocked
|   blocked texts            1  not_seen 1

# It is there again: the text leaves.
$ smsflow send clinic.toml --records all.csv --live --now 2026-03-02T10:15:00-06:00; grep -o 'Hi [A-Z][a-z]*' texts.jsonl
| Hi Maya
| Hi Priya
| Hi Luis

# Who was texted was texted from a number, also who never wrote.
$ smsflow contacts show +13125550101; smsflow log export --view contact --format csv | cut -d , -f 2,11
| phone         +13125550101
| opted out     no
| texted from   +13125550100
| consents      none in the ledger
| phone,sender
| '+1312***0101,+13125550100
| '+1312***0102,+13125550100
| '+1312***0103,+13125550100

# No nudge for a booking that is gone since it was asked: a header only.
$ head -1 all.csv > none.csv; smsflow send clinic.toml --records none.csv --live --now 2026-03-02T11:30:00-06:00; grep -c still texts.jsonl
| 0
! smsflow: warning: none.csv: 3 rows are missing (A-1, A-2, A-3): texts about them are held until they are seen again
= 1
$ smsflow send clinic.toml --live --now 2026-03-02T12:00:00-06:00; grep -c still texts.jsonl
| 0
= 1
$ smsflow log rebuild-check && smsflow log verify
| the projections follow from the events
| the chain is whole

# An empty file is no export at all.
$ : > empty.csv; smsflow send clinic.toml --records empty.csv --live --now 2026-03-02T12:00:00-06:00
! smsflow: error: the records have no header line
! hint: the first line names the columns
= 3
$ echo '<html>' > page.csv; smsflow send clinic.toml --records page.csv --live --now 2026-03-02T12:00:00-06:00
! smsflow: error: the records have no rows and no column "id"
! hint: they are no export that this workflow reads; nobody is taken for gone
= 3
$ echo '[]' | smsflow send clinic.toml --records - --live --now 2026-03-02T12:01:00-06:00

# A complete export: who is missing is gone, its question closed.
$ sed 's/^key = /export = "complete"\nkey = /' clinic.toml > complete.toml; smsflow send complete.toml --records all.csv --live --log two.db --now 2026-03-02T10:00:00-06:00
$ smsflow send complete.toml --records some.csv --live --log two.db --now 2026-03-02T10:15:00-06:00
! smsflow: warning: some.csv: 1 row is missing (A-2): taken for gone, questions about them are void
$ smsflow log export --view conversation --format csv --log two.db | cut -d , -f 3,6
| key,status
| A-1,open
| A-2,void
| A-3,open
$ smsflow log export --view hook --format csv --log two.db | cut -d , -f 3,5
| event,key
| clinic.gone,A-2

# A ledger that lists open items only.
$ sed 's/^key = /gone = { status = "seen" }\nkey = /' clinic.toml > ledger.toml; smsflow send ledger.toml --records all.csv --live --log three.db --now 2026-03-02T10:00:00-06:00
$ smsflow send ledger.toml --records some.csv --live --log three.db --now 2026-03-02T10:15:00-06:00
! smsflow: warning: some.csv: 1 row is missing (A-2): read as `gone` says
$ smsflow log export --view conversation --format csv --log three.db | cut -d , -f 3,6
| key,status
| A-1,open
| A-2,void
| A-3,open

# Two branches, an export each: none speaks for the other.
$ sed 's/^key = /export = "complete"\nscope = "branch"\nkey = /' clinic.toml > branches.toml; smsflow send branches.toml --records all.csv --live --log four.db --now 2026-03-02T09:00:00-06:00
$ grep -v south all.csv > north.csv; smsflow send branches.toml --records north.csv --live --log four.db --now 2026-03-02T09:30:00-06:00
$ smsflow send branches.toml --records none.csv --live --log four.db --now 2026-03-02T09:45:00-06:00
$ smsflow log export --view record --format csv --log four.db | cut -d , -f 2-4
| key,scope,standing
| A-1,north,stands
| A-2,north,stands
| A-3,south,stands
$ smsflow log export --view look --format csv --log four.db | cut -d , -f 2,4,5
| scope,rows,missing
| north,2,0
| south,1,0

# An export of yesterday: nothing is asked on it, and the plan says the same.
$ cp all.csv old.csv; touch -d 2026-03-01T06:00:00-06:00 old.csv; smsflow send clinic.toml --records old.csv --log five.db --now 2026-03-02T10:00:00-06:00 --texts 0
| plan of clinic as of 2026-03-02T16:00:00Z (nothing is sent without --live)
|
| rows                3
| now                 0   0 segments
| later               0   0 segments
| not at all          3
|   not_seen                        3
|
| not texted
|   A-1  not_seen: older than fresh allows
|   A-2  not_seen: older than fresh allows
|   A-3  not_seen: older than fresh allows
! smsflow: warning: old.csv: the records were written at 2026-03-01T12:00:00Z, more than 1d 2h ago: texts about them are held until a newer export is read
$ smsflow send clinic.toml --records old.csv --live --log five.db --now 2026-03-02T10:00:00-06:00
! smsflow: warning: old.csv: the records were written at 2026-03-01T12:00:00Z, more than 1d 2h ago: texts about them are held until a newer export is read
$ smsflow log export --view message --format csv --log five.db | cut -d , -f 3,13,26 | head -2
| key,state,block
| A-1,planned,not_seen
$ touch -d 2026-03-02T09:59:00-06:00 old.csv; smsflow send clinic.toml --records old.csv --live --log five.db --now 2026-03-02T10:01:00-06:00
$ smsflow log export --view message --format csv --log five.db | cut -d , -f 3,13,26
| key,state,block
| A-1,accepted,none
| A-2,accepted,none
| A-3,accepted,none
$ touch -d 2026-03-02T09:00:00-06:00 old.csv; smsflow send clinic.toml --records old.csv --live --log five.db --now 2026-03-02T10:02:00-06:00
! smsflow: warning: old.csv: the records were written at 2026-03-02T15:00:00Z, before the ones that were read last (2026-03-02T15:59:00Z): 3 rows are not taken (A-1, A-2, A-3)
! hint: if it is another part of the source, name the column that tells the parts apart: [record] scope
= 5

# One that was read at a moment in the future bars those of today.
$ smsflow send clinic.toml --records all.csv --live --log ahead.db --now 2026-03-02T13:30:00-06:00
$ smsflow send clinic.toml --records all.csv --live --log ahead.db --now 2026-03-02T10:00:00-06:00
! smsflow: warning: all.csv: the records were written at 2026-03-02T16:00:00Z, before the ones that were read last (2026-03-02T19:30:00Z): 3 rows are not taken (A-1, A-2, A-3)
! hint: that one lies in the future: a run with --now made it, or a clock was wrong; rows are taken again from then on. Rehearse with a log of its own: --log FILE
= 5

# Two rows of one key that differ: neither is taken, by the plan nor in earnest.
--- twice.csv
id,phone,ok,name,starts_at,status,branch
A-1,+13125550101,yes,Maya,2026-03-02T14:00,booked,north
A-2,+13125550102,yes,Luis,2026-03-02T14:00,booked,north
A-3,+13125550103,yes,Priya,2026-03-02T14:00,Booked,south
A-2,+13125550109,yes,Luis,2026-03-02T14:00,booked,north
A-1,+13125550101,yes,Maya,2026-03-02T14:00,booked,north
---
$ smsflow send clinic.toml --records twice.csv --log twice.db --now 2026-03-02T10:00:00-06:00
| plan of clinic as of 2026-03-02T16:00:00Z (nothing is sent without --live)
|
| rows                5
| now                 1   1 segment
| later               0   0 segments
| repeated            1
| not at all          1
|   void                            1
| rejected            2
|   conflicting_duplicate           2
|
| not texted
|   A-3  void: status is "Booked"
|
| first texts
|   A-1  2026-03-02T10:00:00-06:00  to +13125550101  1 segment
|     Hi Maya, Northside Dental here. Reply C to confirm.
! twice.csv:3: rejected (A-2): conflicting_duplicate: line 5 has this key, too, and not all rows that have it are alike
! twice.csv:5: rejected (A-2): conflicting_duplicate: line 3 has this key, too, and not all rows that have it are alike
= 5
$ rm -f texts.jsonl; smsflow send clinic.toml --records twice.csv --live --log twice.db --now 2026-03-02T10:00:00-06:00
! twice.csv:3: rejected (A-2): conflicting_duplicate: line 5 has this key, too, and not all rows that have it are alike
! twice.csv:5: rejected (A-2): conflicting_duplicate: line 3 has this key, too, and not all rows that have it are alike
= 5
$ grep -o 'Hi [A-Z][a-z]*' texts.jsonl
| Hi Maya

# Imported at two in the morning, and drained all day: what was true at night is not sent.
$ sed 's/^key = /fresh = "6h"\nkey = /' clinic.toml > fresh.toml; smsflow send fresh.toml --records - --live --log six.db --now 2026-03-02T02:00:00-06:00 < all.csv
$ rm -f texts.jsonl; smsflow send fresh.toml --live --log six.db --now 2026-03-02T10:00:00-06:00; ls texts.jsonl
! ls: cannot access 'texts.jsonl': No such file or directory
= 2
$ smsflow log export --view message --format csv --log six.db | cut -d , -f 3,13,26 | tail -1
| A-3,planned,not_seen
$ smsflow send fresh.toml --records - --live --log six.db --now 2026-03-02T10:10:00-06:00 < all.csv; wc -l < texts.jsonl
| 3

# So many missing at once are not believed.
$ (head -1 all.csv; for n in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15; do echo B-$n,+131255502$n,yes,Ann,2026-03-02T14:00,booked,north; done) > many.csv; smsflow send complete.toml --records many.csv --live --log seven.db --now 2026-03-02T09:00:00-06:00
$ head -5 many.csv > few.csv; smsflow send complete.toml --records few.csv --log seven.db --now 2026-03-02T10:00:00-06:00 --texts 0
| plan of clinic as of 2026-03-02T16:00:00Z (nothing is sent without --live)
|
| rows                4
| now                 4   4 segments
| later               0   0 segments
| missing            11
|   not_seen                       11
|
| not texted
|   B-05  not_seen: missing from the records, in doubt
|   B-06  not_seen: missing from the records, in doubt
|   B-07  not_seen: missing from the records, in doubt
|   B-08  not_seen: missing from the records, in doubt
|   B-09  not_seen: missing from the records, in doubt
|   B-10  not_seen: missing from the records, in doubt
|   B-11  not_seen: missing from the records, in doubt
|   B-12  not_seen: missing from the records, in doubt
|   B-13  not_seen: missing from the records, in doubt
|   B-14  not_seen: missing from the records, in doubt
|   B-15  not_seen: missing from the records, in doubt
! smsflow: warning: few.csv: 11 of 15 open rows are missing (B-05, B-06, B-07, B-08, B-09 and 6 more): nobody is taken for gone, their texts are held
! hint: if they are gone, say so: smsflow send complete.toml --records few.csv --log seven.db --now 2026-03-02T10:00:00-06:00 --live --accept-missing
= 5
$ smsflow send complete.toml --records - --log seven.db --now 2026-03-02T10:00:00-06:00 --format json < few.csv | tail -1
| }
! smsflow: warning: -: 11 of 15 open rows are missing (B-05, B-06, B-07, B-08, B-09 and 6 more): nobody is taken for gone, their texts are held
! hint: if they are gone, say so, with the same records on standard input: smsflow send complete.toml --records - --log seven.db --now 2026-03-02T10:00:00-06:00 --live --accept-missing
$ rm -f texts.jsonl; smsflow send complete.toml --records few.csv --live --log seven.db --now 2026-03-02T10:00:00-06:00
! smsflow: warning: few.csv: 11 of 15 open rows are missing (B-05, B-06, B-07, B-08, B-09 and 6 more): nobody is taken for gone, their texts are held
! hint: if they are gone, say so: smsflow send complete.toml --records few.csv --log seven.db --now 2026-03-02T10:00:00-06:00 --live --accept-missing
= 5
$ wc -l < texts.jsonl
| 4
$ smsflow send complete.toml --records few.csv --log seven.db --now 2026-03-02T10:01:00-06:00 --live --accept-missing
! smsflow: warning: few.csv: 11 rows are missing (B-05, B-06, B-07, B-08, B-09 and 6 more): taken for gone, questions about them are void
$ smsflow log export --view conversation --format csv --log seven.db | cut -d , -f 6 | sort | uniq -c
|       4 open
|       1 status
|      11 void
$ smsflow send complete.toml --live --accept-missing --log seven.db
! smsflow: error: --accept-missing is about records
! hint: add --records FILE
= 2

# A table without the column that parts it, or that says which rows are no more, is refused whole.
$ cut -d , -f 1-6 all.csv > narrow.csv; for column in scope deleted; do sed "s/^key = /$column = \"branch\"\nkey = /" clinic.toml > parts.toml; smsflow send parts.toml --records narrow.csv --live --log eight.db --now 2026-03-02T10:00:00-06:00; done
! smsflow: error: the records have no column "branch"
! hint: [record] scope names it: without it nobody can tell who is missing; nothing was read
! smsflow: error: the records have no column "branch"
! hint: [record] deleted names it: without it nobody can tell who is gone; nothing was read
= 3
