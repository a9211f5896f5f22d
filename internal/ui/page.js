'use strict';
// What clients sent is never markup here: it goes into the page as text alone.

const find = (id) => document.getElementById(id);
const show = (id, visible) => { find(id).hidden = !visible; };
const mostApps = 100, mostCalls = 50;
let asked = 0; // of several answers the last question's counts

function element(name, text, className) {
  const e = document.createElement(name);
  e.textContent = text;
  if (className) e.className = className;
  return e;
}

function row(...cells) {
  const tr = document.createElement('tr');
  for (const parts of cells) {
    const td = document.createElement('td');
    td.append(...parts);
    tr.append(td);
  }
  return tr;
}

function link(href, text) {
  const a = element('a', text);
  a.href = href;
  return a;
}

async function ask(path) {
  const token = sessionStorage.getItem('token');
  const response = await fetch('/__admin' + path, { cache: 'no-store', headers: token ? { Authorization: 'Bearer ' + token } : {} });
  const answer = await response.json();
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.detail), { status: response.status });
}

// cut keeps what is long from filling the page.
const cut = (text, most) => text.length > most ? text.slice(0, most) + '…' : text;

// time is one of the API's in milliseconds, for people.
const time = (text) => text.replace('T', ' ').replace(/(\.\d{3})\d*/, '$1');

// outcome is what became of a call, in words: colour alone says nothing.
function outcome(call) {
  const { status, code, reason, fault } = call.response;
  if (call.delivery) return (status >= 200 && status < 300 ? 'delivered' : 'not delivered') + ', try ' + call.delivery;
  if (fault && fault.kind !== 'delay') return 'fault ' + fault.id;
  if (!call.operation) return 'no such operation';
  if (reason || (code && code !== '0')) return 'refused';
  return call.completed ? 'answered' : 'not answered';
}

function showCall(call) {
  const { id, response, request } = call;
  const what = outcome(call);
  const good = ['answered', 'delivered'].includes(what.split(',')[0]);
  const made = [
    element('strong', call.operation || request.method + ' ' + cut(request.url, 80)),
    element('span', [cut(call.user || '', 100), call.app || 'no app'].filter(Boolean).join(' in '), 'soft'),
    element('span', time(call.time), 'soft'),
  ];
  const answer = [element('span', what, good ? '' : 'bad'), ' ' + (response.status || ''), ' '];
  if (response.code) answer.push(element('code', response.code));
  if (response.reason) answer.push(element('span', response.reason, 'reason'));
  if (!good && !call.delivery && !sessionStorage.getItem('token')) answer.push(link('/__admin/requests/' + encodeURIComponent(id) + '/explain', 'Explain'));
  return row(made, answer);
}

async function load() {
  const mine = ++asked;
  show('all', location.hash.length > 1);
  try {
    const app = decodeURIComponent(location.hash.slice(1));
    const of = app ? '&app=' + encodeURIComponent(app) : '';
    const [health, { apps }, { requests }] = await Promise.all([ask('/health'), ask('/apps'), ask('/requests?limit=' + mostCalls + of)]);
    if (mine !== asked) return;
    find('facts').textContent = 'Version ' + health.version + '. The server’s time is ' + time(health.now) + '.';
    find('apps').replaceChildren(...apps.slice(0, mostApps).map((a) =>
      row([link('#' + encodeURIComponent(a.app), a.app), element('span', 'made by a ' + a.made_by, 'soft')], [element('code', a.base_url)])));
    find('more-apps').textContent = 'These are ' + mostApps + ' of ' + apps.length + ' apps.';
    show('more-apps', apps.length > mostApps);
    find('which').textContent = (requests.length ? 'The last ' + requests.length : 'No calls') + (app ? ' of ' + app : ' of all apps') + ', the newest first.';
    find('calls').replaceChildren(...requests.reverse().map(showCall));
    show('data', true);
    show('ask', false);
    show('trouble', false);
  } catch (error) {
    if (mine !== asked) return;
    const locked = error.status === 401;
    show('ask', locked);
    show('data', !locked && !find('data').hidden);
    find('trouble').textContent = locked && !sessionStorage.getItem('token') ? 'The server asks for its admin token.' : error.message;
    show('trouble', true);
  }
}

find('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem('token', find('token').value);
  find('token').value = '';
  load();
});
find('refresh').addEventListener('click', load);
addEventListener('hashchange', load);
document.addEventListener('visibilitychange', () => { if (!document.hidden) load(); });
load();
