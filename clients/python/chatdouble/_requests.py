"""What the journal has: requests, why they were answered so, and events that were delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from . import _times


@dataclass(frozen=True)
class Request:
    """One request that the server got, and what it answered. Secrets, keys and signatures are masked."""

    id: str  # as in the header X-Chatdouble-Request-Id
    time: datetime  # on the app's clock
    vendor: str  # "cometchat", "zim" or empty
    app: str  # "cometchat:{appId}" or "zim:{appId}"; empty when the request reached no app
    operation: str  # empty when the request matched none
    nearest: str  # of a request that matched no operation: what it may have meant
    user: str  # the user that the call acted for or on
    delivery: int  # of an event that the server sent: which try it was, from 1; else 0
    delivery_state: str  # where that try stands; empty for a request
    method: str
    url: str  # path and query
    headers: dict[str, list[str]]
    body: str  # the first 4096 bytes
    body_length: int  # in bytes, of all of it
    status: int  # the HTTP status; 0 while there is no answer, and when a fault broke the connection without one
    code: str  # the vendor's error code; empty when the call succeeded
    reason: str  # why it was refused, or what of it had no effect: the header X-Chatdouble-Reason
    stage: str  # where on its way the request ended; "done" when it did what it was asked for
    reply: str  # the first 4096 bytes
    reply_length: int  # in bytes, of all of it
    completed: bool  # the answer is out; of an event: it is delivered
    fault_id: str  # the fault that hit it, as fail returns it; empty when none did
    fault_kind: str  # "code", "status", "delay", "transport", "rate_limited" or empty
    retried_too_early: bool  # the client came back too early

    @property
    def refused(self) -> bool:
        """Whether the client did not get what it asked for."""
        return self.completed and self.stage not in ("", "done")

    def __str__(self) -> str:
        line = f"{self.time:%H:%M:%S}.{self.time.microsecond // 1000:03d} {self.method} {self.url} {self.status}"
        if self.code:
            line += f" {self.code}"
        if self.reason:
            line += f" ({self.reason})"
        if self.nearest:
            line += f"; nearest: {self.nearest}"
        if self.retried_too_early:
            line += "; retried too early"
        return line


def request_of(shown: dict[str, Any]) -> Request:
    """A request as the admin API shows it."""
    asked, answered = shown["request"], shown["response"]
    fault = answered.get("fault") or {}
    return Request(
        id=shown["id"],
        time=_times.read(shown["time"]),
        vendor=shown.get("vendor", ""),
        app=shown.get("app", ""),
        operation=shown.get("operation", ""),
        nearest=shown.get("nearest", ""),
        user=shown.get("user", ""),
        delivery=shown.get("delivery", 0),
        delivery_state=shown.get("delivery_state", ""),
        method=asked["method"],
        url=asked["url"],
        headers=asked["headers"],
        body=asked["body"],
        body_length=asked["body_length"],
        status=answered["status"],
        code=answered.get("code", ""),
        reason=answered.get("reason", ""),
        stage=answered.get("stage", ""),
        reply=answered["body"],
        reply_length=answered["body_length"],
        completed=shown["completed"],
        fault_id=fault.get("id", ""),
        fault_kind=fault.get("kind", ""),
        retried_too_early=shown.get("retried_too_early", False),
    )


@dataclass(frozen=True)
class Check:
    """One thing that the server looks at before it answers a request."""

    name: str
    verdict: str  # "passed", "failed" or "not reached"
    detail: str


@dataclass(frozen=True)
class Explanation:
    """Why a request was answered as it was."""

    request: str  # its id
    outcome: str  # "refused", "answered", "fault" or "unmatched"; of an event where its try stands
    reason: str  # why, in one line; empty when the request was answered
    checks: list[Check]  # in the order in which they are made

    def __str__(self) -> str:
        lines = [f"request {self.request}: {self.outcome}" + (f" ({self.reason})" if self.reason else "")]
        lines += [f"  {c.name}: {c.verdict}" + (f" ({c.detail})" if c.detail else "") for c in self.checks]
        return "\n".join(lines)


def explanation_of(shown: dict[str, Any]) -> Explanation:
    """An explanation as the admin API gives it."""
    checks = [Check(c["check"], c["verdict"], c["detail"]) for c in shown["checks"]]
    return Explanation(shown["request"], shown["outcome"], shown["reason"], checks)


@dataclass(frozen=True)
class Try:
    """One attempt to deliver an event."""

    number: int  # from 1
    time: datetime  # on the app's clock
    state: str
    status: int  # of the receiver's answer; 0 when there was none
    reason: str  # why the event is not delivered, or not yet
    request_id: str  # of the request that it is in the journal


@dataclass(frozen=True)
class Delivery:
    """An event that the server sent to a webhook or a callback of an app."""

    id: str  # for redeliver
    event: str  # its name, in the vendor's words
    state: str  # where its newest try stands
    url: str  # to whom; secrets are masked
    body: str  # the first 4096 bytes; secrets and signatures are masked
    body_length: int  # in bytes, of all of it
    tries: list[Try]  # the oldest first


def delivery_of(shown: dict[str, Any]) -> Delivery:
    """A delivery as the admin API shows it."""
    tries = [
        Try(t["try"], _times.read(t["time"]), t["state"], t.get("status", 0), t.get("reason", ""), t["request"])
        for t in shown["tries"]
    ]
    return Delivery(
        shown["id"], shown["event"], shown["state"], shown["url"], shown["body"], shown["body_length"], tries
    )
