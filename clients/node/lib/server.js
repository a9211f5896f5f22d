'use strict';

const { App } = require('./app.js');
const { Admin } = require('./ask.js');
const { Scope } = require('./scope.js');
const { run } = require('./process.js');

/** A server, in a process of its own. */
class Server extends Scope {
  #process;

  constructor(admin, process) {
    super(admin);
    this.#process = process;
    this.url = admin.url;
  }

  /** The process id, when the server was started here. */
  get pid() {
    return this.#process?.pid;
  }

  async cometChat(options) {
    return this.#make('cometchat', options);
  }

  async zim(options) {
    return this.#make('zim', options);
  }

  async #make(vendor, { name, fixture } = {}) {
    return new App(this.admin, await this.admin.ask('POST', '/apps', { vendor, name, fixture }));
  }

  async apps() {
    return (await this.admin.ask('GET', '/apps')).apps.map((shown) => new App(this.admin, shown));
  }

  /** An app that is there, by its name, such as "zim:1234567890". */
  async app(name) {
    return new App(this.admin, await this.admin.ask('GET', `/apps/${name}`));
  }

  async reset() {
    await this.admin.ask('POST', '/reset');
  }

  /** Stops the server if it was started here. */
  async stop() {
    this.admin.close();
    await this.#process?.stop();
  }

  async [Symbol.asyncDispose]() {
    await this.stop();
  }
}

/** Starts a server of this process. It ends at the latest with it. */
async function start({ port = 0, fixtures = [], args = [] } = {}) {
  const process = await run(['serve', '--addr', `127.0.0.1:${port}`, ...[fixtures].flat().flatMap((path) => ['--fixtures', path]), ...args]);
  return new Server(new Admin(process.url, token(), process), process);
}

/** Uses a server that runs already: the one at the URL, or the one of "chatdouble exec". */
async function connect(url = process.env.CHATDOUBLE_ADMIN_URL, options = {}) {
  if (!url) throw new Error('chatdouble: connect needs the URL of a server, or CHATDOUBLE_ADMIN_URL, which "chatdouble exec" sets');
  if (!/^https?:\/\//.test(url)) throw new Error(`chatdouble: ${JSON.stringify(url)} is no URL of a server, which begins with http:// or https://`);
  const admin = new Admin(url, options.token ?? token());
  admin.version = (await admin.ask('GET', '/health')).version;
  return new Server(admin);
}

/** The server that is started takes its own from here, too. */
function token() {
  return process.env.CHATDOUBLE_ADMIN_TOKEN;
}

module.exports = { Server, start, connect };
