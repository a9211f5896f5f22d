"""Times and durations as the admin API writes them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Union

Seconds = Union[float, timedelta]
"""A duration: a number of seconds, or a timedelta."""


def seconds(duration: Seconds) -> float:
    return duration.total_seconds() if isinstance(duration, timedelta) else float(duration)


def written(duration: Seconds) -> str:
    """A duration as the API takes it; it knows no exponents."""
    return f"{seconds(duration):.9f}s"


def moment(at: datetime) -> str:
    """A moment as the API takes it. One without a zone is local time, as everywhere in Python."""
    return at.astimezone(timezone.utc).isoformat(timespec="microseconds")


def end_of(at: datetime) -> str:
    """The last moment that Python cannot tell from this one: the server counts in nanoseconds."""
    return moment(at).replace("+00:00", "999Z")


def read(text: str) -> datetime:
    """A moment of the API's; what is finer than a microsecond is cut off. Python 3.10 wants no Z and whole groups of
    digits."""
    whole, fraction = re.fullmatch(r"([^.Z]*)(?:\.(\d+))?Z", text).groups()  # type: ignore[union-attr]
    at = datetime.fromisoformat(whole).replace(tzinfo=timezone.utc)
    return at.replace(microsecond=int((fraction or "0")[:6].ljust(6, "0")))
