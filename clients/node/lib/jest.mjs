import helper from './jest.js';

export const { useChatdouble } = helper;
