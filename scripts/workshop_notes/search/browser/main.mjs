/** Starts what is on the page: opens the index beside this program, once. */

import { answerer } from "./answer.mjs";
import { startBox } from "./box.mjs";
import { startPage } from "./page.mjs";
import { openStore, scriptLoader } from "./store.mjs";

const load = scriptLoader(new URL("./", document.currentScript.src).href, document);
let opened = null;

/** Open the index; a failure is not remembered. */
function search() {
  opened ??= openStore(load).then((store) => {
    // The newest notes stand first in many an answer: on a slow line their cards come with its lists, not after them.
    if (store.entry.notes) store.card(store.entry.notes - 1).catch(() => {});
    return { store, answer: answerer(store) };
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** Start what is on the page now and was not started: the header's box, and the search page; done once its first answer stands. */
globalThis.notesSearch.start = () =>
  Promise.all([[document.querySelector("[data-search-box]"), startBox], [document.getElementById("search-page"), startPage]].map(([element, begin]) => {
    if (!element || element.dataset.started) return null;
    element.dataset.started = "yes";
    return begin(element, search);
  }));
