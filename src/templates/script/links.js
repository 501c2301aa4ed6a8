// Statements, charts and the table of incidents lead to each other.

// Opened evidence tells what its incidents were, where they are read of.
const tellIncidents = (ids) => {
  const lines = make("ul", { class: "rows" });
  for (const link of ids.querySelectorAll("a")) {
    const row = find(link.hash.slice(1));
    if (!row) continue;
    const [began, lasted, severity, service, incident, place] = [...row.cells].map((cell) => cell.firstChild ? cell.firstChild.textContent.trim() : "");
    const told = link.cloneNode(true);
    told.textContent = incident || link.textContent;
    const rest = [service, severity, lasted, place].filter((text) => text && text !== "–").join(" · ");
    lines.append(make("li", {}, `${began} · `, told, ` · ${rest}`));
  }
  if (lines.children.length) ids.before(lines);
};

// Of very many incidents below a statement the first are listed.
const showText = (claim, count) => {
  if (claim.dataset.all) return `show ${count.toLocaleString("en-GB")} of its ${claim.dataset.all} incidents`;
  return count === 1 ? "show its incident" : `show its ${plural(count, "incident")}`;
};

const linkClaims = () => {
  for (const [anchor, places] of incidents.claims) {
    const claim = find(anchor);
    const text = claim && showText(claim, places.length);
    claim?.querySelector(".meta")?.append(" ", filterLink("claim", anchor, text, { class: "act" }));
  }
};

const linkCharts = () => {
  for (const [anchor, claims] of citing) {
    const figure = find(anchor);
    if (!figure || !claims.some((claim) => incidents.claims.has(claim))) continue;
    let caption = figure.querySelector("figcaption");
    if (caption) caption.append(" · ");
    else figure.append((caption = make("figcaption")));
    caption.append(filterLink("chart", anchor, "show the incidents behind it", { class: "act" }));
  }
};

// Names of services and severities in charts lead to their incidents. What is inside a picture is not read to anyone, so
// such a drawing is a group.
const linkLabels = () => {
  const kinds = new Map([
    ...incidents.severities.map((name) => [name, "severity"]),
    ...incidents.services.map((name) => [name, "service"]),
  ]);
  for (const label of document.querySelectorAll(".exhibit svg text")) {
    const name = label.textContent;
    if (!kinds.has(name)) continue;
    const link = document.createElementNS("http://www.w3.org/2000/svg", "a");
    link.setAttribute("href", filterLink(kinds.get(name), name, "").getAttribute("href"));
    link.setAttribute("aria-label", `${name}: show its incidents`);
    label.closest("svg").setAttribute("role", "group");
    label.replaceWith(link);
    link.append(label);
  }
};

// A mark of a chart that stands for a stretch of time leads to the incidents of it. That is for those who point: the keyboard
// finds them by their day, in the search.
const linkMarks = () => {
  for (const name of ["began", "open"]) {
    for (const mark of document.querySelectorAll(`.exhibit svg [data-${name}]`)) {
      mark.classList.add("leads");
      mark.addEventListener("click", () => follow(filterLink(name, mark.dataset[name], "").getAttribute("href")));
    }
  }
};

// Follows a link inside the page without losing what is shown in the table.
const follow = (href) => {
  const to = read(href);
  const line = /^i\d+$/.test(to.anchor) && incidents ? find(to.anchor) : null;
  if (line) keep({ ...read("#incidents"), open: state.open, filters: { incident: incidentOf(line) } });
  else if (href.includes("?")) keep({ ...to, sort: state.sort, open: state.open });
  else keep({ anchor: to.anchor, open: new Set([...state.open, ...to.open]) });
  reach(find(state.anchor));
};

const incidentOf = (line) => {
  const name = line.querySelector("code").textContent;
  return incidents.rows.find((row) => row.id === name)?.id || name;
};

// Goes to a place, with the keyboard too.
const reach = (target) => {
  if (!target) return;
  target.scrollIntoView();
  if (!target.matches("a, button, input, summary, [tabindex]")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
};

addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  follow(link.getAttribute("href"));
});

// Statements that cite the chart by which the table is filtered, and the one that a link led to.
const markClaims = () => {
  const cited = new Set(citing.get(state.filters.chart) || []);
  for (const claim of document.querySelectorAll(".claim")) {
    claim.classList.toggle("cites", cited.has(claim.id));
    claim.classList.toggle("target", claim.id === state.anchor);
  }
};
