// Answers queries from an index on disk, without a browser: `node bench/answers.mjs FOLDER < queries.json`.
// Reads a JSON list of queries; prints a JSON list of { notes, why, parts, ms, bytes, files }.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { openStore } from "../scripts/workshop_notes/search/browser/store.mjs";
import { answerer } from "../scripts/workshop_notes/search/browser/answer.mjs";

const folder = process.argv[2];
const limit = Number(process.argv[3] || 10);
const sent = [];
const fetchFile = async (name) => {
  const source = readFileSync(`${folder}/${name}.js`, "utf8");
  sent.push({ name, bytes: gzipSync(source).length });
  let found = null;
  new Function("notesSearch", source)((_, stamp, text) => (found = { stamp, text }));
  return found;
};
const store = await openStore(fetchFile);
const answer = answerer(store);
const answers = [];
for (const query of JSON.parse(readFileSync(0, "utf8"))) {
  const before = sent.length;
  const started = performance.now();
  const found = await answer(query);
  const ms = performance.now() - started;
  const cards = await Promise.all(found.rows.slice(0, limit).map(({ note }) => store.card(note)));
  const files = sent.slice(before);
  answers.push({
    query, ms, why: found.why, total: found.total, notes: cards.map((card) => card.id), scores: found.rows.slice(0, limit).map((row) => row.score),
    parts: found.parts.map(({ kind, ids, label, raw, count, weight, without, mended, read, word, begun }) => ({ kind, ids, label, raw, count, weight: Number(weight.toFixed(2)), without, mended, begun, read: read.map((one) => one.word), word })),
    hints: found.hints.map(({ part, words, themes }) => ({ word: part.raw, words, themes: themes.map(({ id }) => id) })), files,
  });
}
console.log(JSON.stringify(answers));
