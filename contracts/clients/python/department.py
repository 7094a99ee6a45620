#!/usr/bin/env python3
"""A department's own system: tax reviews its tasks and issues its licences. Python 3.9 or later, nothing else.

    department.py --platform http://localhost:8080 --department tax                        asks its inbox, and waits there
    department.py --platform … --department tax --webhook 9000 --secret whsec_…            is told, at http://…:9000/

All it knows of a task it reads from the platform: whatever it is told, however often and in whichever order, `attend` looks
at the task and does what it needs now. So nothing is lost with this process, and nothing is done twice.
Copy it, and put your own rules in place of `review` and `issue`. The token is taken from ONEVISIT_TOKEN.
"""
import argparse, base64, hmac, http.server, json, os, queue, threading, time, urllib.error, urllib.request

def review(task):
    """The answer to one application. Every outcome but pass says why, and by which law; nothing is asked for twice."""
    if (task["form"].get("tax") or {}).get("bookkeeping"):
        return decision("pass", "准予登记", "May be registered", "税收征收管理法 第十五条")
    why = ("未说明记账方式", "It is not said how the books are kept", "税收征收管理法 第十九条")
    if task["asked"]:
        return decision("refuse", *why)
    return {**decision("supplement", *why), "supplement": {"fields": [{"pointer": "/tax/bookkeeping"}]}}


def issue(task):
    """The licences that are asked for. Each number follows from the task: asked again, it is the same one again."""
    known = {name: value for licence in task["issue"]["inputs"] or [] for name, value in licence["data"].items()}
    number = known.get("unifiedSocialCreditCode", task["task"]) + "-tax"
    return [{"type": kind, "number": number, "data": {"taxpayerKind": task["form"]["tax"]["taxpayerKind"]}} for kind in task["issue"]["types"]]


def decision(outcome, zh, en, law):
    return {"outcome": outcome, "reason": {"zh": zh, "en": en}, "legalBasis": law}


class Platform:
    def __init__(self, address, department):
        self.address, self.department, self.tasks = address.rstrip("/"), department, f"/api/departments/{department}/tasks"
        self.token = os.environ.get("ONEVISIT_TOKEN") or self.sign_in()

    def sign_in(self):
        """Development hands out tokens; elsewhere, ask your OpenID Connect issuer."""
        self.token = ""
        return self.call("POST", "/dev/tokens", {"subject": self.department + "-system", "role": "system", "department": self.department})[2]["accessToken"]

    def call(self, method, path, body=None, **headers):
        """Status, headers and body. Every call here may be repeated: what found nobody, or was told to wait, is sent again as it was."""
        headers = {"Authorization": self.token and "Bearer " + self.token, "Content-Type": "application/json", **headers}
        headers = {name.replace("_", "-"): value for name, value in headers.items() if value}
        request = urllib.request.Request(self.address + path, body and json.dumps(body).encode(), headers, method=method)
        while True:
            try:
                with urllib.request.urlopen(request, timeout=90) as answer:
                    return answer.status, answer.headers, json.load(answer)
            except urllib.error.HTTPError as problem:
                if problem.code not in (429, 502, 503, 504):
                    return problem.code, problem.headers, problem.read()
                time.sleep(float(problem.headers.get("Retry-After", 2)))
            except OSError:
                time.sleep(2)

    def attend(self, task):
        """Does what a task needs now; looks again when somebody was faster (412)."""
        for _ in range(5):
            status, headers, found = self.call("GET", f"{self.tasks}/{task}")
            if status != 200:  # 404: not ours to know of
                return
            if found.get("issue"):
                done = self.call("POST", f"{self.tasks}/{task}/issue", {"attempt": found["issue"]["attempt"], "licences": issue(found)})
            elif found["lifecycle"] in ("requested", "claimed", "reviewing"):
                done = self.call("POST", f"{self.tasks}/{task}/decision", review(found), If_Match=headers["ETag"])
            else:  # it waits for somebody else, or has ended
                return
            print(task, found["lifecycle"], done[0], flush=True)
            if done[0] != 412:  # 409: held by another, or no longer open; what becomes of it is told by its next version
                return

    def inbox(self, wait):
        """Every open task, and again after each change. Wait 0: once."""
        seen, more = None, None
        while True:
            status, headers, page = self.call("GET", f"{self.tasks}?state=open&limit=200&wait={min(wait, 5) if more else wait}", If_None_Match=seen)
            if status == 200:
                seen, more = headers["ETag"], page["next"]
                yield from page["items"]
            following = more
            while following:  # only a change of the first page is waited for; the others are read each time
                status, headers, page = self.call("GET", f"{self.tasks}?state=open&limit=200&cursor={following}")
                yield from page["items"]
                following = page["next"]
            if not wait:
                return


def genuine(secrets, headers, body):
    """Standard Webhooks: one of the signatures is ours over id, time and body, and the time is not 5 minutes away from now."""
    name, at, given = (headers.get("webhook-" + part) or "" for part in ("id", "timestamp", "signature"))
    if not name or not at.isdecimal() or abs(time.time() - int(at)) > 300:
        return False
    keys = [base64.b64decode(secret.removeprefix("whsec_")) for secret in secrets]
    wanted = [b"v1," + base64.b64encode(hmac.digest(key, f"{name}.{at}.".encode() + body, "sha256")) for key in keys]
    return any(hmac.compare_digest(one, other.encode()) for one in wanted for other in given.split())


def listen(port, secrets, told):
    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            ours = genuine(secrets, self.headers, body)
            task = json.loads(body)["data"].get("task") if ours else None
            if task:  # of whichever type the event is: the task says what it needs
                told.put(task)
            self.send_response(204 if ours else 401)  # at once; the work is done afterwards
            self.end_headers()

        log_message = lambda *_: None

    http.server.ThreadingHTTPServer.request_queue_size = 128
    threading.Thread(target=http.server.ThreadingHTTPServer(("", port), Hook).serve_forever, daemon=True).start()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--platform", required=True)
    options.add_argument("--department", required=True)
    options.add_argument("--webhook", type=int, help="the port to be told at")
    options.add_argument("--secret", action="append", help="two while one takes the other's place")
    chosen = options.parse_args()
    platform, attended, told = Platform(chosen.platform, chosen.department), {}, queue.Queue()
    if chosen.webhook:
        listen(chosen.webhook, chosen.secret, told)
    while chosen.webhook:
        for task in platform.inbox(wait=0):  # what was told while nobody listened
            told.put(task["task"])
        try:
            while True:
                platform.attend(told.get(timeout=600))
        except queue.Empty:
            pass
    for task in platform.inbox(wait=60):
        if attended.get(task["task"]) != task["version"]:  # a version is looked at once
            platform.attend(task["task"])
            attended[task["task"]] = task["version"]


main()
