// The lines that are chosen become one file.
const saveLines = (lines) => {
  const file = new Blob([lines.map((line) => `${line.textContent}\n`).join("")], { type: "text/csv" });
  const link = make("a", { href: URL.createObjectURL(file), download: "annotations.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

const makeSavable = (corrections) => {
  const items = [...corrections.querySelectorAll(".lines li")];
  for (const item of items) item.prepend(make("input", { type: "checkbox", "aria-label": "Choose this line" }), " ");
  const save = press("Save the chosen lines as annotations.csv", { class: "save" }, () => {
    const chosen = items.filter((item) => item.querySelector("input").checked);
    saveLines([document.getElementById("header"), ...chosen.map((item) => item.querySelector("code"))]);
  });
  corrections.append(save);
};
