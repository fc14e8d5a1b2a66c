/** Starts what is on the page: opens the index beside this program, once. */

import { answerer, nextRows } from "./answer.mjs";
import { startBox } from "./box.mjs";
import { startPage } from "./page.mjs";
import { openStore, scriptLoader } from "./store.mjs";

const load = scriptLoader(new URL("./", document.currentScript.src).href, document);
let opened = null;

/** Open the index; a failure is not remembered. */
function search() {
  opened ??= openStore(load).then((store) => ({ store, answer: answerer(store) }));
  opened.catch(() => (opened = null));
  return opened;
}

/** Start what is on the page now and was not started: the header's box, and the search page. */
globalThis.notesSearch.start = () => {
  for (const [element, begin] of [[document.querySelector("[data-search-box]"), startBox], [document.getElementById("search-page"), startPage]]) {
    if (!element || element.dataset.started) continue;
    element.dataset.started = "yes";
    begin(element, search);
  }
};

/** Fetch what the answer to the page's address needs while the page itself is still on its way. */
globalThis.notesSearch.ahead = async () => {
  const { store, answer } = await search();
  const { rows, files } = await answer(new URLSearchParams(location.search).get("q") || "");
  await Promise.all(nextRows(rows, store, 0, files).map(({ note }) => store.card(note)));
};
