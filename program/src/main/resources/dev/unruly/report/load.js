// The charts of one run: load, amplification, waiting, failures, latency.

const CAUSES = {
  'first-try': ['first tries', 'cause-first'],
  'refresh': ['refreshes', 'cause-refresh'],
  'new-tab': ['new tabs', 'cause-tab'],
  'client-retry': ["the app's own retries", 'cause-retry'],
  'sign-in-again': ['signing in again', 'cause-sign-in'],
  'came-back': ['came back later', 'cause-later'],
};

const OUTCOME_COLOURS = ['cause-refresh', 'cause-retry', 'cause-tab', 'cause-sign-in',
  'cause-later', 'cause-first', 'p50', 'muted'];

const drawn = {};

/**
 * Requests of five seconds per request that these seconds' intents need. Under relief hardly
 * anything is needed, and a ratio would say nothing.
 */
function perNeeded(run, times, requests) {
  const needed = rolling(run.timeline.needed, 5);
  const typical = [...needed].sort((a, b) => a - b)[Math.floor(needed.length / 2)];
  const relieved = second => times.phases.some(p =>
    p.name === 'relief' && second >= p.from - 1 && second < p.to + 4);
  return rolling(requests, 5).map((v, i) =>
    (needed[i] > 0.2 * typical && !relieved(i) ? v / needed[i] : null));
}

drawn.load = (figure, { run, times }) => {
  const t = run.timeline;
  const line = (label, values, rest) =>
    ({ label, data: thin(values, times.by), say: v => `${say.rate(v)}/s`, ...rest });
  timeChart(figure, {
    runs: [times], height: 250, y: { format: tick.rate },
    lines: [
      line('offered, by plan', t.planned.slice(0, times.length),
        { colour: 'planned', dash: [4, 4], width: 1.4 }),
      line('intents', t.intents, { colour: 'intents' }),
      line('requests', t.requests, { colour: 'requests' }),
      line('answered in time', t.answered, { colour: 'answered', area: true, width: 1.8 }),
    ],
  });
};

drawn.amplification = (figure, { run, times }) => {
  const t = run.timeline;
  const lines = Object.entries(CAUSES).filter(([cause]) => t.causes[cause]?.some(v => v > 0))
    .map(([cause, [label, colour]]) => ({
      label, colour, area: true, width: 1,
      data: thin(perNeeded(run, times, t.causes[cause]), times.by),
      say: say.times,
    }));
  timeChart(figure, {
    runs: [times], lines, stacked: true, height: 200, y: { format: tick.times, least: 2 },
  });
};

drawn.perceived = (figure, { run, times }) => {
  const line = (label, values, colour, width) =>
    ({ label, data: thin(values, times.by, true), colour, width, say: say.seconds, typical: true });
  timeChart(figure, {
    runs: [times], height: 200, y: { log: true, format: tick.seconds },
    lines: [line('p50', run.timeline.p50, 'p50', 1.6), line('p99', run.timeline.p99, 'p99', 1.8)],
  });
};

drawn.waiting = (figure, { run, times }) => {
  const t = run.timeline;
  timeChart(figure, {
    runs: [times], height: 180, y: { format: tick.rate },
    lines: [
      { label: 'waiting', data: thin(t.waiting, times.by), colour: 'waiting', area: true,
        say: say.rate },
      { label: 'given up', data: thin(t.abandoned, times.by), colour: 'abandoned',
        say: v => `${say.rate(v)}/s` },
    ],
  });
};

drawn.outcomes = (figure, { run, times }) => {
  const sum = values => values.reduce((a, b) => a + b, 0);
  const all = Object.entries(run.timeline.outcomes).sort((a, b) => sum(b[1]) - sum(a[1]));
  if (all.length === 0) {
    figure.querySelector('.plot').append(element('p', 'note', 'No request failed.'));
    return;
  }
  timeChart(figure, {
    runs: [times], height: 180, stacked: true, y: { format: tick.rate },
    lines: all.map(([label, values], i) => ({
      label, data: thin(values, times.by), colour: OUTCOME_COLOURS[i % OUTCOME_COLOURS.length],
      area: true, width: 1, say: v => `${say.rate(v)}/s`,
    })),
  });
};
