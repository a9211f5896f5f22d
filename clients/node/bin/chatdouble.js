#!/usr/bin/env node
'use strict';

const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const { program, endsWithParent } = require('../lib/program.js');

/** exec gives its stdin to the command, and "-" is a fixture. For all else a pipe tells the program that this process has ended. */
function readsStdin(args) {
  return args[0] === 'exec' || [...args, process.env.CHATDOUBLE_FIXTURES ?? ''].some((arg) => /(^|[=,])-$/.test(arg));
}

function launch(file, args) {
  let child; // signals are handed on from before it can be seen to run
  // Ctrl-C reaches the program without us. We outlive it, to exit as it does.
  process.on('SIGINT', () => process.stdin.isTTY || child?.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child?.kill(signal));
  child = spawn(file, args, {
    stdio: [readsStdin(args) ? 'inherit' : 'pipe', 'inherit', 'inherit'],
    env: { ...process.env, ...endsWithParent },
  });
  child.stdin?.on('error', () => {}); // it has ended before us
  child.on('error', (err) => fail(`chatdouble: cannot run ${file}: ${err.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]));
  if (process.env.npm_command) watchNpm(() => child.kill('SIGTERM'));
}

/**
 * npm and npx put a shell between themselves and this process. It hands on no signal, and stays when npm was killed: one of the
 * two has another parent then.
 */
function watchNpm(gone) {
  const shell = process.ppid;
  const npm = parentOf(shell);
  const every = process.platform === 'linux' ? 250 : 1000; // elsewhere it costs a process
  const timer = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(timer);
    gone();
  }, every);
}

/** The parent of a process; undefined where that cannot be known. */
function parentOf(pid) {
  try {
    if (process.platform === 'linux') return fs.readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1).split(' ')[1];
    return execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim();
  } catch {
    return undefined;
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
