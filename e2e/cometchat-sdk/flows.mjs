// Drives one of the vendor's chat SDKs, for JavaScript or React Native, against a running server and says, one line per
// flow, whether a user of the SDK sees what the vendor's service would show.
//
// What is checked has been recorded, is in the vendor's documentation (REST pages; SDK pages "Retrieve Users", "Block
// Users", "Additional Message Filtering") or is what the SDK itself cannot do without. Not checked, because nobody outside
// knows: whether a search minds capitals, whether a user is in the own list of users, whether the token of a session that
// ended by logout is still good elsewhere, and how the vendor checks an own profile that is changed. Three checks rest on
// less than that: the texts and codes of single entries of blockUsers and unblockUsers, and that messages from before a
// block stay visible unless hideMessagesFromBlockedUsers says otherwise.
//
// Settings, from the environment: PORT, APP_ID, AUTH_KEY (scope authOnly), API_KEY (scope fullAccess); HOST (localhost),
// REGION (us); SDK, one of those below (javascript@4.2.0). The server's CA goes into NODE_EXTRA_CA_CERTS before Node
// starts. ONLY=name runs the flows whose name contains it. Exit: 0 all passed, 1 one failed, 2 called wrongly.
import { calls, sockets, waiting } from './shim.mjs';

const flowLimit = 15_000, wholeLimit = 120_000; // milliseconds

// The SDK is one line of 600 kB, which Node would print with an uncaught error. So nothing may stay uncaught, and
// only messages are printed.
let broken = () => {}; // fails the flow that is running
function short(e) {
  const it = e?.error ?? e;
  const words = it?.code && it.message !== undefined ? `${it.code}: ${it.message}` : it?.message ?? (typeof it === 'object' ? JSON.stringify(it) : String(it));
  return `${words}${it?.cause?.message ? ` (${it.cause.message})` : ''}`.replace(/\s+/g, ' ').slice(0, 400);
}
for (const kind of ['unhandledRejection', 'uncaughtException']) {
  process.on(kind, (e) => {
    // An Error nobody catches is the SDK tripping over an answer. Its caller would wait for ever.
    if (e instanceof Error) broken(new Error(`the SDK tripped over an answer and its promise stays open: ${short(e)}`));
  });
}

const env = (name, fallback) => {
  const value = process.env[name] || fallback;
  if (value === undefined) { console.error(`flows.mjs: set ${name}; see the top of this file`); process.exit(2); }
  return value;
};
const port = env('PORT'), appId = env('APP_ID'), authKey = env('AUTH_KEY'), apiKey = env('API_KEY');
const server = `${env('HOST', 'localhost')}:${port}`, region = env('REGION', 'us');

// The SDKs, as they name themselves, and their packages.
const packages = {
  'javascript@4.2.0': '@cometchat/chat-sdk-javascript',
  'javascript@4.1.13': 'chat-sdk-javascript-4.1',
  'react-native@4.0.21': '@cometchat/chat-sdk-react-native',
};
const sdk = env('SDK', 'javascript@4.2.0');
if (!packages[sdk]) { console.error(`flows.mjs: SDK is ${sdk}, which is none of ${Object.keys(packages).join(', ')}`); process.exit(2); }

let CometChat;
try {
  if (sdk.startsWith('react-native@')) await import('./native.mjs');
  CometChat = (await import(packages[sdk])).default.CometChat;
} catch (e) {
  console.error(`flows.mjs: the SDK does not load (run npm ci here first): ${short(e)}`);
  process.exit(2);
}

// ---- what the flows are written with ----

const json = (v) => JSON.stringify(v);
function equal(got, want, what) {
  if (json(got) !== json(want)) throw new Error(`${what}: got ${json(got)}, want ${json(want)}`);
}
function truth(ok, what) {
  if (!ok) throw new Error(what);
}
// refused wants the promise to be rejected with a vendor error of this code and gives the error.
async function refused(code, promise, what) {
  let value;
  try { value = await promise; } catch (e) {
    if (e?.code !== code) throw new Error(`${what}: refused with ${short(e)}, want ${code}`);
    truth(typeof e.message === 'string' && e.message !== '', `${what}: ${code} has no message`);
    return e;
  }
  throw new Error(`${what}: answered ${json(value)?.slice(0, 200)}, want ${code}`);
}

// rest calls the server API, as a back end would.
async function rest(method, path, body, headers = {}) {
  const answer = await fetch(`https://${server}/v3${path}`, {
    method, headers: { appId, apiKey, 'Content-Type': 'application/json', ...headers }, body: body && json(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`server API: ${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text).data;
}

// Every run and every flow has people of its own, so nothing has to be cleaned up and no order is needed.
const run = `e2e${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
let flowNo = 0;
async function people(...names) {
  const made = {};
  for (const name of names) {
    made[name] = `${run}-${flowNo}-${name}`;
    await rest('POST', '/users', { uid: made[name], name: `${run}-${flowNo} ${name}` });
  }
  return made;
}
const blocks = (from, ...to) => rest('POST', `/users/${from}/blockedusers`, { blockedUids: to });
const newToken = async (uid) => (await rest('POST', `/users/${uid}/auth_tokens`, { force: true })).authToken;

// as logs in, does something, logs out again whatever happens.
async function as(uid, fn) {
  await CometChat.login(uid, authKey);
  try { return await fn(); } finally { await CometChat.logout().catch(() => {}); }
}
// signedOut waits until the SDK has forgotten a session the server has refused; it does that behind the caller's back.
async function signedOut() {
  await until(async () => CometChat.getInstance(appId).getAuthToken() === undefined && (await CometChat.getLoggedinUser()) === null, 'the SDK keeps a session that was refused');
}
// pages fetches until the SDK says there is no more, which is an empty page.
async function pages(request, fetch = 'fetchNext') {
  const all = [];
  for (let i = 0; i < 50; i++) {
    const page = await request[fetch]();
    if (page.length === 0) return all;
    all.push(page);
  }
  throw new Error(`${fetch} has no end: 50 pages, the last one ${json(all.at(-1).map((x) => x.uid ?? x.id))}`);
}
const uids = (list) => list.map((u) => u.getUid());
// needs ends a flow whose method an SDK does not have.
class Lacking extends Error {}
function needs(method) {
  if (typeof CometChat[method] !== 'function') throw new Lacking(`${sdk} has no ${method}`);
}
const sorted = (list) => [...list].sort();
const text = (to, words) => new CometChat.TextMessage(to, words, CometChat.RECEIVER_TYPE.USER);
const send = (to, words) => CometChat.sendMessage(text(to, words));
const words = (list) => list.map((m) => m.getText());
const talk = (withUid, limit = 30) => new CometChat.MessagesRequestBuilder().setUID(withUid).setLimit(limit);
const heard = async (request) => (await pages(request.build(), 'fetchPrevious')).reverse().flat();
const blockList = (limit = 30) => new CometChat.BlockedUsersRequestBuilder().setLimit(limit);
const userList = (limit = 30) => new CometChat.UsersRequestBuilder().setLimit(limit).setSearchKeyword(`${run}-${flowNo}`);

async function init() {
  const settings = new CometChat.AppSettingsBuilder().setRegion(region).autoEstablishSocketConnection(false)
    .overrideAdminHost(`${server}/v3.0`).overrideClientHost(`${server}/v3.0`).build();
  return CometChat.init(appId, settings);
}

// ---- the flows ----

const flows = {
  async 'init'() {
    equal(await init(), true, 'init');
    equal(CometChat.isInitialized(), true, 'isInitialized');
    equal(await CometChat.getLoggedinUser(), null, 'logged-in user of a fresh start');
    await refused('USER_NOT_LOGED_IN', CometChat.getUser('anybody'), 'getUser before login');
  },

  async 'createUser with the auth key'() {
    const uid = `${run}-${flowNo}-New`;
    const user = new CometChat.User(uid);
    user.setName('Ünï & "Co" </b>');
    user.setAvatar('https://example.com/a.png?x=1&y=2');
    user.setLink('https://example.com/me');
    user.setStatusMessage('around');
    user.setMetadata({ team: { name: 'red', size: 3 }, list: [1, 2] });
    user.setTags(['one', 'two']);
    const made = await CometChat.createUser(user, authKey);
    truth(made instanceof CometChat.User, 'createUser does not give a User');
    equal(made.getUid(), uid.toLowerCase(), 'uid');
    equal(made.getName(), 'Ünï & "Co" </b>', 'name');
    equal(made.getAvatar(), 'https://example.com/a.png?x=1&y=2', 'avatar');
    equal(made.getLink(), 'https://example.com/me', 'link');
    equal(made.getStatus(), 'offline', 'status');
    equal(made.getStatusMessage(), 'around', 'statusMessage');
    equal(made.getRole(), 'default', 'role');
    equal(made.getMetadata(), { team: { name: 'red', size: 3 }, list: [1, 2] }, 'metadata');
    equal(made.getTags(), ['one', 'two'], 'tags');
    equal((await rest('GET', `/users/${uid.toLowerCase()}`)).name, 'Ünï & "Co" </b>', 'name seen by the server API');
    const twice = await refused('ERR_UID_ALREADY_EXISTS', CometChat.createUser(user, authKey), 'the same uid again');
    truth(twice.message.includes(uid.toLowerCase()), `duplicate: the message does not name the uid: ${twice.message}`);
    await refused('AUTH_ERR_APIKEY_NOT_FOUND', CometChat.createUser(new CometChat.User(`${uid}-2`, 'X'), 'f'.repeat(40)), 'unknown key');
    const bad = new CometChat.User(`${uid}-3`, 'X');
    bad.setAvatar('not a url');
    const e = await refused('ERR_BAD_REQUEST', CometChat.createUser(bad, authKey), 'bad avatar');
    equal(e.details, { avatar: ['The avatar must be a valid URL.'] }, 'details of the bad avatar');
  },

  async 'updateUser with the auth key'() {
    const { ann } = await people('ann');
    const user = new CometChat.User(ann);
    user.setName('Ann B.');
    user.setMetadata({ a: 1 });
    const now = await CometChat.updateUser(user, authKey);
    equal([now.getUid(), now.getName(), now.getMetadata()], [ann, 'Ann B.', { a: 1 }], 'updated user');
    truth(Number.isInteger(now.updatedAt), `updatedAt: ${json(now.updatedAt)}`);
    equal((await rest('GET', `/users/${ann}`)).name, 'Ann B.', 'name seen by the server API');
    await refused('ERR_UID_NOT_FOUND', CometChat.updateUser(new CometChat.User(`${ann}-no`, 'X'), authKey), 'unknown uid');
  },

  async 'login with an auth key'() {
    const { ann } = await people('ann');
    await refused('ERR_UID_NOT_FOUND', CometChat.login(`${ann}-no`, authKey), 'unknown uid');
    await refused('AUTH_ERR_APIKEY_NOT_FOUND', CometChat.login(ann, 'f'.repeat(40)), 'unknown key');
    let told = '';
    CometChat.addLoginListener('flows', new CometChat.LoginListener({ loginSuccess: (u) => { told = u.getUid(); } }));
    const from = calls.length;
    const me = await CometChat.login(ann, authKey);
    CometChat.removeLoginListener('flows');
    try {
      equal([me.getUid(), me.getStatus(), told], [ann, 'online', ann], 'uid, status, listener');
      truth(new RegExp(`^${ann}_\\d{10}[0-9a-f]{30}$`).test(me.getAuthToken()), `authToken: ${me.getAuthToken()}`);
      equal(calls.slice(from).map((c) => `${c.method} ${c.path} ${c.status}`), [`POST /v3.0/users/${ann}/auth_tokens 200`, 'PUT /v3.0/me 200'], 'calls of a login');
      const kept = await CometChat.getLoggedinUser();
      equal([kept.getUid(), kept.getAuthToken()], [ann, me.getAuthToken()], 'getLoggedinUser');
      equal((await CometChat.login(ann, authKey)).getUid(), ann, 'login again');
    } finally { await CometChat.logout().catch(() => {}); }
  },

  async 'login with an auth token'() {
    const { ann } = await people('ann');
    const token = await newToken(ann);
    await refused('AUTH_ERR_AUTH_TOKEN_NOT_FOUND', CometChat.login(`${token.slice(0, -4)}0000x`), 'unknown token');
    await signedOut();
    const from = calls.length;
    const me = await CometChat.login(token);
    try {
      equal([me.getUid(), me.getAuthToken(), me.getStatus()], [ann, token, 'online'], 'uid, token, status');
      // The SDK asks a second time when the answer lacks the token.
      equal(calls.slice(from).map((c) => `${c.method} ${c.path} ${c.status}`), ['PUT /v3.0/me 200'], 'calls of a login');
      equal((await CometChat.getUser(ann)).getUid(), ann, 'a call with the token');
    } finally { await CometChat.logout().catch(() => {}); }
  },

  async 'reload of the page while logged in'() {
    const { ann, bob } = await people('ann', 'bob');
    await as(ann, async () => {
      await CometChat.updateCurrentUserDetails({ name: 'Ann Again' });
      CometChat.setAuthToken(undefined);                      // a fresh page knows only what is in localStorage
      const from = calls.length;
      equal(await init(), true, 'init again');
      equal((await CometChat.getLoggedinUser()).getName(), 'Ann Again', 'getLoggedinUser');
      equal((await CometChat.getUser(bob)).getUid(), bob, 'a call with the kept token');
      equal(calls.slice(from).map((c) => c.path), [`/v3.0/users/${bob}`], 'calls after a reload');
    });
  },

  async 'logout'() {
    const { ann } = await people('ann');
    let told = 0;
    CometChat.addLoginListener('flows', new CometChat.LoginListener({ logoutSuccess: () => { told++; } }));
    await CometChat.login(ann, authKey);
    await CometChat.logout();
    CometChat.removeLoginListener('flows');
    equal(told, 1, 'calls of the listener');
    equal(await CometChat.getLoggedinUser(), null, 'getLoggedinUser');
    await refused('USER_NOT_LOGED_IN', CometChat.getUser(ann), 'a call after logout');
  },

  async 'a token taken away ends the session'() {
    const { ann } = await people('ann');
    await CometChat.login(ann, authKey);
    await rest('DELETE', `/users/${ann}/auth_tokens`);
    await refused('AUTH_ERR_AUTH_TOKEN_NOT_FOUND', CometChat.getUser(ann), 'a call with a flushed token');
    await signedOut();
  },

  async 'updateCurrentUserDetails'() {
    const { ann } = await people('ann');
    await as(ann, async () => {
      const user = new CometChat.User(ann);
      user.setName('Ann Updated');
      user.setAvatar('https://example.com/new.png');
      user.setStatusMessage('busy');
      user.setMetadata({ deep: { er: [true, null] } });
      user.setTags(['t1', 't2']);
      const me = await CometChat.updateCurrentUserDetails(user);
      equal([me.getUid(), me.getName(), me.getAvatar(), me.getStatusMessage(), me.getMetadata(), me.getTags()],
        [ann, 'Ann Updated', 'https://example.com/new.png', 'busy', { deep: { er: [true, null] } }, ['t1', 't2']], 'answer');
      equal((await CometChat.getLoggedinUser()).getName(), 'Ann Updated', 'getLoggedinUser');
      equal((await rest('GET', `/users/${ann}`)).avatar, 'https://example.com/new.png', 'avatar seen by the server API');
      equal((await CometChat.updateCurrentUserDetails({ name: 'Ann Thrice' })).getStatusMessage(), 'busy', 'a field that was not sent');
    });
  },

  async 'getUser'() {
    const { ann, bob, cid, dan } = await people('ann', 'bob', 'cid', 'dan');
    await blocks(ann, bob, cid);
    await blocks(bob, ann);
    await as(ann, async () => {
      const flags = {};
      for (const [name, uid] of Object.entries({ bob, cid, dan })) {
        const user = await CometChat.getUser(uid);
        truth(user instanceof CometChat.User, 'getUser does not give a User');
        flags[name] = [user.getUid() === uid, user.getBlockedByMe(), user.getHasBlockedMe(), user.getAuthToken() ?? null];
      }
      equal(flags, { bob: [true, true, true, null], cid: [true, true, false, null], dan: [true, false, false, null] }, 'uid, blockedByMe, hasBlockedMe, authToken');
      equal((await CometChat.getUser(dan)).conversationId, [ann, dan].sort().join('_user_'), 'conversationId');
      equal((await CometChat.getUser(ann)).getUid(), ann, 'own user');
      equal((await CometChat.getUser(dan.toUpperCase())).getUid(), dan, 'uid in capitals');
      const e = await refused('ERR_UID_NOT_FOUND', CometChat.getUser(`${dan}-no`), 'unknown uid');
      truth(e.message.includes(`${dan}-no`), `the message does not name the uid: ${e.message}`);
    });
  },

  async 'UsersRequest page by page'() {
    const all = await people('ann', 'bob', 'cid', 'dan', 'eve', 'fay');
    const { ann, ...others } = all;
    await as(ann, async () => {
      // Whether a user is in the list of others is left open; ann counts on neither.
      const got = await pages(userList(2).build());
      truth(got.slice(0, -1).every((p) => p.length === 2), `page sizes: ${json(got.map((p) => p.length))}`);
      const seen = uids(got.flat());
      equal(seen.length, new Set(seen).size, 'users seen twice');
      equal(sorted(seen.filter((u) => u !== ann)), sorted(Object.values(others)), 'users seen');
      truth(got.flat().every((u) => u instanceof CometChat.User && (u.getUid() === ann || u.getStatus() === 'offline') && u.getRole() === 'default'), 'status or role of somebody');
      equal(await pages(userList(100).setSearchKeyword(`${run}-nobody`).build()), [], 'nobody found');
      const jump = userList(2).setPage(1).build();
      equal(uids(await jump.fetchNext()), uids(got[1]), 'setPage(1), the second page');
    });
  },

  async 'UsersRequest search'() {
    const { ann, bob, cid } = await people('ann', 'bob', 'cid');
    await rest('PUT', `/users/${bob}`, { name: `${run} Ünï & Co=1+1` });
    await as(ann, async () => {
      const find = async (words) => uids((await pages(new CometChat.UsersRequestBuilder().setLimit(10).setSearchKeyword(words).build())).flat()).filter((u) => u !== ann);
      equal(await find(bob), [bob], 'by uid');
      equal(await find(`${run} Ünï & Co=1+`), [bob], 'by name, with characters that mean something in a query');
      equal(await find(`${run}-${flowNo} ci`), [cid], 'by the start of the name');
      equal(await find('nï & Co'), [], 'the middle of a name');
    });
  },

  async 'UsersRequest with hideBlockedUsers and friendsOnly'() {
    const { ann, bob, cid, dan, eve } = await people('ann', 'bob', 'cid', 'dan', 'eve');
    await blocks(ann, bob, dan);
    await blocks(cid, ann);
    await rest('POST', `/users/${ann}/friends`, { accepted: [dan, eve] });
    await as(ann, async () => {
      const list = async (request) => (await pages(request.build())).flat().filter((u) => u.getUid() !== ann);
      const flags = Object.fromEntries((await list(userList())).map((u) => [u.getUid(), [u.getBlockedByMe(), u.getHasBlockedMe()]]));
      equal(sorted(Object.keys(flags)), sorted([bob, cid, dan, eve]), 'everybody');
      equal([flags[bob], flags[cid], flags[dan], flags[eve]], [[true, false], [false, true], [true, false], [false, false]], 'blockedByMe and hasBlockedMe');
      equal(sorted(uids(await list(userList(2).hideBlockedUsers(true)))), sorted([cid, eve]), 'hideBlockedUsers');
      equal(sorted(uids(await list(userList(1).friendsOnly(true)))), sorted([dan, eve]), 'friendsOnly');
      equal(uids(await list(userList(1).friendsOnly(true).hideBlockedUsers(true))), [eve], 'both');
    });
  },

  async 'UsersRequest with uids, roles, tags and order'() {
    const { ann, bob, cid, dan } = await people('ann', 'bob', 'cid', 'dan');
    await rest('PUT', `/users/${bob}`, { tags: ['red', 'a&b'] });
    await rest('PUT', `/users/${cid}`, { tags: ['red'] });
    await as(ann, async () => {
      const list = async (request) => (await pages(request.build())).flat().filter((u) => u.getUid() !== ann);
      equal(sorted(uids(await list(userList().setUIDs([bob, dan])))), sorted([bob, dan]), 'setUIDs');
      equal(sorted(uids(await list(userList().setTags(['red'])))), sorted([bob, cid]), 'setTags');
      equal(uids(await list(userList().setTags(['a&b']))), [bob], 'setTags with a character that means something in a query');
      equal((await list(userList().setUIDs([bob]).withTags(true)))[0]?.getTags(), ['red', 'a&b'], 'withTags');
      equal(sorted(uids(await list(userList().setRoles(['default'])))), sorted([bob, cid, dan]), 'setRoles');
      equal(uids(await list(userList().sortBy('name').sortByOrder('asc'))), [bob, cid, dan], 'by name');
      equal(uids(await list(userList().sortBy('name').sortByOrder('desc'))), [dan, cid, bob], 'by name, backwards');
      equal(uids(await list(userList().setSearchKeyword(`${run}-${flowNo}-b`).searchIn(['name']))), [], 'searchIn name only');
      equal(uids(await list(userList().setSearchKeyword(`${run}-${flowNo}-b`).searchIn(['uid']))), [bob], 'searchIn uid only');
    });
  },

  async 'blockUsers and unblockUsers'() {
    const { ann, bob, cid } = await people('ann', 'bob', 'cid');
    const nobody = `${ann}-no`;
    await as(ann, async () => {
      const did = await CometChat.blockUsers([cid, bob, nobody, ann]);
      equal(Object.keys(did), [cid, bob, nobody, ann], 'entries, in the order asked');
      equal(Object.values(did).map((x) => x.success), [true, true, false, false], 'success of each');
      equal(did[bob].message, `The user with UID ${ann} has blocked user with UID ${bob} successfully.`, 'message');
      equal([did[nobody].error?.code, did[ann].error?.code], ['ERR_UID_NOT_FOUND', 'ERR_CANNOT_BLOCK_SELF'], 'codes of the failed entries');
      const again = await CometChat.blockUsers([bob]);
      equal(again[bob], { success: true, message: `The user with UID ${ann} has already blocked user with UID ${bob}.` }, 'blocked already');
      equal(sorted((await rest('GET', `/users/${ann}/blockedusers`)).map((u) => u.uid)), sorted([bob, cid]), 'list of the server API');
      await refused('EMPTY_USERS_LIST', CometChat.blockUsers([]), 'nobody to block');
      const undone = await CometChat.unblockUsers([bob, nobody]);
      equal(undone[bob], { success: true, message: `The user with UID ${ann} has unblocked user with UID ${bob} successfully.` }, 'unblocked');
      equal(undone[nobody].success, true, 'unblock of somebody who is not blocked');
      equal((await rest('GET', `/users/${ann}/blockedusers`)).map((u) => u.uid), [cid], 'list of the server API after unblocking');
      equal((await CometChat.getUser(bob)).getBlockedByMe(), false, 'getUser after unblocking');
    });
  },

  async 'BlockedUsersRequest in three directions'() {
    const { ann, bob, cid, dan } = await people('ann', 'bob', 'cid', 'dan');
    await blocks(ann, bob, cid);
    await blocks(bob, ann);
    await as(ann, async () => {
      const both = CometChat.BlockedUsersRequest.directions.BOTH, mine = CometChat.BlockedUsersRequest.directions.BLOCKED_BY_ME, theirs = CometChat.BlockedUsersRequest.directions.HAS_BLOCKED_ME;
      const list = async (request) => (await pages(request.build())).flat();
      const flags = (users) => Object.fromEntries(users.map((u) => [u.getUid(), [u.getBlockedByMe(), u.getHasBlockedMe()]]));
      // The vendor's own Android test has these two blocks and the one back: 2, 1 and 2 rows.
      equal(flags(await list(blockList().setDirection(both))), { [bob]: [true, true], [cid]: [true, false] }, 'both');
      equal(uids(await list(blockList().setDirection(theirs))), [bob], 'hasBlockedMe');
      equal(sorted(uids(await list(blockList().setDirection(mine)))), sorted([bob, cid]), 'blockedByMe');
      await blocks(dan, ann);
      equal(flags(await list(blockList())), { [bob]: [true, true], [cid]: [true, false], [dan]: [false, true] }, 'no direction means both');
      equal(sorted(uids(await list(blockList().hasBlockedMe()))), sorted([bob, dan]), 'hasBlockedMe, two of them');
      const one = (await list(blockList().blockedByMe())).find((u) => u.getUid() === cid);
      truth(Number.isInteger(one.blockedAt) && one.blockedAt === one.blockedByMeAt, `blockedAt ${one.blockedAt}, blockedByMeAt ${one.blockedByMeAt}`);
      equal(one.conversationId, [ann, cid].sort().join('_user_'), 'conversationId');
    });
  },

  async 'BlockedUsersRequest search and pages'() {
    const { ann, ...rest5 } = await people('ann', 'bob', 'cid', 'dan', 'eve', 'fay');
    const five = Object.values(rest5);
    await blocks(ann, ...five);
    await as(ann, async () => {
      const sizes = (got) => got.map((p) => p.length);
      const byTwo = await pages(blockList(2).blockedByMe().build());
      equal([sizes(byTwo), sorted(uids(byTwo.flat()))], [[2, 2, 1], sorted(five)], 'pages of two');
      equal(sizes(await pages(blockList(5).build())), [5], 'one full page, then the end');
      equal(sizes(await pages(blockList(100).build())), [5], 'one short page');
      const find = async (words) => uids((await pages(blockList(2).setSearchKeyword(words).build())).flat());
      equal(await find(rest5.cid), [rest5.cid], 'by uid');
      equal(await find(`${run}-${flowNo} da`), [rest5.dan], 'by name');
      equal(await find(`${run}-nobody & co`), [], 'nobody found');
      await CometChat.unblockUsers([five[0], five[4]]);
      equal(sorted(uids((await pages(blockList(2).build())).flat())), sorted(five.slice(1, 4)), 'after unblocking two');
      await refused('ERROR_SET_LIMIT_EXCEEDED', blockList(101).build().fetchNext(), 'a limit the SDK itself refuses');
    });
  },

  async 'sendMessage'() {
    const { ann, bob } = await people('ann', 'bob');
    await as(ann, async () => {
      const message = text(bob, 'Grüße "quoted" </b> \u{1F44B}');
      message.setMetadata({ k: { v: 1 } });
      message.setMuid(`${run}-muid`);
      const sent = await CometChat.sendMessage(message);
      truth(sent instanceof CometChat.TextMessage, 'sendMessage does not give a TextMessage');
      truth(/^\d+$/.test(String(sent.getId())), `id: ${json(sent.getId())}`);
      equal([sent.getText(), sent.getMuid(), sent.getMetadata()], ['Grüße "quoted" </b> \u{1F44B}', `${run}-muid`, { k: { v: 1 } }], 'text, muid, metadata');
      equal([sent.getSender().getUid(), sent.getReceiver().getUid(), sent.getReceiverType(), sent.getConversationId()],
        [ann, bob, 'user', [ann, bob].sort().join('_user_')], 'sender, receiver, type, conversation');
      truth(Number.isInteger(sent.getSentAt()) && sent.getSentAt() > 1e9, `sentAt: ${json(sent.getSentAt())}`);
      const next = await send(bob, 'second');
      truth(Number(next.getId()) > Number(sent.getId()), `ids do not grow: ${sent.getId()}, ${next.getId()}`);
      await refused('ERR_UID_NOT_FOUND', send(`${bob}-no`, 'hello?'), 'unknown receiver');
    });
  },

  async 'sendMessage to somebody I have blocked'() {
    const { ann, bob } = await people('ann', 'bob');
    await blocks(ann, bob);
    await as(ann, async () => {
      await refused('ERR_BLOCKED_RECEIVER', send(bob, 'lost'), 'to somebody blocked');
      equal(words(await heard(talk(bob))), [], 'messages stored');
      await CometChat.unblockUsers([bob]);
      await send(bob, 'after');
      equal(words(await heard(talk(bob))), ['after'], 'messages after unblocking');
      await blocks(bob, ann);
      await CometChat.blockUsers([bob]);
      await refused('ERR_BLOCKED_RECEIVER', send(bob, 'lost'), 'blocked in both directions');
    });
  },

  async 'sendMessage to somebody who has blocked me'() {
    const { ann, bob } = await people('ann', 'bob');
    await blocks(bob, ann);
    await as(ann, async () => {
      const sent = await send(bob, 'into the void');
      equal([sent.getText(), sent.getReceiver().getUid()], ['into the void', bob], 'an ordinary answer');
      equal(words(await heard(talk(bob))), ['into the void'], 'what the sender sees');
    });
    await as(bob, async () => {
      equal(words(await heard(talk(ann))), [], 'what the receiver sees');
      await CometChat.unblockUsers([ann]);
      equal(words(await heard(talk(ann))), [], 'what the receiver sees after unblocking');
    });
    await as(ann, () => send(bob, 'hello again'));
    await as(bob, async () => equal(words(await heard(talk(ann))), ['hello again'], 'a message sent after the block'));
  },

  async 'MessagesRequest page by page'() {
    const { ann, bob, cid } = await people('ann', 'bob', 'cid');
    await as(ann, async () => {
      equal(await talk(bob).build().fetchPrevious(), [], 'no messages yet');
      await send(bob, 'one');
      await send(bob, 'two');
      await send(cid, 'not for bob');
    });
    await as(bob, () => send(ann, 'three'));
    await as(ann, async () => {
      await send(bob, 'four');
      await send(bob, 'five');
      // The newest page first, within a page the oldest first. All of them may have been sent in one second.
      const got = await pages(talk(bob, 2).build(), 'fetchPrevious');
      equal(got.map(words), [['four', 'five'], ['two', 'three'], ['one']], 'pages of two');
      equal(got.flat().map((m) => m.getSender().getUid()), [ann, ann, ann, bob, ann], 'senders');
      truth(got.flat().every((m) => m instanceof CometChat.TextMessage && m.getReceiver().getUid() !== cid), 'kind or receiver of a message');
      equal((await pages(talk(bob, 5).build(), 'fetchPrevious')).map(words), [['one', 'two', 'three', 'four', 'five']], 'one full page, then the end');
      const after = await talk(bob, 10).setMessageId(Number(got[1][0].getId())).build().fetchPrevious();
      equal(words(after), ['one'], 'setMessageId: messages before that one');
      const since = await talk(bob, 10).setMessageId(Number(got[1][1].getId())).build().fetchNext();
      equal(words(since), ['four', 'five'], 'setMessageId and fetchNext: messages after that one');
      await refused('ERR_UID_NOT_FOUND', talk(`${bob}-no`).build().fetchPrevious(), 'conversation with nobody');
    });
    await as(bob, async () => equal(words(await heard(talk(ann, 2))), ['one', 'two', 'three', 'four', 'five'], 'the other side'));
  },

  async 'MessagesRequest with hideMessagesFromBlockedUsers'() {
    const { ann, bob } = await people('ann', 'bob');
    await as(bob, async () => { await send(ann, 'from bob 1'); await send(ann, 'from bob 2'); });
    await as(ann, async () => {
      await send(bob, 'from ann');
      await CometChat.blockUsers([bob]);
      equal(words(await heard(talk(bob, 2))), ['from bob 1', 'from bob 2', 'from ann'], 'shown');
      equal(words(await heard(talk(bob, 2).hideMessagesFromBlockedUsers(true))), ['from ann'], 'hidden');
      await CometChat.unblockUsers([bob]);
      equal(words(await heard(talk(bob, 2).hideMessagesFromBlockedUsers(true))), ['from bob 1', 'from bob 2', 'from ann'], 'after unblocking');
    });
  },

  async 'settings'() {
    const { ann } = await people('ann');
    await as(ann, async () => {
      const settings = await CometChat.getAppSettings();
      equal([settings.CLIENT_API_HOST, settings.ADMIN_API_HOST, settings.CHAT_API_VERSION], [server, server, 'v3.0'], 'addresses');
      truth(settings.ANALYTICS_PING_DISABLED, 'the SDK would send analytics');
      equal(await CometChat.isExtensionEnabled('any'), false, 'isExtensionEnabled');
      // From here on the SDK uses the addresses of the settings in place of the overrides.
      equal((await CometChat.getUser(ann)).getUid(), ann, 'a client call at the address of the settings');
      equal((await CometChat.updateUser(new CometChat.User(ann, 'Ann S.'), authKey)).getName(), 'Ann S.', 'an admin call at the address of the settings');
    });
  },

  async 'me/jwt'() {
    needs('getJWT');
    const { ann } = await people('ann');
    await as(ann, async () => {
      const { token } = await CometChat.getJWT({ uid: ann, sessionId: 'any' });
      truth(/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token), `token: ${json(token)}`);
    });
  },

  async 'user_sessions'() {
    const { ann } = await people('ann');
    // The SDK tells about the browser five seconds after a login, once.
    await as(ann, async () => {
      truth(waiting.length > 0, 'the SDK does not wait after a login');
      waiting.splice(0).at(-1)(); // those of earlier logins are dropped: a page has one
      const told = () => calls.find((c) => c.path === '/v3.0/user_sessions' && c.status !== 0);
      await until(() => told() !== undefined, 'no POST user_sessions');
      equal([told().method, told().status], ['POST', 200], 'method and status');
    });
  },

  async 'what a browser lets through'() {
    const { ann } = await people('ann');
    await as(ann, () => CometChat.getUser(ann));
    const made = calls.filter((c) => c.status !== 0);
    equal(made.filter((c) => c.allowOrigin !== '*').map((c) => `${c.method} ${c.path} ${c.status}`), [], 'answers that a page would not see');
    // One question for each kind of call, as a browser asks it: without app, key and token.
    const kinds = new Map(made.map((c) => [`${c.method} ${c.headers}`, c]));
    for (const { method, path, headers } of kinds.values()) {
      const answer = await fetch(`https://${server}${path}`, {
        method: 'OPTIONS', headers: { Origin: 'https://page.example', 'Access-Control-Request-Method': method, 'Access-Control-Request-Headers': headers.join() },
      });
      const allowed = (name) => answer.headers.get(`Access-Control-Allow-${name}`).toLowerCase().split(',');
      equal(answer.status, 200, `preflight of ${method} ${path}`);
      truth(allowed('Methods').includes(method.toLowerCase()), `${method} ${path}: the method is not allowed`);
      equal(headers.filter((name) => !allowed('Headers').includes(name)), [], `${method} ${path}: headers that are not allowed`);
    }
    truth(kinds.size > 3, `only ${kinds.size} kinds of calls`);
  },

  async 'no other host and no web socket'() {
    equal([...new Set(calls.map((c) => c.host))], [server], 'hosts called');
    equal(sockets, [], 'web sockets');
    const wrong = calls.filter((c) => !/^\/v3(\.0)?\//.test(c.path));
    equal(wrong.map((c) => c.path), [], 'addresses outside of the API');
    equal([...new Set(calls.map((c) => c.sdk).filter((name) => name))], [sdk], 'who called');
  },
};

async function until(condition, what) {
  const end = Date.now() + flowLimit - 2000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(what);
    await new Promise((r) => setTimeout(r, 20));
  }
}

// ---- run them ----

let failed = 0;
const finish = () => process.exit(failed ? 1 : 0);
setTimeout(() => { console.log(`not ok all: not finished after ${wholeLimit / 1000} s`); process.exit(1); }, wholeLimit);

for (const [name, flow] of Object.entries(flows)) {
  flowNo++;
  if (process.env.ONLY && name !== 'init' && !name.includes(process.env.ONLY)) continue;
  const from = calls.length;
  let timer;
  const stopped = new Promise((_, no) => {
    broken = no;
    timer = setTimeout(() => no(new Error(`no answer from the SDK in ${flowLimit / 1000} s`)), flowLimit);
  });
  try {
    await Promise.race([flow(), stopped]);
    console.log(`ok ${name}`);
  } catch (e) {
    if (e instanceof Lacking) {
      console.log(`lacking ${name}: ${e.message}`);
      continue;
    }
    failed++;
    const last = calls.slice(from).filter((c) => !c.path.endsWith('/user_sessions')).slice(-2)
      .map((c) => `${c.method} ${c.path}${c.query} ${c.status || c.error || 'no answer'}`).join(', ');
    console.log(`not ok ${name}: ${short(e)} (last calls: ${last || 'none'})`);
    CometChat.loginInProgress = false; // a login that never ended would refuse all later ones
    broken = () => {};
    await Promise.race([CometChat.logout().catch(() => {}), new Promise((r) => setTimeout(r, 1000))]);
  } finally {
    broken = () => {};
    clearTimeout(timer);
  }
}
finish();
