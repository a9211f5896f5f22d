import { beforeAll, afterAll, expect } from 'vitest';
import { suite } from './suite.js';

/** Call it at the top of a file or of a describe. */
export function useChatdouble(options) {
  return suite({ before: beforeAll, after: afterAll, testName: () => expect.getState().currentTestName }, options);
}
