#!/usr/bin/env python3
"""A send that is killed in a container and started again has the same process id as before: what it was posting is
unknown at once, is looked up, and leaves once more at the very most."""
import http.server
import subprocess
import threading
import urllib.parse

from common import *


class Carrier(http.server.BaseHTTPRequestHandler):
    hangs = True
    posts = []

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def do_GET(self):
        self.answer(200, {"messages": [], "next_page_uri": None})

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        Carrier.posts.append(form["To"][0])
        if Carrier.hangs:
            time.sleep(30)
        else:
            self.answer(201, {"sid": "SM%032x" % len(Carrier.posts)})


def in_container(command):
    """As process 1 of a process id namespace of its own."""
    return subprocess.Popen(["unshare", "--pid", "--fork", "--kill-child", *command], stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def main():
    if os.geteuid() != 0 or not shutil.which("unshare"):
        skip("a process id namespace takes root and unshare")
    if subprocess.run(["unshare", "--pid", "--fork", "true"], capture_output=True).returncode != 0:
        skip("this machine lets nobody make process id namespaces")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Carrier)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Scratch() as scratch:
        config = twilio_config(scratch, server.server_address[1])
        log = scratch.file("log.db")
        run("log", "create", "--config", config, "--log", log)
        table = scratch.file("records.csv", records([("K1", "+13125550101", "2026-03-03T15:00")]))
        command = [BINARY, "send", WORKFLOW, "--live", "--config", config, "--log", log, "--records", table]

        def state():
            return rows(log, "select state from v_message where step = 'asked.say'")[0][0]

        def send(now):
            process = in_container(command + ["--now", now])
            check(process.wait(60) in (0, 5), "the run failed: %d" % process.returncode)

        victim = in_container(command + ["--now", "2026-03-02T15:00:00-06:00"])
        wait_until(lambda: Carrier.posts, 20, "nothing was posted")
        check(state() == "posting", "not on its way: %s" % state())
        victim.kill()   # and with it the whole namespace
        victim.wait()
        Carrier.hangs = False
        send("2026-03-02T15:00:10-06:00")
        check(state() == "unknown", "10 seconds later: %s" % state())
        send("2026-03-02T15:10:00-06:00")
        check(len(Carrier.posts) == 1, "posted again within the carrier's delay")
        send("2026-03-02T15:20:00-06:00")
        send("2026-03-02T15:25:00-06:00")
        check(state() == "accepted", "25 minutes later: %s" % state())
        check(len(Carrier.posts) == 2, "posted %d times" % len(Carrier.posts))
    print("killed as process 1, started again as process 1: unknown at once, looked up, posted once more")


main()
