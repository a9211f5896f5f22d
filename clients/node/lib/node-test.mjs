import helper from './node-test.js';

export const { useChatdouble } = helper;
