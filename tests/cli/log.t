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
! smsflow: error: cannot open nowhere.db: unable to open database file
= 4

# Whoever changes an event is found out.
$ python3 -c "import sqlite3; d = sqlite3.connect('log.db'); d.executescript('drop trigger event_stays; update event set at = at + 1 where id = 3')"
$ smsflow log verify
| batch 1 (events 1 to 4, writer simulate) is not what was written
= 1
$ printf 'no log' > other.db; smsflow log verify --log other.db
! smsflow: error: cannot use the log: file is not a database
! hint: is it a log?
= 3
