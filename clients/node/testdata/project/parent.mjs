// Starts a server, says where it is, and ends as it is told, without stopping it.
import { start } from 'chatdouble';

const server = await start();
console.log(server.url);
process.stdin.once('data', (how) => ({
  exit: () => process.exit(3),
  crash: () => { throw new Error('crashed'); },
  abort: () => process.abort(),
  end: () => process.stdin.destroy(), // there is nothing left to do
  'fill the heap': () => { for (let all = []; ; ) all.push(new Array(1e6).fill(all)); },
})[String(how).trim()]());
