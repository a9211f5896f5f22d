"""The time of an app or a server."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from . import _times
from ._errors import hidden as __tracebackhide__  # noqa: F401

if TYPE_CHECKING:
    from ._scope import Scope


class Clock:
    """The time of an app or a server. Times of blocks, windows of limits, the age of signatures and the pauses between
    deliveries of an event follow it; a delay and the timeout of wait are real time. An app follows the server's clock
    until its own is changed."""

    def __init__(self, of: Scope) -> None:
        self._of = of

    def now(self) -> datetime:
        """The present on this clock, in UTC."""
        return _times.read(self._look()["now"])

    def frozen(self) -> bool:
        """Whether the clock is held still."""
        return bool(self._look()["frozen"])

    def freeze(self, at: datetime) -> None:
        """Holds the clock still at a time, whose year must be 1970 to 9998."""
        self._put(f"freezing the clock at {at}", {"now": _times.moment(at), "frozen": True})

    def set(self, at: datetime) -> None:
        """Moves the clock to a time. A running clock runs on from there, a frozen one stays frozen."""
        self._put(f"setting the clock to {at}", {"now": _times.moment(at)})

    def run(self) -> None:
        """Lets a frozen clock go on from where it stands. A running clock is left alone."""
        self._put("letting the clock run", {"frozen": False})

    def advance(self, by: _times.Seconds) -> None:
        """Moves the clock on by seconds or a timedelta, back when it is negative. A frozen clock stays frozen."""
        self._of._ask(f"advancing the clock by {by}", "POST", self._of._path("/clock/advance"), {"by": _times.written(by)})

    def _look(self) -> Any:
        return self._of._ask("reading the clock", "GET", self._of._path("/clock"))

    def _put(self, doing: str, body: dict[str, Any]) -> None:
        self._of._ask(doing, "PUT", self._of._path("/clock"), body)
