/** Loads search when a reader reaches for it, and knows the keys that lead to it: / s f and Ctrl-K. */

(() => {
  const SOON = 50;
  const { src: source, dataset: { ahead } } = document.currentScript;
  // The search page names this program in its head, too: there it asks before any style has come.
  if (globalThis.notesSearch) return;
  globalThis.notesSearch = {};
  const box = () => document.querySelector("[data-search-box]");
  let coming = null;

  /** Load the programs once; a lost request is asked again at the next try. */
  function load() {
    coming ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL("search.js", source).href;
      script.onload = () => done(globalThis.notesSearch.start());
      script.onerror = () => {
        coming = null;
        failed(new Error("search.js"));
      };
      document.head.append(script);
    });
    return coming.catch(() => {});
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
    const input = document.querySelector("#search-query") || box()?.querySelector("input");
    if (!asked || !input) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  /** Start the search page, saying from the first moment that its index is on the way; false where it is not there. */
  function start() {
    const status = document.getElementById("search-status");
    if (!status) return false;
    if (location.search && !status.textContent) status.textContent = status.dataset.loading;
    load().then(() => globalThis.notesSearch.start?.());
    return true;
  }
  const follow = () => (globalThis.document$ ? globalThis.document$.subscribe(start) : start());
  // The page's text may stand already while the theme's own program is still on its way.
  const soon = () => start() || (document.readyState === "loading" && setTimeout(soon, SOON));
  if (ahead !== undefined && location.search) load().then(() => globalThis.notesSearch.ahead?.()).catch(() => {});
  soon();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", follow);
  else follow();
})();
