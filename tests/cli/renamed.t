# What outlives the file: conversations of a workflow whose name or states were changed since.
--- smsflow.toml
[provider.main]
kind = "file"
path = "texts.jsonl"
[sender.a]
numbers = ["+13125550100"]
provider = "main"
[queue.front-desk]
[queue.scheduler]
---
--- monday.csv
appointment_id,patient_phone,first_name,starts_at,status,branch,staff,zone,reschedule_url,sms_consent
A-1,+13125550101,Maya,2026-03-03T15:00,booked,Downtown,Dr Lee,America/Chicago,https://n.example/A-1,yes
---
$ smsflow send workflows/appointment.toml --records monday.csv --live --log log.db --now 2026-03-02T15:00:00-06:00

# Under another name it would ask everybody again; planned or live.
$ sed 's/^name .*/name = "visits"/' workflows/appointment.toml > visits.toml
$ smsflow send visits.toml --records monday.csv --live --log log.db --now 2026-03-02T15:05:00-06:00
! smsflow: error: visits.toml: workflow visits would ask again whom workflow appointment has asked
! hint: if it is the same one under a new name, write renamed_from = "appointment"; if both are meant to ask, write beside = ["appointment"]
= 3
$ smsflow send visits.toml --records monday.csv --log log.db --now 2026-03-02T15:05:00-06:00
! smsflow: error: visits.toml: workflow visits would ask again whom workflow appointment has asked
! hint: if it is the same one under a new name, write renamed_from = "appointment"; if both are meant to ask, write beside = ["appointment"]
= 3
$ wc -l < texts.jsonl
| 1

# However late its row comes, nothing is taken in: of a file, and of what comes out of a pipe.
$ (head -1 monday.csv; for n in $(seq 1100); do sed -n 2p monday.csv | sed "s/A-1,+13125550101/N-$n,+1312666$((1000 + n))/"; done; tail -1 monday.csv) > late.csv
$ smsflow send visits.toml --records late.csv --live --log log.db --now 2026-03-02T15:06:00-06:00
! smsflow: error: visits.toml: workflow visits would ask again whom workflow appointment has asked
! hint: if it is the same one under a new name, write renamed_from = "appointment"; if both are meant to ask, write beside = ["appointment"]
= 3
$ cat late.csv | smsflow send visits.toml --records - --live --log log.db --now 2026-03-02T15:06:00-06:00
! smsflow: error: visits.toml: workflow visits would ask again whom workflow appointment has asked
! hint: if it is the same one under a new name, write renamed_from = "appointment"; if both are meant to ask, write beside = ["appointment"]
= 3
$ smsflow log export --view message --log log.db | wc -l
| 1

# Said to be the same, it goes on with what the other began; said to be beside it, it asks.
$ sed 's/^name .*/name = "visits"\nrenamed_from = "appointment"/' workflows/appointment.toml > same.toml
$ smsflow send same.toml --records monday.csv --live --log log.db --now 2026-03-02T15:10:00-06:00
$ wc -l < texts.jsonl
| 1
$ sed 's/^name .*/name = "visits"\nbeside = ["appointment"]/' workflows/appointment.toml > beside.toml
$ smsflow send beside.toml --records monday.csv --live --log log.db --now 2026-03-02T15:15:00-06:00
$ wc -l < texts.jsonl
| 2

# The first state under another name: what began before goes on by its own file, new ones by this.
$ sed 's/states\.asked\]/states.question]/; s/states\.asked\.on/states.question.on/; s/^start .*/start = "question"/' workflows/appointment.toml > edited.toml
--- tuesday.csv
appointment_id,patient_phone,first_name,starts_at,status,branch,staff,zone,reschedule_url,sms_consent
A-1,+13125550101,Maya,2026-03-04T15:00,booked,Downtown,Dr Lee,America/Chicago,https://n.example/A-1,yes
A-2,+13125550102,Noa,2026-03-04T15:00,booked,Downtown,Dr Lee,America/Chicago,https://n.example/A-2,yes
---
$ smsflow send edited.toml --records tuesday.csv --live --log log.db --now 2026-03-03T15:00:00-06:00
$ wc -l < texts.jsonl
| 4
