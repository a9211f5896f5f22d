"""chatdouble is a server that stands in for CometChat's REST API v3 and ZEGOCLOUD's ZIM Server API in tests.

start gives a server on a free port, connect one that runs already; cometchat and zim of either make an app that no other
test can see. In pytest the fixtures chatdouble, cometchat_app and zim_app do so. What cannot be done, such as a block
between people who are not there, raises Error and says why."""

from ._app import App, CometChatApp, Group, User, ZIMApp
from ._clock import Clock
from ._control import Control, connect
from ._errors import Error
from ._fault import ActiveFault, Delay
from ._generated import CometChatActor, ZIMActor
from ._requests import Check, Delivery, Explanation, Request, Try
from ._server import Server, start
from ._version import version as __version__

__all__ = [
    "ActiveFault", "App", "Check", "Clock", "CometChatActor", "CometChatApp", "Control", "Delay", "Delivery", "Error",
    "Explanation", "Group", "Request", "Server", "Try", "User", "ZIMActor", "ZIMApp",
    "__version__", "connect", "start",
]  # fmt: skip
