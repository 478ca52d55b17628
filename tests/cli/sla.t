# Promised answers over a weekend in which the clocks go forward (8 March 2026, Chicago): one kept, one
# broken after hours, one over a holiday. `check` is for cron: 1 when a promise is broken.
--- desk.toml
log = "desk.db"
[queue.front-desk]
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
first_response = "15m"
resolution = "8h"
[queue.scheduler]
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
holidays = ["2026-03-09"]
first_response = "15m"
resolution = "8h"
---
--- weekend.txt
at 2026-03-06T17:30:00-06:00
record appointment_id=A1 patient_phone=+13125550101 first_name=Maya starts_at=2026-03-07T15:00 status=booked branch=Downtown zone=America/Chicago staff="Dr Lee" reschedule_url=https://northside.example/r/A1 sms_consent=yes
record appointment_id=A2 patient_phone=+13125550102 first_name=Luis starts_at=2026-03-07T15:00 status=booked branch=Downtown zone=America/Chicago staff="Dr Lee" reschedule_url=https://northside.example/r/A2 sms_consent=yes
record appointment_id=A3 patient_phone=+13125550103 first_name=Priya starts_at=2026-03-07T15:00 status=booked branch=Downtown zone=America/Chicago staff="Dr Lee" reschedule_url=https://northside.example/r/A3 sms_consent=yes
at 2026-03-06T17:50:00-06:00
< +13125550102: HELP
+5m
< +13125550101: HELP
< +13125550103: R
+5m
< +13125550103: HELP
---
$ smsflow simulate --quiet weekend.txt --config desk.toml --log desk.db
$ smsflow queue list --config desk.toml --now 2026-03-06T18:01:00-06:00
| id             queue         age        due  who  why
| h10e0f29ca06f  front-desk    11m  in 2d 13h       help by help word "help" (en)
| h3726d571ae67  front-desk     6m  in 2d 13h       help by help word "help" (en)
| ha061c925ea72  scheduler      1m  in 3d 13h       help by help word "help" (en)
$ smsflow queue check --config desk.toml --now 2026-03-09T08:04:00-05:00
$ for key in A1 A2 A3; do smsflow queue list --config desk.toml --format json | grep -B7 -A3 "\"$key\"" | grep '"due"\|"queue"' ; done
|       "queue": "front-desk",
|       "due": "2026-03-09T13:10:00Z",
|       "queue": "front-desk",
|       "due": "2026-03-09T13:05:00Z",
|       "queue": "scheduler",
|       "due": "2026-03-10T13:15:00Z",
# Maya is answered five minutes before hers is due.
$ id() { smsflow queue list --config desk.toml --format json | grep -B7 "\"$1\"" | sed -n 's/.*"id": "\(.*\)".*/\1/p'; }; smsflow queue reply $(id A1) 'Monday at 3 PM is free.' --agent rosa --config desk.toml --now 2026-03-09T08:05:00-05:00; smsflow queue resolve $(id A1) --agent rosa --config desk.toml --now 2026-03-09T08:20:00-05:00
# Luis wrote ten minutes before closing: five more on Monday, on the new time, and nobody came.
$ smsflow queue check --config desk.toml --now 2026-03-09T08:20:00-05:00
| id             queue            age          due  who  why
| h10e0f29ca06f  front-desk    2d 13h  late by 15m       help by help word "help"…
= 1
$ smsflow queue show $(smsflow queue list --config desk.toml --queue front-desk --format json | sed -n 's/.*"id": "\(.*\)".*/\1/p') --config desk.toml --now 2026-03-09T08:20:00-05:00
| hand-off            h10e0f29ca06f
| queue               front-desk
| status              open
| why                 help by help word "help" (en)
| contact             +13125550102
| opened              2026-03-06T23:50:00Z
| first answer        2026-03-09T13:05:00Z, late by 15m
| resolution          2026-03-09T20:50:00Z, in 7h 30m
| workflow            appointment
| key                 A2
| state               asked
|   appointment_id    A2
|   branch            Downtown
|   first_name        Luis
|   reschedule_url    https://northside.example/r/A2
|   staff             Dr Lee
|   starts_at         2026-03-07T21:00:00Z
|   status            booked
|
| 2026-03-06T23:30:00Z  >  Hi Luis, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.
|                          (delivered)
| 2026-03-06T23:50:00Z  <  HELP
|                          (help (help word "help" (en)))
| 2026-03-06T23:50:00Z  >  Thanks, we've got your message. Someone from Northside Dental will reply shortly.
|                          (delivered)
$ smsflow queue resolve $(smsflow queue list --config desk.toml --queue front-desk --format json | sed -n 's/.*"id": "\(.*\)".*/\1/p') --agent rosa --config desk.toml --now 2026-03-09T08:21:00-05:00
# Priya's queue keeps a holiday on that Monday: Tuesday, a quarter of an hour after opening, is in time.
$ smsflow queue check --config desk.toml --now 2026-03-10T08:15:00-05:00
$ smsflow queue check --config desk.toml --now 2026-03-10T08:15:01-05:00
| id             queue           age         due  who  why
| ha061c925ea72  scheduler    3d 13h  late by 1s       help by help word "help" (…
= 1
