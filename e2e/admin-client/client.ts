// A test in TypeScript as its authors would write it: with literals and without casts. admin.d.ts is what
// openapi-typescript makes of the server's document.
import createClient from 'openapi-fetch';
import type { paths } from './admin.d.ts';

declare const process: { env: Record<string, string | undefined> };

const admin = createClient<paths>({ baseUrl: `${process.env.CHATDOUBLE_URL}/__admin` });

function data<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const app = data(await admin.POST('/apps', {
  body: {
    vendor: 'cometchat',
    name: 'typed',
    fixture: {
      apiKeys: [{ name: 'rest', key: '0123456789', scope: 'fullAccess' }],
      users: [{ uid: 'ann', metadata: { team: { name: 'red' } }, tags: ['a'], blocks: ['ben', { uid: 'eve' }] }, { uid: 'ben' }, { uid: 'eve' }],
      limits: { core: 5 },
    },
  },
})).app;
const zim = data(await admin.POST('/apps', { body: { vendor: 'zim', fixture: { zim: [{ users: [{ userId: 'bob' }] }] } } })).app;
data(await admin.POST('/apps', { body: { vendor: 'zim', fixture: 'users: [{userId: bob}]' } }));

const rule = data(await admin.POST('/apps/{app}/faults', {
  params: { path: { app } },
  body: { match: { operation: 'ListBlockedUsers', user: 'ann' }, fault: { code: 'ERR_UID_NOT_FOUND' }, times: 2 },
}));
data(await admin.POST('/faults', { body: { fault: { delay: { type: 'fixed', milliseconds: 1 } } } }));

data(await admin.PUT('/apps/{app}/state', { params: { path: { app } }, body: { users: [{ uid: 'ann' }] } }));
data(await admin.PATCH('/apps/{app}/state', { params: { path: { app: zim } }, body: { users: [{ userId: 'amy', blacklist: ['bob'] }] } }));
const state = data(await admin.GET('/apps/{app}/state', { params: { path: { app } } }));
data(await admin.PUT('/apps/{app}/state', { params: { path: { app } }, body: state }));

const count: number = data(await admin.POST('/requests/count', { body: { app, operation: 'ListBlockedUsers', code: '0' } })).count;
const { requests } = data(await admin.GET('/requests', { params: { query: { app, operation: 'user_blocked', limit: 5 } } }));
const codes: (string | undefined)[] = requests.filter((r) => r.operation === 'ListBlockedUsers').map((r) => r.response.code);
console.log('ok', rule.id, count, codes.length);

// What is misspelt does not compile: tsc complains of a line below that is no error.
export async function misspelt() {
  // @ts-expect-error an operation
  await admin.POST('/faults', { body: { match: { operation: 'ListBlockedUser' }, fault: { status: 500 } } });
  // @ts-expect-error an event is no operation
  await admin.POST('/faults', { body: { match: { operation: 'user_blocked' }, fault: { status: 500 } } });
  // @ts-expect-error an operation
  await admin.POST('/requests/count', { body: { operation: 'ListBlockedUser' } });
  // @ts-expect-error an operation
  await admin.GET('/requests', { params: { query: { operation: 'ListBlockedUser' } } });
  // @ts-expect-error an operation
  requests.filter((r) => r.operation === 'ListBlockedUser');
  // @ts-expect-error a member of an app
  await admin.POST('/apps', { body: { vendor: 'zim', fixture: { usrs: [] } } });
  // @ts-expect-error a member of a user
  await admin.PATCH('/apps/{app}/state', { params: { path: { app } }, body: { users: [{ userID: 'amy' }] } });
  // @ts-expect-error a path
  await admin.POST('/request/count', { body: {} });
}
