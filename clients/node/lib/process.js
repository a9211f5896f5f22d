'use strict';

const { spawn } = require('node:child_process');
const timers = require('node:timers'); // the global ones may be a test's
const { program, endsWithParent } = require('./program.js');

const startTime = 30_000;
const stopTime = 15_000; // the server gives calls that have begun 9 s
const shownLog = 2000; // characters

/** The servers of this process. */
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill();
});

/** The process of a server. */
class Process {
  #child;
  #log = '';
  #end;
  #ended;
  #stopped = false;

  constructor(file, args) {
    // The program sees the end of its stdin when this process has ended in any way.
    this.#child = spawn(file, args, { stdio: 'pipe', env: { ...process.env, ...endsWithParent }, windowsHide: true });
    running.add(this.#child);
    this.#child.stdin.on('error', () => {}); // it has ended before us
    this.#child.stderr.on('data', (text) => (this.#log = (this.#log + text).slice(-shownLog)));
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (err) => resolve(`cannot run ${file}: ${err.message}`));
      this.#child.once('close', (code, signal) => resolve(signal ? `by ${signal}` : `with exit code ${code}`));
    }).then((end) => {
      running.delete(this.#child);
      this.#end = end;
    });
  }

  get pid() {
    return this.#child.pid;
  }

  /** Waits until the server prints where it listens. */
  async started() {
    let printed = '';
    const welcome = new Promise((resolve) => {
      this.#child.stdout.on('data', (text) => {
        printed += text;
        const found = /^(?:Admin +(\S+)\/__admin|try: )/m.exec(printed); // a try comes behind the addresses
        if (found) resolve(found[1]);
      });
    });
    this.url = await Promise.race([welcome, this.#ended, after(startTime)]);
    if (!this.url) {
      this.#child.kill('SIGKILL');
      throw new Error(`chatdouble did not start: ${this.#whyNot()}`);
    }
    // A test that forgets to stop its server ends all the same.
    for (const handle of [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr]) handle.unref();
  }

  #whyNot() {
    if (this.#end) return this.#lastWords() || this.#end;
    return 'it says nothing of its admin API, which this package needs';
  }

  #lastWords() {
    return this.#log.trim().split('\n').at(-1).replace(/^chatdouble: /, '');
  }

  /** How the server has ended, if it has; it is about to when a connection has broken. */
  async ending() {
    if (this.#stopped) return 'the server was stopped';
    this.#child.ref();
    await Promise.race([this.#ended, after(1000)]);
    this.#child.unref();
    return this.#end && `the server has ended ${this.#end}, and its log with ${JSON.stringify(this.#lastWords())}; start another one`;
  }

  async stop() {
    this.#stopped = true;
    if (this.#end) return;
    this.#child.ref();
    this.#child.kill();
    const late = timers.setTimeout(() => this.#child.kill('SIGKILL'), stopTime);
    await this.#ended;
    timers.clearTimeout(late);
  }
}

function after(milliseconds) {
  return new Promise((resolve) => timers.setTimeout(resolve, milliseconds).unref());
}

/** Starts the program and waits until it listens. */
async function run(args) {
  const process = new Process(program(), args);
  await process.started();
  return process;
}

module.exports = { run };
