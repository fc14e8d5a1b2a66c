// The index that the tests of the browser's programs read: INDEX is its folder.
import { readFileSync } from "node:fs";
import { openStore } from "../../scripts/workshop_notes/search/browser/store.mjs";
import { answerer } from "../../scripts/workshop_notes/search/browser/answer.mjs";

export const folder = process.env.INDEX;

/** Read a file of the index as a browser would: run the script, and take what it hands over. */
export async function fetchFile(name) {
  let found = null;
  new Function("notesSearch", readFileSync(`${folder}/${name}.js`, "utf8"))((_, stamp, text) => (found = { stamp, text }));
  return found;
}

export const store = await openStore(fetchFile);
export const answer = answerer(store);

/** Give the ids of the notes found, best first. */
export async function ids(query, options) {
  const { rows } = await answer(query, options);
  return Promise.all(rows.map(async ({ note }) => (await store.card(note)).id));
}
