// Signs ZIM requests as the page "Accessing Server APIs" has it for Node.js. Takes groups of four
// arguments, AppId, SignatureNonce, ServerSecret and Timestamp; prints a signature on a line each.
import { createHash } from 'node:crypto';

const signature = (appId, nonce, secret, timestamp) =>
  createHash('md5').update(appId + nonce + secret + timestamp).digest('hex');

const args = process.argv.slice(2);
while (args.length >= 4) {
  const [appId, nonce, secret, timestamp] = args.splice(0, 4);
  // Numbers, as in the vendor's sample: the plus signs above turn them into text.
  console.log(signature(Number(appId), nonce, secret, Number(timestamp)));
}
