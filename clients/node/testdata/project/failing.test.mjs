// Each of these tests fails, and must say what its client was refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useChatdouble } from 'chatdouble/node-test';

const double = useChatdouble({ failOnUnmatched: true });

test('a wrong key', double.cometChat(async (app) => {
  const response = await fetch(`${app.baseUrl}/users`, { headers: { apikey: 'wrong' } });
  assert.equal(response.status, 200);
}));

test('what is not emulated', double.cometChat(async (app) => {
  await fetch(`${app.baseUrl}/usrs`, { headers: { apikey: app.apiKey } });
}));

test('no error', double.zim(async () => {
  throw 'a text';
}));

test('a dead server', double.zim(async () => {
  process.kill(double.server.pid, 'SIGKILL');
  await double.server.apps();
}));
