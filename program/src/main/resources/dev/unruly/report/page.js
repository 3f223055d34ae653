// Puts charts into their places; theme, size and print.

function page() {
  const run = island('run');
  if (run) return { run, times: timesOf(run) };
  const labels = island('labels');
  const runs = labels.map((_, i) => island(`run-${i}`));
  return { runs, labels, times: runs.map(timesOf) };
}

const THEMES = ['auto', 'light', 'dark'];

function theme() {
  const button = document.getElementById('theme');
  let at = 0;
  const show = () => {
    if (THEMES[at] === 'auto') delete root.dataset.theme;
    else root.dataset.theme = THEMES[at];
    button.textContent = { auto: '◐ auto', light: '○ light', dark: '● dark' }[THEMES[at]];
    button.setAttribute('aria-label', `Theme: ${THEMES[at]}. Press to change.`);
    repaint();
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    at = (at + 1) % THEMES.length;
    show();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  show();
}

function repaint() {
  colours.clear();
  for (const { u } of charts) u.redraw(false, true);
  for (const canvas of document.querySelectorAll('canvas')) canvas.repaint?.();
}

function resize(width) {
  for (const { u, plot, height } of charts) {
    const wide = width ?? plot.clientWidth;
    if (wide > 0 && Math.abs(wide - u.width) > 1) u.setSize({ width: wide, height });
  }
}

function draw() {
  const data = page();
  for (const figure of document.querySelectorAll('figure[data-chart]')) {
    const kind = drawn[figure.dataset.chart];
    if (kind && !figure.dataset.drawn && figure.querySelector('.plot').clientWidth > 0) {
      figure.dataset.drawn = 'yes';
      kind(figure, data);
    }
  }
}

draw();
theme();
for (const details of document.querySelectorAll('details')) {
  details.addEventListener('toggle', () => draw());
}
new ResizeObserver(() => resize()).observe(document.getElementById('main'));
addEventListener('beforeprint', () => {
  root.dataset.printing = '';
  colours.clear();
  resize();
  repaint();
});
addEventListener('afterprint', () => {
  delete root.dataset.printing;
  repaint();
  resize();
});
root.dataset.drawn = String(charts.length);
