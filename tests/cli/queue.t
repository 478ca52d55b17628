# What waits for a person: the list, one in full, and what the person does.
--- desk.toml
log = "desk.db"
[queue.front-desk]
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
first_response = "15m"
[queue.scheduler]
---
$ smsflow simulate --quiet testdata/scripts/demo.txt --config desk.toml --log desk.db
$ smsflow queue list --config desk.toml --now 2026-03-03T14:40:00-06:00 | sed 's/h[0-9a-f]\{12\}/h.../; s/unclear: .*/unclear: .../'
| id             queue           age            due  who  why
| h...  front-desk    1d 2h  late by 1d 1h       question by phrase "is …
| h...  scheduler     1d 4h                      unclear: ...
$ smsflow queue list --log desk.db --queue scheduler --format json --now 2026-03-03T14:40:00-06:00 | sed 's/h[0-9a-f]\{12\}/h.../; s/model [0-9a-f]*/model .../'
| {
|   "schema_version": 1,
|   "as_of": "2026-03-03T20:40:00Z",
|   "handoffs": [
|     {
|       "id": "h...",
|       "queue": "scheduler",
|       "status": "open",
|       "priority": "",
|       "reason": "unclear: perhaps reschedule",
|       "workflow": "appointment",
|       "key": "A-1002",
|       "agent": "",
|       "opened_at": "2026-03-02T16:27:00Z",
|       "due": null,
|       "overdue": false
|     }
|   ]
| }
$ smsflow queue check --config desk.toml --now 2026-03-03T14:40:00-06:00 > late; echo "status $?"; wc -l < late
| status 1
| 2
$ id=$(smsflow queue list --config desk.toml --queue front-desk --format json | sed -n 's/.*"id": "\(.*\)".*/\1/p' | head -1); smsflow queue show $id --config desk.toml --now 2026-03-03T14:40:00-06:00; smsflow queue claim $id --agent rosa --config desk.toml --now 2026-03-03T14:41:00-06:00; smsflow queue reply $id 'Yes, behind the house.' --agent rosa --config desk.toml --now 2026-03-03T14:42:00-06:00; smsflow queue resolve $id --agent rosa --label question --back --workflow workflows/appointment.toml --config desk.toml --now 2026-03-03T14:43:00-06:00
| hand-off            h7ccb765d1f3f
| queue               front-desk
| status              open
| why                 question by phrase "is there parking" (en, phrases.tsv:129)
| contact             +13035550103
| opened              2026-03-02T18:40:00Z
| first answer        2026-03-02T18:55:00Z, late by 1d 1h
| workflow            appointment
| key                 A-1003
| state               asked
|   appointment_id    A-1003
|   branch            Cherry Creek
|   email             priya@example.com
|   first_name        Priya
|   reschedule_url    https://northside.example/r/A-1003
|   staff             Dr Haas
|   starts_at         2026-03-03T18:15:00Z
|   status            booked
|
| 2026-03-02T18:15:00Z  >  Hi Priya, your appointment with Northside Dental is tomorrow at 11:15 AM. Reply C to confirm, R to reschedule, or HELP for assistance.
|                          (delivered)
| 2026-03-02T18:40:00Z  <  Is there parking nearby?
|                          (question (phrase "is there parking" (en, phrases.tsv:…
| 2026-03-02T18:40:00Z  >  Thanks, we've got your message. Someone from Northside Dental will reply shortly.
|                          (delivered)
$ smsflow queue list --config desk.toml --now 2026-03-03T14:44:00-06:00 | sed 's/h[0-9a-f]\{12\}/h.../; s/unclear: .*/unclear: .../'
| id             queue          age  due  who  why
| h...  scheduler    1d 4h            unclear: ...
$ smsflow queue claim h000000000000 --agent rosa --config desk.toml
! smsflow: error: no hand-off h000000000000
! hint: smsflow queue list shows those that wait
= 2
$ smsflow queue claim h000000000000 --config desk.toml
! smsflow: error: who is it?
! hint: add --agent NAME
= 2
$ smsflow queue
! smsflow: error: a subcommand is required
! hint: usage: smsflow queue --help
= 2
