# Consents and opt-outs.
--- ledger.csv
phone,purpose,source,at,wording,granted
(312) 555-0101,appointment-reminder,intake form,2026-01-05,"Texts about my visits, yes.",yes
+13125550102,*,phone call,2026-01-06T10:00:00Z,,no
555-01,*,phone call,,,yes
+13125550103,*,phone call,tomorrow,,yes
---
$ smsflow contacts import ledger.csv --log log.db --now 2026-03-01T12:00:00Z
| 4 rows: 2 added, 0 known already, 2 rejected
! ledger.csv:4: rejected: bad phone: too short
! ledger.csv:5: rejected: bad time
= 5
$ smsflow contacts import ledger.csv --log log.db --now 2026-03-01T12:00:00Z 2> faults
| 4 rows: 0 added, 2 known already, 2 rejected
= 5
$ smsflow contacts show '(312) 555-0101' --log log.db
| phone         +13125550101
| opted out     no
|
| at                    purpose               consent  source
| 2026-01-05T00:00:00Z  appointment-reminder  yes      intake form
$ smsflow contacts show +13125550102 --log log.db --format json
| {
|   "schema_version": 1,
|   "phone": "+13125550102",
|   "opted_out_at": "2026-01-06T10:00:00Z",
|   "opt_out_rule": "phone call",
|   "paused": false,
|   "wrong_number": false,
|   "unreachable": "none",
|   "handoff": "",
|   "sender": "",
|   "consents": [
|     {
|       "purpose": "*",
|       "granted": false,
|       "source": "phone call",
|       "at": "2026-01-06T10:00:00Z",
|       "wording": ""
|     }
|   ]
| }
$ smsflow contacts opt-out +13125550101 --source 'letter of March 2' --log log.db --now 2026-03-02T12:00:00Z
$ smsflow contacts opt-out +13125550101 --source 'letter of March 3' --log log.db --now 2026-03-03T09:00:00Z
! smsflow: warning: +1312***0101 had opted out already: 2026-03-02T12:00:00Z, letter of March 2
$ smsflow contacts show +13125550101 --log log.db | grep 'opted out'
| opted out     2026-03-03T09:00:00Z, letter of March 3
$ smsflow contacts opt-out +13125550109 --log log.db --now 2026-03-02T13:00:00Z
! smsflow: warning: nobody can tell later who said so: next time add --source
$ smsflow contacts opt-in +13125550101 --source 'phone call' --purpose appointment-reminder --wording 'Yes, please.' --log log.db --now 2026-03-03T12:00:00Z
! smsflow: warning: the carrier may still block this number until it texts START
--- smsflow.toml
log = "log.db"
region = "US"
---
$ smsflow contacts export --config smsflow.toml
| phone,purpose,granted,source,at,wording
| +13125550101,appointment-reminder,yes,intake form,2026-01-05T00:00:00Z,"Texts about my visits, yes."
| +13125550101,appointment-reminder,yes,phone call,2026-03-03T12:00:00Z,"Yes, please."
| +13125550102,*,no,phone call,2026-01-06T10:00:00Z,
| +13125550109,*,no,contacts opt-out,2026-03-02T13:00:00Z,
$ smsflow contacts show 312-555-0199
! smsflow: warning: the log knows nothing of +1312***0199
= 1
$ smsflow contacts show 12
! smsflow: error: this is no phone number: too short
! hint: write it like +13125550123
= 2
$ smsflow contacts opt-in +13125550101
! smsflow: error: --source is required
! hint: usage: smsflow contacts --help
= 2
