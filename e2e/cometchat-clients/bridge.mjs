// A bridge between a ticket system and a chat, as public Node programs do it: everything goes through a bot, answers
// are threads, and the older host with the headers appId and apiKey is still in use. Only the credentials and the
// address are given from outside.
const { COMETCHAT_APP_ID: appId, COMETCHAT_API_KEY: apiKey, COMETCHAT_REGION: region } = process.env;
const host = process.env.COMETCHAT_ADDRESS ?? `https://api-${region}.cometchat.io`;

async function comet(method, path, { body, onBehalfOf, version = 'v3' } = {}) {
  const headers = { accept: 'application/json', 'content-type': 'application/json', appId, apiKey };
  if (onBehalfOf) headers.onBehalfOf = onBehalfOf;
  const answer = await fetch(`${host}/${version}${path}`, { method, headers, body: body && JSON.stringify(body) });
  const json = await answer.json();
  if (!answer.ok) return { status: answer.status, code: json.error.code };
  return json.data;
}

const toGroup = (text) => ({ receiver: 'tickets', receiverType: 'group', category: 'message', type: 'text', data: { text } });

const ticket = await comet('POST', '/bots/bridge/messages', { body: toGroup('Ticket 7: the door is stuck') });
console.log('ticket', ticket.sender, ticket.conversationId);
const reply = await comet('POST', `/messages/${ticket.id}/thread`, { body: toGroup('I have a look'), onBehalfOf: 'anna' });
console.log('reply', reply.sender, reply.parentId === ticket.id);
await comet('POST', `/messages/${ticket.id}/thread`, { body: toGroup('Done'), onBehalfOf: 'anna' });
const thread = await comet('GET', `/messages/${ticket.id}/thread`);
console.log('thread', thread.map((message) => message.data.text).join(', '));
console.log('parent', (await comet('GET', `/messages/${ticket.id}`)).replyCount);
const nested = await comet('POST', `/messages/${reply.id}/thread`, { body: toGroup('no'), onBehalfOf: 'anna' });
console.log('nested', nested.status, nested.code);

const both = await comet('POST', '/messages', {
  onBehalfOf: 'bridge',
  body: { multipleReceivers: { uids: ['anna', 'nobody'], guids: ['tickets'] }, category: 'message', type: 'text', data: { text: 'Closed: 7' } },
});
console.log('both', both.uids.anna.success, both.uids.nobody.success, both.guids.tickets.success);
const custom = await comet('POST', '/messages', {
  onBehalfOf: 'bridge',
  body: { receiver: 'anna', receiverType: 'user', category: 'custom', type: 'ticket', data: { customData: { number: 7, state: 'closed' } } },
});
console.log('custom', custom.category, custom.type, custom.data.customData.state);
const file = await comet('POST', '/messages', {
  onBehalfOf: 'bridge',
  body: {
    receiver: 'anna', receiverType: 'user', category: 'message', type: 'file',
    data: { attachments: [{ url: 'https://example.com/7.pdf', name: '7.pdf', mimeType: 'application/pdf', extension: 'pdf', size: 7 }] },
  },
});
console.log('file', file.data.attachments[0].name);

const form = new FormData();
form.set('receiver', 'anna');
form.set('receiverType', 'user');
form.set('type', 'image');
form.append('file', new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47])], { type: 'image/png' }), 'door.png');
const upload = await (await fetch(`${host}/v3/messages`, { method: 'POST', headers: { appId, apiKey, onBehalfOf: 'bridge' }, body: form })).json();
const [door] = upload.data.data.attachments;
const back = await fetch(door.url);
console.log('upload', door.name, door.extension, door.size, back.headers.get('content-type'), (await back.arrayBuffer()).byteLength);

const user = await comet('GET', '/users/anna', { version: 'v2.0' });
console.log('v2.0', user.uid, user.name);
const missing = await comet('GET', '/users/nobody', { version: 'v2.0' });
console.log('v2.0', missing.status, missing.code);
