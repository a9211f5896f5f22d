"""What is raised when something cannot be done."""

from __future__ import annotations

from typing import Any


class Error(Exception):
    """What was asked for cannot be done. The text says what was being done, and why it failed."""

    __module__ = "chatdouble"  # by which everybody else knows it


def hidden(excinfo: Any) -> bool:
    """Whether pytest leaves the functions of a module out of a traceback: a test is told where its own code stands.
    A module takes it in by the name __tracebackhide__."""
    return isinstance(excinfo.value, Error)
