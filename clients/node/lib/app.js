'use strict';

const acts = require('./acts.js');
const { Scope, segment } = require('./scope.js');

/** One app of a server. */
class App extends Scope {
  /** shown is how the admin API shows it. */
  constructor(admin, shown) {
    super(admin, shown.app);
    this.name = shown.app;
    this.vendor = shown.vendor;
    this.baseUrl = shown.base_url;
    this.appId = shown.app_id;
    if (shown.vendor === 'zim') {
      this.serverSecret = shown.server_secret;
      return;
    }
    this.region = shown.region;
    this.apiKey = shown.api_key;
    this.authKey = shown.auth_key;
  }

  async #ask(method, part, body) {
    return this.admin.ask(method, this.path(part), body);
  }

  async remove() {
    await this.#ask('DELETE', '');
  }

  async reset() {
    await this.#ask('POST', '/reset');
  }

  async state() {
    return this.#ask('GET', '/state');
  }

  async setState(fixture) {
    await this.#ask('PUT', '/state', fixture);
  }

  async mergeState(fixture) {
    await this.#ask('PATCH', '/state', fixture);
  }

  async block(from, to) {
    await this.#ask('PUT', `/users/${segment(from)}/blocks/${segment(to)}`);
  }

  async unblock(from, to) {
    await this.#ask('DELETE', `/users/${segment(from)}/blocks/${segment(to)}`);
  }

  async setOnlineState(user, state) {
    await this.#ask('PUT', `/users/${segment(user)}/state`, { state });
  }

  async snapshot(name) {
    await this.#ask('POST', `/snapshots/${segment(name)}`);
  }

  async restore(name) {
    await this.#ask('POST', `/snapshots/${segment(name)}/restore`);
  }

  async deleteSnapshot(name) {
    await this.#ask('DELETE', `/snapshots/${segment(name)}`);
  }

  async snapshots() {
    return (await this.#ask('GET', '')).snapshots;
  }

  async deliveries() {
    return (await this.#ask('GET', '/deliveries')).deliveries;
  }

  async redeliver(id) {
    return this.#ask('POST', `/deliveries/${segment(id)}/redeliver`);
  }

  /** An end user of the app, with a method for each act of the vendor. */
  as(user) {
    const actor = {};
    for (const act of acts[this.vendor]) {
      actor[act] = (members) => this.#ask('POST', '/acts', { ...members, act, user });
    }
    return actor;
  }
}

module.exports = { App };
