"""Asks the admin API of one server."""

from __future__ import annotations

import http.client
import json
from typing import Any, Callable
from urllib.parse import quote, urlsplit

from ._errors import Error
from ._errors import hidden as __tracebackhide__  # noqa: F401

# A server that hangs must not hang a test. A large state takes seconds.
USUAL_WAIT = 60.0

PREFIX = "/__admin"


class FixtureText(str):
    """A fixture in YAML or JSON, which is sent as it is."""


class Client:
    """Asks the admin API of one server. Safe to use from several threads: each call has a connection of its own."""

    def __init__(self, url: str, token: str | None, gone: Callable[[], str]) -> None:
        self.url = url.rstrip("/").removesuffix(PREFIX)
        self._token = token
        self._gone = gone
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Error(f"{url!r} is no URL of a server; it is like http://localhost:8080")
        self._parts = parts

    def ask(
        self, doing: str, method: str, path: str, body: Any = None, *, within: float = USUAL_WAIT, text: bool = False
    ) -> Any:
        """Makes a call and returns its answer, read as JSON unless it is wanted as text. The error says what was
        being done, what the server has against it, and the call itself in the API's words."""
        try:
            return self._exchange(method, PREFIX + path, body, within, text)
        except OSError as failed:  # no connection, or one that hangs
            why = f"{self._gone()} ({failed})"
        except http.client.HTTPException as failed:
            why = f"{self._gone()} ({type(failed).__name__}: {failed})"
        except _Refused as refused:
            why = str(refused)
        raise Error(f"{doing}: {why} ({method} {PREFIX}{path})")

    def _exchange(self, method: str, path: str, body: Any, within: float, text: bool) -> Any:
        connection = self._connection(within)
        try:
            headers = {"Accept": "application/yaml, text/plain;q=0.9, */*;q=0.1" if text else "application/json"}
            if self._token:
                headers["Authorization"] = f"Bearer {self._token}"
            sent = None
            if isinstance(body, FixtureText):
                sent, headers["Content-Type"] = body.encode(), "application/yaml"  # JSON is YAML, too
            elif body is not None:
                sent, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
            connection.request(method, self._parts.path + path, sent, headers)
            response = connection.getresponse()
            got = response.read()
        finally:
            connection.close()
        if not 200 <= response.status <= 299:
            raise _Refused(_problem(response.status, got))
        if text:
            return got.decode()
        try:
            return json.loads(got)
        except ValueError:
            raise _Refused(f"the answer {got[:200]!r} is not what chatdouble answers; is this its URL?") from None

    def _connection(self, within: float) -> http.client.HTTPConnection:
        host, port = str(self._parts.hostname), self._parts.port
        if self._parts.scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=within)
        return http.client.HTTPConnection(host, port, timeout=within)


class _Refused(Exception):
    """The server says no."""


def _problem(status: int, body: bytes) -> str:
    """A problem (RFC 9457) in a sentence."""
    try:
        problem = json.loads(body)
        detail, errors = str(problem["detail"]), problem.get("errors") or []
    except (ValueError, KeyError, TypeError):
        return f"{status} {body[:200]!r}, which chatdouble does not answer; is this its URL?"
    if len(errors) < 2:
        return detail
    return "; ".join(e["pointer"].removeprefix("#/") + ": " + e["detail"] for e in errors)  # the detail is of the first


def segment(text: str) -> str:
    """Any text as one segment of a path. Dots alone would be a step up or none."""
    if text.strip(".") == "":
        return text.replace(".", "%2E")
    return quote(text, safe="")
