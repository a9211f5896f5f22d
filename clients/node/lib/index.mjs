import chatdouble from './index.js';

export const { start, connect } = chatdouble;
