#!/usr/bin/env python3
"""Writes chatdouble/_generated.py from the OpenAPI document of the admin API, which it reads from its standard input.

go test ./clients/python -run TestPythonIsGenerated -update does so."""

import json
import keyword
import re
import sys

HEAD = '''"""What the admin API's OpenAPI document says: names, filters, and a method for each act. Do not edit:
go test ./clients/python -run TestPythonIsGenerated -update writes it anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Callable, Literal, Sequence, TypedDict, Union, cast

from ._errors import hidden as __tracebackhide__  # noqa: F401
'''

ACTOR = '''

class {name}:
    """An end user of a {vendor} app, who does what only the user's own app can do. What cannot be done raises Error."""

    def __init__(self, act: Callable[[str, str, dict[str, Any]], Any], user: str) -> None:
        self._act = act
        self._user = user
'''


NAMES = ("OperationName", "EntryName")  # the schemas that have a type of their own here

TYPES = {
    "string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None", "object": "dict[str, Any]", "any": "Any",
}  # fmt: skip


def snake(name):
    """A member's name as an argument: extendedData is extended_data, with is with_."""
    name = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
    return name + "_" if keyword.iskeyword(name) else name


def literal(values):
    words = [json.dumps(v) for v in values]
    if len(words) > 20:  # a line each, for who reads what has changed
        return "Literal[\n    " + ",\n    ".join(words) + ",\n]"
    return "Literal[" + ", ".join(words) + "]"


def hint(schema):
    """The type of a member. In arguments a time is a datetime or its text."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'"{name}"' if name in NAMES else "Any"
    if "enum" in schema:
        return literal(schema["enum"])
    kind = schema.get("type", "any")
    if isinstance(kind, list):
        return "Union[" + ", ".join(hint(dict(schema, type=one)) for one in kind) + "]"
    if kind == "array":
        return f"Sequence[{hint(schema['items'])}]"
    if schema.get("format") == "date-time":
        return "Union[datetime, str]"
    return TYPES[kind]


def typed(name, schema, leave_out=()):
    """A TypedDict of the members that an object may have."""
    lines = [f"\n\nclass {name}(TypedDict, total=False):"]
    for member, of in schema["properties"].items():
        if member not in leave_out:
            note = f"  # {of['description']}" if "description" in of else ""
            lines.append(f"    {member}: {hint(of)}{note}")
    return "\n".join(lines) + "\n"


def method(schema, answer):
    """The method of an act: what it must have by position, the rest by name."""
    act = schema["properties"]["act"]["enum"][0]
    members = {k: v for k, v in schema["properties"].items() if k not in ("act", "user")}
    required = [m for m in members if m in schema["required"]]
    optional = [m for m in members if m not in required]
    first = ["self"] + [f"{snake(m)}: {hint(members[m])}" for m in required]
    if "text" in optional:  # a CometChat message can do without, and is sent by the same words as ZIM's
        optional.remove("text")
        optional.insert(0, "text")
        first.append("text: str | None = None")
    named = [m for m in optional if m != "text"]
    if named:
        first += ["*"] + [f"{snake(m)}: {hint(members[m])} | None = None" for m in named]
    returns = [m for m in answer["properties"] if m not in ("act", "user")]
    out = [f"\n    def {snake(act)}({', '.join(first)}) -> {answer['name'] if returns else 'None'}:"]
    notes = [f"{snake(m)}: {members[m]['description']}." for m in required + optional if "description" in members[m]]
    out += [f'        """{schema["description"]}.'] + ([""] if notes else []) + [f"        {n}" for n in notes]
    out[-1] += '"""'
    sent = "{" + ", ".join(f'"{m}": {snake(m)}' for m in required + optional) + "}"
    call = f'self._act("{act}", self._user, {sent})'
    out.append(f'        return cast("{answer["name"]}", {call})' if returns else f"        {call}")
    return "\n".join(out) + "\n"


def main():
    schemas = json.load(sys.stdin)["components"]["schemas"]
    out = [HEAD, "\n"]
    for name in NAMES:
        out.append(f"{name} = {literal(schemas[name]['enum'])}\n")
    out.append(f"Vendor = {literal(schemas['FaultMatch']['properties']['vendor']['enum'])}\n")
    out.append(f"Transport = {literal(schemas['FaultDone']['properties']['transport']['enum'])}\n")
    out.append(typed("Filter", schemas["Filter"]))
    for name, vendor in (("CometChat", "CometChat"), ("ZIM", "ZIM")):
        acts = [one["$ref"].rpartition("/")[2] for one in schemas[name + "Act"]["oneOf"]]
        answers = {act: dict(schemas[act + "ed"], name=act + "ed") for act in acts}
        for answer in answers.values():
            if len(answer["properties"]) > 2:
                out.append(typed(answer["name"], answer, ("act", "user")))
        out.append(ACTOR.format(name=name + "Actor", vendor=vendor))
        out += [method(schemas[act], answers[act]) for act in acts]
    print("".join(out), end="")


if __name__ == "__main__":
    main()
