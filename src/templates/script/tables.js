// Tables that stand in the page whole are sorted by their heads, and filtered where they are long.
const number = (text) => {
  const plain = text.replace(/[\s\u00a0\u202f,](?=\d)/g, "").match(/-?\d+(\.\d+)?/);
  return plain ? Number(plain[0]) : -Infinity;
};

const sortBy = (table, at, heading) => {
  const body = table.tBodies[0];
  const down = heading.getAttribute("aria-sort") === "ascending";
  for (const th of table.tHead.rows[0].cells) th.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const numeric = heading.classList.contains("num");
  const key = (row) => row.cells[at].textContent.trim();
  const compare = (a, b) => {
    if (!numeric) return key(a).localeCompare(key(b));
    return number(key(a)) - number(key(b)) || 0;
  };
  const rows = [...body.rows].sort((a, b) => (down ? -1 : 1) * compare(a, b));
  body.append(...rows);
};

const makeSortable = (table) => {
  [...table.tHead.rows[0].cells].forEach((heading, at) => {
    heading.replaceChildren(press(heading.textContent, {}, () => sortBy(table, at, heading)));
  });
};

// Where a table is as wide as a telephone, each of its rows is a card that names its values.
const makeCards = (table) => {
  const names = [...table.tHead.rows[0].cells].map((heading) => heading.textContent);
  for (const row of table.tBodies[0].rows) [...row.cells].forEach((cell, at) => (cell.dataset.label = names[at]));
  table.classList.add("cards");
};

const makeFilterable = (table) => {
  const input = make("input", { type: "search", class: "filter", placeholder: "Filter rows", "aria-label": "Filter rows" });
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const row of table.tBodies[0].rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
  table.caption.append(input);
};
