# The log is whole, folds to what it shows, and goes elsewhere.
$ smsflow simulate --quiet testdata/scripts/confirm.txt --log log.db
$ smsflow log verify --log log.db
| the chain is whole
$ smsflow log rebuild-check --log log.db
| the projections follow from the events
$ smsflow log export --view reply --format csv --log log.db | cut -d , -f 4,5,10,11,18
| workflow,key,label,layer,handled
| appointment,A1,confirm,keyword,auto_resolved
$ smsflow log export --view conversation --log log.db | wc -l
| 1
$ for view in message hook mail reply conversation handoff correction contact record look event; do echo $view $(smsflow log export --view $view --log log.db | python3 -c 'import json, sys; print(len([json.loads(line) for line in sys.stdin]))') $(smsflow log export --view $view --format csv --log log.db | python3 -c 'import csv, sys; print(len(list(csv.DictReader(sys.stdin))))'); done
| message 2 2
| hook 1 1
| mail 0 0
| reply 1 1
| conversation 1 1
| handoff 0 0
| correction 0 0
| contact 1 1
| record 1 1
| look 0 0
| event 19 19
--- smsflow.toml
log = "log.db"
---
$ smsflow log backup copy.db --config smsflow.toml
$ smsflow log verify --log copy.db
| the chain is whole
$ smsflow log backup copy.db
! smsflow: error: copy.db cannot be made: File exists
! hint: a backup never overwrites a file
= 4
$ smsflow log export --view mesage
! smsflow: error: no view mesage
! hint: did you mean message?
= 2
$ smsflow log verify --log nowhere.db
! smsflow: error: nowhere.db: there is no log
! hint: check the path: --log, or log in the configuration; a log is made once, before the first text: smsflow log create
= 3

# It is made once, on purpose.
$ smsflow log create --log made.db; smsflow log verify --log made.db
| the chain is whole
$ smsflow log create --log made.db
! smsflow: error: made.db: there is a log already
! hint: a log is made once; to begin anew, move it away with its .lock
= 3
$ smsflow log create
! smsflow: error: log.db: there is a log already
! hint: a log is made once; to begin anew, move it away with its .lock
= 3

$ smsflow log create --log var/lib/log.db
! smsflow: error: cannot open var/lib/log.db.lock: No such file or directory
! hint: make its folder first: mkdir -p var/lib
= 4

# What is old is forgotten: the words, not what came of them.
$ smsflow simulate --quiet testdata/scripts/confirm.txt --log old.db
$ smsflow log purge --older-than 400d --log old.db --now 2028-01-01T00:00:00Z --dry-run
| would erase: 1 replies, 3 texts, 2 records, 1 numbers from before 2026-11-27T00:00:00Z
$ smsflow log purge --older-than 400d --log old.db --now 2028-01-01T00:00:00Z
| erased: 1 replies, 3 texts, 2 records, 1 numbers from before 2026-11-27T00:00:00Z
$ smsflow log purge --older-than 400d --log old.db --now 2028-01-01T00:00:00Z
| erased: 0 replies, 0 texts, 0 records, 0 numbers from before 2026-11-27T00:00:00Z
$ smsflow log verify --log old.db
| the chain is whole
$ smsflow log rebuild-check --log old.db
| the projections follow from the events
$ smsflow log export --view conversation --format csv --log old.db | cut -d , -f 1-3,6-10
| id,workflow,key,status,state,visit,run,outcome
| ced29e70db034bba843357902,appointment,A1,ended,confirmed,2,0,confirmed
$ smsflow contacts show +13125550101 --log old.db
| phone         +13125550101
| opted out     no
| texted from   +15550100
| consents      none in the ledger
$ smsflow report --log old.db --format json --now 2028-01-01T00:00:00Z | grep -c appointment
| 0
! smsflow: warning: the log holds no live texts
! hint: --source simulated shows the simulated ones
= 1
$ smsflow log purge --older-than yesterday --log old.db
! smsflow: error: --older-than is no duration: yesterday
! hint: write it like 400d or 104w
= 2
$ smsflow log purge --older-than 1d --log nowhere.db
! smsflow: error: nowhere.db: there is no log
! hint: check the path: --log, or log in the configuration; a log is made once, before the first text: smsflow log create
= 3

# A table that still holds what was forgotten asks nobody anew, and a STOP outlives the number.
--- live.toml
log = "live.db"
[provider.main]
kind = "file"
path = "texts.jsonl"
[sender.main]
provider = "main"
numbers = ["+15005550006"]
[queue.front-desk]
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
[queue.scheduler]
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
---
--- records.csv
appointment_id,patient_phone,first_name,starts_at,status,branch,zone,staff,reschedule_url,sms_consent
A1,+13125550101,Maya,2026-03-03T15:00,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A1,yes
---
--- again.csv
appointment_id,patient_phone,first_name,starts_at,status,branch,zone,staff,reschedule_url,sms_consent
A1,+13125550101,Maya,2026-03-03T15:00,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/A1,yes
B6,+13125550102,Nora,2027-03-03T15:00,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/B6,yes
B7,+13125550101,Maya,2027-03-03T15:00,booked,Downtown,America/Chicago,Dr Lee,https://northside.example/r/B7,yes
---
$ smsflow send workflows/appointment.toml --records records.csv --live --config live.toml --now 2026-03-02T15:00:00-06:00 --quiet
$ smsflow send workflows/appointment.toml --live --config live.toml --now 2026-03-03T10:00:00-06:00 --quiet
$ smsflow contacts opt-out +13125550102 --source phone --config live.toml --now 2026-03-03T11:00:00-06:00
$ smsflow send workflows/appointment.toml --live --config live.toml --now 2026-03-04T15:00:00-06:00 --quiet
$ smsflow log purge --older-than 90d --config live.toml --now 2027-03-01T12:00:00-06:00
| erased: 0 replies, 3 texts, 2 records, 2 numbers from before 2026-12-01T18:00:00Z
$ smsflow send workflows/appointment.toml --records again.csv --live --config live.toml --now 2027-03-02T15:00:00-06:00 --quiet
$ grep -o "[0-9-]*T[0-9:Z]*\|appointment[^,]*\|+1312[0-9]*\|\"text.*" texts.jsonl
| +13125550101
| "text":"Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.","validity_s":79200}
| +13125550101
| "text":"Northside Dental: we are holding today at 3:00 PM at Downtown for you, Maya. Reply C to confirm or R to reschedule.","validity_s":10800}
| +13125550101
| "text":"Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.","validity_s":79200}
$ smsflow contacts show +13125550102 --config live.toml
| phone         +13125550102
| opted out     2026-03-03T17:00:00Z, phone
| consents      none in the ledger
$ smsflow log verify --config live.toml
| the chain is whole
$ smsflow log rebuild-check --config live.toml
| the projections follow from the events

# Whoever changes an event is found out.
$ python3 -c "import sqlite3; d = sqlite3.connect('log.db'); d.executescript('drop trigger event_stays; update event set at = at + 1 where id = 3')"
$ smsflow log verify
| batch 1 (events 1 to 4, writer simulate) is not what was written
= 1
$ printf 'no log' > other.db; smsflow log verify --log other.db
! smsflow: error: cannot use the log: file is not a database
! hint: is it a log?
= 3
