"""Takes webhooks as the vendor's pages describe them: a POST with basic authentication and JSON in it, answered with 200.
Prints a line for each: ok and the trigger, or what is not as the pages' samples have it."""

import base64
import http.server
import json
import os
import pathlib
import sys
import threading

KEYS = json.loads((pathlib.Path(__file__).parent / "triggers.json").read_text())
LOGIN = "Basic " + base64.b64encode(f"hook:{os.environ['COMETCHAT_HOOK_PASSWORD']}".encode()).decode()
# The order in which the samples have the members of a group, a message and a reaction.
ORDER = {
    "group": "guid name description icon metadata type scope membersCount joinedAt conversationId hasJoined createdAt owner updatedAt updatedBy tags onlineMembersCount oldOwner",
    "message": "id muid conversationId sender receiverType receiver category type data sentAt editedAt editedBy deliveredAt readAt deletedAt updatedAt deletedBy tags parentId",
    "reaction": "id messageId reaction uid reactedAt reactedBy",
    "by": "uid name avatar status role lastActiveAt",
}


def wrong(headers, told):
    if headers["Authorization"] != LOGIN:
        return "its password is wrong"
    if headers["Content-Type"] != "Application/json":
        return f"its Content-Type is {headers['Content-Type']}"
    if list(told) != ["trigger", "data", "appId", "region", "webhook"]:
        return f"it has {list(told)}"
    if told["trigger"] not in KEYS:
        return "no such trigger"
    if list(told["data"]) != KEYS[told["trigger"]].split():
        return f"its data has {list(told['data'])}"
    for name, value in told["data"].items():
        known = ORDER.get(name, "").split()
        if known and list(value) != [key for key in known if key in value]:
            return f"its {name} has {list(value)}"
    return ""


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        why = wrong(self.headers, told)
        print(f"not ok {told['trigger']}: {why}" if why else f"ok {told['trigger']}", flush=True)
        self.send_response(401 if why else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("listening", server.server_port, flush=True)
sys.stdin.read()
