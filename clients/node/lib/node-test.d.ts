import type { Suite, SuiteOptions } from './suite.js';

/** Call it at the top of a file or of a describe: it starts a server before the tests and stops it behind them. */
export function useChatdouble(options?: SuiteOptions): Suite;
