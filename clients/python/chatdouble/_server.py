"""Starts a server and stops it."""

from __future__ import annotations

import atexit
import os
import re
import subprocess
import tempfile
import threading
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Mapping, Sequence

from . import _program, _times
from ._client import Client
from ._control import Control
from ._errors import Error
from ._errors import hidden as __tracebackhide__  # noqa: F401

# How long a server may take until it listens; fixtures with a million messages take seconds.
_PATIENCE = 60.0

# A server answers what has begun before it stops, for 9 seconds at the most; then it is killed.
_DRAIN = 10.0


class Server(Control):
    """A server that this process has started. close stops it; so does the end of a with, the end of the process, and its
    death."""

    def __init__(self, client: Client, process: _Process) -> None:
        super().__init__(client)
        self._process = process

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *failed: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._process.popen.pid

    def log(self) -> str:
        """What the server has logged so far."""
        return self._process.log()

    def close(self) -> None:
        """Stops the server. Safe to call twice."""
        self._process.close()


def start(
    *,
    addr: str = "127.0.0.1:0",
    fixtures: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
    fixture_yaml: str | None = None,
    seed: int | None = None,
    time: datetime | None = None,
    freeze: bool = False,
    limits: bool = True,
    journal_size: int | None = None,
    args: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
) -> Server:
    """Starts a server on a free port of the loopback interface. It listens when this returns, and ends with this process,
    however that ends. The arguments are the flags of "chatdouble --help" by the same names, fixture_yaml is
    CHATDOUBLE_FIXTURES_YAML; args has any other flags, env variables in the place of this process's own."""
    environment = dict(os.environ if env is None else env)
    flags = [f"--addr={addr}", "--admin=on"]  # whatever CHATDOUBLE_ADMIN says
    if fixtures is not None:
        paths = [fixtures] if isinstance(fixtures, (str, os.PathLike)) else fixtures
        flags += [f"--fixtures={os.fspath(p)}" for p in paths]
    if fixture_yaml is not None:
        environment["CHATDOUBLE_FIXTURES_YAML"] = fixture_yaml
    if seed is not None:
        flags.append(f"--seed={seed}")
    if time is not None:
        flags.append(f"--time={_times.moment(time)}")
    if freeze:
        flags.append("--freeze")
    if not limits:
        flags.append("--limits=off")
    if journal_size is not None:
        flags.append(f"--journal-size={journal_size}")
    process = _Process(_program.find(), [*flags, *args], environment)
    try:
        client = Client(process.admin_url(), _token(args, environment), process.gone)
        server = Server(client, process)
        _program.check_version(process.program, server.version())
    except BaseException:
        process.close()
        raise
    return server


def _token(args: Sequence[str], environment: Mapping[str, str]) -> str | None:
    for flag, value in zip(args, [*args[1:], ""]):
        if flag == "--admin-token":
            return value
        if flag.startswith("--admin-token="):
            return flag.partition("=")[2]
    return environment.get("CHATDOUBLE_ADMIN_TOKEN")


class _Process:
    """The server's process."""

    def __init__(self, program: Path, flags: list[str], environment: dict[str, str]) -> None:
        self._owner = os.getpid()
        self.program = program
        # A pipe that nobody empties would stop the server. It only ever appends, wherever this process reads.
        self._log: IO[bytes] = tempfile.TemporaryFile("a+b")
        self._logged = ""  # when it is closed
        try:
            # In a session of its own: Ctrl-C is for this process, which still needs the server to clean up.
            self.popen = subprocess.Popen(
                [program, *flags, "--exit-with-parent"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, env=environment,
                start_new_session=True, creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )  # fmt: skip
        except OSError as failed:
            self._log.close()
            raise _program.cannot_run(program, failed) from None
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def admin_url(self) -> str:
        """Where the server says that it listens. It says so once, on its standard output."""
        out = self.popen.stdout
        assert out is not None
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self.popen.kill()

        impatient = threading.Timer(_PATIENCE, give_up)
        impatient.daemon = True
        impatient.start()
        try:
            for line in out:
                found = re.match(rb"Admin\s+(\S+)/__admin\s", line)
                if found:
                    return found.group(1).decode()
        finally:
            impatient.cancel()
        self.popen.wait()
        if late.is_set():
            raise Error(f"the server has not started: it does not listen after {_PATIENCE:g} s")
        _program.check_version(self.program, _program.version_of(self.program))  # it may lack a flag
        raise Error(f"the server has not started: {self._last_words()}")

    def gone(self) -> str:
        """Why the server does not answer. One that is just ending closes its connections first."""
        if os.getpid() == self._owner:
            try:
                self.popen.wait(0.5)
                return f"the server has ended: {self._last_words()}"
            except subprocess.TimeoutExpired:
                pass
        return "the server does not answer"

    def _last_words(self) -> str:
        status = self.popen.poll()
        if status is not None and status < 0:
            return f"killed by signal {-status}"
        lines = self.log().strip().splitlines() or ["nothing"]
        said = next((line for line in lines if line.startswith(("panic:", "fatal error:"))), lines[-1])
        return f"exit status {status}; it has logged: {said}"

    def log(self) -> str:
        if not self._log.closed:
            self._log.seek(0)
            self._logged = self._log.read().decode(errors="replace")
        return self._logged

    def close(self) -> None:
        """Stops the server. What a fork has inherited is not its own to stop."""
        if os.getpid() != self._owner:
            return
        atexit.unregister(self.close)
        if self.popen.poll() is None:
            self.popen.terminate()
            try:
                self.popen.wait(_DRAIN)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()
        self.log()
        for file in (self.popen.stdin, self.popen.stdout, self._log):
            if file is not None:
                file.close()

    def _forget(self) -> None:
        """A fork that lives on must not hold the pipe by which the server knows that its parent is there."""
        if self.popen.stdin is not None:
            self.popen.stdin.close()
