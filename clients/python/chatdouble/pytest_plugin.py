"""The fixtures chatdouble, cometchat_app and zim_app, and what a failing test is told of its requests."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any, Callable, Iterator, TypeVar

import pytest

from ._app import CometChatApp, ZIMApp
from ._control import Control, connect
from ._errors import Error
from ._server import Server, start

_servers = pytest.StashKey["_Servers"]()
_apps = pytest.StashKey["list[_Used]"]()

# What the controller of xdist tells its workers.
_URL, _PROBLEM = "chatdouble_url", "chatdouble_problem"


@pytest.fixture(scope="session")
def chatdouble(pytestconfig: pytest.Config) -> Control:
    """The server: of CHATDOUBLE_ADMIN_URL where that is set, as it is below "chatdouble exec", else one that is started
    when the first test wants it. All workers of pytest-xdist have the same one."""
    return _or_fail(pytestconfig.stash[_servers].server)


@pytest.fixture
def cometchat_app(chatdouble: Control, request: pytest.FixtureRequest) -> Iterator[CometChatApp]:
    """A CometChat app of this test alone, with nobody in it."""
    yield from _app_of(request, chatdouble, chatdouble.cometchat)


@pytest.fixture
def zim_app(chatdouble: Control, request: pytest.FixtureRequest) -> Iterator[ZIMApp]:
    """A ZIM app of this test alone, with nobody in it."""
    yield from _app_of(request, chatdouble, chatdouble.zim)


class _Servers:
    """The one server of a run."""

    def __init__(self, config: pytest.Config) -> None:
        self._told: dict[str, str] = getattr(config, "workerinput", {})
        self._own: Server | None = None
        self._used: Control | None = None

    def server(self) -> Control:
        if self._used is None:
            if _PROBLEM in self._told:
                raise Error(self._told[_PROBLEM])
            url = self._told.get(_URL) or os.environ.get("CHATDOUBLE_ADMIN_URL")
            self._used = connect(url) if url else self._start()
        return self._used

    def _start(self) -> Server:
        self._own = start()
        return self._own

    def tell(self, worker: Any) -> None:
        """Tells a worker where the server is. One on another machine has its own."""
        if not worker.gateway.spec.popen:
            return
        try:
            worker.workerinput[_URL] = self.server().url
        except Error as failed:  # the tests that want no server need not know
            worker.workerinput[_PROBLEM] = str(failed)

    def stop(self) -> None:
        if self._own is not None:
            self._own.close()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.stash[_servers] = _Servers(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    servers = config.stash.get(_servers, None)
    if servers is not None:
        servers.stop()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # of pytest-xdist: before a worker starts
    node.config.stash[_servers].tell(node)


_A = TypeVar("_A", CometChatApp, ZIMApp)


def _app_of(request: pytest.FixtureRequest, server: Control, make: Callable[[str], _A]) -> Iterator[_A]:
    # The id and the keys follow from the name: a test gets the same ones whatever runs beside it.
    app = _or_fail(lambda: make(request.node.nodeid))
    request.node.stash.setdefault(_apps, []).append(_Used(server, app))
    yield app
    defects = _or_fail(lambda: app.requests(stage="internal"))
    _or_fail(app.remove)
    if defects:
        pytest.fail(f"the server failed while answering a request, see its log: {defects[-1]}", pytrace=False)


_T = TypeVar("_T")


def _or_fail(do: Callable[[], _T]) -> _T:
    """What cannot be done for a test is one sentence: no code of the test's own is to be shown."""
    try:
        return do()
    except Error as failed:
        why = str(failed)
    pytest.fail(why, pytrace=False)


class _Used:
    """An app of a test, and what the test is told of it when it fails."""

    def __init__(self, server: Control, app: CometChatApp | ZIMApp) -> None:
        self._server = server
        self._app = app
        self._since: datetime = server.clock.now()

    def report(self) -> str:
        """The last requests and why they were refused. Who has a wrong app id, or none, reaches no app: such requests
        may be of another test that runs beside this one."""
        text = self._app._listing()
        lost = [r for r in self._server.requests(stage="app", since=self._since) if not r.app]
        lost += [r for r in self._server.unmatched() if not r.app and r.time >= self._since]
        if lost:
            text += "\nrequests that reached no app, of this test or of one beside it:"
            text += "".join(f"\n  {r}" for r in lost[-10:])
        return text


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if not report.failed:
        return
    for used in item.stash.get(_apps, []):
        try:
            text = used.report()
        except Error as failed:  # a server that has ended must not hide why the test failed
            text = str(failed)
        report.sections.append((f"chatdouble, {report.when}", text))
