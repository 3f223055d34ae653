// Several runs on the same axes; the end of the baseline is 0:00 of all.

const RUN_DASHES = [undefined, [6, 3], [2, 3], [9, 3, 2, 3], [4, 2], [1, 2]];

/** Moves a series by whole points, so that the seconds of the runs lie on each other. */
function moved(values, points) {
  return points < 0 ? values.slice(-points) : [...new Array(points).fill(null), ...values];
}

function pair(figure, { runs, times, labels }, y, pick, format, most) {
  const by = Math.max(...times.map(t => t.by));
  const aligned = times.map(t => ({ ...t, by, origin: Math.round(t.baselineTo / by) * by }));
  const zero = Math.max(...aligned.map(t => t.origin));
  const lines = runs.map((run, i) => {
    const values = pick(run);
    return values && {
      label: labels[i],
      data: moved(thin(values, by, most), (zero - aligned[i].origin) / by),
      colour: `run-${i}`,
      dash: RUN_DASHES[i],
      width: 1.8,
      say: format,
      typical: y.log,
    };
  }).filter(Boolean);
  const longest = Math.max(...lines.map(line => line.data.length));
  for (const line of lines) {
    line.data = [...line.data, ...new Array(longest - line.data.length).fill(null)];
  }
  const first = [...aligned].sort((a, b) => b.length - a.length);
  timeChart(figure, { runs: first, lines, y, height: 190, zero });
}

drawn['pair-answered'] = (figure, page) =>
  pair(figure, page, { format: tick.rate }, r => r.timeline.answered, v => `${say.rate(v)}/s`);
drawn['pair-requests'] = (figure, page) =>
  pair(figure, page, { format: tick.rate }, r => r.timeline.requests, v => `${say.rate(v)}/s`);
drawn['pair-p99'] = (figure, page) =>
  pair(figure, page, { log: true, format: tick.seconds }, r => r.timeline.p99, say.seconds, true);
drawn['pair-waiting'] = (figure, page) =>
  pair(figure, page, { format: tick.rate }, r => r.timeline.waiting, say.rate);
drawn['pair-abandoned'] = (figure, page) =>
  pair(figure, page, { format: tick.rate }, r => r.timeline.abandoned, v => `${say.rate(v)}/s`);
drawn['pair-flight'] = (figure, page) =>
  pair(figure, page, { format: tick.rate },
    r => r.dependencies[which(figure)]?.inFlightPerSecond, say.rate);
drawn['pair-amplification'] = (figure, page) =>
  pair(figure, page, { format: tick.times, least: 2 },
    run => perNeeded(run, timesOf(run), run.timeline.requests), say.times);
