// Answers queries from an index on disk, without a browser: `node bench/answers.mjs FOLDER < queries.json`.
// Reads a JSON list of queries; prints a JSON list of { numbers, why, ms, files }: the numbers of the notes
// found, best first; milliseconds; the files that were read for it (the first file with
// the first query), with their compressed bytes.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { openStore } from "../scripts/workshop_notes/search/browser/store.mjs";
import { answerer, nextRows } from "../scripts/workshop_notes/search/browser/answer.mjs";

let read = [];
const fetchFile = async (name) => {
  const source = readFileSync(`${process.argv[2]}/${name}.js`, "utf8");
  read.push({ name, bytes: gzipSync(source).length });
  let found = null;
  new Function("notesSearch", source)((_, stamp, text) => (found = { stamp, text }));
  return found;
};
const store = await openStore(fetchFile);
const answer = answerer(store);
let opening = read;
const answers = [];
for (const query of JSON.parse(readFileSync(0, "utf8"))) {
  read = [];
  const started = performance.now();
  const { rows, why, parts, files } = await answer(query);
  await Promise.all(nextRows(rows, store, 0, files).map(({ note }) => store.card(note)));
  const ms = performance.now() - started;
  const said = parts.map(({ kind, raw, ids, count, weight }) => ({ kind, raw, ids, count, weight: Math.round(100 * weight) / 100 }));
  answers.push({ numbers: rows.map(({ note }) => note), why, ms, files: [...opening, ...read], parts: said });
  opening = [];
}
console.log(JSON.stringify(answers));
