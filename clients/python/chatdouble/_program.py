"""The program that the package brings along."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

from ._errors import Error
from ._version import version

# How long the program may take to say what it is; a busy machine needs seconds.
_PATIENCE = 60.0


def find() -> Path:
    """Where the program is: the file that pip installed with this package, else the one in the PATH."""
    expected = _installed()
    if expected.is_file():
        return expected
    found = shutil.which("chatdouble")
    if found is None:
        raise Error(
            f"the program is missing, {expected} is not there and the PATH has none; "
            "install the package again: pip install --force-reinstall chatdouble"
        )
    return Path(found)


def _installed() -> Path:
    """The file is named by what pip noted when it installed the package, as the folder depends on how it was told to."""
    name = "chatdouble.exe" if os.name == "nt" else "chatdouble"
    try:
        for file in importlib.metadata.files("chatdouble") or ():
            if file.name == name:
                return Path(str(file.locate())).resolve()
    except importlib.metadata.PackageNotFoundError:
        pass
    return Path(sysconfig.get_path("scripts")) / name


def version_of(program: Path) -> str:
    """The version that a program says it is."""
    try:
        ran = subprocess.run(
            [program, "version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise Error(f"{program} version has not ended within {_PATIENCE:g} s") from None
    except OSError as failed:
        raise cannot_run(program, failed) from None
    said = re.match(r"chatdouble (\S+)", ran.stdout)
    return said.group(1) if said else "unknown"


def check_version(program: Path, theirs: str) -> None:
    """A program of another version than the package may lack what the package asks for."""
    if version and theirs != version:
        raise Error(
            f"{program} is version {theirs} and this package is {version}; "
            "install the package again: pip install --force-reinstall chatdouble"
        )


def cannot_run(program: Path, failed: OSError) -> Error:
    """The usual cause is a wheel of another platform."""
    return Error(
        f"{program} cannot be run here, on {platform.system()} {platform.machine()} ({failed.strerror}); "
        "install the wheel of this platform, or run the server elsewhere and use chatdouble.connect(url)"
    )
