'use strict';

const http = require('node:http');
const https = require('node:https');
const { urlToHttpOptions } = require('node:url');
const { version } = require('./program.js');

/** How long a server that hangs is waited for. A large state takes seconds. */
const usualWait = 60_000;

/** Asks the admin API of one server. */
class Admin {
  #url;
  #server;
  #token;
  #process;
  #http;
  #agent;

  /** process is the server's when it belongs to this one. */
  constructor(url, token, process) {
    this.#url = url.replace(/\/+$/, '').replace(/\/__admin$/, '');
    this.#server = urlToHttpOptions(new URL(this.#url));
    this.#token = token;
    this.#process = process;
    this.#http = url.startsWith('https:') ? https : http;
    this.#agent = new this.#http.Agent({ keepAlive: true });
  }

  get url() {
    return this.#url;
  }

  /** Makes a call and returns its answer, read as JSON. Text that is sent is YAML. */
  async ask(method, path, body, wait = 0) {
    const call = `${method} /__admin${path}`;
    let answer;
    try {
      answer = await this.#exchange(method, path, body, usualWait + wait);
    } catch (err) {
      throw new Error(`chatdouble: ${await this.#silence(err)} (${call})`);
    }
    if (answer.status < 200 || answer.status > 299) throw new Error(`chatdouble: ${problem(answer)} (${call})${this.#otherVersion(answer)}`);
    return read(answer);
  }

  #exchange(method, path, body, timeout) {
    const headers = {};
    if (this.#token) headers.authorization = `Bearer ${this.#token}`;
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
    if (text) headers['content-type'] = typeof body === 'string' ? 'application/yaml' : 'application/json';
    headers['content-length'] = Buffer.byteLength(text);
    return new Promise((resolve, reject) => {
      // The path is no part of a URL here, which would take steps of "%2E%2E".
      const to = { ...this.#server, path: `${this.#server.pathname.replace(/\/$/, '')}/__admin${path}` };
      const request = this.#http.request({ ...to, method, headers, agent: this.#agent, timeout }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode, type: response.headers['content-type'] ?? '', text: Buffer.concat(chunks).toString() }));
      });
      request.on('timeout', () => request.destroy(new Error(`no answer within ${timeout / 1000} s`)));
      request.on('error', reject);
      request.end(text);
    });
  }

  /** Why there was no answer. */
  async #silence(err) {
    const end = await this.#process?.ending();
    if (end) return end;
    return `${this.#url} does not answer: ${err.message || err.code}; is the server running, and is this its URL?`;
  }

  #otherVersion(answer) {
    const server = answer.status === 404 || answer.status === 400 ? this.version : undefined;
    return server && server !== version ? `; the server is chatdouble ${server} and this package ${version}` : '';
  }

  close() {
    this.#agent.destroy();
  }
}

/** A problem (RFC 9457) in one line. */
function problem(answer) {
  const foreign = `${answer.status}: ${JSON.stringify(answer.text.slice(0, 200))}, which chatdouble does not answer; is this its URL?`;
  if (!answer.type.includes('json')) return foreign;
  const { detail, errors = [] } = JSON.parse(answer.text);
  if (!detail) return foreign;
  if (errors.length < 2) return detail;
  return errors.map((each) => `${each.pointer.replace(/^#\//, '')}: ${each.detail}`).join('; ');
}

function read(answer) {
  if (!answer.type.includes('json')) return answer.text;
  return JSON.parse(answer.text);
}

module.exports = { Admin };
