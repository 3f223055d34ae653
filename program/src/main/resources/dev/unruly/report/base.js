// Data, colours, figures and elements: what all charts need.

const root = document.documentElement;

/** The data that stands in the page under a name; null when there is none. */
function island(name) {
  const element = document.getElementById(name);
  return element ? JSON.parse(element.textContent) : null;
}

/** Which of several things a figure shows: names as they stand in the data. */
const which = figure => JSON.parse(figure.dataset.which);

const colours = new Map();

/** A colour of the style sheet, as it is in the present theme. */
function colour(name) {
  if (!colours.has(name)) {
    colours.set(name, getComputedStyle(root).getPropertyValue('--' + name).trim());
  }
  return colours.get(name);
}

/** The same, let through by so much. */
function tint(name, alpha) {
  const hex = colour(name);
  const part = at => parseInt(hex.slice(at, at + 2), 16);
  return `rgba(${part(1)}, ${part(3)}, ${part(5)}, ${alpha})`;
}

/** An element with a class and a text. Text is never taken for HTML. */
function element(tag, kind, text) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  if (text !== undefined) made.textContent = text;
  return made;
}

const say = {
  clock(s) {
    const sign = s < 0 ? '−' : '';
    const whole = Math.floor(Math.abs(s) + 1e-9);
    const two = n => String(n).padStart(2, '0');
    return sign + (whole < 3600
      ? `${Math.floor(whole / 60)}:${two(whole % 60)}`
      : `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`);
  },
  seconds(s) {
    if (s == null) return '–';
    if (s === 0) return '0';
    if (s < 0.0000995) return `${(s * 1e6).toFixed(0)} µs`;
    if (s < 0.00995) return `${(s * 1e3).toFixed(1)} ms`;
    if (s < 0.9995) return `${(s * 1e3).toFixed(0)} ms`;
    return s < 9.95 ? `${s.toFixed(1)} s` : `${s.toFixed(0)} s`;
  },
  rate(v) {
    if (v == null) return '–';
    return v < 9.95 && v % 1 !== 0 ? v.toFixed(1) : Math.round(v).toLocaleString('en-US');
  },
  times: v => (v == null ? '–' : `${v.toFixed(v < 99.5 ? 1 : 0)} ×`),
  share: v => (v == null ? '–' : `${(100 * v).toFixed(v > 0 && v < 0.01 ? 2 : 0)} %`),
};

/** An axis' ticks, without repeating units where there is no room. */
const tick = {
  seconds: v => (v >= 1 ? `${+v.toPrecision(3)} s` : v >= 0.001
    ? `${+(v * 1e3).toPrecision(3)} ms` : v > 0 ? `${+(v * 1e6).toPrecision(3)} µs` : '0'),
  rate: v => (v >= 10000 ? `${+(v / 1000).toPrecision(3)} k` : `${+v.toPrecision(4)}`),
  times: v => `${+v.toPrecision(3)} ×`,
  share: v => `${+(100 * v).toPrecision(3)} %`,
};

/** At most so many points: more than a screen can show would only be slow. */
const MOST_POINTS = 2400;

/** How many seconds one point stands for. */
const step = length => Math.max(1, Math.ceil(length / MOST_POINTS));

/** One value for every `by` seconds: their mean, or the most of them. */
function thin(values, by, most) {
  if (by === 1) return values;
  const thinned = [];
  for (let i = 0; i < values.length; i += by) {
    const known = values.slice(i, i + by).filter(v => v != null);
    thinned.push(known.length === 0 ? null
      : most ? Math.max(...known) : known.reduce((a, b) => a + b, 0) / known.length);
  }
  return thinned;
}

/** Sums over the `width` seconds that end with each. */
function rolling(values, width) {
  let sum = 0;
  return values.map((v, i) => {
    sum += v || 0;
    if (i >= width) sum -= values[i - width] || 0;
    return sum;
  });
}
