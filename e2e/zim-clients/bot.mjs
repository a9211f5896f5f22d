// A backend with a bot that answers, the way of the vendor's AI quick start: it registers the bot, is told of each
// message by the callback send_msg, asks for the history and answers from the bot. A language model would write the
// answers; this one says how many messages it has read. Only the credentials and the address are given from outside.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const { ZIM_APP_ID, ZIM_SERVER_SECRET, ZIM_ADDRESS = 'https://zim-api.zego.im' } = process.env;
const bot = '@RBT#AIAgentExample1';

async function request(action, body) {
  const nonce = randomBytes(8).toString('hex');
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHash('md5').update(ZIM_APP_ID + nonce + ZIM_SERVER_SECRET + timestamp).digest('hex');
  const url = new URL(ZIM_ADDRESS);
  url.search = new URLSearchParams({
    Action: action, AppId: ZIM_APP_ID, SignatureNonce: nonce, Timestamp: timestamp, Signature: signature, SignatureVersion: '2.0',
  });
  const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  return response.json();
}

async function ensureBot() {
  const result = await request('RobotRegister', { UserInfo: [{ UserId: bot }] });
  if (result.Code === 0) return 'new';
  if (!result.ErrorList?.length) throw new Error(`register failed! Code: ${result.Code}, Message: ${result.Message}`);
  if (result.ErrorList[0].SubCode === 660700002) return 'there';
  throw new Error(`register failed! ${result.ErrorList[0].SubMessage}`);
}

async function answer({ from_user_id: user, conv_id: conversation, msg_body: text }) {
  const history = await request('QueryPeerMsg', { FromUserId: conversation, ToUserId: user, Limit: 20, Next: 0, WithEmptyMsg: 0 });
  const context = (history.List || []).map((m) => ({ role: m.Sender === conversation ? 'assistant' : 'user', content: m.MsgBody }));
  const reply = `You said "${text}"; I have read ${context.length}.`;
  const sent = await request('SendPeerMessage', {
    FromUserId: conversation,
    ToUserId: [user],
    MessageType: 1,
    Priority: 2,
    MessageBody: { Message: reply, ExtendedData: '' },
  });
  console.log(`${user}: ${context.map((m) => `${m.role} ${m.content}`).join(' | ')} -> ${sent.Code} ${reply}`);
}

const wanted = ({ event, conv_type, msg_type, send_result, conv_id, from_user_id }) =>
  event === 'send_msg' && conv_type === 0 && msg_type === 1 && send_result === 0 && conv_id.startsWith('@RBT#') && from_user_id;

const server = createServer(async (incoming, outgoing) => {
  let text = '';
  for await (const piece of incoming) text += piece;
  let status = 200;
  try {
    const payload = JSON.parse(text);
    if (wanted(payload)) await answer(payload);
  } catch (error) {
    console.log('failed', error);
    status = 500;
  }
  outgoing.writeHead(status, { 'Content-Type': 'application/json' }).end('{"message":"done"}');
});

console.log('bot', await ensureBot(), await ensureBot());
server.listen(0, '127.0.0.1', () => console.log('listening', server.address().port));
process.stdin.on('end', () => process.exit()).resume(); // the test has seen enough
