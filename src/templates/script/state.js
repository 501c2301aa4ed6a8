// What is shown stands behind the address of the page, "#incidents?claim=…&q=…&sort=-lasted&page=2&open=…", so that it can be
// kept and sent, and back leads back. Plain anchors stay plain.
const FILTERS = ["claim", "chart", "service", "severity", "incident", "began", "open"];
const NEWEST = "-began";

const isClaim = (anchor) => anchor.startsWith("claim-");

const read = (fragment) => {
  const [, anchor, query] = fragment.match(/^#?([^?]*)\??(.*)$/s);
  const params = new URLSearchParams(query);
  const open = params.has("open") ? params.get("open").split(",") : isClaim(anchor) ? [anchor] : [];
  return {
    anchor,
    filters: Object.fromEntries(FILTERS.filter((name) => params.get(name)).map((name) => [name, params.get(name)])),
    q: params.get("q") || "",
    sort: params.get("sort") || NEWEST,
    page: Math.max(1, Number.parseInt(params.get("page"), 10) || 1),
    open: new Set(open.filter(isClaim)),
  };
};

const written = ({ anchor, filters, q, sort, page, open }) => {
  const parts = Object.entries(filters);
  if (q) parts.push(["q", q]);
  if (sort !== NEWEST) parts.push(["sort", sort]);
  if (page > 1) parts.push(["page", page]);
  // The evidence of the statement that a link leads to is open without a word.
  const told = isClaim(anchor) ? [anchor] : [];
  const opened = [...open];
  if (opened.length !== told.length || opened.some((one) => !told.includes(one))) parts.push(["open", opened.join(",")]);
  const text = (value) => encodeURIComponent(value).replace(/%2F/g, "/").replace(/%2C/g, ",");
  return `#${anchor}${parts.length ? "?" : ""}${parts.map(([name, value]) => `${name}=${text(value)}`).join("&")}`;
};

let state = read(location.hash);

// Takes over what has changed and shows it; typing and opening are no steps that one wants to go back by.
const keep = (changes, step = "pushState") => {
  state = { ...state, ...changes };
  const fragment = written(state);
  if (fragment !== location.hash) {
    try {
      history[step](null, "", fragment);
    } catch {
      // A page inside another one may not be allowed to say it.
    }
  }
  show();
};

const find = (anchor) => {
  try {
    return document.getElementById(decodeURIComponent(anchor));
  } catch {
    return null;
  }
};

// An element with attributes and children. Texts become text nodes, whatever they hold.
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const press = (label, attributes, action) => {
  const button = make("button", { type: "button", ...attributes }, label);
  button.addEventListener("click", action);
  return button;
};

const plural = (count, name) => `${count.toLocaleString("en-GB")} ${name}${count === 1 ? "" : "s"}`;
