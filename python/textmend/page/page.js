// Draws PLOTS, the list that textmend.report writes, with Chart.js: each when it is first seen, all again when the page
// turns from light to dark.
const color = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const number = value => Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : `${+value.toPrecision(Math.abs(value) < 0.01 ? 2 : 3)}`;
const percent = share => `${(100 * share).toFixed(share < 0.001 ? 3 : 1)} %`;

// A dashed line where a threshold lies: `at` is in bins, counted from the left edge of the first.
const thresholds = {
  id: "thresholds",
  afterDatasetsDraw(chart, _, { lines }) {
    const { ctx, chartArea: { left, right, top, bottom } } = chart;
    const width = (right - left) / chart.data.labels.length;
    ctx.save();
    ctx.strokeStyle = color("bad");
    ctx.lineWidth = 1.5;
    ctx.setLineDash([4, 3]);
    for (const at of lines ?? []) {
      ctx.beginPath();
      ctx.moveTo(left + at * width, top);
      ctx.lineTo(left + at * width, bottom);
      ctx.stroke();
    }
    ctx.restore();
  },
};

// A label cut in the middle, so that it takes less than half of a plot: Chart.js would cut off how it begins.
function fitting(label, width) {
  const most = Math.max(12, Math.floor(width / 13) - 8);
  const half = Math.floor((most - 1) / 2);
  return label.length > most ? `${label.slice(0, most - half - 1)}…${label.slice(-half)}` : label;
}

function bars({ labels, counts, shares }) {
  return {
    type: "bar",
    data: { labels, datasets: [{ data: counts, backgroundColor: color("bar"), minBarLength: 2 }] },
    options: {
      ...common(),
      indexAxis: "y",
      scales: {
        x: { grid: { color: color("line") }, ticks: { color: color("dim"), maxTicksLimit: 6, callback: number } },
        y: { grid: { display: false }, ticks: { color: color("ink"), autoSkip: false, callback(_, i) { return `${fitting(labels[i], this.chart.width)}  ${shares[i]}`; } } },
      },
      plugins: plugins({ title: () => "", label: item => ` ${labels[item.dataIndex]}: ${counts[item.dataIndex].toLocaleString("en")}, ${shares[item.dataIndex]}` }),
    },
  };
}

// Where a value lies, in bins from the left edge.
function place(edges, value) {
  const after = edges.findIndex(([, high]) => value < high);
  const bin = after < 0 ? edges.length : after;
  const [low, high] = edges[bin] ?? [0, 0];
  return bin + (high > low && value > low ? (value - low) / (high - low) : 0);
}

function histogram({ edges, counts, limits }) {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const upTo = counts.map((sum => count => sum += count)(0));
  const { min = -Infinity, max = Infinity } = limits;
  const rejected = ([low, high]) => high <= min && low < min || low >= max && high > max;
  // Zeros are often so many that nothing else could be seen beside them: their column is cut off.
  const most = Math.max(...counts.filter((_, i) => edges[i][0] !== edges[i][1]), 1);
  const zero = edges.some(([low, high]) => low === high) ? { max: most * 1.05 } : {};
  return {
    type: "bar",
    data: {
      labels: edges.map(([low]) => number(low)),
      datasets: [{ data: counts, backgroundColor: edges.map(e => color(rejected(e) ? "no" : "bar")), barPercentage: 1, categoryPercentage: 0.94, minBarLength: 1 }],
    },
    options: {
      ...common(),
      scales: {
        x: { grid: { display: false }, ticks: { color: color("dim"), maxTicksLimit: 6, maxRotation: 0, font: { size: 10 } } },
        y: { display: false, beginAtZero: true, ...zero },
      },
      plugins: {
        ...plugins({
          title: ([item]) => edges[item.dataIndex][0] === edges[item.dataIndex][1] ? "0" : edges[item.dataIndex].map(number).join(" – "),
          label: item => ` ${counts[item.dataIndex].toLocaleString("en")} documents, ${percent(counts[item.dataIndex] / all)}`,
          footer: ([item]) => `a limit at its right edge:\n${percent(upTo[item.dataIndex] / all)} below, ${percent(1 - upTo[item.dataIndex] / all)} above`,
        }),
        thresholds: { lines: Object.values(limits).map(limit => place(edges, limit)) },
      },
    },
    plugins: [thresholds],
  };
}

const common = () => ({ animation: false, maintainAspectRatio: false, interaction: { mode: "index", intersect: false } });
const plugins = callbacks => ({ legend: { display: false }, tooltip: { displayColors: false, callbacks } });

Chart.defaults.font.family = "system-ui, sans-serif";
const drawn = new Map();
function draw(canvas) {
  drawn.get(canvas)?.destroy();
  const plot = PLOTS[canvas.dataset.plot];
  drawn.set(canvas, new Chart(canvas, { bars, histogram }[plot.kind](plot)));
}

const seen = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting && !drawn.has(target)) draw(target);
  }
}, { rootMargin: "300px" });
document.querySelectorAll("canvas[data-plot]").forEach(canvas => seen.observe(canvas));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => [...drawn.keys()].forEach(draw));
addEventListener("beforeprint", () => document.querySelectorAll("canvas[data-plot]").forEach(draw));
