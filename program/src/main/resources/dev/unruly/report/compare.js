// Two runs on the same axes; the end of the baseline is 0:00 of both.

/** Moves a series by whole points, so that the seconds of two runs lie on each other. */
function moved(values, points) {
  return points < 0 ? values.slice(-points) : [...new Array(points).fill(null), ...values];
}

function pair(figure, { runs, times }, y, pick, format, most) {
  const by = Math.max(...times.map(t => t.by));
  const aligned = times.map(t => ({ ...t, by, origin: Math.round(t.baselineTo / by) * by }));
  const lines = runs.map((run, i) => {
    const values = pick(run);
    return values && {
      label: i === 0 ? 'A' : 'B',
      data: moved(thin(values, by, most), (aligned[0].origin - aligned[i].origin) / by),
      colour: i === 0 ? 'run-a' : 'run-b',
      dash: i === 0 ? undefined : [6, 3],
      width: 1.8,
      say: format,
      typical: y.log,
    };
  }).filter(Boolean);
  timeChart(figure, { runs: aligned, lines, y, height: 190 });
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
