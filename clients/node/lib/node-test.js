'use strict';

const { before, after } = require('node:test');
const { suite } = require('./suite.js');

/** Call it at the top of a file or of a describe. */
function useChatdouble(options) {
  return suite({ before, after, testName: ([t]) => t?.fullName ?? t?.name }, options);
}

module.exports = { useChatdouble };
