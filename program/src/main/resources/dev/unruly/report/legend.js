// Legends that show the values under the cursor, and tables of the same figures by phase.

/** A legend above a chart: what each line is, and its value under the cursor. */
function legendOf(figure, lines, toggle) {
  const list = element('ul', 'legend');
  const values = lines.map((line, i) => {
    const item = element('li');
    const button = element('button', 'key');
    button.type = 'button';
    button.setAttribute('aria-pressed', 'true');
    const swatch = element('i', line.dash ? 'swatch dashed' : line.area ? 'swatch area' : 'swatch');
    swatch.dataset.colour = line.colour;
    button.append(swatch, element('span', '', line.label));
    const value = element('output', 'value', '');
    button.addEventListener('click', () => {
      const shown = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(shown));
      toggle(i, shown);
    });
    item.append(button, value);
    list.append(item);
    return value;
  });
  figure.querySelector('figcaption').append(list);
  paintSwatches(list);
  return values;
}

/** Gives swatches their colours; style attributes are not allowed here, properties are. */
function paintSwatches(within) {
  for (const swatch of within.querySelectorAll('i[data-colour]')) {
    swatch.style.setProperty('--swatch', `var(--${swatch.dataset.colour})`);
  }
}

/** A table of a chart's figures: the mean of each line in each phase; the middle one of latencies. */
function tableOf(figure, lines, times) {
  const details = element('details', 'by-phase');
  details.append(element('summary', '', 'Figures by phase'));
  details.addEventListener('toggle', () => {
    if (details.open && !details.querySelector('table')) details.append(fill());
  });
  function fill() {
    const scroll = element('div', 'scroll');
    const table = element('table');
    const head = table.createTHead().insertRow();
    head.append(element('td'));
    for (const phase of times.phases) head.append(element('th', 'num', phase.name));
    const body = table.createTBody();
    for (const line of lines) {
      const row = body.insertRow();
      row.append(element('th', '', line.label));
      for (const phase of times.phases) {
        const from = Math.ceil(phase.from / times.by);
        const known = line.shown.slice(from, Math.ceil(phase.to / times.by)).filter(v => v != null);
        row.append(element('td', 'num', known.length ? line.say(middle(known, line)) : '–'));
      }
    }
    scroll.append(table);
    return scroll;
  }
  figure.append(details);
}

function middle(values, line) {
  if (!line.typical) return values.reduce((a, b) => a + b, 0) / values.length;
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
