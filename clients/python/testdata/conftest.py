"""For both folders of tests: they find client.py beside this file, and the run says which servers they had."""

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def noted(request):
    yield
    where = os.environ.get("NOTE_SERVERS")
    if where and "chatdouble" in request.fixturenames:
        with open(Path(where) / str(os.getpid()), "a") as note:
            note.write(request.getfixturevalue("chatdouble").url + "\n")


def pytest_terminal_summary(terminalreporter):
    where = os.environ.get("NOTE_SERVERS", os.devnull)
    notes = [note.read_text() for note in Path(where).glob("*")] if os.path.isdir(where) else []
    for url in sorted(set("".join(notes).split())):
        terminalreporter.write_line(f"server: {url}")
