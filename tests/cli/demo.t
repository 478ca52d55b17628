# What the first command of README.md shows.
$ smsflow simulate testdata/scripts/demo.txt --log demo.db | sed 's/model [0-9a-f]*/model .../'
| workflow (built in)
| at 2026-03-02T09:00:00-06:00
| records testdata/scripts/../records/appointments.csv
| # testdata/scripts/../records/appointments.csv:8: rejected: bad_phone: "patient_phone": too short
| at 2026-03-02T09:30:00-06:00
| > +13125550102: Hi Luis, your appointment with Northside Dental is tomorrow at 9:30 AM. Reply C to confirm, R to reschedule, or HELP for assistance.
| at 2026-03-02T10:00:00-06:00
| > +13125550104: Hi Noah, your appointment with Northside Dental is tomorrow at 10:00 AM. Reply C to confirm, R to reschedule, or HELP for assistance.
| at 2026-03-02T10:20:00-06:00
| < +13125550104: C
| #   auto_resolved - confirm by keyword C (appointment.toml (built in):69:10)
| > +13125550104: Thank you, Noah. See you tomorrow at 10:00 AM at Lakeview with Dr Chen.
| at 2026-03-02T10:25:00-06:00
| < +13125550102: R
| #   auto_resolved - reschedule by keyword R (appointment.toml (built in):74:10)
| > +13125550102: No problem, Luis. Pick another time here: https://northside.example/r/A-1002 Rather have us do it? Reply HELP.
| at 2026-03-02T10:27:00-06:00
| < +13125550102: mornings are best for me
| #   handed_off - unclear: perhaps reschedule
| > +13125550102: Thanks, we've got your message. Someone from Northside Dental will reply shortly.
| at 2026-03-02T12:15:00-06:00
| > +13035550103: Hi Priya, your appointment with Northside Dental is tomorrow at 11:15 AM. Reply C to confirm, R to reschedule, or HELP for assistance.
| at 2026-03-02T12:40:00-06:00
| < +13035550103: Is there parking nearby?
| #   handed_off - question by phrase "is there parking" (en, phrases.tsv:129)
| > +13035550103: Thanks, we've got your message. Someone from Northside Dental will reply shortly.
| at 2026-03-02T15:00:00-06:00
| > +13125550101: Hi Maya, your appointment with Northside Dental is tomorrow at 3:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.
| at 2026-03-02T15:30:00-06:00
| at 2026-03-02T16:00:00-06:00
| at 2026-03-02T18:15:00-06:00
| at 2026-03-02T21:00:00-06:00
| at 2026-03-02T22:25:00-06:00
| at 2026-03-03T08:00:00-06:00
| > +13125550101: Northside Dental: we are holding today at 3:00 PM at Lakeview for you, Maya. Reply C to confirm or R to reschedule.
| at 2026-03-03T08:10:00-06:00
| < +13125550101: yes, see you then!
| #   auto_resolved - confirm by phrase "yes" (appointment.toml (built in):69:10)
| > +13125550101: Thank you, Maya. See you today at 3:00 PM at Lakeview with Dr Chen.
| record appointment_id=A-1009 patient_phone=+13125550109 first_name=Ana starts_at=2026-03-03T17:00 status=booked branch=Lakeview staff="Dr Chen" zone=America/Chicago reschedule_url=https://northside.example/r/A-1009 sms_consent=yes
| > +13125550109: Hi Ana, your appointment with Northside Dental is today at 5:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.
| at 2026-03-03T08:20:00-06:00
| < +13125550109: STOP
| #   opted_out - opt-out word STOP (en)
| > +13125550109: Northside Dental: you are unsubscribed and will get no more texts from us. Reply START to get them again.
| at 2026-03-03T09:00:00-06:00
| records testdata/scripts/../records/appointments.csv
| # testdata/scripts/../records/appointments.csv:8: rejected: bad_phone: "patient_phone": too short
| #   1 row is missing (A-1009): texts about them are held until they are seen again
| at 2026-03-03T14:00:00-06:00
| > +13125550104: Hi Noah, your appointment with Northside Dental is tomorrow at 2:00 PM. Reply C to confirm, R to reschedule, or HELP for assistance.
| at 2026-03-03T14:10:00-06:00
| at 2026-03-03T14:30:00-06:00
| < +13125550104: sorry, something came up and we can't make it
| #   auto_resolved - cancel by phrase "cant make it" (appointment.toml (built in):79:10)
| > +13125550104: Thanks for telling us, Noah. Your appointment tomorrow at 2:00 PM is cancelled. Book a new one any time: https://northside.example/r/A-1005
$ smsflow report --log demo.db --source simulated --now 2026-03-04T12:00:00-06:00
| report of simulated texts, as of 2026-03-04T18:00:00Z
|
| exceptions
|   blocked texts            1  no_consent 1
|   opt-outs                 1
|   open hand-offs           2  waiting for a person
|
| rate          delivered        95 %   n  attempted        95 %   n  open
| confirmation     33.3 %    9.7-70.0   6     33.3 %    9.7-70.0   6     0
| reply            83.3 %   43.6-97.0   6     83.3 %   43.6-97.0   6     0
| delivery        100.0 %  78.5-100.0  14    100.0 %  78.5-100.0  14     0
| resolution       50.0 %   18.8-81.2   6     50.0 %   18.8-81.2   6     0
|
| time            median  n  open
| to reply           30m  6     1
| to resolution  17h 10m  6     3
|
| outcome    conversations
| confirmed              2  33.3 %
| owned                  2  33.3 %
| cancelled              1  16.7 %
| opted_out              1  16.7 %
