#!/usr/bin/env node
'use strict';

const { spawn } = require('node:child_process');
const os = require('node:os');
const { program, endsWithParent } = require('../lib/program.js');

/** exec gives its stdin to the command, and "-" is a fixture. For all else a pipe tells the program that this process has ended. */
function readsStdin(args) {
  return args[0] === 'exec' || [...args, process.env.CHATDOUBLE_FIXTURES ?? ''].some((arg) => /(^|[=,])-$/.test(arg));
}

function launch(file, args) {
  const child = spawn(file, args, {
    stdio: [readsStdin(args) ? 'inherit' : 'pipe', 'inherit', 'inherit'],
    env: { ...process.env, ...endsWithParent },
  });
  child.stdin?.on('error', () => {}); // it has ended before us
  child.on('error', (err) => fail(`chatdouble: cannot run ${file}: ${err.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]));
  // Ctrl-C reaches the program without us. We outlive it, to exit as it does.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npx does not hand on the signal that ends it: whoever it has started gets another parent.
  if (process.env.npm_command) {
    const parent = process.ppid;
    setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 250).unref();
  }
}

function fail(why) {
  console.error(why);
  process.exit(1);
}

try {
  launch(program(), process.argv.slice(2));
} catch (err) {
  fail(err.message);
}
