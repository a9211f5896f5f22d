"""Apps: one for each test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Sequence

from . import _times
from ._client import Client, FixtureText, segment
from ._errors import hidden as __tracebackhide__  # noqa: F401
from ._generated import CometChatActor, ZIMActor
from ._requests import Delivery, delivery_of
from ._scope import Scope


@dataclass(frozen=True)
class User:
    """A person to add."""

    id: str  # CometChat's uid, in lower case, or ZIM's UserId
    name: str = ""  # CometChat: the id when empty
    avatar: str = ""  # URL of a picture
    created_at: datetime | None = None  # now on the app's clock when None


@dataclass(frozen=True)
class Group:
    """A group of people of either vendor."""

    id: str  # CometChat's guid, in lower case, or ZIM's GroupId
    name: str = ""  # CometChat: the id when empty
    owner: str = ""  # a user who is there; required at ZIM
    members: Sequence[str] = ()  # users who are there; the owner is one, too
    type: str = ""  # CometChat: public when empty, private or password
    password: str = ""  # CometChat: of a group of the type password
    created_at: datetime | None = None  # now on the app's clock when None


class App(Scope):
    """One app of a server. As a context manager it is removed at the end."""

    def __init__(self, client: Client, shown: dict[str, Any]) -> None:
        super().__init__(client, shown["app"])
        self.name: str = shown["app"]
        """How the admin API calls the app: "cometchat:{appId}" or "zim:{appId}"."""
        self.base_url: str = shown["base_url"]

    def __repr__(self) -> str:
        return f"<chatdouble app {self.name} at {self.base_url}>"

    def __enter__(self):  # type: ignore[no-untyped-def]  # Self is of Python 3.11; the subclasses say it
        return self

    def __exit__(self, *failed: object) -> None:
        self.remove()

    def remove(self) -> None:
        """Removes the app from the server."""
        self._client.ask(f"removing app {self.name}", "DELETE", self._path(""))

    def add_users(self, *users: User | str) -> None:
        """Adds people, each a User or an id alone. A person who is there already gets the name and the avatar given
        here; all else stays. When something is wrong with one of them, none is added."""
        people = [self._person(User(u) if isinstance(u, str) else u) for u in users]
        if people:
            self._ask(f"adding {len(people)} users", "PATCH", self._path("/state"), {"users": people})

    def add_groups(self, *groups: Group) -> None:
        """Adds groups. A group that is there already gets what is given here, and the members are added to those that
        it has. When something is wrong with one of them, none is added."""
        if groups:
            body = {"groups": [self._group(g) for g in groups]}
            self._ask(f"adding {len(groups)} groups", "PATCH", self._path("/state"), body)

    def _person(self, user: User) -> dict[str, Any]:
        raise NotImplementedError

    def _group(self, group: Group) -> dict[str, Any]:
        raise NotImplementedError

    def block(self, user: str, other: str) -> None:
        """Lets the user block the other, from now on the app's clock. Both must be there."""
        self._ask(f"{user} blocks {other}", "PUT", self._block(user, other))

    def unblock(self, user: str, other: str) -> None:
        """Ends a block. Both must be there; it is no error when there was no block."""
        self._ask(f"{user} unblocks {other}", "DELETE", self._block(user, other))

    def _block(self, user: str, other: str) -> str:
        return self._path(f"/users/{segment(user)}/blocks/{segment(other)}")

    def reset(self) -> None:
        """Brings the app back to its beginning: state, faults, limits, clock and journal. Snapshots stay."""
        self._ask("starting over", "POST", self._path("/reset"))

    def state(self) -> str:
        """All that the app holds, as a fixture in YAML with this one app."""
        return str(self._ask("reading the state", "GET", self._path("/state"), text=True))

    def set_state(self, fixture: str) -> None:
        """Replaces all that the app holds. The fixture is YAML or JSON: a whole one with one app, or that app alone
        ("users: [...]"). When something is wrong with it, nothing changes."""
        self._ask("replacing the state", "PUT", self._path("/state"), FixtureText(fixture))

    def merge_state(self, fixture: str) -> None:
        """Adds a fixture to what the app holds. When something is wrong with it, nothing changes."""
        self._ask("merging into the state", "PATCH", self._path("/state"), FixtureText(fixture))

    def snapshot(self, name: str) -> None:
        """Keeps the state under a name, in the place of an older snapshot of that name. It costs next to nothing."""
        self._ask(f"keeping the snapshot {name!r}", "POST", self._path(f"/snapshots/{segment(name)}"))

    def restore(self, name: str) -> None:
        """Goes back to a snapshot, any number of times."""
        self._ask(f"going back to the snapshot {name!r}", "POST", self._path(f"/snapshots/{segment(name)}/restore"))

    def delete_snapshot(self, name: str) -> None:
        """Forgets a snapshot."""
        self._ask(f"deleting the snapshot {name!r}", "DELETE", self._path(f"/snapshots/{segment(name)}"))

    def snapshots(self) -> list[str]:
        """The names of the app's snapshots."""
        return list(self._ask("listing the snapshots", "GET", self._path(""))["snapshots"])

    def deliveries(self) -> list[Delivery]:
        """The newest events that were sent to the app's webhooks and callbacks, the oldest first."""
        answer = self._ask("listing the deliveries", "GET", self._path("/deliveries"))
        return [delivery_of(d) for d in answer["deliveries"]]

    def redeliver(self, id: str) -> Delivery:
        """Sends an event once more, by its id: as a new one, which is returned, signed anew."""
        path = self._path(f"/deliveries/{segment(id)}/redeliver")
        return delivery_of(self._ask(f"delivering {id!r} again", "POST", path))

    def _act(self, act: str, user: str, members: dict[str, Any]) -> Any:
        body = {"act": act, "user": user, **{k: v for k, v in members.items() if v is not None}}
        return self._ask(f"{act} as {user!r}", "POST", self._path("/acts"), body)


class CometChatApp(App):
    """A CometChat app. Use its base_url: it belongs to this app alone."""

    def __init__(self, client: Client, shown: dict[str, Any]) -> None:
        super().__init__(client, shown)
        self.app_id: str = shown["app_id"]
        self.region: str = shown["region"]
        self.api_key: str = shown.get("api_key", "")  # scope fullAccess
        self.auth_key: str = shown.get("auth_key", "")  # scope authOnly

    def __enter__(self) -> CometChatApp:
        return self

    def as_(self, user: str) -> CometChatActor:
        """The end user of that id, who does what only the user's own app can do."""
        return CometChatActor(self._act, user)

    def _person(self, user: User) -> dict[str, Any]:
        shown = {"uid": user.id, "name": user.name or user.id, "avatar": user.avatar}
        return shown | _created(user.created_at)

    def _group(self, group: Group) -> dict[str, Any]:
        given = {"owner": group.owner, "members": list(group.members), "type": group.type, "password": group.password}
        shown = {"guid": group.id, "name": group.name or group.id}
        return shown | {k: v for k, v in given.items() if v} | _created(group.created_at)


class ZIMApp(App):
    """A ZIM app. All ZIM apps of a server have the same base_url: a request says by its AppId which one it means."""

    def __init__(self, client: Client, shown: dict[str, Any]) -> None:
        super().__init__(client, shown)
        self.app_id: int = int(shown["app_id"])
        self.server_secret: str = shown.get("server_secret", "")

    def __enter__(self) -> ZIMApp:
        return self

    def as_(self, user: str) -> ZIMActor:
        """The end user of that id, who does what only the user's own app can do."""
        return ZIMActor(self._act, user)

    def set_online_state(self, user: str, state: Literal["loggedIn", "online", "offline", "loggedOut"]) -> None:
        """Marks a user as a client's login, lost connection or logout would. Somebody who logs in and is not there is
        added. The app's callback is told."""
        self._ask(f"marking user {user!r} as {state!r}", "PUT", self._path(f"/users/{segment(user)}/state"), {"state": state})

    def _person(self, user: User) -> dict[str, Any]:
        shown = {"userId": user.id, "userName": user.name, "userAvatar": user.avatar}
        return shown | _created(user.created_at)

    def _group(self, group: Group) -> dict[str, Any]:
        shown: dict[str, Any] = {"groupId": group.id, "groupName": group.name, "owner": group.owner}
        if group.members:
            shown["members"] = list(group.members)
        return shown | _created(group.created_at)


def _created(at: datetime | None) -> dict[str, Any]:
    return {"createdAt": _times.moment(at)} if at else {}


def app_of(client: Client, shown: dict[str, Any]) -> CometChatApp | ZIMApp:
    """An app as the admin API shows it."""
    return CometChatApp(client, shown) if shown["vendor"] == "cometchat" else ZIMApp(client, shown)
