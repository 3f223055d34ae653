// Kaplan–Meier curves: who has not given up, and who has no answer yet, after so long.

drawn.wait = (figure, { run }) => {
  const [persona, endpoint] = which(figure);
  const of = kind => run.waits.find(w =>
    w.kind === kind && w.endpoint === endpoint && w.persona === persona);
  const curves = [['patience', 'has not given up', 'abandoned'],
    ['answer', 'has no answer yet', 'answered']]
    .map(([kind, label, colour]) => ({ wait: of(kind), label, colour }))
    .filter(c => c.wait && c.wait.seconds.length > 0);
  const plot = figure.querySelector('.plot');
  const end = 1.12 * Math.max(...curves.map(c => c.wait.knownUntil));
  const tables = curves.flatMap(c => {
    const x = [0, ...c.wait.seconds];
    const line = values => [x, [1, ...values]];
    return [line(c.wait.share), line(c.wait.low), line(c.wait.high)];
  });
  const data = uPlot.join(tables).map((row, i) => (i === 0 ? row : carry(row, tables[i - 1])));
  const lines = curves.map((c, i) => ({ ...c, index: 1 + 3 * i }));
  const values = legendOf(figure, lines.map(l => ({ label: l.label, colour: l.colour })),
    (i, show) => [0, 1, 2].forEach(k => u.setSeries(lines[i].index + k, { show })));
  const stepped = uPlot.paths.stepped({ align: 1 });
  const edge = colour => ({ stroke: () => tint(colour, 0), width: 0, paths: stepped,
    points: { show: false } });
  const options = {
    width: plot.clientWidth || 320, height: 170, padding: [10, 10, 0, 0],
    series: [{}, ...curves.flatMap(c => [
      { stroke: () => colour(c.colour), width: 1.8, paths: stepped, points: { show: false } },
      edge(c.colour), edge(c.colour)])],
    bands: lines.map(l => ({ series: [l.index + 2, l.index + 1], fill: () => tint(l.colour, 0.2) })),
    scales: { x: { time: false, range: (u, min, max) => (u.zoomed ? [min, max] : [0, end]) },
      y: { range: () => [0, 1] } },
    axes: waitAxes(),
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 6, width: 0 } },
    hooks: {
      draw: [u => unknown(u, Math.max(...curves.map(c => c.wait.knownUntil)))],
      setCursor: [u => {
        const at = u.cursor.idx;
        lines.forEach((l, i) => {
          values[i].textContent = at == null ? '' : say.share(u.data[l.index][at] ?? null);
        });
      }],
    },
  };
  const u = new uPlot(options, data, plot);
  figure.chart = u;
  charts.push({ u, plot, height: 170 });
  keyboard(plot, u, figure.querySelector('figcaption').firstElementChild.textContent,
    lines.map(l => ({ label: l.label, say: say.share, shown: u.data[l.index] })));
};

/** A curve keeps its value until it steps; beyond its end nothing is known. */
function carry(row, [x, y]) {
  let last = null;
  let left = x.length;
  return row.map(v => {
    if (v != null) {
      last = v;
      left--;
      return v;
    }
    return left > 0 && y.length > 0 ? last : null;
  });
}

function waitAxes() {
  const [x, y] = axes(tick.share, false, true);
  return [
    { ...x, incrs: undefined, values: (u, splits) => splits.map(v => (v == null ? '' : tick.seconds(v))) },
    y,
  ];
}

/** Hatches what nobody can know. */
function unknown(u, from) {
  const { ctx, bbox } = u;
  const left = u.valToPos(from, 'x', true);
  const right = bbox.left + bbox.width;
  if (left >= right) return;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, right - left, bbox.height);
  ctx.clip();
  ctx.strokeStyle = tint('muted', 0.35);
  ctx.lineWidth = ratio;
  for (let x = left - bbox.height; x < right; x += 7 * ratio) {
    ctx.beginPath();
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
    ctx.stroke();
  }
  ctx.restore();
  ctx.save();
  ctx.font = `${10 * ratio}px ${getComputedStyle(root).getPropertyValue('--sans')}`;
  ctx.textAlign = 'right';
  ctx.fillStyle = colour('muted');
  ctx.fillText(`not known beyond ${say.seconds(from)}`, left - 4 * ratio, bbox.top + 10 * ratio);
  ctx.restore();
}
