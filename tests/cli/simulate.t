# A script plays; its transcript is a script again, and plays to the same end.
$ smsflow simulate testdata/scripts/confirm.txt
| workflow (built in)
| at 2026-03-02T15:00:00-06:00
| record appointment_id=A1 patient_phone=+13125550101 first_name=Maya starts_at=2026-03-03T15:00 status=booked branch=Downtown zone=America/Chicago staff="Dr Lee" reschedule_url=https://northside.example/r/A1 sms_consent=yes
| > +13125550101: Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.
| at 2026-03-02T15:20:00-06:00
| < +13125550101: C
| #   auto_resolved - confirm by keyword C (appointment.toml (built in):69:10)
| > +13125550101: Thank you, Maya. See you tomorrow at 3:00 PM at Downtown with Dr Lee.
$ smsflow simulate testdata/scripts/confirm.txt | smsflow simulate --quiet -

# It names its workflow, so that it plays again as it was, whichever that is.
$ smsflow simulate testdata/scripts/order_late.txt > played.txt; head -2 played.txt; smsflow simulate played.txt | diff played.txt -
| workflow testdata/scripts/../../workflows/order.toml
| at 2026-03-03T09:30:00-06:00
$ smsflow simulate --workflow workflows/order.toml played.txt | head -1
| workflow workflows/order.toml
--- own.txt
workflow (built in)
at 2026-03-02T15:00:00-06:00
---
$ smsflow simulate own.txt
| workflow (built in)
| at 2026-03-02T15:00:00-06:00

# A text that is held because nobody saw its record lately is told, once.
$ sed 's/^key /fresh = "1h"\nkey /' workflows/appointment.toml > fresh.toml
--- fresh.txt
workflow fresh.toml
at 2026-03-02T15:00:00-06:00
record appointment_id=A1 patient_phone=+13125550101 first_name=Maya starts_at=2026-03-03T15:00 status=booked branch=Downtown zone=America/Chicago staff="Dr Lee" reschedule_url=https://northside.example/r/A1 sms_consent=yes
+6h
+10m
+12h
record appointment_id=A1 patient_phone=+13125550101 first_name=Maya starts_at=2026-03-03T15:00 status=booked branch=Downtown zone=America/Chicago staff="Dr Lee" reschedule_url=https://northside.example/r/A1 sms_consent=yes
---
$ smsflow simulate fresh.txt | tail -n +5
| at 2026-03-02T21:00:00-06:00
| #   held: not_seen - nudged.say of A1; record_seen_at: 2026-03-02T21:00:00Z; fresh: 1h; look: older than fresh allows
| at 2026-03-02T21:10:00-06:00
| at 2026-03-03T09:10:00-06:00
| record appointment_id=A1 patient_phone=+13125550101 first_name=Maya starts_at=2026-03-03T15:00 status=booked branch=Downtown zone=America/Chicago staff="Dr Lee" reschedule_url=https://northside.example/r/A1 sms_consent=yes
| > +13125550101: Northside Dental: we are holding today at 3:00 PM at Downtown for you, Maya. Reply C to confirm or R to reschedule.

# A difference is shown line by line, status 1.
--- differs.txt
at 2026-03-02T15:00:00-06:00
record appointment_id=A1 patient_phone=+13125550101 first_name=Maya starts_at=2026-03-03T15:00 status=booked branch=Downtown zone=America/Chicago staff="Dr Lee" reschedule_url=https://northside.example/r/A1 sms_consent=yes
> Hi Maya, your appointment with Northside Dental is today at 3:00 PM.
< C
= outcome=cancelled
---
$ smsflow simulate --quiet differs.txt
! differs.txt:3: another text than expected
!   - Hi Maya, your appointment with Northside Dental is today at 3:00 PM.
!   + Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.
! differs.txt:5: outcome is another than expected
!   - cancelled
!   + confirmed
! differs.txt:5: a text nobody expected, to +13125550101
!   + Thank you, Maya. See you tomorrow at 3:00 PM at Downtown with Dr Lee.
= 1

# A step that is none, status 3.
--- faulty.txt
at 2026-03-02T15:00:00-06:00
recrod appointment_id=A1
at noon
---
$ smsflow simulate faulty.txt
! smsflow: error: the script has faults:
! faulty.txt:2:1: error: this line is no step
!   2 | recrod appointment_id=A1
!     | ^
!   hint: did you mean record?
!
! faulty.txt:3:1: error: this line is no step
!   3 | at noon
!     | ^
!   hint: steps are: at TIME, +DURATION, record F=V ..., look [DURATION old], records FILE, gone KEY, contact NUMBER, workflow FILE, < TEXT, <<, > TEXT, >> nothing, ! OUTCOME, = PROPERTY=VALUE
!
! hint: man 5 smsflow-script describes the steps
= 3
$ smsflow simulate nowhere.txt
! smsflow: error: nowhere.txt: cannot read the script
= 3

# Another workflow, a configuration with its own desk, and a log that is kept.
--- desk.toml
[queue.front-desk]
after_hours = "The desk is closed; we are back {back}."
hours = "mon-fri 08:00-18:00"
zone = "America/Chicago"
---
$ smsflow simulate --workflow workflows/appointment.toml --config desk.toml --log kept.db testdata/scripts/after_hours.txt
| workflow workflows/appointment.toml
| at 2026-03-02T15:00:00-06:00
| record appointment_id=A1 patient_phone=+13125550101 first_name=Maya starts_at=2026-03-03T15:00 status=booked branch=Downtown zone=America/Chicago staff="Dr Lee" reschedule_url=https://northside.example/r/A1 sms_consent=yes
| > +13125550101: Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.
| at 2026-03-02T19:30:00-06:00
| < +13125550101: Do you take Delta insurance?
| #   handed_off - question by phrase "do you take" (en, phrases.tsv:129)
| > +13125550101: The desk is closed; we are back tomorrow at 8:00 AM.
! testdata/scripts/after_hours.txt:7: another text than expected
!   - Thanks, we've got your message. Northside Dental is closed right now; we will reply when we are back, tomorrow at 8:00 AM.
!   + The desk is closed; we are back tomorrow at 8:00 AM.
= 1
$ smsflow simulate --quiet testdata/scripts/confirm.txt testdata/scripts/cancel.txt

# Each script is a world of its own, where the same number is another person: it has its own log.
$ smsflow simulate --quiet testdata/scripts/confirm.txt testdata/scripts/cancel.txt --log both.db
! smsflow: error: several scripts have no log in common
! hint: each is a world of its own: play them one by one, each with a --log of its own
= 2
$ smsflow simulate --quiet testdata/scripts/confirm.txt --log kept.db
! smsflow: error: kept.db: the file is there already
! hint: what is simulated or replayed is kept in a new log, apart from all others
= 3
