"""A support desk's inbox: reads the conversations of its agent, answers, corrects and takes back, as public Python
programs do with urllib and the header apikey. Only the credentials and the address are given from outside."""

import json
import os
import urllib.error
import urllib.parse
import urllib.request

APP = os.environ["COMETCHAT_APP_ID"]
HOST = os.environ.get("COMETCHAT_ADDRESS") or f"https://{APP}.api-{os.environ['COMETCHAT_REGION']}.cometchat.io"


def comet(method, path, body=None, on_behalf_of=None, **query):
    url = f"{HOST}/v3{path}"
    if query:
        url += "?" + urllib.parse.urlencode(query)
    headers = {"apikey": os.environ["COMETCHAT_API_KEY"], "appId": APP, "Content-Type": "application/json"}
    if on_behalf_of:
        headers["onBehalfOf"] = on_behalf_of
    data = json.dumps(body).encode() if body is not None else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method)) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        return {"error": json.load(refused)["error"]["code"], "status": refused.code}


def send(sender, receiver, text):
    body = {"receiver": receiver, "receiverType": "user", "category": "message", "type": "text", "data": {"text": text}}
    return comet("POST", "/messages", body, sender)["data"]


first = send("anna", "desk", "Where is my order?")
send("anna", "desk", "It was number 7.")
send("ben", "desk", "Hello?")

rows = comet("GET", "/conversations", on_behalf_of="desk", perPage=10, unread="true")
print("inbox", [(r["conversationWith"]["uid"], r["unreadMessageCount"], r["lastMessage"]["data"]["text"]) for r in rows["data"]])
print("meta", rows["meta"]["pagination"]["total"])

page = comet("GET", "/users/anna/messages", on_behalf_of="desk", limit=1)
texts = []
while page["data"]:
    texts += [m["data"]["text"] for m in page["data"]]
    more = page["meta"]["next"]
    page = comet("GET", "/users/anna/messages", on_behalf_of="desk", limit=1, affix=more["affix"], id=more["id"], sentAt=more["sentAt"])
print("thread", texts)

print("read", comet("POST", "/users/anna/conversation/read", on_behalf_of="desk")["data"])
one = comet("GET", "/users/anna/conversation", on_behalf_of="desk")["data"]
print("unread", one["unreadMessageCount"])
print("seen", "readAt" in comet("GET", f"/users/desk/messages", on_behalf_of="anna")["data"][0])

answer = send("desk", "anna", "It is on its way. It comes on Fryday.")
edited = comet("PUT", f"/messages/{answer['id']}", {"data": {"text": "It comes on Friday."}}, "desk")["data"]
print("edited", edited["category"], edited["data"]["action"], edited["data"]["entities"]["on"]["entity"]["data"]["text"])
print("not mine", comet("PUT", f"/messages/{answer['id']}", {"data": {"text": "no"}}, "anna"))

print("react", comet("POST", f"/messages/{answer['id']}/reactions/" + urllib.parse.quote("👍"), on_behalf_of="anna")["data"]["data"]["reactions"])
gone = comet("DELETE", f"/messages/{answer['id']}", {"permanent": True}, "desk")["data"]
print("deleted", gone["data"]["action"], comet("GET", f"/messages/{answer['id']}"))
print("find", [m["data"]["text"] for m in comet("GET", "/messages", searchKey="ORDER")["data"]])
print("reset", comet("DELETE", "/users/ben/conversation", on_behalf_of="desk")["data"]["message"])
print("left", [r["conversationWith"]["uid"] for r in comet("GET", "/conversations", on_behalf_of="desk")["data"]])
