'use strict';

const { Clock, duration, milliseconds } = require('./clock.js');
const { listing, refusals } = require('./listing.js');

/** Any text as one segment of a path. Dots alone would be a step up or none. */
function segment(text) {
  return /^\.+$/.test(text) ? text.replaceAll('.', '%2E') : encodeURIComponent(text);
}

/** What a test may ask of one app and of a whole server alike. */
class Scope {
  #app;

  /** The app's name, or nothing for the whole server. */
  constructor(admin, app) {
    Object.defineProperty(this, 'admin', { value: admin });
    this.#app = app;
    this.clock = new Clock(admin, this.path('/clock'));
  }

  /** Where the scope has a part of the API that stands under each app, too. */
  path(part) {
    return this.#app ? `/apps/${this.#app}${part}` : part;
  }

  get #query() {
    return this.#app ? `?app=${this.#app}` : '';
  }

  #filter(filter) {
    return this.#app ? { ...filter, app: this.#app } : filter;
  }

  async fail(rule) {
    return (await this.admin.ask('POST', this.path('/faults'), rule)).id;
  }

  async faults() {
    return (await this.admin.ask('GET', this.path('/faults'))).faults;
  }

  async clearFault(id) {
    return this.admin.ask('DELETE', this.path(`/faults/${segment(id)}`));
  }

  async clearFaults() {
    return (await this.admin.ask('DELETE', this.path('/faults'))).deleted;
  }

  async requests(filter = {}) {
    return (await this.admin.ask('POST', '/requests/find', this.#filter(filter))).requests;
  }

  /** Of what the journal has forgotten no number can be right. */
  async count(filter = {}) {
    const { count, forgotten } = await this.admin.ask('POST', '/requests/count', this.#filter(filter));
    if (forgotten) {
      throw new Error(`chatdouble: ${count} such requests are left, and the journal has forgotten ${forgotten} older ones, which may have been meant; start with --journal-size, or clear the requests in between`);
    }
    return count;
  }

  async wait({ count = 1, timeout = '10s', ...filter } = {}) {
    const answer = await this.admin.ask('POST', '/requests/wait', { ...this.#filter(filter), count, timeout: duration(timeout) }, milliseconds(timeout));
    if (answer.reached) return answer.requests;
    const wanted = Object.keys(filter).length ? ` with ${JSON.stringify(filter)}` : '';
    throw new Error(`chatdouble: waited ${duration(timeout)} for ${count} requests${wanted}, and ${answer.count} came; ${listing(await this.requests(), this.#app)}`);
  }

  async unmatched() {
    return (await this.admin.ask('GET', `/requests/unmatched${this.#query}`)).requests;
  }

  async clearRequests() {
    return (await this.admin.ask('DELETE', `/requests${this.#query}`)).deleted;
  }

  async explain(id) {
    return this.admin.ask('GET', `/requests/${segment(id)}/explain`);
  }

  async refusals() {
    return refusals(await this.requests(), this.#app);
  }
}

module.exports = { Scope, segment };
