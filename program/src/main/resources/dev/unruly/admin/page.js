// The gateway's page: shows what /live tells, and sends what people want changed.
// What stands on the page stays there while its numbers change, so that neither the focus nor a
// selection is lost. Text is never taken for HTML.

const find = id => document.getElementById(id);
const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 120;
const LINES = [['passed', 'passed'], ['kept', 'kept'], ['refused', 'refused'], ['timedOut', 'late']];
const NAMES = { passed: 'passed', kept: 'kept or shared', refused: 'refused', timedOut: 'timed out' };

let token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
let stream = null;

/** An element with a class and a text. */
function element(tag, kind, text) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  if (text !== undefined) made.textContent = text;
  return made;
}

function drawn(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Makes the children those of the items, in their order; what was there for the same key stays. */
function keep(parent, items, key, make, show) {
  const there = new Map([...parent.children].map(child => [child.dataset.key, child]));
  let at = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    let child = there.get(name);
    if (!child) {
      child = make(item);
      child.dataset.key = name;
    }
    there.delete(name);
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
    show(child, item);
  }
  there.forEach(child => child.remove());
}

/** `openForSeconds` → `open for seconds`. */
const spaced = name => name.replace(/(\d+|[A-Z])/g, ' $1').toLowerCase();

function number(value) {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : String(value);
}

function length(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  const two = n => String(n).padStart(2, '0');
  return s < 3600
    ? `${Math.floor(s / 60)}:${two(s % 60)} min`
    : `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)} h`;
}

// One listener.

function listenerSection(listener) {
  const made = element('section', 'listener');
  const top = element('div', 'top');
  const off = element('button', 'all-off', 'Override all');
  off.type = 'button';
  off.setAttribute('aria-label', `Override all policies of ${listener.name}`);
  off.addEventListener('click', () => change(listener.name, '', 'all', ''));
  top.append(element('h2', 'name'), element('span', 'road'), off);
  const now = element('div', 'now');
  const figures = element('dl', 'counts');
  now.append(chart(), figures);
  const wide = element('div', 'wide');
  const table = element('table', 'policies');
  const head = document.createElement('thead');
  const row = document.createElement('tr');
  for (const title of ['route', 'policy', 'state', 'figures', '']) {
    row.append(element('th', '', title));
  }
  head.append(row);
  table.append(head, document.createElement('tbody'));
  wide.append(table);
  made.append(top, now, element('ul', 'faults'), wide, element('p', 'none'));
  return made;
}

function chart() {
  const made = element('div', 'chart');
  const picture = drawn('svg', { viewBox: `0 0 ${WIDTH} 50`, preserveAspectRatio: 'none', role: 'img' });
  picture.setAttribute('aria-label', 'decisions per second, the last two minutes');
  LINES.forEach(([name, kind]) => picture.append(drawn('path', { class: kind, 'data-name': name })));
  const legend = element('div', 'legend');
  for (const [name, kind] of LINES) {
    const entry = element('span');
    const sample = drawn('svg', { viewBox: '0 0 24 8', 'aria-hidden': 'true' });
    sample.append(drawn('line', { x1: 0, x2: 24, y1: 4, y2: 4, class: kind }));
    const value = element('b', '', '–');
    value.dataset.name = name;
    entry.append(sample, `${NAMES[name]} `, value, ' /s');
    legend.append(entry);
  }
  legend.append(element('span', 'scale'));
  made.append(picture, legend);
  return made;
}

function showChart(section, perSecond) {
  const most = Math.max(1, ...LINES.flatMap(([name]) => perSecond[name]));
  for (const [name] of LINES) {
    const values = perSecond[name];
    const from = WIDTH - values.length;
    const points = values.map((v, i) => `${from + i} ${(48 - (46 * v) / most).toFixed(2)}`);
    const path = points.length < 2 ? '' : `M${points.join('L')}`;
    section.querySelector(`path[data-name=${name}]`).setAttribute('d', path);
    write(section.querySelector(`b[data-name=${name}]`), values.length ? number(values.at(-1)) : '–');
  }
  write(section.querySelector('.scale'), `two minutes, to ${number(most)} /s`);
}

function showListener(section, listener) {
  write(section.querySelector('.name'), listener.name);
  write(
    section.querySelector('.road'),
    `${listener.listen} → ${listener.upstreams.join(', ')} ${listener.protocol}`);
  const http = listener.protocol === 'http';
  section.querySelector('.all-off').hidden = !listener.policies.length;
  section.querySelector('.chart').hidden = !http;
  showChart(section, listener.perSecond);
  const counts = [['connections', listener.connections], ['in flight', listener.inFlight]];
  if (http) {
    counts.push(['asked', listener.asked]);
    Object.entries(listener.decisions).forEach(([name, count]) => counts.push([spaced(name), count]));
  }
  keep(
    section.querySelector('.counts'),
    counts.flatMap(([name, count]) => [['dt', name, name], ['dd', name, number(count)]]),
    ([tag, name]) => `${tag} ${name}`,
    ([tag]) => document.createElement(tag),
    (child, [, , text]) => write(child, text));
  const faults = section.querySelector('.faults');
  faults.hidden = !listener.faults.length;
  keep(
    faults, listener.faults, fault => String(fault.fault), () => document.createElement('li'),
    (child, fault) => write(child, `${fault.detail}, for another ${length(fault.endsInSeconds)}`));
  const table = section.querySelector('.policies');
  table.hidden = !listener.policies.length;
  const none = section.querySelector('.none');
  none.hidden = Boolean(listener.policies.length);
  write(none, http ? 'No policies.' : 'No policies: its protocol is not http.');
  keep(
    table.tBodies[0], listener.policies, one => `${one.route}\n${one.policy}`,
    one => policyRow(listener.name, one), showPolicy);
}

function policyRow(listener, policy) {
  const row = document.createElement('tr');
  const button = element('button', '', 'Override');
  button.type = 'button';
  button.setAttribute(
    'aria-label', `Override ${policy.policy} of ${listener} ${policy.route}`.trim());
  button.addEventListener('click', () =>
    change(listener, policy.route, policy.policy, row.querySelector('.setting').textContent));
  const state = element('td');
  state.append(element('span', 'badge'), ' ', element('span', 'overridden'));
  const setting = element('td');
  setting.append(element('code', 'setting'));
  const last = element('td');
  last.append(button);
  row.append(element('td', 'route'), setting, state, element('td', 'figures'), last);
  return row;
}

function showPolicy(row, policy) {
  write(row.querySelector('.route'), policy.route || 'all others');
  write(row.querySelector('.setting'), policy.setting);
  const badge = row.querySelector('.badge');
  badge.className = `badge ${policy.condition}`;
  write(badge, policy.state);
  write(row.querySelector('.overridden'), policy.override ? `override ${policy.override}` : '');
  keep(
    row.querySelector('.figures'), Object.entries(policy.figures), ([name]) => name,
    ([name]) => {
      const made = element('span', '', `${spaced(name)} `);
      made.append(element('b'));
      return made;
    },
    (child, [, value]) => write(child.querySelector('b'), number(value)));
}

// Overrides.

const CHANGES = { off: 'off', open: 'held open', closed: 'held closed' };

function showOverrides(overrides) {
  const table = find('overrides').querySelector('table');
  table.hidden = !overrides.length;
  find('overrides').querySelector('.none').hidden = Boolean(overrides.length);
  keep(
    table.tBodies[0], overrides, one => String(one.number),
    one => {
      const row = document.createElement('tr');
      for (let i = 0; i < 7; i++) row.append(document.createElement('td'));
      const button = element('button', '', 'Withdraw');
      button.type = 'button';
      button.setAttribute('aria-label', `Withdraw override ${one.number}`);
      button.addEventListener('click', () => withdraw(one.number));
      const last = document.createElement('td');
      last.append(button);
      row.append(last);
      return row;
    },
    (row, one) => {
      const texts = [
        one.number, one.listener, one.route || 'all others', one.policy,
        CHANGES[one.change] ?? one.setting, one.by, length(one.endsInSeconds)];
      texts.forEach((text, i) => write(row.cells[i], String(text)));
    });
}

function show(state) {
  find('watched').hidden = !state.watched;
  keep(find('listeners'), state.listeners, one => one.name, listenerSection, showListener);
  showOverrides(state.overrides);
  document.documentElement.dataset.drawn = '';
}

// What people want.

async function send(method, path, body) {
  const headers = { 'X-Unruly': '1' };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers['Content-Type'] = 'application/json';
  try {
    const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
    const said = await answer.json();
    if (answer.ok) return { ok: true, said };
    return { ok: false, why: [said.error.what, ...said.error.details].join('\n') };
  } catch (failure) {
    return { ok: false, why: `The gateway does not answer: ${failure.message}` };
  }
}

function outcome(ok, text) {
  find('outcome').className = ok ? '' : 'bad';
  write(find('outcome'), text);
}

let wanted = null;

function change(listener, route, policy, setting) {
  wanted = { listener, route, policy };
  write(find('change-title'), `${listener} ${route} ${policy === 'all' ? 'all policies' : policy}`.replace(/\s+/g, ' '));
  for (const option of find('kind').options) {
    const breaker = option.value === 'open' || option.value === 'closed';
    option.hidden = option.disabled =
      (breaker && policy !== 'breaker') || (option.value === 'set' && policy === 'all');
  }
  find('kind').value = 'off';
  find('setting').value = setting;
  find('setting-label').hidden = true;
  write(find('refused'), '');
  find('change').showModal();
}

find('kind').addEventListener('change', () => {
  find('setting-label').hidden = find('kind').value !== 'set';
});
find('cancel').addEventListener('click', () => find('change').close());
find('change').querySelector('form').addEventListener('submit', async event => {
  event.preventDefault();
  const wish = { ...wanted, change: find('kind').value, forSeconds: Number(find('length').value) };
  if (wish.change === 'set') wish.setting = find('setting').value;
  if (find('by').value.trim()) wish.by = find('by').value.trim();
  const { ok, said, why } = await send('POST', '/overrides', wish);
  if (ok) {
    find('change').close();
    outcome(true, `Override ${said.number} is in force.`);
  } else {
    write(find('refused'), why);
  }
});

async function withdraw(number) {
  const { ok, why } = await send('DELETE', `/overrides/${number}`);
  outcome(ok, ok ? `Override ${number} is withdrawn.` : why);
}

find('reload').addEventListener('click', async () => {
  const { ok, said, why } = await send('POST', '/reload');
  outcome(ok, ok ? `Read again: ${said.changes.join('; ') || 'nothing has changed'}.` : why);
});

// The events, read with fetch, which unlike EventSource can show a token.

function link(kind, text) {
  find('link').className = kind;
  write(find('link'), text);
}

async function watch() {
  stream?.abort();
  stream = new AbortController();
  const { signal } = stream;
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  try {
    const answer = await fetch('/live', { headers, signal });
    find('ask').hidden = answer.status !== 401;
    if (answer.status === 401) {
      link('lost', 'a token is needed');
      document.documentElement.dataset.drawn = '';
      return;
    }
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    link('live', 'live');
    await read(answer.body.getReader());
    throw new Error('it has ended');
  } catch (failure) {
    if (signal.aborted) return;
    link('lost', 'not connected; trying again');
    setTimeout(() => { if (!signal.aborted) watch(); }, 1_000);
  }
}

async function read(reader) {
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const events = rest.split('\n\n');
    rest = events.pop();
    const data = events.map(one => /^data: (.*)$/m.exec(one)).filter(Boolean).at(-1);
    if (data) show(JSON.parse(data[1]));
  }
}

find('ask').addEventListener('submit', event => {
  event.preventDefault();
  token = find('token').value;
  watch();
});

watch();
