// The same with node:https, which axios and most older clients use.
import https from 'node:https';

const [url, header] = process.argv.slice(2);
https
  .get(url, { headers: header ? Object.fromEntries([header.split(': ')]) : {} }, (answer) => answer.pipe(process.stdout))
  .on('error', (err) => {
    console.error(err);
    process.exit(1);
  });
