import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { nameTable, readQuery, wordTable } from "../../scripts/workshop_notes/search/browser/reading.mjs";
import { store } from "./index.mjs";

const table = wordTable(store.entry.words);
const names = { ...nameTable(store.entry.names, table), resolutions: new Map([["2480", 2019]]) };

const read = (text) => readQuery(text, table, names);
const kinds = (text) => read(text).parts.map((part) => `${part.without ? "-" : ""}${part.kind}`);

const READ = {
  "MINUSMA 2031": ["m", "time"],
  "MINUSMA not elections": ["m", "-t"],
  "end state not end date": ["word", "word", "word", "word"],
  "Sudan -Mali": ["m", "-m"],
  "S/2023/36": ["d"],
  "UNSCR 2480": ["r"],
  "resolution 2480 (2019)": ["r"],
  "conflict resolution": ["word", "word"],
  "early 2021": ["time"],
  "early warning": ["word", "word"],
  "Arab spring": ["word", "word"],
  '"paper lantern"': ["phrase"],
  '-"paper lantern" Mali': ["-phrase", "m"],
  "C.A.R.": ["m"],
  "draw-down": ["t"],
};

for (const [query, wanted] of Object.entries(READ)) test(query, () => assert.deepEqual(kinds(query), wanted));

const TIMES = {
  "2031": ["2031-01", "2031-13"],
  "since 2031": ["2031-01", "9999"],
  "before 2031": ["0000", "2031-01"],
  "from 2029 to 2031": ["2029-01", "2031-13"],
  "between 2029 and 2031": ["2029-01", "2031-13"],
  "2029–2031": ["2029-01", "2031-13"],
  "in the 2020s": ["2020-01", "2029-13"],
  "années 2020": ["2020-01", "2029-13"],
  "autumn 2031": ["2031-09", "2031-12"],
  "May 2031": ["2031-05", "2031-06"],
  "mai 2031": ["2031-05", "2031-06"],
  "2031-05": ["2031-05", "2031-06"],
};

for (const [query, [from, to]] of Object.entries(TIMES)) {
  test(`time: ${query}`, () => {
    const part = read(query).parts.find(({ kind }) => kind === "time");
    assert.deepEqual([part?.from, part?.to], [from, to]);
  });
}

test("the longest name wins", () => {
  assert.deepEqual(read("Sudán del Sur").parts[0].ids, read("South Sudan").parts[0].ids);
  assert.notDeepEqual(read("Sudan").parts[0].ids, read("South Sudan").parts[0].ids);
});

test("orders are taken out of the words", () => {
  assert.equal(read("latest workshop on South Sudan").order, "newest");
  assert.equal(read("plus ancien atelier").order, "oldest");
  assert.equal(read("lately").order, "");
});

test("forms of one word are kin, other words are not", () => {
  for (const [one, other] of [["election", "elections"], ["electoral", "elections"], ["stabilize", "stabilization"]]) assert.ok(table.kin(one, other), one);
  for (const [one, other] of [["police", "policy"], ["car", "cars"], ["mission", "missile"]]) assert.ok(!table.kin(one, other), one);
});

test("folding agrees with Python's, which made the index", async () => {
  for (const { text, folded } of JSON.parse(process.env.FOLDED)) assert.equal(table.fold(text), folded, text);
});

test("each row of the table does what its example says, and leaves the other alone", () => {
  for (const { name, reads, leaves, without } of JSON.parse(readFileSync(process.env.TYPED, "utf8"))) {
    const said = (query, words) => {
      const { parts, order } = readQuery(query, wordTable(words), names);
      return JSON.stringify([order, parts.map(({ kind, raw, without, from, to, day, ids, generic }) => [kind, raw, without, from, to, day, ids, generic])]);
    };
    assert.notEqual(said(reads, store.entry.words), said(reads, without), `${name} does not read ${reads}`);
    assert.equal(said(leaves, store.entry.words), said(leaves, without), `${name} reads ${leaves}`);
  }
});
