'use strict';

/** The time of an app or, of a server, of all apps that have not been told otherwise. */
class Clock {
  #admin;
  #path;

  constructor(admin, path) {
    this.#admin = admin;
    this.#path = path;
  }

  async now() {
    return new Date((await this.#admin.ask('GET', this.#path)).now);
  }

  async frozen() {
    return (await this.#admin.ask('GET', this.#path)).frozen;
  }

  /** Milliseconds, or a text such as "11m". */
  async advance(by) {
    await this.#admin.ask('POST', `${this.#path}/advance`, { by: duration(by) });
  }

  async set(time) {
    await this.#admin.ask('PUT', this.#path, { now: instant(time) });
  }

  /** Holds the clock, where it is when no time is given. */
  async freeze(time) {
    await this.#admin.ask('PUT', this.#path, time === undefined ? { frozen: true } : { now: instant(time), frozen: true });
  }

  async run() {
    await this.#admin.ask('PUT', this.#path, { frozen: false });
  }
}

function instant(time) {
  return time instanceof Date ? time.toISOString() : time;
}

/** A number is milliseconds, as everywhere in Node. */
function duration(time) {
  return typeof time === 'number' ? `${time}ms` : time;
}

/** The milliseconds of a duration such as "1m30s". */
function milliseconds(time) {
  if (typeof time === 'number') return time;
  const unit = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  let sum = 0;
  for (const [, n, of] of time.matchAll(/([\d.]+)(ms|h|m|s)/g)) sum += n * unit[of];
  return sum;
}

module.exports = { Clock, duration, milliseconds };
