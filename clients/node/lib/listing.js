'use strict';

const mostShown = 20;

/** A request in one line, as the Go package writes it. */
function line(r) {
  const { status, code, reason } = r.response;
  let text = `${r.time.slice(11, 23)} ${r.request.method} ${r.request.url} ${status}`;
  if (code) text += ` ${code}`;
  if (reason) text += ` (${reason})`;
  if (r.nearest) text += `; nearest: ${r.nearest}`;
  if (r.retried_too_early) text += '; retried too early';
  return text;
}

function lines(requests) {
  return requests.slice(-mostShown).map((r) => `\n  ${line(r)}`).join('');
}

/** The last requests, a line each. */
function listing(requests, app = 'the server') {
  if (requests.length === 0) return `${app} got no requests`;
  return `the last of ${requests.length} requests to ${app}, the oldest first:${lines(requests)}`;
}

/** The last requests that were refused, a line each. Deliveries are no requests. */
function refusals(requests, app = 'the server') {
  const came = requests.filter((r) => !r.delivery);
  const refused = came.filter((r) => r.response.stage && r.response.stage !== 'done');
  if (refused.length === 0) return `none of ${came.length} requests to ${app} was refused`;
  return `${refused.length} of ${came.length} requests to ${app} were refused, the oldest first:${lines(refused)}`;
}

module.exports = { line, listing, refusals };
