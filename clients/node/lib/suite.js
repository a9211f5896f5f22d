'use strict';

const { start, connect } = require('./server.js');
const { line } = require('./listing.js');

/**
 * What the helpers for test runners are made of: a server for the tests of a file, and an app for each test.
 * Of "chatdouble exec" there is a server already.
 */
function suite({ before, after, testName }, { failOnUnmatched = false, ...options } = {}) {
  let server;
  before(async () => {
    server = process.env.CHATDOUBLE_ADMIN_URL ? await connect() : await start(options);
  });
  after(() => server?.stop());

  /** Without parameters of its own: Jest takes the first one for a callback. */
  const withApp = (make) => (body, fixture) => async (...args) => {
    const app = await make({ name: testName(args)?.slice(0, mostName), fixture });
    try {
      await body(app, ...args);
      await check(app, failOnUnmatched);
    } catch (err) {
      throw withText(err, await told(app));
    } finally {
      await app.remove().catch(() => {}); // with a server that has ended it is gone
    }
  };
  return {
    get server() {
      if (!server) throw new Error('chatdouble: there is a server only while tests of this file run');
      return server;
    },
    cometChat: withApp((options) => server.cometChat(options)),
    zim: withApp((options) => server.zim(options)),
  };
}

/** Characters; the admin API takes 200 bytes. */
const mostName = 60;

/** What fails a test beside its own checks. */
async function check(app, failOnUnmatched) {
  const broken = await app.requests({ stage: 'internal' });
  if (broken.length) throw new Error(`chatdouble failed while answering a request, see its log: ${line(broken[0])}`);
  const lost = failOnUnmatched ? await app.unmatched() : [];
  if (lost.length) throw new Error(`a request matched no operation: ${line(lost[0])}`);
}

async function told(app) {
  try {
    return `chatdouble: ${await app.refusals()}`;
  } catch (err) {
    return err.message;
  }
}

/** The error with a text behind its message, also where a runner shows its stack alone. */
function withText(err, text) {
  if (!(err instanceof Error) || Object.isFrozen(err)) return new Error(`${err}\n\n${text}`, { cause: err });
  const { message, stack } = err;
  err.message = `${message}\n\n${text}`;
  err.stack = stack?.includes(message) ? stack.replace(message, () => err.message) : `${stack}\n\n${text}`;
  return err;
}

module.exports = { suite };
