// A chart over time: lines or stacked areas, with phases and triggers.

const charts = [];
const SYNC = 'time';
const LEFT = 58;

/** The axes of all charts have the same measure, so that what is below each other is at one time. */
function axes(format, log, small) {
  const common = {
    stroke: () => colour('muted'),
    font: '11px ' + getComputedStyle(root).getPropertyValue('--sans'),
    ticks: { show: false },
  };
  const grid = { stroke: () => colour('grid'), width: 1 };
  const named = (u, splits) => splits.map(v => (v != null && (!log || decimal(v, u)) ? v : null));
  return [
    {
      ...common, grid: { show: false }, size: 24, gap: 4, space: 56,
      incrs: [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200],
      values: (u, splits) => splits.map(say.clock),
    },
    {
      ...common, grid: { ...grid, filter: named }, filter: named, size: LEFT, gap: 6,
      space: small ? 20 : 30,
      values: (u, splits) => splits.map(v => (v == null ? '' : format(v))),
    },
  ];
}

/** Whether a logarithmic axis has room to name a value: powers of ten, and their 2 and 5. */
function decimal(value, u) {
  const lead = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  const { min, max } = u.scales.y;
  const wide = Math.log10(max / min) > 2.2;
  return Math.abs(lead - 1) < 1e-6
    || (!wide && [2, 5].some(n => Math.abs(lead - n) < 1e-6));
}

/** A scale from nought, with a little room above; never without height. */
const fromNought = least => (u, min, max) => [0, Math.max(least, 1.06 * (max ?? 0))];

/** A logarithmic scale that just holds its values. */
const logarithmic = (u, min, max) => {
  if (min == null || max == null) return [0.01, 10];
  const low = Math.max(min, max / 1e6, 1e-6);
  return [low / 1.25, Math.max(max * 1.25, low * 4)];
};

/**
 * Draws a chart into a figure.
 *
 * lines: {label, data, colour, dash, area, width, stepped, say, typical}
 * y: {log, format, least, range}
 * runs: the times of those shown, the first one's phases on the axis
 * zero: the second that is 0:00
 */
function timeChart(figure, { lines, y, runs, height = 190, stacked = false, draw, title,
  zero = runs[0].origin }) {
  const plot = figure.querySelector('.plot');
  const times = runs[0];
  const small = height < 170;
  const xs = [];
  const length = Math.max(...lines.map(l => l.data.length), 1);
  for (let i = 0; i < length; i++) xs.push(i * times.by - zero);
  lines.forEach(line => { line.shown = line.data; });
  const data = [xs, ...(stacked ? stack(lines) : lines.map(l => l.data))];
  const series = [{}, ...lines.map(line => ({
    label: line.label,
    stroke: () => colour(line.colour),
    width: line.width ?? 1.6,
    dash: line.dash,
    fill: line.area ? () => tint(line.colour, stacked ? 0.55 : 0.16) : undefined,
    points: { show: false },
    paths: line.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined,
    spanGaps: false,
  }))];
  const values = lines.length > 1 || !small
    ? legendOf(figure, lines, (i, show) => u.setSeries(i + 1, { show }))
    : [];
  const under = element('output', 'at');
  figure.querySelector('h3').after(under);
  const options = {
    width: plot.clientWidth || 600,
    height,
    padding: [18, 16, 0, 0],
    series,
    bands: stacked ? lines.slice(1).map((_, i) => ({
      series: [i + 2, i + 1], fill: () => tint(lines[i + 1].colour, 0.55),
    })) : undefined,
    scales: {
      x: { time: false },
      y: y.log
        ? { distr: 3, log: 10, range: y.range ?? logarithmic }
        : { range: y.range ?? fromNought(y.least ?? 1) },
    },
    axes: axes(y.format, y.log, small),
    legend: { show: false },
    cursor: {
      sync: { key: SYNC, scales: ['x', null] },
      drag: { x: true, y: false },
      points: { size: 6, width: 0 },
    },
    hooks: {
      drawClear: [u => drawBands(u, runs)],
      draw: [u => { if (draw) draw(u); drawNames(u, runs); }],
      setCursor: [u => tell(u, lines, values, under)],
    },
  };
  const u = new uPlot(options, data, plot);
  figure.chart = u;
  charts.push({ u, plot, height });
  keyboard(plot, u, title ?? figure.querySelector('h3').textContent, lines);
  if (!small && runs.length === 1) tableOf(figure, lines, times);
  return u;
}

/** Each line on top of those before it. */
function stack(lines) {
  const below = [];
  return lines.map(line => line.data.map((v, i) => {
    if (v == null) return null;
    below[i] = (below[i] ?? 0) + v;
    return below[i];
  }));
}

/** Shows the values under the cursor in the legend. */
function tell(u, lines, values, under) {
  const at = u.cursor.idx;
  lines.forEach((line, i) => {
    if (values[i]) values[i].textContent = at == null ? '' : line.say(line.shown[at] ?? null);
  });
  under.textContent = at == null ? ''
    : values.length > 0 ? say.clock(u.data[0][at])
      : `${say.clock(u.data[0][at])} · ${lines[0].say(lines[0].shown[at] ?? null)}`;
}

/** A chart can be reached and read without a mouse. */
function keyboard(plot, u, title, lines) {
  plot.tabIndex = 0;
  plot.setAttribute('role', 'application');
  plot.setAttribute('aria-roledescription', 'chart over time');
  plot.setAttribute('aria-label', `${title}: ${lines.map(l => l.label).join(', ')}`);
  const told = element('span', 'unseen');
  told.setAttribute('aria-live', 'polite');
  plot.append(told);
  plot.addEventListener('keydown', event => {
    const last = u.data[0].length - 1;
    const at = u.cursor.idx ?? 0;
    const stride = event.shiftKey ? 10 : 1;
    const next = {
      ArrowRight: Math.min(last, at + stride), ArrowLeft: Math.max(0, at - stride),
      Home: 0, End: last,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      u.setCursor({ left: u.valToPos(u.data[0][next], 'x'), top: 8 }, true, true);
      told.textContent = `${say.clock(u.data[0][next])}: `
        + lines.map(l => `${l.label} ${l.say(l.shown[next] ?? null)}`).join(', ');
    } else if (event.key === 'Escape') {
      showAll();
    }
  });
}

/** Every chart over time shows all of it again. */
function showAll() {
  for (const { u } of charts) {
    if (u.cursor.sync.key === SYNC) {
      u.setScale('x', { min: u.data[0][0], max: u.data[0][u.data[0].length - 1] });
    }
  }
}
