/** Starts what is on the page: opens the index beside this program, once. */

import { answerer } from "./answer.mjs";
import { startBox } from "./box.mjs";
import { openStore, scriptLoader } from "./store.mjs";

const load = scriptLoader(new URL("./", document.currentScript.src).href, document);
let opened = null;

/** Open the index; a failure is not remembered. */
function search() {
  opened ??= openStore(load).then((store) => {
    const answer = answerer(store);
    return { store, answer, table: answer.table };
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** Start what is on the page now and was not started: the header's box, and the search page by its own program. */
globalThis.notesSearch.start = async () => {
  const box = document.querySelector("[data-search-box]");
  const page = document.getElementById("search-page");
  for (const [element, begin] of [[box, startBox], [page, (await programOf(page)).startPage]]) {
    if (!element || element.dataset.started) continue;
    element.dataset.started = "yes";
    begin(element, search);
  }
};

/** Load the search page's program where there is a search page. */
async function programOf(page) {
  if (page && !globalThis.notesSearch.page) await load("page", "");
  return { startPage: globalThis.notesSearch.page };
}
