// A backend in Node that keeps teams as groups. Like axios it throws when the status is not 2xx, and looks into
// the body for nothing but the members it needs. Only the credentials and the address are given from outside.
import { createHash, randomBytes } from 'node:crypto';

const { ZIM_APP_ID, ZIM_SERVER_SECRET, ZIM_ADDRESS = 'https://zim-api.zego.im' } = process.env;
const appId = Number(ZIM_APP_ID);

function signedURL(action, query = {}) {
  const timestamp = Math.round(Date.now() / 1000);
  const nonce = randomBytes(8).toString('hex');
  const signature = createHash('md5').update(appId + nonce + ZIM_SERVER_SECRET + timestamp).digest('hex');
  const params = new URLSearchParams({
    ...query,
    Action: action,
    AppId: appId,
    Timestamp: timestamp,
    Signature: signature,
    SignatureVersion: '2.0',
    SignatureNonce: nonce,
  });
  return `${ZIM_ADDRESS}/?${params}`;
}

async function read(response) {
  if (!response.ok) throw new Error(`Request failed with status code ${response.status}`);
  return response.json();
}

const post = async (action, data) =>
  read(await fetch(signedURL(action), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(data),
  }));
const get = async (action, query) => read(await fetch(signedURL(action, query)));

// Without a GroupId the vendor makes one.
const made = await post('CreateGroup', { GroupName: 'Team', GroupOwner: '1', UserId: ['2', '3'] });
const group = made.GroupId;
console.log('CreateGroup', made.Code, group.startsWith('#'), made.Members.map((m) => m.UserName).join());

const invited = await post('InviteUsersIntoGroup', { FromUserId: '1', GroupId: group, UserIds: ['4', '5', '404'] });
console.log('InviteUsersIntoGroup', invited.Code, invited.ErrorUsers.map((u) => u.UserId).join());

const kicked = await post('KickoutGroupUser', { FromUserId: '1', GroupId: group, UserId: ['1', '3'] });
console.log('KickoutGroupUser', kicked.Code, kicked.ErrorList.length);

const members = [];
let next = 0;
do {
  const page = await post('QueryGroupMemberList', { GroupId: group, Limit: 2, Next: next });
  members.push(...page.MemberList);
  next = page.Next;
} while (next);
console.log('QueryGroupMemberList', members.map((m) => `${m.UserId}:${m.Role}`).join());

const dismissed = await get('DismissGroup', { FromUserId: '2', GroupId: group });
const after = await post('QueryGroupMemberList', { GroupId: group });
console.log('DismissGroup', dismissed.Code, after.Code);
