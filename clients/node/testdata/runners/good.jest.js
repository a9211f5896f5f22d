const { useChatdouble } = require('chatdouble/jest');

const double = useChatdouble();

test('an app', double.cometChat(async (app) => {
  expect((await app.state()).cometchat[0].users[0].uid).toBe('ann');
}, { users: [{ uid: 'ann' }] }));

test('a clock of Jest\'s own', double.zim(async (app) => {
  jest.useFakeTimers();
  expect(await app.count()).toBe(0);
}));
