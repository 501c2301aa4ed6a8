// The table of incidents: one page of rows at a time is in the document.
const ON_A_PAGE = 50;
const COLUMNS = [
  ["began", "began"],
  ["lasted", "lasted"],
  ["severity", "severity"],
  ["service", "service"],
  ["incident", "incident"],
  ["statements", "stands under"],
];

const filterLink = (name, value, text, attributes = {}) =>
  make("a", { ...attributes, href: written({ ...read("#incidents"), filters: { [name]: value } }) }, text);

const nameOf = (anchor) => find(anchor)?.querySelector(".id")?.textContent || anchor;

const statementsCell = (row) => {
  if (!row.claims.length) return row.counted ? "–" : "not counted";
  const under = make("details", { class: "under" }, make("summary", {}, plural(row.claims.length, "statement")));
  const line = (claim) => {
    const only = filterLink("claim", claim, "filter", { "aria-label": `filter by ${nameOf(claim)}` });
    return make("li", {}, make("a", { href: `#${claim}`, class: "id" }, nameOf(claim)), " ", only);
  };
  // Few are opened, and some incidents stand under dozens.
  under.addEventListener("toggle", () => under.append(make("ul", {}, ...row.claims.map(line))), { once: true });
  return under;
};

const rowElement = (row) => {
  const cells = [beganText(row.began), lastedText(row.lasted), severityText(row), serviceText(row)];
  const all = [...cells.map((text) => [text]), [`${row.title} `, make("code", {}, row.name)], [statementsCell(row)]];
  return make("tr", {}, ...all.map((told, at) => make("td", { "data-label": COLUMNS[at][1] }, ...told)));
};

// What rows are filtered by, in words.
const FILTERED = {
  claim: (anchor) => ["statement ", make("a", { href: `#${anchor}` }, nameOf(anchor))],
  chart: (anchor) => {
    const cited = (citing.get(anchor) || []).flatMap((claim) => [", ", make("a", { href: `#${claim}` }, nameOf(claim))]);
    return ["chart ", make("a", { href: `#${anchor}` }, chartName(anchor)), ", cited by ", ...cited.slice(1)];
  },
  service: (name) => [`service ${name}`],
  severity: (name) => [`severity ${name}`],
  incident: (id) => [`incident ${id}`],
  began: (text) => [`began ${stretchText(text)}`],
  open: (text) => [`open ${stretchText(text)}`],
};

// "from 6 April 2026, 00:00 to 13 April 2026, 00:00".
const stretchText = (text) => {
  const { from, to } = stretchOf(text);
  return `from ${beganText(from)} to ${beganText(to)}`;
};

const chartName = (anchor) => find(anchor)?.querySelector("svg")?.getAttribute("aria-label") || anchor;

const chip = ([name, value]) => {
  const { [name]: gone, ...filters } = state.filters;
  const clear = press("×", { class: "clear", "aria-label": `Clear the filter by ${name}` }, () => {
    keep({ filters, page: 1 });
    list.search.focus();
  });
  return make("li", { class: "chip" }, make("span", {}, "Filtered by ", ...FILTERED[name](value)), clear);
};

const turn = (by) => () => {
  const page = Math.min(Math.max(1, list.page + by), list.pages);
  if (page !== list.page) keep({ page });
};

const heads = () =>
  COLUMNS.map(([key, text]) => {
    const head = make("th", { scope: "col" });
    // A second press turns the order round.
    head.append(press(text, {}, () => keep({ sort: state.sort === key ? `-${key}` : key, page: 1 })));
    return head;
  });

const makeList = (section) => {
  const search = make("input", { type: "search", class: "filter", id: "incident-search" });
  search.addEventListener("input", () => keep({ q: search.value.trim(), page: 1 }, "replaceState"));
  const parts = {
    search,
    chips: make("ul", { class: "chips" }),
    count: make("p", { class: "count", role: "status" }),
    heads: heads(),
    body: make("tbody"),
    back: press("Previous", {}, turn(-1)),
    place: make("span"),
    next: press("Next", {}, turn(1)),
  };
  const caption = make("caption", {}, make("span", {}, block.dataset.note || "All incidents of the review."));
  const table = make("table", { class: "data every cards" }, caption, make("thead", {}, make("tr", {}, ...parts.heads)), parts.body);
  const region = make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "All incidents" }, table);
  const label = make("label", { for: search.id }, "Search all incidents");
  const pager = make("nav", { class: "pager", "aria-label": "Pages of the table" }, parts.back, parts.place, parts.next);
  parts.pager = pager;
  section.querySelector("h2").after(
    make("div", { class: "live" }, make("div", { class: "find" }, label, search), parts.chips, parts.count, region, pager),
  );
  return parts;
};

const list = incidents ? makeList(document.getElementById("incidents")) : null;

const showList = () => {
  const rows = wanted(state);
  list.pages = Math.max(1, Math.ceil(rows.length / ON_A_PAGE));
  list.page = Math.min(state.page, list.pages);
  const from = (list.page - 1) * ON_A_PAGE;
  list.body.replaceChildren(...rows.slice(from, from + ON_A_PAGE).map(rowElement));
  list.chips.replaceChildren(...Object.entries(state.filters).map(chip));
  const all = plural(incidents.rows.length, "incident");
  list.count.textContent = rows.length === incidents.rows.length ? all : `${rows.length.toLocaleString("en-GB")} of ${all}`;
  list.place.textContent = `Page ${list.page.toLocaleString("en-GB")} of ${list.pages.toLocaleString("en-GB")}`;
  list.pager.hidden = list.pages === 1;
  list.back.setAttribute("aria-disabled", list.page === 1);
  list.next.setAttribute("aria-disabled", list.page === list.pages);
  if (list.search.value.trim() !== state.q) list.search.value = state.q;
  COLUMNS.forEach(([key], at) => {
    const order = state.sort === key ? "ascending" : state.sort === `-${key}` ? "descending" : null;
    if (order) list.heads[at].setAttribute("aria-sort", order);
    else list.heads[at].removeAttribute("aria-sort");
  });
};
