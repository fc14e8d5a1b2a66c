/* What the pages do beyond Material: copied links, folded places that a link leads into, use from disk. */
(() => {
  "use strict";
  const said = JSON.parse(document.getElementById("__config").textContent).translations;

  const start = () => {
    /* From a disk there is no server to find a folder's index.html. */
    if (location.protocol === "file:") {
      for (const [tag, leads] of [["a", "href"], ["form", "action"]]) {
        for (const one of document.querySelectorAll(`${tag}[${leads}]`)) {
          const url = new URL(one[leads], location.href);
          if (url.protocol !== "file:" || !url.pathname.endsWith("/")) continue;
          url.pathname += "index.html";
          one[leads] = url.href;
        }
      }
    }
    /* Where a figure is wider than the window, the newest years are what readers come for. */
    for (const frame of document.querySelectorAll(".scroll.newest")) frame.scrollLeft = frame.scrollWidth;
    /* Where there is room beside a note, its facts stand open. */
    const room = document.querySelector(".md-sidebar--secondary[hidden] ~ .md-content .facts-fold");
    if (room && matchMedia("(min-width: 64em)").matches) room.open = true;
    /* Material frames wide tables; whoever has no mouse scrolls them by key. */
    requestAnimationFrame(() => {
      for (const frame of document.querySelectorAll(".md-typeset__scrollwrap")) frame.tabIndex = 0;
    });
    /* A file is copied through the page that links it: from a disk nothing may be read. */
    if (navigator.clipboard && location.protocol !== "file:") {
      for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
    }
    report();
    unfold();
  };

  const copied = () => alert$.next(said["clipboard.copied"]);

  /* What a pin copies: the note's citation with the paragraph, the revision, the address and the day. */
  const citation = (pin) => {
    const form = document.getElementById("cite-paragraph");
    if (!form) return pin.href;
    const day = new Date().toISOString().slice(0, 10);
    const values = { number: pin.textContent, address: pin.href, day };
    return form.textContent.trim().replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  };

  /* The page on which somebody reports a problem says which page that is. */
  const report = () => {
    const page = new URLSearchParams(location.search).get("page");
    if (!page) return;
    for (const link of document.querySelectorAll("[data-report] a")) {
      const url = new URL(link.href);
      url.searchParams.set(url.protocol === "mailto:" ? "subject" : "title", page);
      link.href = url.href.replaceAll("+", "%20");
    }
  };

  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target && target.closest("details:not([open])");
    if (folded) {
      folded.open = true;
      target.scrollIntoView();
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) {
      fetch(button.dataset.copy).then((answer) => answer.text()).then((text) => navigator.clipboard.writeText(text)).then(copied, () => {});
    }
    const pin = event.target.closest("a.pin");
    if (!pin || !navigator.clipboard) return;
    navigator.clipboard.writeText(citation(pin)).then(() => {
      pin.classList.add("done");
      setTimeout(() => pin.classList.remove("done"), 1600);
      copied();
    }, () => {});
  });

  /* With instant navigation the header stays while the address changes under its relative links. */
  const header = document.querySelector(".md-header");
  for (const link of header.querySelectorAll("a[href]")) link.href = link.href;
  for (const form of header.querySelectorAll("form[action]")) form.action = form.action;

  /* Material opens the drawer by a label, which the tabulator passes by; it minds Enter itself. */
  const menu = header.querySelector("[for=__drawer]");
  menu.tabIndex = 0;
  menu.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    menu.click();
  });

  /* On a phone the search box shows its button alone: a touch opens the box to write in. */
  const box = header.querySelector(".site-search");
  box.addEventListener("pointerdown", (event) => {
    if (box.contains(document.activeElement) || !event.target.closest("button")) return;
    if (box.offsetWidth > box.offsetHeight) return;
    event.preventDefault();
    box.querySelector("input").focus();
  });

  addEventListener("hashchange", unfold);
  document$.subscribe(start);
})();
