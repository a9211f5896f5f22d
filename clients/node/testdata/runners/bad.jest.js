const { useChatdouble } = require('chatdouble/jest');

const double = useChatdouble();

test('a wrong key', double.cometChat(async (app) => {
  const response = await fetch(`${app.baseUrl}/users`, { headers: { apikey: 'wrong' } });
  expect(response.status).toBe(200);
}));
