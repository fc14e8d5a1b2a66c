// Answers queries from an index on disk, without a browser: `node bench/answers.mjs FOLDER < queries.json`.
// Reads a JSON list of queries; prints a JSON list of { numbers, why, ms, files }: the numbers of the notes
// found, best first; milliseconds; the files that were read for it (the first file with
// the first query), with their compressed bytes.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { openStore } from "../scripts/workshop_notes/search/browser/store.mjs";
import { answerer } from "../scripts/workshop_notes/search/browser/answer.mjs";

// As the page does: as many rows as so few files of cards hold.
const ROWS = 10;
const PIECES = 4;
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
  const { rows, why, parts } = await answer(query);
  const pieces = new Set();
  const shown = rows.slice(0, ROWS).filter(({ note }) => pieces.add(store.pieceOf(note)).size <= PIECES);
  await Promise.all(shown.map(({ note }) => store.card(note)));
  const ms = performance.now() - started;
  const said = parts.map(({ kind, raw, ids, count, weight }) => ({ kind, raw, ids, count, weight: Math.round(100 * weight) / 100 }));
  answers.push({ numbers: rows.map(({ note }) => note), why, ms, files: [...opening, ...read], parts: said });
  opening = [];
}
console.log(JSON.stringify(answers));
