// What a page has to be for people who read it with other means, after the rules that checkers go by. Gives a list of problems.
(() => {
  const problems = [];
  const say = (what, element) => problems.push(`${what}: ${element ? element.outerHTML.slice(0, 160) : "the page"}`);
  const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.getClientRects().length > 0;
  const seen = (selector) => [...document.querySelectorAll(selector)].filter(isSeen);
  for (const fold of document.querySelectorAll("details")) fold.open = true;

  // Colours as red, green, blue and how much of what is below they hide.
  const colour = (text) => {
    const parts = text.match(/[\d.]+/g);
    if (!parts || !/^rgb/.test(text)) return [0, 0, 0, 0];
    return [...parts.slice(0, 3).map(Number), parts.length > 3 ? Number(parts[3]) : 1];
  };
  const over = (top, below) => {
    const part = top[3] + below[3] * (1 - top[3]);
    if (part === 0) return [0, 0, 0, 0];
    return [0, 1, 2].map((i) => (top[i] * top[3] + below[i] * below[3] * (1 - top[3])) / part).concat(part);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
  const behind = (element) => {
    let found = [0, 0, 0, 0];
    for (let at = element; at; at = at.parentElement) found = over(found, colour(getComputedStyle(at).backgroundColor));
    return over(found, canvas);
  };
  const paint = (style, name) => {
    const value = style[name];
    if (value === "none") return [0, 0, 0, 0];
    const [r, g, b, a] = colour(value);
    return [r, g, b, a * Number(style[`${name}Opacity`]) * Number(style.opacity)];
  };

  // What lies below a text of a drawing at a point: shapes before it, the last on top.
  const below = (text, x, y) => {
    const svg = text.ownerSVGElement;
    const point = svg.createSVGPoint();
    [point.x, point.y] = [x, y];
    let found = behind(svg.parentElement);
    for (const shape of svg.querySelectorAll("path, rect, circle")) {
      if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      const style = getComputedStyle(shape);
      const fill = paint(style, "fill");
      if (fill[3] > 0 && shape.isPointInFill(point)) found = over(fill, found);
      const stroke = paint(style, "stroke");
      if (stroke[3] > 0 && Number.parseFloat(style.strokeWidth) > 3 && shape.isPointInStroke(point)) found = over(stroke, found);
    }
    return found;
  };

  const checkWords = (element) => {
    const style = getComputedStyle(element);
    const svg = element.ownerSVGElement;
    let size = Number.parseFloat(style.fontSize);
    let pairs;
    if (svg) {
      size *= svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      const ink = paint(style, "fill");
      const box = element.getBBox();
      const halo = paint(style, "stroke");
      const places = [0.1, 0.5, 0.9].map((part) => below(element, box.x + box.width * part, box.y + box.height / 2));
      const grounds = halo[3] > 0 && style.paintOrder.startsWith("stroke") ? [over(halo, places[0])] : places;
      pairs = grounds.map((ground) => [over(ink, ground), ground]);
    } else {
      const ground = behind(element);
      pairs = [[over(colour(style.color), ground), ground]];
    }
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const least = Math.min(...pairs.map(([ink, ground]) => contrast(ink, ground)));
    if (least < (isLarge ? 3 : 4.5)) say(`contrast of ${least.toFixed(2)} at ${size.toFixed(1)} px`, element);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const holders = new Set();
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    const isText = texts.currentNode.data.trim() && !holder.closest("script, style, title, desc, .skip, .hidden");
    if (isText && isSeen(holder)) holders.add(holder);
  }
  for (const holder of holders) checkWords(holder);

  // Names of what one can act on, and of pictures.
  const named = (ids) => ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" ").trim();
  const name = (element) => {
    const by = element.getAttribute("aria-labelledby");
    const label = element.id && document.querySelector(`label[for="${CSS.escape(element.id)}"]`);
    return (by && named(by)) || element.getAttribute("aria-label") || label?.textContent || element.closest("label")?.textContent ||
      (/^(input|select|textarea)$/i.test(element.tagName) ? "" : element.textContent.trim()) || element.getAttribute("title") || "";
  };
  const ACTIVE = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])";
  for (const element of seen(ACTIVE)) if (!name(element).trim()) say("no name", element);
  for (const element of seen("input, select, textarea")) if (!name(element).trim()) say("no label", element);
  for (const svg of seen("svg")) {
    if (!["img", "group"].includes(svg.getAttribute("role")) || !(name(svg) || svg.querySelector("title"))) say("a picture without a name", svg);
    if (svg.getAttribute("role") === "img" && svg.querySelector("a, [tabindex]")) say("something to act on inside a picture", svg);
  }
  for (const image of seen("img")) if (!image.hasAttribute("alt")) say("a picture without a name", image);

  // Structure.
  if (!document.documentElement.lang) say("no language");
  if (!document.title.trim()) say("no title");
  if (document.querySelectorAll("main").length !== 1) say("not one main part");
  const heads = seen("h1, h2, h3, h4, h5, h6");
  if (heads.filter((head) => head.tagName === "H1").length !== 1) say("not one first heading");
  let before = 0;
  for (const head of heads) {
    const level = Number(head.tagName[1]);
    if (level > before + 1) say(`a heading of level ${level} after one of ${before}`, head);
    if (!head.textContent.trim()) say("an empty heading", head);
    before = level;
  }
  for (const table of seen("table")) {
    const cells = [...table.querySelectorAll("th")];
    if (!table.caption?.textContent.trim()) say("a table without a caption", table);
    if (!cells.length || cells.some((cell) => !cell.scope || !cell.textContent.trim())) say("a table whose heads say too little", table);
  }
  for (const item of seen("li")) if (!/^(ul|ol)$/i.test(item.parentElement.tagName)) say("a line without its list", item);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const known = new Set(ids);
  if (known.size !== ids.length) say(`an id twice: ${ids.find((id, at) => ids.indexOf(id) !== at)}`);
  for (const element of document.querySelectorAll("[tabindex]")) if (element.tabIndex > 0) say("an order of its own", element);
  for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for"]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(/\s+/)) if (!known.has(id)) say(`${attribute} leads nowhere`, element);
    }
  }
  for (const element of seen("*")) {
    const overflow = getComputedStyle(element).overflowX;
    const scrolls = /auto|scroll/.test(overflow) && element.scrollWidth > element.clientWidth + 1;
    if (scrolls && element.tabIndex < 0 && !element.querySelector(ACTIVE)) say("scrolls, and no key gets there", element);
  }
  if (innerWidth < 640) {
    for (const element of seen("button, input")) {
      const { width, height } = element.getBoundingClientRect();
      if (width < 23.5 || height < 23.5) say(`a target of ${width.toFixed(0)} by ${height.toFixed(0)}`, element);
    }
  }
  return problems;
})();
