// Small charts: regions, personas, dependencies, the generator.

const SMALL = 128;

function small(figure, times, y, ...lines) {
  timeChart(figure, { runs: [times], height: SMALL, y, lines });
}

/** One logarithmic scale for all charts of a kind, so that they can be compared. */
function together(all) {
  const values = all.flat().filter(v => v != null && v > 0);
  if (values.length === 0) return logarithmic;
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  return () => logarithmic(null, low, high);
}

function placeChart(group) {
  return (figure, { run, times }) => {
    const places = run[group];
    const place = places[which(figure)];
    const range = together(Object.values(places).map(p => p.p99PerSecond));
    small(figure, times, { log: true, format: tick.seconds, range }, {
      label: 'p99', data: thin(place.p99PerSecond, times.by, true), colour: 'p99',
      say: say.seconds, typical: true,
    });
  };
}

drawn.region = placeChart('regions');
drawn.persona = placeChart('personas');

function dependencyChart(lines, y) {
  return (figure, { run, times }) => {
    const d = run.dependencies[which(figure)];
    small(figure, times, y, ...lines(d, times));
  };
}

drawn['dependency-requests'] = dependencyChart((d, times) => [{
  label: 'requests', data: thin(d.requestsPerSecond, times.by), colour: 'requests', area: true,
  say: v => `${say.rate(v)}/s`,
}], { format: tick.rate });

drawn['dependency-flight'] = dependencyChart((d, times) => [{
  label: 'in flight', data: thin(d.inFlightPerSecond, times.by), colour: 'waiting', area: true,
  say: say.rate,
}], { format: tick.rate });

drawn['dependency-connections'] = dependencyChart((d, times) => [
  { label: 'open', data: thin(d.openPerSecond, times.by), colour: 'intents', say: say.rate },
  { label: 'opened per second', data: thin(d.openedPerSecond, times.by), colour: 'abandoned',
    say: v => `${say.rate(v)}/s` },
], { format: tick.rate });

drawn['dependency-p99'] = dependencyChart((d, times) => [{
  label: 'p99', data: thin(d.p99PerSecond, times.by, true), colour: 'p99', say: say.seconds,
  typical: true,
}], { log: true, format: tick.seconds });

function guardChart(lines) {
  return (figure, { run, times }) => {
    const g = run.guards[which(figure)];
    small(figure, times, { format: tick.rate }, ...lines(g, times));
  };
}

drawn['guard-refused'] = guardChart((g, times) => [{
  label: 'turned away', data: thin(g.refusedPerSecond, times.by), colour: 'abandoned', area: true,
  say: v => `${say.rate(v)}/s`,
}]);

drawn['guard-flight'] = guardChart((g, times) => [{
  label: 'places taken', data: thin(g.inFlightPerSecond, times.by), colour: 'waiting', area: true,
  say: say.rate,
}]);

function generatorChart(field, label, colour, y, tell, most) {
  return (figure, { run, times }) => small(figure, times, y, {
    label, data: thin(run.generator[field], times.by, most), colour, say: tell,
  });
}

drawn['generator-lateness'] = generatorChart('latenessP99PerSecond', 'lateness p99', 'p99',
  { log: true, format: tick.seconds }, say.seconds, true);
drawn['generator-cpu'] = generatorChart('cpuPerSecond', 'of a core', 'requests',
  { format: tick.share, least: 1 }, say.share, false);
drawn['generator-connections'] = generatorChart('connectionsPerSecond', 'connections', 'intents',
  { format: tick.rate }, say.rate, true);
drawn['generator-descriptors'] = generatorChart('descriptorsPerSecond', 'descriptors', 'waiting',
  { format: tick.rate }, say.rate, true);
