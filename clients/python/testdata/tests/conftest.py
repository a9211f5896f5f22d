import pytest

import client


@pytest.fixture
def cometchat(cometchat_app):
    return client.CometChat(cometchat_app.base_url, cometchat_app.api_key)


@pytest.fixture
def zim(zim_app):
    return client.ZIM(zim_app.base_url, zim_app.app_id, zim_app.server_secret)
