import assert from "node:assert/strict";
import { test } from "node:test";
import { closeNotes, evidence, phraseNotes, rank, rarity, shared } from "../../scripts/workshop_notes/search/browser/ranking.mjs";
import { store } from "./index.mjs";

const { weights } = store.entry;

const part = (found, rest = {}) => ({ kind: "word", weight: 1, found: new Map(found), without: false, ...rest });

test("the rarer a word, the more it weighs; what all notes hold weighs nothing", () => {
  assert.ok(rarity(1, 100) > rarity(50, 100));
  assert.ok(rarity(100, 100) < 0.01);
});

test("a name weighs more than the rarest word", () => assert.ok(weights.kinds.m > weights.kinds.word));

test("evidence adds up, and what holds all of a query comes before what holds a part", () => {
  const rows = rank([part([[1, 1]]), part([[1, 0.5], [2, 1]])], { notes: 5 }, weights);
  assert.deepEqual(rows.map(({ note, whole }) => [note, whole]), [[1, true], [2, false]]);
});

test("equals stand newest first", () => assert.deepEqual(rank([part([[1, 1], [3, 1], [2, 1]])], { notes: 5 }, weights).map(({ note }) => note), [3, 2, 1]));

test("an order sorts by date among those nearly as good as the best", () => {
  const found = part([[1, 1], [2, 0.9], [9, 0.1]]);
  assert.deepEqual(rank([found], { notes: 10, order: "newest" }, weights).map(({ note }) => note), [2, 1, 9]);
  assert.deepEqual(rank([found], { notes: 10, order: "oldest" }, weights).map(({ note }) => note), [1, 2, 9]);
});

test("what is left out and what a wall keeps out is not found", () => {
  const left = part([[2, 1]], { without: true });
  assert.deepEqual(rank([part([[1, 1], [2, 1], [3, 1]]), left], { notes: 5, walls: [new Set([1, 2])] }, weights).map(({ note }) => note), [1]);
});

test("a theme's tag counts more than its words alone", () => {
  const found = evidence({ kind: "t" }, { lists: [new Map([[1, 2]])], words: [new Map([[2, 5]])] }, weights);
  assert.ok(found.get(1) > found.get(2));
});

test("shared gives the notes that all lists hold", () => assert.deepEqual([...shared([new Map([[1, 4], [2, 6]]), new Map([[2, 2]])])], [[2, 4]]));

test("a phrase is its words side by side", () => {
  const places = [new Map([[1, [3, 9]], [2, [1]]]), new Map([[1, [10]], [2, [3]]])];
  assert.deepEqual([...phraseNotes([{ at: 0 }, { at: 1 }], places).keys()], [1]);
  assert.deepEqual([...phraseNotes([{ at: 0 }, { at: 2 }], places).keys()], [2]);
});

test("words that stand close are evidence, the closer the stronger, in either order; a word apart is none", () => {
  const places = [new Map([[1, [3]], [2, [5]], [3, [9]], [4, [1]], [5, [1]]]), new Map([[1, [4]], [2, [4]], [3, [30]], [4, [4]]])];
  const found = closeNotes(...places, weights.far);
  assert.deepEqual([...found.keys()], [1, 2, 4]);
  assert.ok(found.get(1) > found.get(2));
});

test("nearness only adds: a note is found by its words, and none is lost for standing apart", () => {
  const near = { kind: "near", weight: 3, found: new Map([[1, 1]]) };
  assert.deepEqual(rank([part([[1, 0.5], [2, 0.6]]), near], { notes: 5 }, weights).map(({ note, whole }) => [note, whole]), [[1, true], [2, true]]);
});
