# Exceptions first, then rates with their counts; the same figures for machines.
$ smsflow simulate --quiet testdata/scripts/demo.txt --log demo.db
$ smsflow report --log demo.db --source simulated --by branch --now 2026-03-04T12:00:00-06:00
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
|
| of delivered, by branch
| branch        asked  confirmed  replied  delivered  resolved  reply
| Lakeview          4     50.0 %   75.0 %    100.0 %    50.0 %    55m
| Cherry Creek      1      0.0 %  100.0 %    100.0 %     0.0 %    25m
| Hyde Park         1      0.0 %  100.0 %    100.0 %   100.0 %    30m
|
| branch        outcome    conversations
| Lakeview      confirmed              2   50.0 %
| Lakeview      opted_out              1   25.0 %
| Lakeview      owned                  1   25.0 %
| Cherry Creek  owned                  1  100.0 %
| Hyde Park     cancelled              1  100.0 %
$ smsflow report --log demo.db --source simulated --format csv --now 2026-03-04T12:00:00-06:00
| group,figure,basis,hits,n,open,value,low,high
| ,blocked_texts,no_consent,,,,1,,
| ,unknown_sends,,,,,0,,
| ,expired_texts,,,,,0,,
| ,replies,,,,,7,,
| ,invalid_replies,,,,,0,,
| ,late_replies,,,,,0,,
| ,opt_outs,,,,,1,,
| ,open_handoffs,,,,,2,,
| ,overdue_handoffs,,,,,0,,
| ,conversations,,,,,6,,
| ,confirmation,delivered,2,6,0,0.333333,0.096771,0.700007
| ,confirmation,attempted,2,6,0,0.333333,0.096771,0.700007
| ,reply,delivered,5,6,0,0.833333,0.436497,0.969947
| ,reply,attempted,5,6,0,0.833333,0.436497,0.969947
| ,delivery,delivered,14,14,0,1.000000,0.784689,1.000000
| ,delivery,attempted,14,14,0,1.000000,0.784689,1.000000
| ,resolution,delivered,3,6,0,0.500000,0.187616,0.812384
| ,resolution,attempted,3,6,0,0.500000,0.187616,0.812384
| ,time_to_reply,seconds,,6,1,1800,,
| ,time_to_resolution,seconds,,6,3,61800,,
| ,outcome,cancelled,,,,1,,
| ,outcome,confirmed,,,,2,,
| ,outcome,opted_out,,,,1,,
| ,outcome,owned,,,,2,,
$ smsflow report --log demo.db --source simulated --format json --now 2026-03-04T12:00:00-06:00 | head -12
| {
|   "schema_version": 1,
|   "as_of": "2026-03-04T18:00:00Z",
|   "since": null,
|   "until": null,
|   "source": "simulated",
|   "exceptions": {
|     "failed": {},
|     "unknown": 0,
|     "expired": 0,
|     "blocked": {
|       "no_consent": 1
$ smsflow report --log demo.db --source simulated --by hour --zone America/Chicago --since 2026-03-02 --until 2026-03-03 --now 2026-03-04T12:00:00-06:00
| report of simulated texts from 2026-03-02T00:00:00Z to 2026-03-03T00:00:00Z,
| as of 2026-03-04T18:00:00Z
|
| exceptions
|   blocked texts            1  no_consent 1
|   open hand-offs           2  waiting for a person
|
| rate          delivered        95 %  n  attempted        95 %  n  open
| confirmation     50.0 %   15.0-85.0  4     50.0 %   15.0-85.0  4     0
| reply           100.0 %  51.0-100.0  4    100.0 %  51.0-100.0  4     0
| delivery        100.0 %  67.6-100.0  8    100.0 %  67.6-100.0  8     0
| resolution       50.0 %   15.0-85.0  4     50.0 %   15.0-85.0  4     0
|
| time            median  n  open
| to reply           25m  4     0
| to resolution  17h 10m  4     2
|
| outcome    conversations
| confirmed              2  50.0 %
| owned                  2  50.0 %
|
| of delivered, by hour
| hour   asked  confirmed  replied  delivered  resolved    reply
| 09:00      1      0.0 %  100.0 %    100.0 %     0.0 %      55m
| 10:00      1    100.0 %  100.0 %    100.0 %   100.0 %      20m
| 12:00      1      0.0 %  100.0 %    100.0 %     0.0 %      25m
| 15:00      1    100.0 %  100.0 %    100.0 %   100.0 %  17h 10m
|
| hour   outcome    conversations
| 09:00  owned                  1  100.0 %
| 10:00  confirmed              1  100.0 %
| 12:00  owned                  1  100.0 %
| 15:00  confirmed              1  100.0 %

# A log without live texts says so.
$ smsflow report --log demo.db --now 2026-03-04T12:00:00-06:00
| report of live texts, as of 2026-03-04T18:00:00Z
|
| exceptions
|   none
|
| rate          delivered  95 %  n  attempted  95 %  n  open
| confirmation        n/a        0        n/a        0     0
| reply               n/a        0        n/a        0     0
| delivery            n/a        0        n/a        0     0
| resolution          n/a        0        n/a        0     0
|
| time           median  n  open
| to reply          n/a  0     0
| to resolution     n/a  0     0
! smsflow: warning: the log holds no live texts
! hint: --source simulated shows the simulated ones
--- smsflow.toml
log = "demo.db"
---
$ smsflow report --config smsflow.toml --source simulatd
! smsflow: error: unknown source simulatd
! hint: did you mean simulated?
= 2
$ smsflow report --since 1d --until 2d --now 2026-03-04T12:00:00-06:00
! smsflow: error: --since is not before --until
= 2
$ smsflow report --zone Chicago
! smsflow: error: unknown zone Chicago
! hint: zones have names like America/Chicago
= 2
$ smsflow report --log nowhere.db
! smsflow: error: nowhere.db: there is no log
! hint: check the path: --log, or log in the configuration; a log is made once, before the first text: smsflow log create
= 3
$ ls nowhere.db
! ls: cannot access 'nowhere.db': No such file or directory
= 2

# What people said of it, where they were asked.
$ smsflow simulate --quiet testdata/scripts/pickup_late.txt --log rated.db
$ smsflow report --log rated.db --source simulated --now 2026-03-04T12:00:00-06:00 | grep satisfied
| satisfied  100.0 % rated 4 or 5 (95 %: 20.7-100.0), mean 4.0; 1 of 1 answered
$ smsflow report --log rated.db --source simulated --now 2026-03-04T12:00:00-06:00 --format csv | grep satisf
| ,satisfaction,answered,1,1,0,1.000000,0.206549,1.000000
