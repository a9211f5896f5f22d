'use strict';

const { start, connect } = require('./server.js');

module.exports = { start, connect };
