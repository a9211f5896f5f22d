"""Fault rules: which calls go wrong, how and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Union

from ._times import Seconds, seconds


@dataclass(frozen=True)
class Delay:
    """How long an answer waits, when it is not always the same; made by uniform and lognormal."""

    wire: Mapping[str, Any]

    @staticmethod
    def uniform(lower: Seconds, upper: Seconds) -> Delay:
        """Between the two, each millisecond as likely."""
        return Delay({"type": "uniform", "lower": _milliseconds(lower), "upper": _milliseconds(upper)})

    @staticmethod
    def lognormal(median: Seconds, sigma: float, at_most: Seconds | None = None) -> Delay:
        """Around the median, with a long tail above it; 0.4 is a usual sigma. No delay is above 10 minutes."""
        wire: dict[str, Any] = {"type": "lognormal", "median": _milliseconds(median), "sigma": sigma}
        if at_most is not None:
            wire["maxValue"] = _milliseconds(at_most)
        return Delay(wire)


DelayLike = Union[Seconds, Delay]


@dataclass(frozen=True)
class ActiveFault:
    """A fault in force, and what became of it."""

    id: str
    rule: Mapping[str, Any]  # match, fault, times, probability and when, as the admin API shows them
    hits: int  # how many calls it has hit
    bypassed: int  # how many calls it matched but could not apply to
    bypass_reason: str  # why it could not apply to the last one


def active_of(shown: dict[str, Any]) -> ActiveFault:
    """A fault as the admin API shows it."""
    rule = {k: v for k, v in shown.items() if k in ("match", "fault", "times", "probability", "when")}
    return ActiveFault(shown["id"], rule, shown["hits"], shown["bypassed"], shown.get("bypass_reason", ""))


_MATCH = ("vendor", "operation", "user", "method", "path", "action", "header", "nth")
_RULE = ("times", "probability")


def rule_of(members: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of fail as the admin API takes them."""
    rule: dict[str, Any] = {"match": {}, "fault": {}}
    for name, value in members.items():
        if value is None:
            continue
        if name == "after":
            rule["when"] = "after" if value else "before"
        elif name == "delay":
            rule["fault"][name] = _delay(value)
        elif name in _RULE:
            rule[name] = value
        else:
            rule["match" if name in _MATCH else "fault"][name] = value
    return rule


def _delay(delay: DelayLike) -> Mapping[str, Any]:
    if isinstance(delay, Delay):
        return delay.wire
    return {"type": "fixed", "milliseconds": _milliseconds(delay)}


def _milliseconds(duration: Seconds) -> int:
    return round(seconds(duration) * 1000)
