const assert = require('node:assert/strict');
const test = require('node:test');
const { start } = require('chatdouble');
const { useChatdouble } = require('chatdouble/node-test');

const double = useChatdouble();

test('CommonJS', async () => {
  const server = await start();
  const app = await server.zim();
  assert.match(app.baseUrl, /^http:/);
  await server.stop();
});

test('the helper', double.zim(async (app, t) => {
  assert.equal(t.name, 'the helper');
  assert.equal(await app.count(), 0);
}));

test('both module systems have the same functions', async () => {
  assert.equal((await import('chatdouble')).start, start);
  assert.equal((await import('chatdouble/node-test')).useChatdouble, useChatdouble);
});
