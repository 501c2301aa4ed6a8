// The contents say which part is being read.
const markContents = () => {
  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [find(link.hash.slice(1)), link]));
  const parts = [...links.keys()].filter(Boolean);
  let waiting = false;
  const mark = () => {
    waiting = false;
    const begun = parts.filter((part) => part.getBoundingClientRect().top < innerHeight / 3);
    for (const [part, link] of links) {
      if (part === begun.at(-1)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener("scroll", () => {
    if (!waiting) requestAnimationFrame(mark);
    waiting = true;
  }, { passive: true });
  mark();
};
