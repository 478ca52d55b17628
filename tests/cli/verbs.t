# The front door: every mistake says what to do, on standard error, with status 2.
$ smsflow --version
| smsflow 0.1.0
$ smsflow
! smsflow: error: which verb?
! hint: usage: smsflow --help
= 2
$ smsflow sned
! smsflow: error: no verb sned
! hint: did you mean send?
= 2
$ smsflow zebra
! smsflow: error: no verb zebra
! hint: verbs: smsflow --help
= 2
$ smsflow --no-such
! smsflow: error: a subcommand is required
! hint: usage: smsflow --help
= 2
$ smsflow simulate
! smsflow: error: script is required
! hint: usage: smsflow simulate --help
= 2
$ smsflow simulate --logg demo.db testdata/scripts/confirm.txt
! smsflow: error: the following argument was not expected: --logg
! hint: did you mean --log?
= 2
$ smsflow send --records a.csv
! smsflow: error: workflow is required
! hint: usage: smsflow send --help
= 2
$ smsflow send workflows/appointment.toml
! smsflow: error: a plan needs records
! hint: add --records FILE, or --live to drive what is planned already
= 2
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --format jsn
! testdata/records/appointments.csv:8: rejected (A-1007): bad_phone: "patient_phone": too short
! smsflow: error: unknown format jsn
! hint: did you mean json?
= 2
$ smsflow send workflows/appointment.toml --records testdata/records/appointments.csv --now yesterday
! smsflow: error: --now yesterday is not an RFC 3339 time
! hint: write it like 2026-03-02T09:00:00-06:00 or 2026-03-02T15:00:00Z
= 2
$ smsflow replay
! smsflow: error: which capture?
! hint: smsflow replay CAPTURE --workflow FILE, or replay --verify FILE
= 2
