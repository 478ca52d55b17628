# A log of an earlier smsflow is upgraded when it is opened, and goes on: nobody is asked again.
--- smsflow.toml
log = "log.db"
[provider.main]
kind = "file"
path = "texts.jsonl"
[sender.northside]
provider = "main"
numbers = ["+15005550006"]
---
--- records.csv
appointment_id,patient_phone,first_name,starts_at,status,branch,zone,staff,reschedule_url,sms_consent
A-1,+13125550101,Maya,2026-11-30T12:28:25Z,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A-1,yes
A-2,+13125550102,Maya,2026-11-30T12:28:25Z,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A-2,yes
A-3,+13125550103,Maya,2026-11-30T12:28:25Z,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A-3,yes
A-5,+13125550105,Maya,2026-11-30T12:28:25Z,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A-5,yes
A-6,+13125550106,Maya,2026-11-30T12:28:25Z,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A-6,yes
A-7,+13125550107,Maya,2026-11-30T12:28:25Z,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A-7,yes
A-8,+13125550108,Maya,2026-12-01T08:28:25Z,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A-8,yes
---
$ cp testdata/logs/version-1.db log.db
$ smsflow send workflows/appointment.toml --records records.csv --now 2026-11-29T17:00:00Z
| plan of appointment as of 2026-11-29T17:00:00Z (nothing is sent without --live)
|
| rows                7
| now                 0   0 segments
| later               1   1 segment
| not at all          6
|   already_asked                   6
|
| not texted
|   A-1  already_asked
|   A-2  already_asked
|   A-3  already_asked
|   A-5  already_asked
|   A-6  already_asked
|   A-7  already_asked
|
| first texts
|   A-8  2026-11-30T08:00:00-06:00  to +13125550108  1 segment
|     Hi Maya, your appointment with Northside Dental is tomorrow at 2:28 AM. Reply C to confirm, R to reschedule, or HELP for assistance.
$ ls log.db*
| log.db
| log.db-shm
| log.db-wal
| log.db.lock
| log.db.version-1
$ smsflow log verify
| the chain is whole
$ smsflow log rebuild-check
| the projections follow from the events
$ smsflow log export --view message --format csv | cut -d , -f 3,4,13
| key,step,state
| A-1,asked.say,accepted
| A-2,asked.say,unknown
| A-5,asked.say,accepted
| A-6,asked.say,accepted
| A-7,asked.say,accepted
| A-8,asked.say,planned
| A-1,confirmed.say,accepted
| ,opt_out,accepted
| A-6,asked.on.unclear,accepted
| ,help,accepted
| A-3,asked.say,posting
$ smsflow log purge --older-than 1d --now 2027-06-01T12:00:00Z
| erased: 2 replies, 5 texts, 4 records, 3 numbers from before 2027-05-31T12:00:00Z
! smsflow: warning: log.db.version-1 holds what the log held before it was upgraded; remove it when you no longer need it
$ smsflow log verify
| the chain is whole
