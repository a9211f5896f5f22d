import chatdouble = require('chatdouble');
import { useChatdouble } from 'chatdouble/node-test';

export async function first() {
  const server = await chatdouble.start();
  const app = await server.app('cometchat:mockapp');
  return [app.authKey, useChatdouble().server.url];
}
