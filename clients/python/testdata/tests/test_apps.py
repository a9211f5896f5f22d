"""Every word of the package, against the server that pytest has started."""

import http.server
import json
import threading
from datetime import datetime, timedelta, timezone

import pytest

import chatdouble as c


def test_block_is_seen(cometchat_app, cometchat):
    cometchat_app.add_users("alice", c.User("bob", name="Bob"))
    assert cometchat.block("alice", "bob")[0] == 200
    status, answer = cometchat.blocked("alice")
    assert (status, [u["name"] for u in answer["data"]]) == (200, ["Bob"])
    cometchat_app.unblock("alice", "bob")
    assert cometchat.blocked("alice")[1]["data"] == []
    assert cometchat_app.count(operation="BlockUsers", user="alice", status=200) == 1


def test_an_app_of_its_own(cometchat_app, cometchat):
    assert cometchat.blocked("alice")[0] == 404  # the alice of the test above is in another app
    assert [r.code for r in cometchat_app.requests()] == ["ERR_UID_NOT_FOUND"]


def test_fail(zim_app, zim):
    zim_app.add_users("alice")
    id = zim_app.fail(operation="QueryBlacklist", user="alice", code="660300005", times=2)
    rule = zim_app.faults()[0]
    assert (rule.id, rule.rule["times"], rule.hits) == (id, 2, 0)
    codes = [zim.call("QueryBlacklist", FromUserId="alice", Limit=10, Next=0)[1]["Code"] for _ in range(3)]
    assert codes == [660300005, 660300005, 0]
    assert zim_app.count(fault=id) == 2 and zim_app.faults() == []
    slow = zim_app.fail(delay=timedelta(milliseconds=1))
    assert zim_app.clear_fault(slow).rule["fault"]["delay"]["milliseconds"] == 1
    zim_app.fail(delay=c.Delay.lognormal(0.001, 0.4, at_most=0.002), after=True)
    zim_app.fail(delay=c.Delay.uniform(0, 0.001), probability=0.5)
    zim_app.fail(path="/own", status=201, json={"a": [1]}, headers={"X-A": ["1", "2"]})
    assert zim_app.clear_faults() == 3
    with pytest.raises(c.Error, match='did you mean "QueryBlacklist"'):
        zim_app.fail(operation="QueryBlacklst", code="660300005")


def test_clock(zim_app, zim):
    at = datetime(2030, 1, 2, 3, 4, 5, 678000, timezone.utc)
    zim_app.clock.freeze(at)
    assert zim_app.clock.now() == at and zim_app.clock.frozen()
    zim_app.clock.advance(timedelta(minutes=11))
    assert zim_app.clock.now() == at + timedelta(minutes=11)
    zim_app.clock.advance(-660)
    assert zim.call("QueryBlacklist", now=at.timestamp() - 1000, FromUserId="a")[1]["Code"] != 0
    assert "Timestamp" in zim_app.requests()[0].reason
    zim_app.clock.run()
    zim_app.clock.set(at)
    assert zim_app.clock.now() > at and not zim_app.clock.frozen()


def test_wait_explain_and_clear(cometchat_app, cometchat):
    cometchat_app.add_users("alice")
    cometchat.blocked("alice")
    (request,) = cometchat_app.wait(1, 10, operation="ListBlockedUsers", code="0")
    assert request.completed and request.stage == "done" and not request.refused and request.method == "GET"
    assert cometchat_app.requests(since=request.time, until=request.time) == [request]
    told = cometchat_app.explain(request)
    assert told.outcome == "answered" and all(check.verdict == "passed" for check in told.checks), str(told)
    with pytest.raises(c.Error, match="waited 0.01 s for 2 requests in cometchat:.* with operation=.*, and 1 came"):
        cometchat_app.wait(2, 0.01, operation="ListBlockedUsers")
    assert cometchat_app.clear_requests() == 1 and cometchat_app.requests() == []
    with pytest.raises(c.Error, match="BlockUsers"):
        cometchat_app.count(operation="BlockUser")


def test_unmatched(zim_app, zim):
    zim.call("QueryBlocklist", FromUserId="alice")
    (request,) = zim_app.unmatched()
    assert request.nearest == "QueryBlacklist" and "QueryBlocklist" in str(request)


def test_state_and_snapshots(zim_app):
    zim_app.add_users(c.User("alice", avatar="https://example.com/a.png"), "bob")
    zim_app.add_groups(c.Group("hikers", name="Hikers", owner="alice", members=["bob"]))
    before = zim_app.state()
    zim_app.snapshot("v1")
    assert zim_app.snapshots() == ["v1"]
    zim_app.merge_state("users: [{userId: carol}]")
    assert "carol" in zim_app.state()
    zim_app.restore("v1")
    assert zim_app.state() == before and "hikers" in before
    zim_app.delete_snapshot("v1")
    zim_app.set_state("users: [{userId: dave}]")
    assert "alice" not in zim_app.state()
    zim_app.reset()
    assert "dave" not in zim_app.state()
    with pytest.raises(c.Error, match='unknown field "usres"'):
        zim_app.set_state("usres: []")


def test_acts_of_zim(zim_app):
    zim_app.add_users("alice", "bob")
    zim_app.add_groups(c.Group("hikers", owner="alice"))
    alice, bob = zim_app.as_("alice"), zim_app.as_("bob")
    bob.join_group("hikers")
    bob.enter_room("lobby")
    sent = alice.send_message("hello", to="bob")
    assert sent["msgSeq"] == 1 and f"{sent['msgId']}" in zim_app.state()
    bob.read(with_="alice")
    bob.go_online()
    bob.go_offline(logged_out=True)
    zim_app.set_online_state("bob", "online")
    with pytest.raises(c.Error, match="leaveRoom as 'alice' in zim:.*there is no room \"nowhere\""):
        alice.leave_room("nowhere")
    assert zim_app.deliveries() == []


def test_deliveries(chatdouble):
    came = []

    class Backend(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Backend) as backend:
        threading.Thread(target=backend.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{backend.server_port}/events"
        with chatdouble.zim("deliveries", fixture=f'{{users: [{{userId: bob}}], callback: {{url: "{url}"}}}}') as app:
            app.as_("bob").enter_room("lobby")
            app.wait(2, 10, delivery_state="delivered")
            first = app.deliveries()[0]
            assert (first.event, first.state, first.tries[0].status) == ("room_create", "delivered", 200)
            again = app.redeliver(first.id)
            app.wait(3, 10, delivery_state="delivered")
        backend.shutdown()
    assert again.event == "room_create" and [e["event"] for e in came] == ["room_create", "room_enter", "room_create"]


def test_acts_of_cometchat(cometchat_app):
    cometchat_app.add_users("alice", "bob")
    cometchat_app.block("alice", "bob")
    cometchat_app.add_groups(c.Group("closed", owner="alice", type="password", password="sesame"))
    cometchat_app.as_("bob").join_group("closed", password="sesame")
    assert "guid: closed" in cometchat_app.state()
    bob = cometchat_app.as_("bob")
    bob.send_message("hello all", to_group="closed")
    id = bob.send_message(to_group="closed", category="custom", type="place", data={"customData": {"lat": 1}})["msgId"]
    assert id and "hello all" in cometchat_app.state() and "lat" in cometchat_app.state()
    bob.delete_message(id)
    cometchat_app.as_("alice").read(group="closed")


def test_what_the_server_has(chatdouble, zim_app):
    assert zim_app.name in [app.name for app in chatdouble.apps()]
    assert chatdouble.app(zim_app.name).app_id == zim_app.app_id
    assert chatdouble.version() == c.__version__ and "chatdouble_requests" in chatdouble.metrics()
    with chatdouble.cometchat("other", fixture="users: [{uid: zoe}]") as other:
        assert "zoe" in other.state()
    with pytest.raises(c.Error, match="cometchat:"):
        other.state()
    again = c.connect(chatdouble.url + "/__admin")
    assert again.url == chatdouble.url
    assert again.app("cometchat:mockapp").api_key
