import { expect, test } from 'vitest';
import { useChatdouble } from 'chatdouble/vitest';

const double = useChatdouble();

test('an app', double.cometChat(async (app, context) => {
  expect(context.task.name).toBe('an app');
  expect((await app.state()).cometchat[0].users[0].uid).toBe('ann');
}, { users: [{ uid: 'ann' }] }));

test('another app', double.zim(async (app) => {
  expect(await app.count()).toBe(0);
}));
