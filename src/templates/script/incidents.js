// The incidents that stand in the page as data, and which of them are wanted.
const MONTHS = "January February March April May June July August September October November December".split(" ");

const beganText = (minutes) => {
  if (minutes === null) return "not known";
  const at = new Date(minutes * 60000);
  const two = (value) => String(value).padStart(2, "0");
  const day = `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
  return `${day}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
};

// As everywhere in the report, rounded to what is shown.
const lastedText = (lasted) => {
  if (lasted === null) return "not known";
  if (lasted === false) return "still open";
  const [seconds, minutes, days] = [1, 60, 86400].map((unit) => Math.max(0, lasted) / unit);
  const whole = Math.round(minutes);
  if (Math.round(seconds) < 60) return `${Math.round(seconds)} s`;
  if (whole < 60) return `${whole} min`;
  if (whole < 2880) {
    const rest = whole % 60;
    return `${Math.floor(whole / 60)} h${rest ? ` ${String(rest).padStart(2, "0")} min` : ""}`;
  }
  return `${days.toFixed(days < 9.95 ? 1 : 0).replace(/\.0$/, "")} days`;
};

// "4 2+1" are the rows 4, 7 and 8: how many are left out before each run, and how many more follow its first.
const unpacked = (runs) => {
  const rows = [];
  let next = 0;
  for (const run of runs.split(" ")) {
    const [gap, more = 0] = run.split("+").map((digits) => Number.parseInt(digits, 36));
    for (let at = next + gap; at <= next + gap + more; at += 1) rows.push(at);
    next += gap + more + 1;
  }
  return rows;
};

const readIncidents = (data) => {
  let at = 0;
  const rows = data.rows.map(([since, lasted, severity, service, tool, name, title, left], place) => {
    if (since !== null) at += since;
    const began = since === null ? null : at;
    return { place, began, lasted, severity, service, id: data.tools[tool] + name, name, title, counted: !left, claims: [] };
  });
  const claims = new Map(data.claims.map(([anchor, runs]) => [anchor, unpacked(runs)]));
  for (const [anchor, places] of claims) for (const place of places) rows[place].claims.push(anchor);
  return { ...data, rows, claims, orders: new Map() };
};

const block = document.getElementById("incident-data");
const incidents = block ? readIncidents(JSON.parse(block.textContent)) : null;

const severityText = (row) => incidents.severities[row.severity] ?? "–";
const serviceText = (row) => incidents.services[row.service] ?? "–";

// Statements by the charts that show what they say.
const citing = new Map();
for (const link of document.querySelectorAll('.claim .trail a[href^="#chart-"]')) {
  const chart = link.getAttribute("href").slice(1);
  citing.set(chart, [...(citing.get(chart) || []), link.closest(".claim").id]);
}

const placesOf = (claims) => new Set(claims.flatMap((claim) => incidents.claims.get(claim) || []));

// "29687040+10080" are the minute at which a stretch of time begins, and its minutes. Rows have the same clock.
const stretchOf = (text) => {
  const [from, length] = text.split(/[+ ]/).map((digits) => Number.parseInt(digits, 10) || 0);
  return { from, to: from + length };
};
const isWithin = (at, { from, to }) => at !== null && at >= from && at < to;

// What is known of the end of an incident says that it was open; of others the beginning counts.
const wasOpen = (row, { from, to }) => {
  if (row.began === null || row.began >= to) return false;
  return row.lasted === false || row.began + (row.lasted ?? 0) / 60 > from || row.began >= from;
};

// What a row has to be to pass a filter.
const TESTS = {
  claim: (claim) => ((places) => (row) => places.has(row.place))(placesOf([claim])),
  chart: (chart) => ((places) => (row) => places.has(row.place))(placesOf(citing.get(chart) || [])),
  service: (service) => (row) => serviceText(row) === service,
  severity: (severity) => (row) => severityText(row) === severity,
  incident: (id) => (row) => row.id === id,
  began: (text) => ((stretch) => (row) => isWithin(row.began, stretch))(stretchOf(text)),
  open: (text) => ((stretch) => (row) => wasOpen(row, stretch))(stretchOf(text)),
};

const searched = (row) => {
  const told = [beganText(row.began), lastedText(row.lasted), severityText(row), serviceText(row), row.title, row.id];
  row.text ??= [...told, ...row.claims].join(" ").toLowerCase();
  return row.text;
};

// What columns are sorted by; what is not known stands last either way.
const compareTitles = new Intl.Collator("en").compare;
const known = (place) => (place < 0 ? null : place);
const KEYS = {
  began: (row) => row.began,
  lasted: (row) => (row.lasted === false ? Infinity : row.lasted),
  severity: (row) => known(row.severity),
  service: (row) => known(row.service),
  incident: (row) => row.title || null,
  statements: (row) => row.claims.length,
};

const ordered = (sort) => {
  const down = sort.startsWith("-");
  const name = sort.replace("-", "");
  const key = Object.hasOwn(KEYS, name) ? KEYS[name] : KEYS.began;
  const told = incidents.rows.map((row) => ({ row, key: key(row) }));
  const compare = (a, b) => {
    if (a.key === null || b.key === null) return (a.key === null) - (b.key === null);
    const order = typeof a.key === "string" ? compareTitles(a.key, b.key) : a.key === b.key ? 0 : a.key - b.key;
    return down ? -order : order;
  };
  return told.sort((a, b) => compare(a, b) || a.row.place - b.row.place).map(({ row }) => row);
};

const wanted = ({ filters, q, sort }) => {
  if (!incidents.orders.has(sort)) incidents.orders.set(sort, ordered(sort));
  const tests = Object.entries(filters).map(([name, value]) => TESTS[name](value));
  for (const word of q.toLowerCase().split(/\s+/).filter(Boolean)) tests.push((row) => searched(row).includes(word));
  return incidents.orders.get(sort).filter((row) => tests.every((test) => test(row)));
};
