"use strict";
(() => {
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
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.addEventListener("click", () => sortBy(table, at, heading));
      heading.replaceChildren(button);
    });
  };

  const makeFilterable = (table) => {
    const input = document.createElement("input");
    input.type = "search";
    input.className = "filter";
    input.placeholder = "Filter rows";
    input.setAttribute("aria-label", "Filter rows");
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      for (const row of table.tBodies[0].rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    });
    table.closest(".scroll").before(input);
  };

  for (const table of document.querySelectorAll("table.data")) {
    makeSortable(table);
    if (table.tBodies[0].rows.length > 8) makeFilterable(table);
  }

  // Opened evidence tells what its incidents were, where they are read of.
  const tellIncidents = (ids) => {
    const list = document.createElement("ul");
    list.className = "rows";
    for (const link of ids.querySelectorAll("a")) {
      const row = document.getElementById(link.hash.slice(1));
      if (!row) continue;
      const [began, lasted, severity, service, incident, place] = [...row.cells].map((cell) => cell.firstChild ? cell.firstChild.textContent.trim() : "");
      const item = document.createElement("li");
      const told = link.cloneNode(true);
      told.textContent = incident || link.textContent;
      item.append(`${began} · `, told, ` · ${[service, severity, lasted, place].filter((text) => text && text !== "–").join(" · ")}`);
      list.append(item);
    }
    if (list.children.length) ids.before(list);
  };
  for (const trail of document.querySelectorAll("details.trail")) {
    const ids = trail.querySelector(".ids");
    if (ids) trail.addEventListener("toggle", () => tellIncidents(ids), { once: true });
  }

  // The lines that are chosen become one file.
  const corrections = document.getElementById("corrections");
  if (corrections) {
    const items = [...corrections.querySelectorAll(".lines li")];
    for (const item of items) {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.setAttribute("aria-label", "Choose this line");
      item.prepend(box, " ");
    }
    const save = document.createElement("button");
    save.type = "button";
    save.textContent = "Save the chosen lines as annotations.csv";
    save.addEventListener("click", () => {
      const chosen = items.filter((item) => item.querySelector("input").checked);
      const lines = [document.getElementById("header"), ...chosen.map((item) => item.querySelector("code"))];
      const file = new Blob([lines.map((line) => line.textContent + "\n").join("")], { type: "text/csv" });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = "annotations.csv";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    corrections.append(save);
  }

  // Following a link to a claim opens its evidence.
  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const trail = target && target.querySelector("details");
    if (trail) trail.open = true;
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  // Paper has no folds.
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => (d.open = true)));
})();
