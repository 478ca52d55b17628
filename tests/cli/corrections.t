# What a person says a reply meant is kept, and a model learns it.
--- desk.toml
log = "desk.db"
[queue.front-desk]
[queue.scheduler]
---
--- own.toml
log = "desk.db"
model = "own.model"
[queue.front-desk]
[queue.scheduler]
---
--- week.txt
workflow workflows/appointment.toml
at 2026-03-02T11:30:00-06:00
record appointment_id=A-1 patient_phone=+13125550101 first_name=Maya starts_at=2026-03-03T11:00 status=booked branch=Lakeview staff="Dr Haas" zone=America/Chicago reschedule_url=https://northside.example/r/A-1 sms_consent=yes
at 2026-03-02T11:40:00-06:00
< is the 11 set in stone? the kid has the sniffles
---
$ smsflow simulate --quiet week.txt --config desk.toml --log desk.db
$ id=$(smsflow queue list --config desk.toml --format json --now 2026-03-02T12:00:00-06:00 | sed -n 's/.*"id": "\(.*\)".*/\1/p' | head -1); smsflow queue claim $id --agent rosa --config desk.toml --now 2026-03-02T12:01:00-06:00 && smsflow queue resolve $id --agent rosa --label reschedule --config desk.toml --now 2026-03-02T12:02:00-06:00
$ smsflow log export --view correction --config desk.toml | tee corrections.jsonl | sed 's/"h[0-9a-f]\{12\}"/"h..."/'
| {"id":"h...","at":1772474520000,"text":"is the 11 set in stone? the kid has the sniffles","context":"Hi Maya, your appointment with Northside Dental is tomorrow at 11:00 AM. Reply C to confirm, R to reschedule, or HELP for assistance.","label":"reschedule","read_as":"question","workflow":"appointment","source":"simulated"}
$ smsflow classify --train corrections.jsonl --examples --out own.model 2>&1 | sed 's/: .*//'
| own.model
$ for model in '' '--model own.model'; do head -1 corrections.jsonl | smsflow classify --format jsonl $model - | sed 's/"model [0-9a-f]*"/"model ..."/; s/0\.[0-9]*/0.../g; s/"h[0-9a-f]\{12\}"/"h..."/'; done
| {"id":"h...","label":"question","layer":"model","rule":"model ...","confidence":0...,"runner_up":"unclear","auto":false}
| {"id":"h...","label":"reschedule","layer":"model","rule":"model ...","confidence":0...,"runner_up":"unclear","auto":false}
$ sed -i 's/A-1/A-2/; s/0101/0102/' week.txt; smsflow simulate --quiet week.txt --config own.toml --log own.db; smsflow log export --view reply --log own.db | sed 's/.*"label"/"label"/; s/"rule".*//'
| "label":"reschedule","layer":"model",

# The same rows make the same bytes; another model is another revision in the log.
$ smsflow classify --train corrections.jsonl --examples --out again.model 2>/dev/null; cmp own.model again.model && echo the same
| the same
$ for log in desk.db own.db; do smsflow log export --view reply --log $log | grep -o '"classifier":"[0-9a-f]*"'; done | sort -u | wc -l
| 2

# A build can insist on what was learnt.
$ smsflow classify --eval corrections.jsonl --model own.model --fail-on 'accuracy<0.9' > /dev/null && echo passed
| passed
$ smsflow classify --eval corrections.jsonl --fail-on 'accuracy<0.9' > /dev/null
= 1
$ smsflow classify --eval corrections.jsonl --fail-on 'acuracy<0.9' > /dev/null
! smsflow: error: no figure is called "acuracy"
! hint: write accuracy, macro-f1, coverage, precision, wrong-per-1000 or out-of-scope-acted, then < or >, then a number
= 2
