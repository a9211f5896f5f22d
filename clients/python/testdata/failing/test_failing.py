"""Tests that fail, for what their reports say."""

import os
import signal

import client


def test_refused(cometchat_app):
    cometchat = client.CometChat(cometchat_app.base_url, cometchat_app.auth_key)
    assert cometchat.blocked("alice")[0] == 200


def test_no_app(zim_app):
    zim = client.ZIM(zim_app.base_url, 12, zim_app.server_secret)
    assert zim.call("QueryBlacklist", FromUserId="alice")[1]["Code"] == 0


def test_impossible(zim_app):
    zim_app.block("alice", "bob")


def test_server_dies(chatdouble, zim_app):
    os.kill(chatdouble.pid, signal.SIGKILL)
    zim_app.add_users("alice")


def test_after_it_has_died(zim_app):
    pass
