--- replies.txt
C
(c)
yes
can't make it
could we do Thursday instead?
Do you take Delta insurance?
STOP
CANCEL
asdf qwer
👍
---
$ smsflow classify replies.txt --workflow workflows/appointment.toml --state asked --format table | sed 's/model [0-9a-f]*/model .../; s/0[.][0-9]*/0.../'
| text                          label          conf        rule
| C                             confirm        1.00  auto  keyword C (workflows/a…
| (c)                           confirm        1.00  auto  keyword C (workflows/a…
| yes                           confirm        1.00  auto  phrase "yes" (workflow…
| can't make it                 cancel         1.00  auto  phrase "cant make it" …
| could we do Thursday instea…  reschedule     1.00  auto  example "Could we do T…
| Do you take Delta insurance?  question       1.00  auto  phrase "do you take" (…
| STOP                          stop           1.00  auto  opt-out word STOP (en)
| CANCEL                        stop           1.00  auto  opt-out word CANCEL (e…
| asdf qwer                     unclear        0...        model ...
| 👍                            confirm        1.00  auto  phrase "thumbsup" (en,…
$ head -5 replies.txt | smsflow classify --workflow workflows/appointment.toml --state asked
| {"id":"1","label":"confirm","layer":"keyword","rule":"keyword C (workflows/appointment.toml:69:10)","confidence":1,"runner_up":"","auto":true}
| {"id":"2","label":"confirm","layer":"keyword","rule":"keyword C (workflows/appointment.toml:69:10)","confidence":1,"runner_up":"","auto":true}
| {"id":"3","label":"confirm","layer":"phrase","rule":"phrase \"yes\" (workflows/appointment.toml:69:10)","confidence":1,"runner_up":"","auto":true}
| {"id":"4","label":"cancel","layer":"phrase","rule":"phrase \"cant make it\" (workflows/appointment.toml:79:10)","confidence":1,"runner_up":"","auto":true}
| {"id":"5","label":"reschedule","layer":"phrase","rule":"example \"Could we do Thursday instead?\" (workflows/appointment.toml:74:10)","confidence":1,"runner_up":"","auto":true}
$ echo '{"id": 7, "text": "R", "state": "asked"}' | smsflow classify - --workflow workflows/appointment.toml --format jsonl
| {"id":"7","label":"reschedule","layer":"keyword","rule":"keyword R (workflows/appointment.toml:74:10)","confidence":1,"runner_up":"","auto":true}
$ smsflow classify replies.txt --workflow workflows/appointment.toml --state aksed
! smsflow: error: appointment has no state aksed
! hint: did you mean asked?
= 2
$ smsflow classify nowhere.txt
! smsflow: error: nowhere.txt: cannot read the replies
= 3
$ echo 'see you there' | smsflow classify --context 'Reply C to confirm, R to reschedule.' --explain --format jsonl
| {"id":"1","label":"confirm","layer":"phrase","rule":"phrase \"see you there\" (en, phrases.tsv:19)","confidence":1,"runner_up":"","auto":true,"runner_up_confidence":0,"features":[]}
$ smsflow classify --train replies.txt
! smsflow: error: --train needs --out FILE
= 2
$ smsflow classify --model replies.txt replies.txt
! smsflow: error: the model is broken: too short
! hint: train it again with smsflow classify --train
= 3
$ smsflow classify --loso replies.txt
! smsflow: error: --loso and --fail-on belong to --eval
= 2
$ smsflow classify --train replies.txt --out small.model
! smsflow: error: replies:1: not label, context and text
! hint: write {"text": "...", "label": "..."} or label, context and text parted by tabs
= 3
$ smsflow classify --eval replies.txt --fail-on 'accuracy<0.5'
! smsflow: error: replies:1: not label, context and text
! hint: write {"text": "...", "label": "..."} or label, context and text parted by tabs
= 3

# The same everywhere: whatever the locale, the zone and the memory, and on every machine this digest.
$ cut -f 2- testdata/classify/n*.tsv testdata/classify/opt_out.tsv testdata/classify/phrases.tsv > many.txt; smsflow classify --format jsonl many.txt | sed 's/"model [0-9a-f]*"/"model"/' > first.jsonl; wc -l < first.jsonl
| 1781
$ LC_ALL=tr_TR.UTF-8 TZ=Asia/Kathmandu MALLOC_PERTURB_=85 smsflow classify --format jsonl many.txt | sed 's/"model [0-9a-f]*"/"model"/' | cmp - first.jsonl && echo the same
| the same
$ sha256sum < first.jsonl
| dca67b40c1c80ecccb8619891ee700dfba1d152e48940638d4bf3bce9f77f239  -
