"""A small backend's calls to the vendors, as a team writes them: it knows nothing of chatdouble."""

import hashlib
import json
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request


def _call(request):
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


class CometChat:
    def __init__(self, base_url, api_key):
        self.base_url, self.api_key = base_url, api_key

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"apikey": self.api_key, "Content-Type": "application/json"}
        return _call(urllib.request.Request(self.base_url + path, data, headers, method=method))

    def block(self, user, other):
        return self.call("POST", f"/users/{user}/blockedusers", {"blockedUids": [other]})

    def blocked(self, user):
        return self.call("GET", f"/users/{user}/blockedusers")


class ZIM:
    def __init__(self, base_url, app_id, server_secret):
        self.base_url, self.app_id, self.server_secret = base_url, app_id, server_secret

    def call(self, action, now=None, **members):
        nonce, at = secrets.token_hex(8), str(int(now or time.time()))
        signature = hashlib.md5(f"{self.app_id}{nonce}{self.server_secret}{at}".encode()).hexdigest()
        query = {"Action": action, "AppId": self.app_id, "SignatureNonce": nonce, "Timestamp": at}
        query.update(SignatureVersion="2.0", Signature=signature)
        url = f"{self.base_url}/?{urllib.parse.urlencode(query)}"
        data = json.dumps(members).encode() if members else None
        return _call(urllib.request.Request(url, data, {"Content-Type": "application/json"}))
