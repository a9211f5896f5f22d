// Takes callbacks as the vendor's pages tell a backend to: the body is JSON, its signature the SHA-1 of secret,
// timestamp and nonce, sorted and joined. Prints a line for each, and refuses what is not right.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const events = JSON.parse(readFileSync(new URL('events.json', import.meta.url)));
const common = { appid: 'string', event: 'string', nonce: 'string', signature: 'string', timestamp: 'number' };
const kind = (value) => (Array.isArray(value) ? 'array' : typeof value);

function wrong(type, body) {
  if (type !== 'application/json') return `its Content-Type is ${type}`;
  const parts = [process.env.ZIM_CALLBACK_SECRET, String(body.timestamp), body.nonce].sort();
  if (createHash('sha1').update(parts.join('')).digest('hex') !== body.signature) return 'its signature is wrong';
  if (!events[body.event]) return 'no such event';
  const members = { ...common, ...events[body.event] };
  for (const [name, value] of Object.entries(body)) {
    const want = members[name] ?? members[`${name}?`];
    if (want !== kind(value)) return `${name} is ${kind(value)}, and the page has ${want}`;
  }
  const missing = Object.keys(members).filter((name) => !name.endsWith('?') && !(name in body));
  return missing.length ? `${missing} missing` : '';
}

const server = createServer(async (incoming, outgoing) => {
  let text = '';
  for await (const piece of incoming) text += piece;
  const body = JSON.parse(text);
  const why = wrong(incoming.headers['content-type'], body);
  console.log(why ? `not ok ${body.event}: ${why}` : `ok ${body.event}`);
  outgoing.writeHead(why ? 401 : 200).end('{"result":0}');
});
server.listen(0, '127.0.0.1', () => console.log('listening', server.address().port));
process.stdin.on('end', () => process.exit()).resume();
