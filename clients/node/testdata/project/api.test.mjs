// The package's whole API, as a test of a user calls it.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { connect, start } from 'chatdouble';

const server = await start();
after(() => server.stop());

const people = { users: [{ uid: 'ann', blocks: ['ben'] }, { uid: 'ben' }] };

async function users(app) {
  const state = await app.state();
  return state[app.vendor][0].users ?? [];
}

function blocked(app, key = app.apiKey, user = 'ann') {
  return fetch(`${app.baseUrl}/users/${user}/blockedusers`, { headers: { apikey: key } });
}

test('an app of CometChat', async () => {
  const app = await server.cometChat({ name: 'here', fixture: people });
  assert.match(app.name, /^cometchat:/);
  assert.equal(app.vendor, 'cometchat');
  assert.equal(app.region, 'us');
  assert.ok(app.authKey);
  const response = await blocked(app);
  assert.deepEqual((await response.json()).data.map((user) => user.uid), ['ben']);
  await app.unblock('ann', 'ben');
  assert.deepEqual((await (await blocked(app)).json()).data, []);
  await app.block('ann', 'ben');
  assert.equal((await (await blocked(app)).json()).data.length, 1);
  assert.equal((await users(app)).length, 2);
  await app.mergeState('users: [{uid: cleo}]');
  assert.equal((await users(app)).length, 3);
  await app.setState({ users: [{ uid: 'dan' }] });
  assert.equal((await users(app)).length, 1);
  await app.reset();
  assert.equal((await users(app)).length, 2);
  assert.equal((await server.app(app.name)).apiKey, app.apiKey);
  assert.ok((await server.apps()).some((each) => each.name === app.name));
  await app.remove();
  await assert.rejects(app.state(), /^Error: chatdouble: .*\(GET \/__admin\/apps\/cometchat:/);
});

test('faults', async () => {
  const app = await server.cometChat({ fixture: people });
  const id = await app.fail({ match: { operation: 'ListBlockedUsers' }, fault: { code: 'ERR_TOO_MANY_REQUESTS' }, times: 2 });
  assert.equal((await blocked(app)).status, 429);
  assert.equal((await app.faults())[0].hits, 1);
  assert.equal((await app.clearFault(id)).hits, 1);
  assert.equal((await blocked(app)).status, 200);
  await app.fail({ fault: { status: 500 } });
  assert.equal(await app.clearFaults(), 1);
  await assert.rejects(app.fail({ match: { operaton: 'ListBlockedUsers' }, fault: { status: 500 } }), /did you mean "operation"/);
});

test('the clock', async () => {
  const { clock } = await server.zim();
  await clock.freeze('2024-05-01T12:00:00Z');
  await clock.advance('11m');
  await clock.advance(1500);
  assert.equal((await clock.now()).toISOString(), '2024-05-01T12:11:01.500Z');
  assert.equal(await clock.frozen(), true);
  await clock.set(new Date('2025-01-01T00:00:00Z'));
  assert.equal((await clock.now()).toISOString(), '2025-01-01T00:00:00.000Z');
  await clock.run();
  assert.equal(await clock.frozen(), false);
  await clock.freeze();
  assert.equal(await clock.frozen(), true);
});

test('requests', async () => {
  const app = await server.cometChat({ fixture: people });
  const waiting = app.wait({ operation: 'ListBlockedUsers', status: 200, count: 2 });
  await Promise.all([blocked(app), blocked(app)]);
  assert.equal((await waiting).length, 2);
  await blocked(app, 'wrong');
  await fetch(`${app.baseUrl}/user`, { headers: { apikey: app.apiKey } });
  assert.equal(await app.count(), 4);
  assert.equal(await app.count({ operation: 'ListBlockedUsers', code: '0' }), 2);
  const [refused] = await app.requests({ status: 401 });
  assert.equal((await app.explain(refused.id)).outcome, 'refused');
  assert.equal((await app.unmatched()).length, 1);
  assert.match(await app.refusals(), /^2 of 4 requests to cometchat:.* 401 AUTH_ERR_APIKEY_NOT_FOUND \(.*has no such API key.* 404/s);
  await assert.rejects(app.wait({ user: 'nobody', timeout: 10 }), /waited 10ms for 1 requests with {"user":"nobody"}, and 0 came; the last of 4 requests to cometchat:/);
  assert.equal(await app.clearRequests(), 4);
  assert.match(await app.refusals(), /^none of 0 requests/);
});

test('snapshots', async () => {
  const app = await server.cometChat({ fixture: people });
  await app.snapshot('two-people');
  await app.setState({ users: [] });
  await app.restore('two-people');
  assert.equal((await users(app)).length, 2);
  assert.deepEqual(await app.snapshots(), ['two-people']);
  await app.deleteSnapshot('two-people');
  assert.deepEqual(await app.snapshots(), []);
});

test('acts, and what callbacks are told of them', async () => {
  const app = await server.zim({ fixture: { users: [{ userId: 'alice' }, { userId: 'bob' }], callback: { url: 'http://backend.example/' } } });
  const alice = app.as('alice');
  await alice.goOnline();
  assert.match((await alice.sendMessage({ to: 'bob', text: 'hi' })).msgId, /^\d+$/);
  await assert.rejects(alice.sendMessage({ to: 'bob' }), /text/);
  await app.setOnlineState('bob', 'loggedIn');
  const deliveries = await app.deliveries();
  assert.ok(deliveries.length > 1);
  assert.equal((await app.redeliver(deliveries[0].id)).event, deliveries[0].event);
  const group = await server.cometChat({ fixture: { users: [{ uid: 'ann' }], groups: [{ guid: 'g', name: 'g', type: 'public' }] } });
  await group.as('ann').joinGroup({ group: 'g' });
  await group.as('ann').leaveGroup({ group: 'g' });
});

test('an id may be anything', async () => {
  const app = await server.zim({ fixture: { users: [{ userId: '..' }, { userId: 'a?b' }] } });
  await app.block('..', 'a?b');
  assert.equal((await users(app)).find((user) => user.userId === '..').blacklist.length, 1);
});

test('200 apps are made and removed, one after the other', async () => {
  const begin = performance.now();
  for (let i = 0; i < 200; i++) await (await server.zim()).remove();
  console.log(`# 200 apps: ${Math.round(performance.now() - begin)} ms`);
});

test('connect', async () => {
  const other = await connect(`${server.url}/__admin/`);
  assert.equal(other.pid, undefined);
  const app = await other.zim();
  assert.equal((await server.app(app.name)).serverSecret, app.serverSecret);
  assert.ok((await other.requests()).length >= 0);
  await other.stop();
  await server.apps(); // it runs on
  await assert.rejects(connect('http://127.0.0.1:1'), /does not answer: .*ECONNREFUSED.*is the server running/);
  await assert.rejects(connect(undefined), /CHATDOUBLE_ADMIN_URL/);
});

test('the whole server starts over', async () => {
  const own = await start({ args: ['--freeze', '--time', '2024-05-01T12:00:00Z'] });
  const app = await own.app('zim:1234567890');
  await app.setState({ users: [] });
  await own.clock.advance(1000);
  await own.reset();
  assert.ok((await users(app)).length > 0);
  assert.equal((await own.clock.now()).toISOString(), '2024-05-01T12:00:00.000Z');
  await own[Symbol.asyncDispose]();
  await own.stop(); // twice is no error
});
