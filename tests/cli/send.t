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
| first texts
|   2026-03-02T21:00:00Z  to +13125550101  1 segment
|     Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.
|   2026-03-02T21:00:00Z  to +13125550102  1 segment
|     Hi Luis, your appointment with Northside Dental is tomorrow at 9:30 AM. Reply C to confirm, R to reschedule, or HELP for assistance.
|   2026-03-02T21:00:00Z  to +13035550103  1 segment
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
|       "segments": 1,
|       "text": "Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.",
|       "to": "+13125550101"
|     }
|   ],
|   "later": 1,
|   "now": 4,
|   "rejected": {
|     "bad_phone": 1
|   },
|   "repeated": 0,
|   "rows": 8,
|   "schema_version": 1,
|   "segments_later": 1,
|   "segments_now": 4,
|   "workflow": "appointment"
| }
! testdata/records/appointments.csv:8: rejected (A-1007): bad_phone: "patient_phone": too short
= 5
$ ls
| testdata
| workflows

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
$ smsflow send workflows/appointment.toml --records nowhere.csv
! smsflow: error: nowhere.csv: cannot read the records
= 3

# With --live a queue that the configuration does not name would swallow hand-offs.
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --live --log log.db --now 2026-03-02T15:00:00-06:00
! smsflow: error: workflows/appointment.toml: workflow appointment hands off to queue front-desk, which the configuration does not name
! hint: add [queue.front-desk] to the configuration
= 3
--- smsflow.toml
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

# Another run holds the lock; this one has nothing to add.
$ flock log.db.run smsflow send workflows/appointment.toml --live --log log.db --now 2026-03-02T15:06:00-06:00
! smsflow: error: another run holds log.db.run
! hint: it goes on by itself; this run has nothing to add
= 6

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
$ chmod 600 token; smsflow send workflows/appointment.toml --live --config real.toml --log log.db --now 2026-03-02T15:05:00-06:00
! smsflow: error: --now with --live would text real people at an invented time
! hint: provider main is not the file provider and not on loopback
= 2
