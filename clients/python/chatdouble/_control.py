"""A server, by the words of its admin API."""

from __future__ import annotations

import hashlib
import os
from typing import Any

from ._app import CometChatApp, ZIMApp, app_of
from ._client import Client, segment
from ._errors import hidden as __tracebackhide__  # noqa: F401
from ._scope import Scope


class Control(Scope):
    """A server. start makes one for a server of this process, connect for one that runs already."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, "")
        self.url = client.url
        """The server's, like http://127.0.0.1:41233."""

    def cometchat(self, name: str = "", fixture: str | None = None) -> CometChatApp:
        """Makes a CometChat app, with nobody in it unless a fixture in YAML or JSON says who. Its id and keys follow from
        the seed, the name and how often it has come. Removed by its remove, or at the end of a with."""
        return CometChatApp(self._client, self._fresh("cometchat", name, fixture))

    def zim(self, name: str = "", fixture: str | None = None) -> ZIMApp:
        """Makes a ZIM app, as cometchat does."""
        return ZIMApp(self._client, self._fresh("zim", name, fixture))

    def _fresh(self, vendor: str, name: str, fixture: str | None) -> dict[str, Any]:
        body = {"vendor": vendor, "name": _shortened(name), "fixture": fixture}
        body = {k: v for k, v in body.items() if v}
        return dict(self._ask(f"making a {vendor} app", "POST", "/apps", body))

    def app(self, name: str) -> CometChatApp | ZIMApp:
        """An app that is there already, by its name: "cometchat:{appId}" or "zim:{appId}"."""
        return app_of(self._client, self._ask(f"looking for app {name!r}", "GET", f"/apps/{segment(name)}"))

    def apps(self) -> list[CometChatApp | ZIMApp]:
        """All apps, CometChat's first, those of the fixtures before those that were made later."""
        return [app_of(self._client, a) for a in self._ask("listing the apps", "GET", "/apps")["apps"]]

    def reset(self) -> None:
        """Brings state, faults, limits, clock and journal of everything back to the beginning."""
        self._ask("resetting everything", "POST", "/reset")

    def metrics(self) -> str:
        """What the server counts, as OpenMetrics text."""
        return str(self._ask("reading the metrics", "GET", "/metrics", text=True))

    def version(self) -> str:
        """The version of the server's program."""
        return str(self._ask("asking for the version", "GET", "/version")["version"])


def connect(url: str, token: str | None = None) -> Control:
    """Handles a server that runs already, such as a container. The url is the server's, like http://localhost:8080, or
    that of its admin API. The token is that of --admin-token, CHATDOUBLE_ADMIN_TOKEN when it is left out. It is an
    error when the server does not answer."""
    if token is None:
        token = os.environ.get("CHATDOUBLE_ADMIN_TOKEN")
    client = Client(url, token, lambda: f"nothing answers at {url}; has the server ended, or is its URL another one?")
    client.ask(f"connecting to {url!r}", "GET", "/health")
    return Control(client)


def _shortened(name: str) -> str:
    """The name of a test as the admin API takes it: 200 bytes at the most."""
    text = name.encode()
    if len(text) <= 200:
        return name
    return text[:183].decode(errors="ignore") + " " + hashlib.sha256(text).hexdigest()[:16]
