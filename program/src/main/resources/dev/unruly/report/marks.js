// Phases and triggers on every time axis.

/** When a run's phases began and its triggers were in force; seconds since it began. */
function timesOf(run) {
  const phases = [];
  const faults = [];
  for (const mark of run.marks) {
    const at = mark.atNanos / 1e9;
    if (mark.kind === 'phase-began') {
      phases.push({ name: mark.phase, from: at, to: run.seconds });
      if (phases.length > 1) phases[phases.length - 2].to = at;
    } else if (mark.kind === 'trigger-began') {
      faults.push({ number: mark.trigger + 1, from: at, to: run.seconds });
    } else if (mark.kind === 'trigger-ended') {
      for (const fault of faults) if (fault.number === mark.trigger + 1) fault.to = at;
    }
  }
  const began = name => phases.find(p => p.name === name)?.from;
  const length = run.timeline.requests.length;
  return {
    phases, faults, length,
    origin: 0,
    baselineTo: began('trigger') ?? began('watch') ?? run.seconds,
    by: step(length),
  };
}

/** Draws bands below what a chart shows: one for each trigger in force, and one for relief. */
function drawBands(u, runs) {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const times of runs) {
    for (const phase of times.phases) {
      if (phase.name === 'relief') {
        band(u, phase.from - times.origin, phase.to - times.origin, tint('relief', 0.13));
      }
    }
    for (const fault of times.faults) {
      band(u, fault.from - times.origin, fault.to - times.origin,
        tint('fault', 0.2 / runs.length));
    }
  }
  ctx.restore();
}

function band(u, from, to, fill) {
  const left = u.valToPos(from, 'x', true);
  const right = u.valToPos(to, 'x', true);
  u.ctx.fillStyle = fill;
  u.ctx.fillRect(left, u.bbox.top, Math.max(2 * devicePixelRatio, right - left), u.bbox.height);
}

/** Draws what names them: dashed lines and names where phases begin, numbers on the bands. */
function drawNames(u, runs) {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  const times = runs[0];
  const inside = x => x >= bbox.left - 1 && x <= bbox.left + bbox.width + 1;
  ctx.save();
  ctx.font = `${10 * ratio}px ${getComputedStyle(root).getPropertyValue('--sans')}`;
  ctx.textBaseline = 'alphabetic';
  ctx.lineWidth = ratio;
  for (const phase of times.phases) {
    const left = u.valToPos(phase.from - times.origin, 'x', true);
    const right = Math.min(u.valToPos(phase.to - times.origin, 'x', true), bbox.left + bbox.width);
    const from = Math.max(left, bbox.left);
    if (inside(left) && phase.from > 0) {
      ctx.setLineDash([2 * ratio, 3 * ratio]);
      ctx.strokeStyle = tint('muted', 0.75);
      ctx.beginPath();
      ctx.moveTo(left, bbox.top - 12 * ratio);
      ctx.lineTo(left, bbox.top + bbox.height);
      ctx.stroke();
      ctx.setLineDash([]);
    }
    if (right - from > ctx.measureText(phase.name).width + 8 * ratio) {
      ctx.fillStyle = colour('muted');
      ctx.textAlign = 'left';
      ctx.fillText(phase.name, from + 4 * ratio, bbox.top - 4 * ratio);
    }
  }
  numbers(u, times, inside);
  ctx.restore();
}

/** Numbers in little discs; one that would cover another goes one line down. */
function numbers(u, times, inside) {
  const { ctx, bbox } = u;
  const small = bbox.height < 120 * devicePixelRatio;
  const ratio = devicePixelRatio * (small ? 0.74 : 1);
  const taken = [];
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.font = `600 ${9.5 * ratio}px ${getComputedStyle(root).getPropertyValue('--sans')}`;
  for (const fault of times.faults) {
    const left = u.valToPos(fault.from - times.origin, 'x', true);
    const right = u.valToPos(fault.to - times.origin, 'x', true);
    const x = Math.max(bbox.left + 8 * ratio, (left + Math.max(right, left)) / 2);
    if (!inside(x)) continue;
    let line = 0;
    while (taken.some(t => t.line === line && Math.abs(t.x - x) < 16 * ratio)) line++;
    taken.push({ x, line });
    const y = bbox.top + (9 + 16 * line) * ratio;
    ctx.fillStyle = colour('fault-ink');
    ctx.beginPath();
    ctx.arc(x, y, 7 * ratio, 0, 2 * Math.PI);
    ctx.fill();
    ctx.fillStyle = colour('surface');
    ctx.fillText(String(fault.number), x, y + 0.5 * ratio);
  }
}
