'use strict';

const { beforeAll, afterAll, expect } = require('@jest/globals');
const { suite } = require('./suite.js');

/** Call it at the top of a file or of a describe. */
function useChatdouble(options) {
  return suite({ before: beforeAll, after: afterAll, testName: () => expect.getState().currentTestName }, options);
}

module.exports = { useChatdouble };
