import type * as api from './schema.js';

export type { api };

/** Milliseconds, or a text such as "11m", "1h30m" or "500ms". */
export type Duration = number | string;
/** A Date, or a text as in RFC 3339. */
export type Instant = Date | string;

/** Which requests; all members that are given must hold. */
export type Filter = Omit<api.Filter, 'app'>;

/** The time of an app or, of a server, of all apps that have not been told otherwise. */
export interface Clock {
  now(): Promise<Date>;
  frozen(): Promise<boolean>;
  /** Moves the clock on, or back. */
  advance(by: Duration): Promise<void>;
  set(time: Instant): Promise<void>;
  /** Holds the clock still, where it is when no time is given. */
  freeze(time?: Instant): Promise<void>;
  /** Lets a clock go on that was held. */
  run(): Promise<void>;
}

/** What a test may ask of one app and of a whole server alike. What cannot be done rejects with an Error that says why. */
export interface Scope {
  readonly clock: Clock;
  /** Makes calls go wrong, and returns the id of the rule. */
  fail(rule: api.FaultRule): Promise<string>;
  /** The rules in force, the oldest first, with how often each has hit. */
  faults(): Promise<api.Fault[]>;
  /** Takes a rule out of force, and says what has come of it. */
  clearFault(id: string): Promise<api.Fault>;
  clearFaults(): Promise<number>;
  /** What was asked and answered, the oldest first, with each try to deliver an event. */
  requests(filter?: Filter): Promise<api.Request[]>;
  /** How many requests() would return. Rejects when the journal has forgotten some that may have been meant. */
  count(filter?: Filter): Promise<number>;
  /**
   * Waits until there are so many requests, 1 when no count is given, those that came before counted in, and returns them. Rejects
   * when the timeout, 10 seconds when none is given, is over, and lists what came instead. A request is there when the server has read it; to
   * wait for its answer, filter by status or code.
   */
  wait(wanted?: Filter & { count?: number; timeout?: Duration }): Promise<api.Request[]>;
  /** Requests that match no operation. */
  unmatched(): Promise<api.Request[]>;
  /** Forgets the requests that came so far, and says how many. */
  clearRequests(): Promise<number>;
  /** Why a request was answered as it was. The answer had the id, too, in the header X-Chatdouble-Request-Id. */
  explain(id: string): Promise<api.Explanation>;
  /** The last requests that were refused, a line each with its reason, for a person. */
  refusals(): Promise<string>;
  /** Starts over: state, clock, limits, faults and journal. */
  reset(): Promise<void>;
}

/** One app of a server. */
export interface App<State, Actor> extends Scope {
  /** "cometchat:{appId}" or "zim:{appId}" */
  readonly name: string;
  /** What a client puts before a path (CometChat) or a query (ZIM). */
  readonly baseUrl: string;
  readonly appId: string;
  /** Removes the app with all that it holds. */
  remove(): Promise<void>;
  /** The state as a fixture with one app. */
  state(): Promise<State>;
  /** Replaces the state. A text is YAML. */
  setState(fixture: api.FixtureOrYAML): Promise<void>;
  /** Adds to the state. A text is YAML. */
  mergeState(fixture: api.FixtureOrYAML): Promise<void>;
  /** Lets a user block another one; both must be there. */
  block(from: string, to: string): Promise<void>;
  unblock(from: string, to: string): Promise<void>;
  /** Keeps the state under a name. */
  snapshot(name: string): Promise<void>;
  /** Goes back to a kept state. Clock, limits, faults and journal stay. */
  restore(name: string): Promise<void>;
  deleteSnapshot(name: string): Promise<void>;
  snapshots(): Promise<string[]>;
  /** The newest events that were sent to the app's webhooks or callback, each with its tries. */
  deliveries(): Promise<api.Delivery[]>;
  /** Sends an event once more. */
  redeliver(id: string): Promise<api.Delivery>;
  /** An end user, who does what only the user's own app can do. */
  as(user: string): Actor;
}

export interface CometChatApp extends App<{ cometchat: [api.FixtureCometChatApp] }, api.CometChatActor> {
  readonly vendor: 'cometchat';
  readonly region: string;
  /** scope fullAccess */
  readonly apiKey: string;
  /** scope authOnly */
  readonly authKey: string;
}

export interface ZIMApp extends App<{ zim: [api.FixtureZIMApp] }, api.ZIMActor> {
  readonly vendor: 'zim';
  readonly serverSecret: string;
  /** Marks a user as a client's login, lost connection or logout would. */
  setOnlineState(user: string, state: api.OnlineState['state']): Promise<void>;
}

export interface NewApp {
  /** Id and keys follow from it: the same name gives the same ones in every run. */
  name?: string;
  /** With whom the app begins; a text is YAML. Nobody when left out. */
  fixture?: api.FixtureOrYAML;
}

export interface Server extends Scope {
  readonly url: string;
  /** The process id, when start() has started it. */
  readonly pid: number | undefined;
  /** Makes an app that shares nothing with the others. */
  cometChat(options?: NewApp): Promise<CometChatApp>;
  zim(options?: NewApp): Promise<ZIMApp>;
  apps(): Promise<(CometChatApp | ZIMApp)[]>;
  /** An app that is there, such as "zim:1234567890". */
  app(name: `zim:${string}`): Promise<ZIMApp>;
  app(name: `cometchat:${string}`): Promise<CometChatApp>;
  /** Stops the server, if start() has started it. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface StartOptions {
  /** A free one when left out. */
  port?: number;
  /** Files or folders to start with. */
  fixtures?: string | string[];
  /** Further flags of "chatdouble serve". */
  args?: string[];
}

/** Starts a server on this machine. It ends at stop(), and at the latest with this process, however that ends. */
export function start(options?: StartOptions): Promise<Server>;

/** Uses a server that runs already: the one at the URL, else the one that "chatdouble exec" has named in CHATDOUBLE_ADMIN_URL. */
export function connect(url?: string, options?: { token?: string }): Promise<Server>;
