(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const root = document.documentElement;
  const views = [...document.querySelectorAll('.view')].map((view) => view.id);
  const drawn = new Map();
  let language = root.lang;
  let view = views[0];

  const text = (key) => data.labels[language][key];
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const series = () => [colour('--accent'), colour('--second'), colour('--third'), colour('--warn')];
  const category = (x) => (typeof x === 'string' ? x : text(x.l));
  const shortened = (s) => ([...s].length > 18 ? [...s].slice(0, 17).join('') + '…' : s);

  function short(number) {
    const size = Math.abs(number);
    const units = language === 'zh' ? [[1e8, '亿'], [1e4, '万']] : [[1e9, 'B'], [1e6, 'M'], [1e3, 'k']];
    const unit = units.find((u) => size >= u[0]);
    return unit ? Math.round(number / unit[0] * 100) / 100 + unit[1] : String(Math.round(number * 100) / 100);
  }

  function dataset(s, chart) {
    const palette = series();
    const plain = palette[s.c];
    const line = s.k === 'LINE';
    return {
      type: line ? 'line' : 'bar',
      label: text(s.l),
      data: s.v,
      texts: s.t,
      borderColor: plain,
      backgroundColor: line
        ? (chart.s.length > 1 ? plain : plain + '22')
        : s.v.map((v) => (Array.isArray(v) ? (v[1] < v[0] ? palette[1] : plain) : v < 0 ? palette[3] : plain)),
      fill: line && chart.s.length === 1 ? 'start' : false,
      borderWidth: line ? 2 : 0,
      pointRadius: s.v.length > 1 ? 0 : 3,
      pointHitRadius: 12,
      tension: 0,
      borderRadius: 3,
      maxBarThickness: chart.k === 'ROWS' ? 18 : 46,
      categoryPercentage: 0.74,
    };
  }

  function configuration(chart) {
    const rows = chart.k === 'ROWS';
    const amounts = {
      grid: { color: colour('--line'), drawTicks: false },
      border: { display: false },
      beginAtZero: chart.k !== 'LINE',
      grace: chart.k === 'LINE' ? '10%' : 0,
      ticks: { color: colour('--faint'), callback: short, maxTicksLimit: 6, padding: 8 },
    };
    const names = {
      grid: { display: false },
      border: { color: colour('--line') },
      ticks: {
        color: colour('--soft'),
        autoSkip: !rows,
        maxRotation: 0,
        maxTicksLimit: rows ? undefined : 12,
        callback(value) {
          const label = this.getLabelForValue(value);
          return /^\d{4}-\d\d-\d\d$/.test(label) ? label.slice(5) : shortened(label);
        },
      },
    };
    return {
      type: rows || chart.k === 'BAR' ? 'bar' : 'line',
      data: { labels: chart.x.map(category), datasets: chart.s.map((s) => dataset(s, chart)) },
      options: {
        indexAxis: rows ? 'y' : 'x',
        maintainAspectRatio: false,
        animation: false,
        interaction: { mode: 'index', axis: rows ? 'y' : 'x', intersect: false },
        scales: rows ? { x: amounts, y: names } : { x: names, y: amounts },
        plugins: {
          legend: {
            display: chart.s.length > 1,
            position: 'top',
            align: 'end',
            reverse: chart.s[0].k === 'LINE',
            labels: { color: colour('--soft'), boxWidth: 10, boxHeight: 10, usePointStyle: true, pointStyle: 'rectRounded' },
          },
          tooltip: {
            callbacks: { label: (item) => ' ' + item.dataset.label + '  ' + item.dataset.texts[item.dataIndex] },
          },
        },
      },
    };
  }

  function draw() {
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 12;
    drawn.forEach((chart) => chart.destroy());
    drawn.clear();
    document.querySelectorAll('.view.shown canvas').forEach((canvas) => {
      const chart = data.charts.find((c) => c.id === canvas.dataset.chart);
      canvas.setAttribute('aria-label', canvas.closest('figure').querySelector('figcaption').textContent);
      drawn.set(chart.id, new Chart(canvas, configuration(chart)));
    });
  }

  function show() {
    root.lang = language;
    document.querySelectorAll('[data-l]').forEach((e) => { e.textContent = text(e.dataset.l); });
    document.querySelectorAll('.view').forEach((e) => e.classList.toggle('shown', e.id === view));
    document.querySelectorAll('nav button').forEach((e) => e.setAttribute('aria-selected', String(e.dataset.view === view)));
    draw();
  }

  function fromAddress() {
    const parts = location.hash.slice(1).split(',');
    view = parts.find((part) => views.includes(part)) || view;
    language = parts.find((part) => part in data.labels) || language;
    show();
  }

  root.classList.add('scripted');
  document.querySelectorAll('nav button').forEach((e) => e.addEventListener('click', () => {
    view = e.dataset.view;
    show();
    window.scrollTo(0, 0);
  }));
  document.getElementById('language').addEventListener('click', () => {
    language = language === 'zh' ? 'en' : 'zh';
    show();
  });
  document.getElementById('print').addEventListener('click', () => window.print());
  window.addEventListener('hashchange', fromAddress);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  window.addEventListener('beforeprint', () => {
    root.dataset.theme = 'light';
    root.classList.add('printing');
    draw();
  });
  window.addEventListener('afterprint', () => {
    delete root.dataset.theme;
    root.classList.remove('printing');
    draw();
  });
  fromAddress();
})();
