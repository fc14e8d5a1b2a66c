/* What the pages do beyond showing: light or dark, copied links, footnotes in place, use from disk. */
(() => {
  "use strict";
  const root = document.documentElement;
  const french = root.lang === "fr";
  const said = document.getElementById("said");
  const tell = (text) => { if (said) said.textContent = text; };

  const button = document.querySelector("[data-scheme-button]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.scheme
        ? root.dataset.scheme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.scheme = dark ? "light" : "dark";
      try { localStorage.setItem("scheme", root.dataset.scheme); } catch { /* private window */ }
    });
  }

  /* From a disk there is no server to find a folder's index.html. */
  if (location.protocol === "file:") {
    for (const link of document.querySelectorAll("a[href]")) {
      const url = new URL(link.href, location.href);
      if (url.protocol === "file:" && url.pathname.endsWith("/")) {
        url.pathname += "index.html";
        link.href = url.href;
      }
    }
  }

  /* Where the grid is wider than the window, the newest years are what readers come for. */
  for (const frame of document.querySelectorAll(".scroll")) {
    if (frame.querySelector(".grid, .timeline")) frame.scrollLeft = frame.scrollWidth;
  }

  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target && target.closest("details:not([open])");
    if (folded) {
      folded.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", unfold);
  unfold();

  const copy = (pin) => {
    const done = () => {
      pin.classList.add("done");
      setTimeout(() => pin.classList.remove("done"), 1600);
      tell(french ? "Lien copié" : "Link copied");
    };
    if (navigator.clipboard) navigator.clipboard.writeText(pin.href).then(done, () => {});
  };

  const footnote = (call) => {
    const note = document.getElementById(call.getAttribute("href").slice(1));
    const block = call.closest("p,li,dd,td,blockquote");
    if (!note || !block) return false;
    const open = document.getElementById("open-" + note.id);
    if (open) {
      open.remove();
      call.setAttribute("aria-expanded", "false");
      return true;
    }
    const place = document.createElement("span");
    place.className = "in-place";
    place.id = "open-" + note.id;
    place.setAttribute("role", "note");
    const text = note.cloneNode(true);
    text.querySelectorAll(".footnote-backref").forEach((back) => back.remove());
    for (const part of text.querySelectorAll("p")) place.append(...part.childNodes, " ");
    block.append(place);
    call.setAttribute("aria-expanded", "true");
    return true;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    if (link.matches(".pin")) copy(link);
    else if (link.matches(".footnote-ref")) {
      if (footnote(link)) event.preventDefault();
    }
  });

  /* The first touch of a term shows what it means; the second follows the link. */
  let shown = null;
  document.addEventListener("pointerdown", (event) => {
    const term = event.target.closest("a.term");
    if (shown && shown !== term) {
      shown.classList.remove("shown");
      shown = null;
    }
    if (!term || event.pointerType !== "touch" || shown === term) return;
    shown = term;
    term.classList.add("shown");
    term.addEventListener("click", (click) => click.preventDefault(), { once: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const term = document.querySelector("a.term:is(:hover,:focus)");
    if (term) {
      term.classList.add("hushed");
      term.addEventListener("mouseleave", () => term.classList.remove("hushed"), { once: true });
      term.addEventListener("blur", () => term.classList.remove("hushed"), { once: true });
    }
  });
})();
