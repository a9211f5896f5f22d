import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { useChatdouble } from 'chatdouble/node-test';

const double = useChatdouble();
const ids = [];

test('an app', double.cometChat(async (app, t) => {
  assert.equal(t.name, 'an app');
  assert.equal((await app.state()).cometchat[0].users[0].uid, 'ann');
  ids.push(app.appId);
}, { users: [{ uid: 'ann' }] }));

test('another app', double.cometChat(async (app) => {
  assert.notEqual(app.appId, ids[0]);
  assert.ok(!(await double.server.apps()).some((each) => each.appId === ids[0]), 'the app of the test before is gone');
}));

describe('a server of its own', () => {
  const strict = useChatdouble({ failOnUnmatched: true, args: ['--seed', '7'] });
  test('is another one', strict.zim(async (app) => {
    assert.notEqual(new URL(app.baseUrl).port, new URL(double.server.url).port);
  }));
});
