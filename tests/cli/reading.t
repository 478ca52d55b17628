# Whoever reads takes no lock, and nothing slow is read under one: others write meanwhile.
$ smsflow contacts opt-out +13125550190 --source phone --log log.db --now 2026-03-02T12:00:00-06:00
$ (head -3 testdata/records/appointments.csv; smsflow contacts opt-out +13125550191 --source phone --log log.db --now 2026-03-02T13:00:00-06:00; tail -n +4 testdata/records/appointments.csv | grep -v Iris) | smsflow send workflows/appointment.toml --records - --log log.db --now 2026-03-02T15:00:00-06:00 --texts 0 | head -4
| plan of appointment as of 2026-03-02T21:00:00Z (nothing is sent without --live)
|
| rows                7
| now                 4   4 segments
$ (printf 'phone,purpose,source\n+13125550192,*,form\n'; smsflow contacts opt-out +13125550193 --source phone --log log.db --now 2026-03-02T14:00:00-06:00; printf '+13125550194,*,form\n') | smsflow contacts import - --log log.db --now 2026-03-02T15:00:00-06:00
| 2 rows: 2 added, 0 known already, 0 rejected
$ smsflow log export --view contact --format csv --log log.db | cut -d , -f 2,4
| phone,opt_out_rule
| '+1312***0190,phone
| '+1312***0191,phone
| '+1312***0193,phone
| '+1312***0192,
| '+1312***0194,
$ smsflow log verify --log log.db
| the chain is whole

# A log that is missing beside its lock file is not made anew: everybody would be asked again.
$ mv log.db away.db
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --log log.db --now 2026-03-02T15:00:00-06:00
! smsflow: error: log.db is missing, but there was one: log.db.lock
! hint: put the log back, or its backup; without it everybody would be texted again. To begin anew all the same, remove log.db.lock
= 3
$ smsflow contacts opt-out +13125550195 --source phone --log log.db
! smsflow: error: log.db is missing, but there was one: log.db.lock
! hint: put the log back, or its backup; without it everybody would be texted again. To begin anew all the same, remove log.db.lock
= 3
$ ls log.db texts.jsonl
! ls: cannot access 'log.db': No such file or directory
! ls: cannot access 'texts.jsonl': No such file or directory
= 2
$ mv away.db log.db
$ smsflow contacts show +13125550191 --log log.db
| phone         +13125550191
| opted out     2026-03-02T19:00:00Z, phone
| consents      none in the ledger
