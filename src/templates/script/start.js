// Begins: everything is there before, and stays where scripts are off.
const trails = [...document.querySelectorAll(".claim > details.trail")];
let onPaper = false;

const show = () => {
  if (list) showList();
  markClaims();
  for (const trail of trails) trail.open = state.open.has(trail.parentElement.id);
};

for (const trail of trails) {
  const ids = trail.querySelector(".ids");
  if (ids) trail.addEventListener("toggle", () => tellIncidents(ids), { once: true });
  trail.addEventListener("toggle", () => {
    const { id } = trail.parentElement;
    if (onPaper || trail.open === state.open.has(id)) return;
    const open = new Set(state.open);
    if (trail.open) open.add(id);
    else open.delete(id);
    keep({ open }, "replaceState");
  });
}

for (const table of document.querySelectorAll("table.data:not(.every)")) {
  if (list && table.closest("#incidents")) continue;
  if (table.matches(".wordy")) makeCards(table);
  makeSortable(table);
  if (table.tBodies[0].rows.length > 8) makeFilterable(table);
}
if (list) {
  linkClaims();
  linkCharts();
  linkLabels();
  linkMarks();
}
const corrections = document.getElementById("corrections");
if (corrections) makeSavable(corrections);

for (const moved of ["popstate", "hashchange"]) {
  addEventListener(moved, () => {
    state = read(location.hash);
    show();
  });
}
show();
markContents();
document.documentElement.classList.add("scripted");
// The browser finds plain anchors by itself.
if (location.hash.includes("?")) reach(find(state.anchor));
else if (list && find(state.anchor)?.matches("tr")) follow(location.hash);

// Paper has no folds.
addEventListener("beforeprint", () => {
  onPaper = true;
  for (const fold of document.querySelectorAll("details")) fold.open = true;
});
addEventListener("afterprint", () => {
  show();
  setTimeout(() => (onPaper = false));
});
