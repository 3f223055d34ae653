// The latency heat map: one column a second, one row a bucket, logarithmic upwards.

drawn.heat = (figure, { run, times }) => {
  const { upToSeconds: bounds, counts } = run.timeline.heat;
  const used = counts.map((row, i) => (row.some(v => v > 0) ? i : -1)).filter(i => i >= 0);
  if (used.length === 0) {
    figure.querySelector('.plot').append(element('p', 'note', 'No intent ended.'));
    return;
  }
  const first = Math.max(0, used[0] - 1);
  const last = Math.min(bounds.length - 1, used[used.length - 1] + 1);
  const rows = [];
  let most = 1;
  for (let i = first; i <= last; i++) {
    const row = counts[i].length === 0 ? [] : gather(counts[i], times.by);
    for (const v of row) most = Math.max(most, v);
    rows.push({ low: i === 0 ? bounds[0] / 1.19 : bounds[i - 1], high: bounds[i], row });
  }
  const total = new Array(Math.ceil(times.length / times.by)).fill(0)
    .map((_, s) => rows.reduce((sum, r) => sum + (r.row[s] || 0), 0));
  timeChart(figure, {
    runs: [times], height: 230,
    y: { log: true, format: tick.seconds, range: () => [rows[0].low, rows[rows.length - 1].high] },
    lines: [{ label: 'intents ended', data: total, colour: 'heat-ink', width: 0, say: say.rate }],
    draw: u => paint(u, rows, most, times.by),
  });
  scale(figure, most);
};

/** Sums over `by` seconds: counts add up. */
function gather(row, by) {
  if (by === 1) return row;
  const sums = [];
  row.forEach((v, i) => { sums[Math.floor(i / by)] = (sums[Math.floor(i / by)] || 0) + v; });
  return sums;
}

/** Few and many differ by orders of size: the shade grows with the root. */
function shade(count, most) {
  return heatColour(0.12 + 0.88 * Math.sqrt(count / most));
}

function heatColour(share) {
  const stops = ['heat-0', 'heat-1', 'heat-2', 'heat-3'].map(colour);
  const at = Math.min(stops.length - 1.0001, share * (stops.length - 1));
  const i = Math.floor(at);
  const mix = [1, 3, 5].map(p => {
    const a = parseInt(stops[i].slice(p, p + 2), 16);
    const b = parseInt(stops[i + 1].slice(p, p + 2), 16);
    return Math.round(a + (b - a) * (at - i));
  });
  return `rgb(${mix.join(',')})`;
}

function paint(u, rows, most, by) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  const x = u.data[0].map(s => u.valToPos(s, 'x', true));
  const width = x.length > 1 ? x[1] - x[0] : bbox.width;
  for (const { low, high, row } of rows) {
    const top = Math.round(u.valToPos(high, 'y', true));
    const height = Math.max(1, Math.round(u.valToPos(low, 'y', true)) - top);
    row.forEach((count, s) => {
      if (count > 0 && x[s] + width >= bbox.left && x[s] <= bbox.left + bbox.width) {
        ctx.fillStyle = shade(count, most);
        const left = Math.floor(x[s]);
        ctx.fillRect(left, top, Math.max(1, Math.ceil(x[s] + width) - left), height);
      }
    });
  }
  ctx.restore();
}

/** What the shades mean. */
function scale(figure, most) {
  const list = figure.querySelector('.legend');
  const item = element('li', 'shades');
  item.append(element('span', '', '1'));
  const canvas = document.createElement('canvas');
  canvas.width = 96;
  canvas.height = 8;
  canvas.repaint = () => {
    const ctx = canvas.getContext('2d');
    for (let i = 0; i < 96; i++) {
      ctx.fillStyle = heatColour(0.12 + 0.88 * Math.sqrt(i / 95));
      ctx.fillRect(i, 0, 1, 8);
    }
  };
  canvas.repaint();
  item.append(canvas, element('span', '', say.rate(most)));
  list.append(item);
}
