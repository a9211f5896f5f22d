import type { api, CometChatApp, Server, StartOptions, ZIMApp } from './index.js';

export interface SuiteOptions extends StartOptions {
  /** Fails a test whose client has called something that is not emulated. */
  failOnUnmatched?: boolean;
}

/** A server for the tests of a file, and an app for each test. */
export interface Suite {
  /** Only while tests run. */
  readonly server: Server;
  /** A test with an app of its own. When it fails, its error shows what the server has refused, and why. */
  cometChat<Args extends unknown[]>(body: (app: CometChatApp, ...args: Args) => unknown, fixture?: api.FixtureOrYAML): (...args: Args) => Promise<void>;
  zim<Args extends unknown[]>(body: (app: ZIMApp, ...args: Args) => unknown, fixture?: api.FixtureOrYAML): (...args: Args) => Promise<void>;
}
