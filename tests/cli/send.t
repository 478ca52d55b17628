# Without --live it plans: nothing is sent, nothing is written. Rows that cannot be used are listed
# with their line and never stop the others; status 5.
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --now 2026-03-02T15:00:00-06:00
| plan of appointment as of 2026-03-02T21:00:00Z (nothing is sent without --live)
|
| rows                8
| now                 4   4 segments
| later               1   1 segment
| not at all          2
|   no_consent                      1
|   void                            1
| rejected            1
|   bad_phone                       1
|
| not texted
|   A-1006  no_consent: record says no
|   A-1008  void: status is "cancelled"
|
| first texts
|   A-1001  2026-03-02T15:00:00-06:00  to +13125550101  1 segment
|     Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.
|   A-1002  2026-03-02T15:00:00-06:00  to +13125550102  1 segment
|     Hi Luis, your appointment with Northside Dental is tomorrow at 9:30 AM. Reply C to confirm, R to reschedule, or HELP for assistance.
|   A-1003  2026-03-02T14:00:00-07:00  to +13035550103  1 segment
|     Hi Priya, your appointment with Northside Dental is tomorrow at 11:15 AM. Reply C to confirm, R to reschedule, or HELP for assistance.
! testdata/records/appointments.csv:8: rejected (A-1007): bad_phone: "patient_phone": too short
= 5
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --now 2026-03-02T15:00:00-06:00 --format json --texts 1
| {
|   "as_of": "2026-03-02T21:00:00Z",
|   "blocked": {
|     "no_consent": 1,
|     "void": 1
|   },
|   "first_texts": [
|     {
|       "due": "2026-03-02T21:00:00Z",
|       "due_local": "2026-03-02T15:00:00-06:00",
|       "key": "A-1001",
|       "segments": 1,
|       "text": "Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.",
|       "to": "+13125550101"
|     }
|   ],
|   "later": 1,
|   "missing": {},
|   "now": 4,
|   "records_as_of": "2026-03-02T21:00:00Z",
|   "rejected": {
|     "bad_phone": 1
|   },
|   "repeated": 0,
|   "rows": 8,
|   "schema_version": 1,
|   "segments_later": 1,
|   "segments_now": 4,
|   "workflow": "appointment",
|   "untexted": [
|     {"key":"A-1006","reason":"no_consent","detail":"record says no"},
|     {"key":"A-1008","reason":"void","detail":"status is \"cancelled\""}
|   ]
| }
! testdata/records/appointments.csv:8: rejected (A-1007): bad_phone: "patient_phone": too short
= 5
$ ls
| testdata
| workflows

# A language that the workflow has no words in is told.
--- languages.csv
appointment_id,patient_phone,first_name,starts_at,status,branch,zone,staff,reschedule_url,sms_consent,language
L1,+13125550101,Maya,2026-03-03T15:00,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A1,yes,Spanish
L2,+13125550102,Luis,2026-03-03T15:00,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A2,yes,FR
L3,+13125550103,Ana,2026-03-03T15:00,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A3,yes,Klingon
L4,+13125550104,Eva,2026-03-03T15:00,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A4,yes,FR
---
$ smsflow send workflows/appointment.toml --records languages.csv --now 2026-03-02T15:00:00-06:00 --texts 2
| plan of appointment as of 2026-03-02T21:00:00Z (nothing is sent without --live)
|
| rows                4
| now                 4   4 segments
| later               0   0 segments
|
| first texts
|   L1  2026-03-02T15:00:00-06:00  to +13125550101  1 segment
|     Hola Maya, su cita con Northside Dental es mañana a las 15:00. Responda C para confirmar, R para cambiarla, o AYUDA para hablar con alguien.
|   L2  2026-03-02T15:00:00-06:00  to +13125550102  1 segment
|     Hi Luis, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.
! smsflow: warning: languages.csv: 2 rows have "FR" in column "language", for which the workflow has no words: they get English
! smsflow: warning: languages.csv: 1 row has "Klingon" in column "language", for which the workflow has no words: they get English
$ rm languages.csv

# Twenty at most are listed, those that somebody waits for first.
$ (head -1 testdata/records/appointments.csv; for n in 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31; do sed -n 2p testdata/records/appointments.csv | sed "s/A-1001/B-$n/; s/booked/done/"; done; sed -n 2p testdata/records/appointments.csv | sed 's/,yes/,no/') | smsflow send workflows/appointment.toml --records - --now 2026-03-02T15:00:00-06:00
| plan of appointment as of 2026-03-02T21:00:00Z (nothing is sent without --live)
|
| rows               23
| now                 0   0 segments
| later               0   0 segments
| not at all         23
|   no_consent                      1
|   void                           22
|
| not texted
|   A-1001  no_consent: record says no
|   B-10  void: status is "done"
|   B-11  void: status is "done"
|   B-12  void: status is "done"
|   B-13  void: status is "done"
|   B-14  void: status is "done"
|   B-15  void: status is "done"
|   B-16  void: status is "done"
|   B-17  void: status is "done"
|   B-18  void: status is "done"
|   B-19  void: status is "done"
|   B-20  void: status is "done"
|   B-21  void: status is "done"
|   B-22  void: status is "done"
|   B-23  void: status is "done"
|   B-24  void: status is "done"
|   B-25  void: status is "done"
|   B-26  void: status is "done"
|   B-27  void: status is "done"
|   B-28  void: status is "done"
|   ... and 3 more; --format json lists all

# From standard input.
$ grep -v Iris testdata/records/appointments.csv | smsflow send workflows/appointment.toml --records - --now 2026-03-02T15:00:00-06:00 --texts 0
| plan of appointment as of 2026-03-02T21:00:00Z (nothing is sent without --live)
|
| rows                7
| now                 4   4 segments
| later               1   1 segment
| not at all          2
|   no_consent                      1
|   void                            1
|
| not texted
|   A-1006  no_consent: record says no
|   A-1008  void: status is "cancelled"
$ smsflow send workflows/appointment.toml --records nowhere.csv
! smsflow: error: nowhere.csv: cannot read the records
= 3

# Nothing goes out by a default: with --live the provider is written out.
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --live --log log.db
! smsflow: error: no configuration names a provider to carry the texts
! hint: write smsflow.toml or pass --config FILE, with [provider.NAME]; kind = "file" only writes them to a file
= 3
--- smsflow.toml
region = "US"
---
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --live --log log.db
! smsflow: error: smsflow.toml: no provider is named to carry the texts
! hint: add [provider.NAME] and its kind; kind = "file" only writes them to a file
= 3
$ smsflow serve-webhook workflows/appointment.toml --log log.db
! smsflow: error: smsflow.toml: no provider is named to carry the texts
! hint: add [provider.NAME] and its kind; kind = "file" only writes them to a file
= 3
$ ls
| smsflow.toml
| testdata
| workflows
--- smsflow.toml
[provider.out]
kind = "file"
---

# With --live a queue that the configuration does not name would swallow hand-offs.
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --live --log log.db --now 2026-03-02T15:00:00-06:00
! smsflow: error: workflows/appointment.toml: workflow appointment hands off to queue front-desk, which the configuration does not name
! hint: add [queue.front-desk] to the configuration
= 3
--- smsflow.toml
[provider.out]
kind = "file"
[queue.front-desk]
[queue.scheduler]
---
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --live --log log.db --now 2026-03-02T15:00:00-06:00
! testdata/records/appointments.csv:8: rejected (A-1007): bad_phone: "patient_phone": too short
= 5
$ wc -l < texts.jsonl
| 4
$ smsflow send workflows/appointment.toml --live --quiet --log log.db --now 2026-03-02T15:05:00-06:00
$ wc -l < texts.jsonl
| 4

# Another run sends: without records this one waits for it, with records it takes them in and is done.
$ flock log.db.run smsflow send workflows/appointment.toml --live --wait 0 --log log.db --now 2026-03-02T15:06:00-06:00
! smsflow: error: another run holds log.db.run
! hint: it goes on by itself; --wait SECONDS waits longer for it
= 6
$ (flock 9; sleep 1) 9> log.db.run & sleep 0.3; smsflow send workflows/appointment.toml --live --wait 20 --log log.db --now 2026-03-02T15:06:00-06:00
$ head -1 testdata/records/appointments.csv > two.csv; sed -n 2p testdata/records/appointments.csv | sed 's/A-1001/B-1/' >> two.csv
$ flock log.db.run smsflow send workflows/appointment.toml --records two.csv --live --wait 0 --log log.db --now 2026-03-02T15:06:00-06:00
! smsflow: warning: two.csv: 6 rows are missing (A-1001, A-1002, A-1003, A-1004, A-1005 and 1 more): texts about them are held until they are seen again
$ wc -l < texts.jsonl
| 4
$ smsflow send workflows/appointment.toml --live --log log.db --now 2026-03-02T15:07:00-06:00
$ wc -l < texts.jsonl
| 5

# A daily cap holds back what it must, and says until when.
--- capped.toml
[provider.main]
kind = "file"
path = "capped.jsonl"
[sender.main]
numbers = ["+13125550100"]
daily_cap = 1
[queue.front-desk]
[queue.scheduler]
---
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --live --config capped.toml --log capped.db --now 2026-03-02T15:00:00-06:00
! testdata/records/appointments.csv:8: rejected (A-1007): bad_phone: "patient_phone": too short
! smsflow: warning: 3 texts wait for the daily cap of sender main (+13125550100); the next may leave at 2026-03-03T21:00:00Z
= 5
$ wc -l < capped.jsonl
| 1
$ rm capped.*

# An invented clock never texts a real person.
--- real.toml
[provider.main]
kind = "twilio"
account = "AC00000000000000000000000000000000"
secret_file = "token"
[sender.a]
numbers = ["+13125550100"]
[queue.front-desk]
[queue.scheduler]
---
--- token
0123456789abcdef0123456789abcdef
---
$ chmod 644 token; smsflow send workflows/appointment.toml --live --config real.toml --log log.db
! smsflow: error: token: the secret can be read or changed by others
! hint: chmod 600 token
= 3

# A plan needs no secrets: who may only read can make one.
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --config real.toml --log none.db --now 2026-03-02T15:00:00-06:00 2>/dev/null | head -1
| plan of appointment as of 2026-03-02T21:00:00Z (nothing is sent without --live)
$ chmod 600 token; smsflow send workflows/appointment.toml --live --config real.toml --log log.db --now 2026-03-02T15:05:00-06:00
! smsflow: error: --now would text or tell real people at an invented time
! hint: provider main is not on loopback
= 2
$ sed 's|^secret_file.*|&\napi_url = "https://127.example.com"|' real.toml > sly.toml
$ smsflow send workflows/appointment.toml --live --config sly.toml --log log.db --now 2026-03-02T15:05:00-06:00
! smsflow: error: --now would text or tell real people at an invented time
! hint: provider main is not on loopback
= 2
$ smsflow serve-webhook workflows/appointment.toml --listen 127.0.0.1:0 --config sly.toml --log log.db --now 2026-03-02T15:05:00-06:00
! smsflow: error: --now would text or tell real people at an invented time
! hint: provider main is not on loopback
= 2

# Its log is made once, on purpose; another account's is not taken for it, nor one of made-up events.
$ smsflow send workflows/appointment.toml --live --config real.toml --log nowhere.db
! smsflow: error: nowhere.db: there is no log
! hint: check the path: --log, or log in the configuration; a log is made once, before the first text: smsflow log create
= 3
$ smsflow serve-webhook workflows/appointment.toml --listen 127.0.0.1:0 --config real.toml --log nowhere.db
! smsflow: error: nowhere.db: there is no log
! hint: check the path: --log, or log in the configuration; a log is made once, before the first text: smsflow log create
= 3
$ smsflow contacts opt-out +13125550101 --config real.toml --log nowhere.db
! smsflow: error: nowhere.db: there is no log
! hint: check the path: --log, or log in the configuration; a log is made once, before the first text: smsflow log create
= 3
$ smsflow send workflows/appointment.toml --live --config real.toml --log log.db
! smsflow: error: log.db: the log serves file, the configuration names twilio AC00000000000000000000000000000000
! hint: another account needs a log of its own (smsflow log create); --adopt goes on with this one all the same
= 3
$ smsflow simulate --quiet testdata/scripts/confirm.txt --log made-up.db; smsflow send workflows/appointment.toml --live --log made-up.db
! smsflow: error: made-up.db: the log holds what was simulated
! hint: live texts need a log of their own: smsflow log create
= 3
$ smsflow send workflows/appointment.toml --adopt --records testdata/records/appointments.csv
! smsflow: error: --adopt belongs to --live
= 2
$ ls *.db
| log.db
| made-up.db

# A copy does not hold what the log sent since. Adopted, it doubts that, and texts nobody again.
--- morning.csv
appointment_id,patient_phone,first_name,starts_at,status,branch,zone,staff,reschedule_url,sms_consent
A1,+13125550101,Maya,2026-03-03T15:00,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A1,yes
---
$ rm texts.jsonl; smsflow send workflows/appointment.toml --records morning.csv --live --log day.db --now 2026-03-02T12:00:00-06:00; smsflow log backup copy.db --log day.db
$ smsflow send workflows/appointment.toml --records morning.csv --live --log day.db --now 2026-03-02T15:00:00-06:00; wc -l < texts.jsonl
| 1
$ smsflow send workflows/appointment.toml --records morning.csv --live --log copy.db --now 2026-03-02T16:00:00-06:00
! smsflow: error: copy.db: this is a copy of a log
! hint: what the original sent since 2026-03-02T18:00:00Z is not in it; if the original is gone for good, --adopt goes on with the copy
= 3
$ smsflow contacts opt-out +13125550101 --log copy.db
! smsflow: error: copy.db is a copy of a log
! hint: if the original is gone for good, adopt the copy: send --live --adopt
= 3
$ smsflow send workflows/appointment.toml --records morning.csv --live --log copy.db --now 2026-03-02T16:00:00-06:00 --adopt
! smsflow: warning: texts that may have left already: 1; no carrier can say so, and they are not sent
= 5
$ smsflow send workflows/appointment.toml --records morning.csv --live --log copy.db --now 2026-03-02T16:05:00-06:00; wc -l < texts.jsonl
| 1
$ smsflow log export --view message --format csv --log copy.db | cut -d , -f 2,3,13
| workflow,key,state
| appointment,A1,expired_unknown

# For a week so is whatever the original may have known: who came due before the copy took its place.
$ head -1 morning.csv > later.csv; for row in A1,+13125550101,15:00 A2,+13125550102,15:30 A3,+13125550103,16:30; do echo $row | sed 's/,\([0-9:]*\)$/,Maya,2026-03-03T\1,booked,Downtown,America\/Chicago,Dr Lee,https:\/\/n.example\/r,yes/' >> later.csv; done
$ smsflow send workflows/appointment.toml --records later.csv --live --log copy.db --now 2026-03-02T16:30:00-06:00
! smsflow: warning: of 1 texts nobody could say what became of them
= 5
$ wc -l < texts.jsonl
| 2
$ smsflow log export --view message --format csv --log copy.db | cut -d , -f 3,13
| key,state
| A1,expired_unknown
| A2,expired_unknown
| A3,accepted
$ smsflow log verify --log copy.db
| the chain is whole
