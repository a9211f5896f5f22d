// A test in TypeScript as its authors would write it: with literals and without casts.
import { connect, start, type CometChatApp, type Filter, type ZIMApp } from 'chatdouble';
import { useChatdouble } from 'chatdouble/node-test';
import { useChatdouble as inJest } from 'chatdouble/jest';
import { useChatdouble as inVitest } from 'chatdouble/vitest';

await using server = await start({ port: 8080, fixtures: ['a.yaml'], args: ['--seed', '7'] });
const app: CometChatApp = await server.cometChat({ name: 'typed', fixture: { users: [{ uid: 'ann', blocks: ['ben'] }, { uid: 'ben' }] } });
const zim: ZIMApp = await (await connect(undefined, { token: 'x' })).zim({ fixture: 'users: [{userId: bob}]' });
const secret: string = zim.serverSecret + app.apiKey;
const rule: string = await app.fail({ match: { operation: 'ListBlockedUsers', user: 'ann' }, fault: { code: 'ERR_UID_NOT_FOUND' }, times: 2 });
const filter: Filter = { operation: 'ListBlockedUsers', status: 200 };
const [first] = await app.wait({ ...filter, count: 1, timeout: 500 });
const outcome: 'refused' | string = (await app.explain(first!.id)).outcome;
const uid: string | undefined = (await app.state()).cometchat[0].users?.[0]?.uid;
await app.clock.advance('11m');
await app.clock.freeze(new Date());
await zim.as('alice').goOnline();
const id: string = (await zim.as('alice').sendMessage({ to: 'bob', text: 'hi' })).msgId;
await app.as('ann').joinGroup({ group: 'g' });
await zim.setOnlineState('bob', 'loggedIn');
const test = useChatdouble({ failOnUnmatched: true }).cometChat(async (own, t: { name: string }) => own.apiKey + t.name);
await test({ name: 'x' });
console.log(secret, rule, outcome, uid, id, inJest, inVitest, (await server.app('zim:1')).serverSecret);

export async function misspelt() {
  // @ts-expect-error an operation
  await app.fail({ match: { operation: 'ListBlockedUser' }, fault: { status: 500 } });
  // @ts-expect-error an operation
  await app.count({ operation: 'ListBlockedUser' });
  // @ts-expect-error an act of the other vendor
  await app.as('ann').enterRoom({ room: 'lobby' });
  // @ts-expect-error a member of an act
  await zim.as('alice').sendMessage({ to: 'bob', txt: 'hi' });
  // @ts-expect-error what is missing
  await zim.as('alice').enterRoom();
  // @ts-expect-error a member of a user
  await app.mergeState({ users: [{ userID: 'amy' }] });
  // @ts-expect-error the other vendor's
  console.log(app.serverSecret);
}
