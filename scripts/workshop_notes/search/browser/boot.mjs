/** Loads search when a reader reaches for it, and knows the keys that lead to it: / s f and Ctrl-K. */

/** Milliseconds in which an answer is painted, before what is less urgent is asked for. */
const PAINTED = 100;

(() => {
  const source = document.currentScript.src;
  // The search page names this program in its head, too, so that it comes early.
  if (globalThis.notesSearch) return;
  globalThis.notesSearch = {};
  let coming = null;

  /** Load the programs once, a lost request again at the next try, and start what is on the page. */
  function load() {
    coming ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL("search.js", source).href;
      Object.assign(script, { onload: done, onerror: failed });
      // The page that answers shows its first styles at once where they wait in the browser's memory.
      const styles = Object.assign(document.createElement("link"), { rel: "prefetch", href: new URL("../search-first.css", source).href });
      document.head.append(script, styles);
    });
    coming.catch(() => (coming = null));
    return coming.then(() => globalThis.notesSearch.start()).catch(console.error);
  }

  document.addEventListener("focusin", (event) => event.target.closest?.("[data-search-box]") && load());
  // On a small screen the button stands alone: it opens the box before it sends it.
  document.addEventListener("submit", (event) => {
    const input = event.target.closest?.("[data-search-box]")?.querySelector("input");
    if (!input || input.value.trim()) return;
    event.preventDefault();
    input.focus();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const asked = (event.key === "k" && (event.ctrlKey || event.metaKey)) || (plain && !typing && ["/", "s", "f"].includes(event.key));
    const input = document.querySelector("#search-query") || document.querySelector("[data-search-box] input");
    if (!asked || !input) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  /** Let the theme's own styles and programs follow, which on a slow line come after the answer. */
  function rest() {
    for (const late of document.querySelectorAll("[data-late]")) {
      const held = document.createRange().createContextualFragment(late.innerHTML);
      const programs = [...held.querySelectorAll("script")];
      // They run one after the other, and navigation without reloading is followed once it is there.
      for (const program of programs) program.async = false;
      programs.at(-1)?.addEventListener("load", follow);
      late.replaceWith(held);
    }
  }

  /** Start the search page, saying from the first moment that its index is on the way. */
  function start() {
    const page = document.getElementById("search-page");
    if (!page || page.dataset.started) return;
    const status = page.querySelector("#search-status");
    if (location.search) status.textContent = status.dataset.loading;
    else rest();
    load().then(() => setTimeout(rest, PAINTED));
  }
  /** Start what is here, and what the theme's instant navigation brings. */
  function follow() {
    if (globalThis.document$) globalThis.document$.subscribe(start);
    else start();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", follow);
  else follow();
})();
