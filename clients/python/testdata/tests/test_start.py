"""Servers that a program starts itself, and what it is told when that goes wrong."""

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import pytest

import chatdouble as c
from chatdouble import _program, _server


def test_start_and_close(monkeypatch):
    monkeypatch.setenv("CHATDOUBLE_ADMIN", "off")  # what cannot be meant
    at = datetime(2024, 5, 1, 12, tzinfo=timezone.utc)
    with c.start(fixture_yaml="zim: [{appId: 1, serverSecret: x1}]", seed=7, time=at, freeze=True, limits=False) as server:
        assert server.clock.now() == at and [app.name for app in server.apps()] == ["zim:1"]
        pid = server.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    server.close()
    assert "stopping" in server.log()


def test_token(tmp_path):
    (tmp_path / "a.yaml").write_text("cometchat: [{appId: mine, apiKeys: [{key: k1, scope: fullAccess}]}]")
    with c.start(fixtures=tmp_path / "a.yaml", args=["--admin-token", "secret"]) as server:
        assert server.apps()[0].app_id == "mine"
        assert c.connect(server.url, token="secret").apps()[0].app_id == "mine"
        with pytest.raises(c.Error, match="--admin-token"):
            c.connect(server.url, token="wrong").apps()


def test_port_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        addr = "127.0.0.1:%d" % taken.getsockname()[1]
        with pytest.raises(c.Error, match=f"has not started: exit status 1; it has logged: .*{addr}.*listens"):
            c.start(addr=addr)


def test_never_listens(monkeypatch, tmp_path):
    program = tmp_path / "chatdouble"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(_program, "_installed", lambda: program)
    monkeypatch.setattr(_server, "_PATIENCE", 0.1)
    with pytest.raises(c.Error, match="it does not listen after 0.1 s"):
        c.start()


def test_bad_fixture():
    with pytest.raises(c.Error, match='did you mean "users"'):
        c.start(fixture_yaml="zim: [{appId: 1, serverSecret: x1, usres: []}]")


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = "http://127.0.0.1:%d" % free.getsockname()[1]
    with pytest.raises(c.Error, match=f"connecting to '{url}': nothing answers at {url}"):
        c.connect(url)
    with pytest.raises(c.Error, match="no URL of a server"):
        c.connect("localhost:8080")


def test_server_dies():
    with c.start() as server:
        app = server.zim()
        os.kill(server.pid, signal.SIGKILL)
        server._process.popen.wait()
        with pytest.raises(c.Error, match="the server has ended: killed by signal 9"):
            app.count()


def test_program_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(_program, "_installed", lambda: tmp_path / "chatdouble")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(c.Error, match="the program is missing.*pip install --force-reinstall chatdouble"):
        c.start()


def test_program_of_another_platform(monkeypatch, tmp_path):
    program = tmp_path / "chatdouble"
    program.write_bytes(b"\x7fELF, but for another machine")
    program.chmod(0o755)
    monkeypatch.setattr(_program, "_installed", lambda: program)
    with pytest.raises(c.Error, match="cannot be run here, on Linux .*install the wheel of this platform"):
        c.start()


def test_program_of_another_version(monkeypatch):
    monkeypatch.setattr(_program, "version", "9.9.9")
    with pytest.raises(c.Error, match=f"is version {c.__version__} and this package is 9.9.9; install the package again"):
        c.start()


def test_old_program_that_lacks_a_flag(monkeypatch):
    monkeypatch.setattr(_program, "version", "9.9.9")
    with pytest.raises(c.Error, match="this package is 9.9.9"):
        c.start(args=["--of-tomorrow"])


def test_a_fork_does_not_stop_the_server():
    with c.start() as server:
        child = multiprocessing.get_context("fork").Process(target=server.close)
        child.start()
        child.join()
        assert server.version()


def test_the_program_is_there():
    """pip has put it where it belongs; python -m chatdouble is the same."""
    assert _program.find() == Path(sys.executable).parent / "chatdouble"
    said = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for command in ([_program.find(), "version"], [sys.executable, "-m", "chatdouble", "version"])
    ]
    assert said[0] == said[1] and said[0].startswith(f"chatdouble {c.__version__} ")
