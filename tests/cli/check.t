$ smsflow check workflows/appointment.toml
| workflows/appointment.toml:90:1: warning: hands off to queue "front-desk", which the configuration does not name
|   90 | help           = { handoff = "front-desk" }
|      | ^
|   hint: add [queue.front-desk] to smsflow.toml; send and serve-webhook refuse to run without it
| workflows/appointment.toml:152:1: warning: hands off to queue "scheduler", which the configuration does not name
|   152 | help     = { handoff = "scheduler" }
|       | ^
|   hint: add [queue.scheduler] to smsflow.toml; send and serve-webhook refuse to run without it

# All faults at once, each with its place, a caret and what to do.
--- faulty.toml
name    = "appointment"
brand   = "Northside Dental"
purpose = "appointment-reminder"
clas    = "informational"
owners  = { rules = "front desk", integration = "it", escalation = "front desk", consent = "compliance" }

[record]
source = "scheduling system"
key    = "appointment_id"
phone  = "patient_phone"
zone   = "America/Chicago"
fields = { first_name = "text", starts_at = "time", status = "txt" }

[trigger]
when    = "stauts = 'booked'"
at      = "starts_at - 24 hours"
expires = "start_at - 2h"
start   = "aksed"

[intents.confirm]
keywords = ["C", "STOP"]
[intents.move]
keywords = ["c."]

[states.asked]
say = "Hi {frist_name}, see you {starts_at:daytime}. Reply C to confirm."
[states.asked.on]
confirm = { go = "confirmd" }
move    = { go = "confirmed", handoff = "front-desk" }
unclear = { say = "Sorry?", then = { go = "confirmed" } }
silence = { go = "confirmed" }

[states.confirmed]
end = "confirmed"
say = "Thank you, {first_name}."

[states.attic]
end = "never"
---
$ smsflow check faulty.toml
| faulty.toml:4:1: error: unknown key "clas"
|   4 | clas    = "informational"
|     | ^~~~
|   hint: did you mean "class"?
| faulty.toml:12:62: error: "record.fields.status" must be "text", "time", "number" or "flag"
|   12 | fields = { first_name = "text", starts_at = "time", status = "txt" }
|      |                                                              ^~~~~
|   hint: did you mean "text"?
| faulty.toml:16:11: error: "24 hours" is not a duration
|   16 | at      = "starts_at - 24 hours"
|      |           ^~~~~~~~~~~~~~~~~~~~~~
|   hint: write it like "starts_at - 24h"
| faulty.toml:17:11: error: no field "start_at" in the record
|   17 | expires = "start_at - 2h"
|      |           ^~~~~~~~~~~~~~~
|   hint: did you mean "starts_at"?
| faulty.toml:18:11: error: no state "aksed"
|   18 | start   = "aksed"
|      |           ^~~~~~~
|   hint: did you mean "asked"?
| faulty.toml:21:18: error: "STOP" is an opt-out word: carriers and the law read it as STOP
|   21 | keywords = ["C", "STOP"]
|      |                  ^~~~~~
|   hint: take a word that is none, like "C", "R", "N" or a digit
| faulty.toml:23:13: error: "c." means "confirm" and "move" in state "asked"
|   23 | keywords = ["c."]
|      |             ^~~~
|   hint: line 21 has it first; compared without case and punctuation
| faulty.toml:26:11: error: no field "frist_name" in the record
|   26 | say = "Hi {frist_name}, see you {starts_at:daytime}. Reply C to confirm."
|      |           ^~~~~~~~~~~~
|   hint: did you mean "first_name"?
| faulty.toml:26:33: error: no time format "daytime"
|   26 | say = "Hi {frist_name}, see you {starts_at:daytime}. Reply C to confirm."
|      |                                 ^~~~~~~~~~~~~~~~~~~
|   hint: did you mean "day_time"?
| faulty.toml:28:18: error: no state "confirmd"
|   28 | confirm = { go = "confirmd" }
|      |                  ^~~~~~~~~~
|   hint: did you mean "confirmed"?
| faulty.toml:29:1: error: only one of "go", "handoff" and "fallback" can follow
|   29 | move    = { go = "confirmed", handoff = "front-desk" }
|      | ^~~~
| faulty.toml:30:1: error: "asked" has no end with a person for what is not understood
|   30 | unclear = { say = "Sorry?", then = { go = "confirmed" } }
|      | ^~~~~~~
|   hint: end it with then = { handoff = "QUEUE" }
| faulty.toml:31:1: error: "silence" does not say after how long
|   31 | silence = { go = "confirmed" }
|      | ^~~~~~~
|   hint: add after = "6h": it counts from the confirmed send
= 1
$ smsflow check nowhere.toml workflows/appointment.toml
! smsflow: error: nowhere.toml: cannot read the workflow
= 3

# What is no TOML stops at its first fault.
--- broken.toml
name = "a"
brand = [
---
$ smsflow check broken.toml
| broken.toml:2:10: error: this array is never closed
|   2 | brand = [
|     |          ^
|   hint: add "]"
= 1

# What it does, in short; a warning counts where it is asked for.
$ smsflow check --map workflows/appointment.toml
| workflows/appointment.toml:90:1: warning: hands off to queue "front-desk", which the configuration does not name
|   90 | help           = { handoff = "front-desk" }
|      | ^
|   hint: add [queue.front-desk] to smsflow.toml; send and serve-webhook refuse to run without it
| workflows/appointment.toml:152:1: warning: hands off to queue "scheduler", which the configuration does not name
|   152 | help     = { handoff = "scheduler" }
|       | ^
|   hint: add [queue.scheduler] to smsflow.toml; send and serve-webhook refuse to run without it
| appointment
|   source     scheduling system
|   trigger    status = 'booked', at starts_at - 1d
|   replies    cancel, confirm (C), decline, reschedule (R), running_late, agent,
|              help, question
|   outcome    confirmed, cancelled, reschedule_open, no_reply, person at
|              front-desk, person at scheduler
|   exceptions after_answer: front-desk, agent: front-desk, angry: front-desk
|              (high), billing: front-desk, help: front-desk, issue: front-desk,
|              late: front-desk, login: front-desk, opt_out_unsure: front-desk
|              (high), question: front-desk, sensitive: front-desk (high),
|              several: front-desk, unclear: front-desk, undelivered:
|              auto-resolved, unsure: front-desk, void: front-desk, wrong_number:
|              front-desk
|   kpi        confirmation_rate
|   owners     consent: compliance, escalation: front desk, integration: it,
|              rules: front desk
--- quiet.toml
[queue.front-desk]
[queue.scheduler]
---
$ smsflow check --strict --config quiet.toml workflows/appointment.toml
$ smsflow check --strict workflows/appointment.toml
| workflows/appointment.toml:90:1: warning: hands off to queue "front-desk", which the configuration does not name
|   90 | help           = { handoff = "front-desk" }
|      | ^
|   hint: add [queue.front-desk] to smsflow.toml; send and serve-webhook refuse to run without it
| workflows/appointment.toml:152:1: warning: hands off to queue "scheduler", which the configuration does not name
|   152 | help     = { handoff = "scheduler" }
|       | ^
|   hint: add [queue.scheduler] to smsflow.toml; send and serve-webhook refuse to run without it
= 1

# A secret that send and serve-webhook would refuse is told where there is time to set it right.
--- real.toml
[provider.main]
kind = "twilio"
account = "AC00000000000000000000000000000000"
secret_file = "token"
[sender.desk]
numbers = ["+13125550100"]
[queue.front-desk]
[queue.scheduler]
---
$ echo 0123456789abcdef > token; chmod 644 token; smsflow check --config real.toml workflows/appointment.toml
| real.toml:1:11: warning: token: the secret can be read or changed by others
|   hint: chmod 600 token
$ chmod 600 token; smsflow check --strict --config real.toml workflows/appointment.toml
$ rm token; smsflow check --strict --config real.toml workflows/appointment.toml
| real.toml:1:11: warning: token: cannot read the secret: No such file or directory
= 1
$ smsflow check --format json broken.toml
| {
|   "schema_version": 1,
|   "diagnostics": [
|     {
|       "severity": "error",
|       "code": "syntax",
|       "file": "broken.toml",
|       "line": 2,
|       "column": 10,
|       "message": "this array is never closed",
|       "hint": "add \"]\""
|     }
|   ]
| }
= 1
