"""What may be asked of one app and of a whole server alike."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Mapping, Sequence

from . import _times
from ._client import USUAL_WAIT, Client, segment
from ._clock import Clock
from ._errors import Error
from ._errors import hidden as __tracebackhide__  # noqa: F401
from ._fault import ActiveFault, DelayLike, active_of, rule_of
from ._requests import Explanation, Request, explanation_of, request_of

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._generated import Filter, OperationName, Transport, Vendor


class Scope:
    """What may be asked of one app and of a whole server alike."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self._name = name  # of the app; empty for the whole server

    def requests(self, **filters: Unpack[Filter]) -> list[Request]:
        """The requests that came, the oldest first, and each try to deliver an event to a webhook. When filters are
        given, all must hold. Of an app these are its own requests; of a server those of all apps, and those that
        reached none. A filter with a name that is not known, of an operation, a code or a fault, is an error: it would
        find nothing for ever."""
        found = self._ask("looking for requests", "POST", "/requests/find", self._filter(filters))
        return [request_of(r) for r in found["requests"]]

    def count(self, **filters: Unpack[Filter]) -> int:
        """How many requests there are. It is an error when the journal has forgotten requests that may have been
        meant: the number would be wrong."""
        answer = self._ask("counting requests", "POST", "/requests/count", self._filter(filters))
        if answer.get("forgotten"):
            left = f"{answer['count']} are left, and {_forgotten(answer['forgotten'])}"
            raise Error(f"counting requests{self._of()}{_phrase(filters)}: {left}")
        return int(answer["count"])

    def wait(self, n: int = 1, timeout: _times.Seconds = 10.0, **filters: Unpack[Filter]) -> list[Request]:
        """Returns as soon as there are at least n requests for which all filters hold, and returns them all. Those that
        came before the call count, too. When the timeout is over, in real time, it is an error, which tells what came
        instead. A request is there when the server has read it; to wait for the answer, filter by status or code."""
        body = {**self._filter(filters), "count": n, "timeout": _times.written(timeout)}
        within = _times.seconds(timeout) + USUAL_WAIT
        answer = self._ask(f"waiting for {n} requests", "POST", "/requests/wait", body, within=within)
        came = [request_of(r) for r in answer["requests"]]
        if answer["reached"]:
            return came
        lost = _forgotten(answer["forgotten"]) + "; " if answer.get("forgotten") else ""
        asked = f"waited {_times.seconds(timeout):g} s for {n} requests{self._of()}{_phrase(filters)}"
        raise Error(f"{asked}, and {len(came)} came; {lost}{self._listing()}")

    def unmatched(self) -> list[Request]:
        """The requests that match no operation of the vendors, the oldest first. Their member nearest says what each
        may have meant."""
        found = self._ask("looking for unmatched requests", "GET", "/requests/unmatched" + self._query())
        return [request_of(r) for r in found["requests"]]

    def clear_requests(self) -> int:
        """Forgets what came so far and says how many requests that were."""
        return int(self._ask("clearing the requests", "DELETE", "/requests" + self._query())["deleted"])

    def explain(self, request: Request | str) -> Explanation:
        """Why a request was answered as it was: each check that the server made, in order. A request is named by its
        id, too, which the answer had in the header X-Chatdouble-Request-Id."""
        id = request.id if isinstance(request, Request) else request
        return explanation_of(self._ask(f"explaining request {id!r}", "GET", f"/requests/{segment(id)}/explain"))

    def fail(
        self,
        *,
        vendor: Vendor | None = None,
        operation: OperationName | None = None,
        user: str | None = None,
        method: str | None = None,
        path: str | None = None,
        action: str | None = None,
        header: Mapping[str, str] | None = None,
        nth: int | None = None,
        code: str | int | None = None,
        status: int | None = None,
        headers: Mapping[str, str | Sequence[str]] | None = None,
        body: str | None = None,
        json: Any = None,
        delay: DelayLike | None = None,
        transport: Transport | None = None,
        after_bytes: int | None = None,
        rate_limited: bool | None = None,
        after: bool = False,
        times: int | None = None,
        probability: float | None = None,
    ) -> str:
        """Makes calls go wrong and returns the fault's id. The arguments up to nth say which calls, those from code to
        rate_limited how, the rest when (after the state has changed) and how often. On a server it is for the calls
        of all apps."""
        members = {k: v for k, v in locals().items() if k != "self"}
        rule = rule_of(members)
        return str(self._ask(f"adding the fault {rule}", "POST", self._path("/faults"), rule)["id"])

    def faults(self) -> list[ActiveFault]:
        """The faults in force, the oldest first, with how often each has hit. One that has hit as many calls as its
        times says is in force no more. On a server they are those for all apps."""
        return [active_of(f) for f in self._ask("listing faults", "GET", self._path("/faults"))["faults"]]

    def clear_faults(self) -> int:
        """Takes all faults out of force and says how many there were."""
        return int(self._ask("clearing the faults", "DELETE", self._path("/faults"))["deleted"])

    def clear_fault(self, id: str) -> ActiveFault:
        """Takes one fault out of force, by the id that fail returned, and says what had come of it."""
        return active_of(self._ask(f"clearing the fault {id!r}", "DELETE", self._path(f"/faults/{segment(id)}")))

    @property
    def clock(self) -> Clock:
        """The time of an app or, on a server, of all apps that have not been told otherwise."""
        return Clock(self)

    def _ask(self, doing: str, method: str, path: str, body: Any = None, **how: Any) -> Any:
        return self._client.ask(doing + self._of(), method, path, body, **how)

    def _of(self) -> str:
        return f" in {self._name}" if self._name else ""

    def _path(self, part: str) -> str:
        return f"/apps/{self._name}{part}" if self._name else part

    def _query(self) -> str:
        return f"?app={self._name}" if self._name else ""

    def _filter(self, filters: Mapping[str, Any]) -> dict[str, Any]:
        body = dict(filters)
        for name, written in (("since", _times.moment), ("until", _times.end_of)):
            if isinstance(body.get(name), datetime):
                body[name] = written(body[name])
        return {"app": self._name, **body} if self._name else body

    def _listing(self, most: int = 20) -> str:
        """The last requests, a line each, and of those before the last that were refused."""
        of = f"app {self._name}" if self._name else "the server"
        all = self.requests()
        if not all:
            return f"{of} got no requests"
        shown = [r for r in all[:-most] if r.refused][-most:] + all[-most:]
        which = "all" if len(shown) == len(all) else f"{len(shown)}, refused ones and the last,"
        head = f"{which} of the {len(all)} requests to {of}, the oldest first:"
        return "\n  ".join([head, *map(str, shown)])


def _phrase(filters: Mapping[str, Any]) -> str:
    return (" with " if filters else "") + " and ".join(f"{k}={v}" for k, v in filters.items())


def _forgotten(n: int) -> str:
    """What to do when the journal has dropped requests."""
    return (
        f"the journal has forgotten {n} older ones, which may have been meant; "
        "raise --journal-size, or clear the requests in between"
    )
