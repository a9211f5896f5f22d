// The few browser things the SDKs take for granted, for Node.
const store = new Map();
const storage = {
  get length() { return store.size; },
  key: (i) => [...store.keys()][i] ?? null,
  getItem: (k) => store.get(String(k)) ?? null,
  setItem: (k, v) => { store.set(String(k), String(v)); },
  removeItem: (k) => { store.delete(String(k)); },
};
const missing = (name, value) => {
  if (globalThis[name] === undefined) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
};
missing('window', globalThis);
missing('navigator', { userAgent: `Node.js/${process.versions.node}`, language: 'en' });
missing('location', { hostname: 'localhost', origin: 'http://localhost' });
missing('screen', { width: 0, height: 0 });
missing('matchMedia', () => ({ matches: false }));
missing('document', { querySelector: () => null, hasFocus: () => true });
Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true });

// calls holds what was asked for and what came back, oldest first; status 0: no answer (yet). headers are the names of
// those that a browser asks about before the call, sdk is who says to have made it, allowOrigin is who may see the answer.
export const calls = [];

// The SDK says referrer: "no-referrer", which a browser reads as a relative address and Node refuses.
const nodeFetch = globalThis.fetch;
globalThis.fetch = async (url, { referrer, ...options } = {}) => {
  const { host, pathname, search } = new URL(url);
  const headers = [...new Headers(options.headers).keys()].filter((name) => name !== 'accept');
  const sdk = new Headers(options.headers).get('sdk'); // null when the flows call themselves
  const call = { host, method: options.method ?? 'GET', path: pathname, query: search, headers, sdk, status: 0 };
  calls.push(call);
  try {
    const answer = await nodeFetch(url, options);
    call.status = answer.status;
    call.allowOrigin = answer.headers.get('Access-Control-Allow-Origin');
    return answer;
  } catch (e) {
    call.error = e.cause?.message || e.message; // the SDK tells its caller only FAILED_TO_FETCH
    throw e;
  }
};

// Five seconds after a login an SDK tells the server about its device, whoever is logged in by then; when nobody is, it
// forgets its app for good. So that no flow depends on how fast the others were, this waits until it is asked for: waiting
// holds what the SDK wanted to do then.
export const waiting = [];
const nodeTimeout = globalThis.setTimeout;
globalThis.setTimeout = (fn, delay, ...rest) => (delay === 5000 ? waiting.push(fn) : nodeTimeout(fn, delay, ...rest));

// sockets holds the addresses of web sockets the SDK wanted to open. None is opened.
export const sockets = [];
globalThis.WebSocket = class { constructor(url) { sockets.push(String(url)); } addEventListener() {} send() {} close() {} };
