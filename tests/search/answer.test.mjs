import assert from "node:assert/strict";
import { test } from "node:test";
import { answerer, isNear } from "../../scripts/workshop_notes/search/browser/answer.mjs";
import { LostFile, openStore } from "../../scripts/workshop_notes/search/browser/store.mjs";
import { answer, fetchFile, ids } from "./index.mjs";

const FIRST = {
  "MINUSMA 2031": "2031/minusma",
  "Mali 2032": "2032/minusma",
  "République centrafricaine": "2031/minusca",
  "Republique centrafricaine": "2031/minusca",
  "República Centroafricana": "2031/minusca",
  "جنوب السودان": "2031/unmiss",
  "Sudán del Sur": "2031/unmiss",
  "Южный Судан": "2031/unmiss",
  "DR Congo": "2030/monusco",
  "Kinshasa": "2030/monusco",
  "Congolese exit": "2030/monusco",
  Sudan: "2031/unitams",
  "South Sudan": "2031/unmiss",
  "sudan south": "2031/unmiss",
  "South Su": "2031/unmiss",
  POC: "2031/minusma",
  "protec of civ": "2031/minusma",
  "protection des civils": "2031/minusma",
  "protección de los civiles": "2031/minusma",
  '"état final"': "2031/minusma",
  lointain: "2031/minusma",
  "S/RES/2480": "2031/minusma",
  "UNSCR 2480 (2019)": "2031/minusma",
  "UNSCR2480": "2031/minusma",
  "résolution 2480": "2031/minusma",
  "resolution 248": "2031/minusma",
  "2480": "2031/minusma",
  "S/2031/7": "2031/minusca",
  "R-ARCSS floods": "2031/unmiss",
  "organisation of convoys": "2031/minusma",
  "2030-2031 exit strategy": "2030/monusco",
  '"paper lantern"': "2032/taking-stock",
  "«paper lantern»": "2032/taking-stock",
  '"cooperatives security and lantern"': "2032/minusma",
  "2031-05-20": "2031/minusma",
  "20/05/2031": "2031/minusma",
  "20 mai 2031": "2031/minusma",
  "May 20, 2031": "2031/minusma",
  "spring 2031": "2031/minusma",
  "notes from November 2030": "2030/monusco",
  "latest note on Mali": "2032/minusma",
  "oldest note on Mali": "2031/minusma",
  "first workshop on Mali": "2031/minusma",
  "last workshop on Mali": "2032/minusma",
  "MINUSAM 2032": "2032/minusma",
  "minuska 2031": "2031/minusca",
  "centrafrique ballot": "2031/minusca",
  cooperattives: "2032/minusma",
  calednar: "2031/minusca",
  "AU envoy": "2030/monusco",
  "Mali -2032": "2031/minusma",
  "Mali not elections": "2031/minusma",
  "Mali sauf 2032": "2031/minusma",
  "ballot not a ballot": "2031/minusca",
};

for (const [query, first] of Object.entries(FIRST)) {
  test(`${query} finds ${first} first`, async () => assert.equal((await ids(query))[0], first));
}

const NONE = {
  "BINUH Haiti": "absent", "Haiti human rights": "absent", "Congo-Brazzaville": "absent", "MONUSCO 2031": "cell", "in the 1990s": "absent",
  "resolution 9999": "absent", "Atlantis": "absent", "the who": "common", "": "empty", "   ": "empty", "AND OR NOT": "common", "マリ共和国": "absent",
  '"women peace and camels"': "absent", "HRDDP": "absent", "S/2031/8": "absent", "- + * ( )": "common",
};

for (const [query, why] of Object.entries(NONE)) {
  test(`"${query}" finds nothing, and says ${why}`, async () => {
    const found = await answer(query);
    assert.deepEqual([found.rows.length, found.why], [0, why]);
  });
}

test("what is named weighs, and is no wall: other notes follow", async () => {
  const found = await ids("Mali ballot");
  assert.equal(found[0], "2032/minusma");
  assert.ok(found.includes("2031/minusca"));
});

test("a word of a translation is not the same letters in a note's own language", async () => {
  assert.ok(!(await ids("ballot")).includes("2031/minusma"));
});

test("quotes, exceptions and boxes are walls", async () => {
  assert.deepEqual(await ids('"blue lantern accord" Congo'), ["2032/minusma"]);
  assert.ok(!(await ids("lantern -Mali")).includes("2032/minusma"));
  assert.deepEqual(await ids("lanterns", { filters: { mission: ["monusco"], year: ["2030"] } }), ["2030/monusco"]);
});

test("a correction is made unasked to names alone", async () => {
  const mended = await answer("MINUSAM 2032");
  assert.ok(mended.parts.some((part) => part.mended && part.ids?.includes("MINUSMA")));
  assert.deepEqual((await answer("MINUSAM 2032", { exact: true })).parts.filter((part) => part.mended), []);
});

test("words of the language are never corrected", () => {
  for (const [typed, meant] of [["coup", "cour"], ["youth", "south"], ["france", "french"], ["cuts", "puts"], ["haram", "harm"], ["mail", "mali"]]) assert.ok(!isNear(typed, meant), typed);
  for (const [typed, meant] of [["minusam", "minusma"], ["libia", "libya"], ["afganistan", "afghanistan"]]) assert.ok(isNear(typed, meant), typed);
});

test("a word that no note holds leads to the one theme at which it hints", async () => {
  const found = await answer("military coup");
  assert.equal(found.why, "absent");
  const hinted = Object.fromEntries(found.hints.map(({ part, themes }) => [part.word, themes]));
  assert.deepEqual(hinted, { military: [], coup: ["political-process"] });
});

test("a name that only hints at a theme is offered, never read so", async () => {
  const found = await answer("Wagner");
  assert.equal(found.why, "absent");
  assert.deepEqual(found.hints[0].themes, ["partnerships"]);
});

test("a file that does not come is named, the rest of the query goes on, and the next query asks again", async () => {
  for (const why of ["missing", "cut", "other"]) {
    let broken = true;
    const failing = await openStore(async (name) => {
      if (broken && name.startsWith("w") && (await fetchFile(name)).text.includes("\nlantern\t")) throw new LostFile(name, why);
      return fetchFile(name);
    }, async () => {});
    const ask = answerer(failing);
    const found = await ask("lantern ballot");
    assert.equal(found.lost[0].why, why);
    assert.deepEqual([found.rows.length, found.hints], [(await ids("ballot")).length, []]);
    assert.deepEqual([(await ask("lantern")).why, (await ask('"paper lantern"')).rows.length], ["lost", 0]);
    broken = false;
    assert.deepEqual((await ask("lantern")).lost, []);
    assert.ok((await ask("lantern")).rows.length);
  }
});

test("nothing negative is said while somebody types", async () => {
  assert.deepEqual((await answer("Atlan", { typing: true })).hints, []);
});

test("the newest stands first among equals", async () => {
  assert.deepEqual((await ids("Mali")).slice(0, 2), ["2032/minusma", "2031/minusma"]);
});

test("the notes of one mission stand before those on several", async () => {
  assert.deepEqual(await ids("Mali"), ["2032/minusma", "2031/minusma", "2032/taking-stock"]);
});

const ODD = [
  "x".repeat(5000), "mali ".repeat(1000), '<img src=x onerror="x">', "\x00\x07\u202e\u200b mali \x1b[31m", "🦄🔥 👩‍👩‍👧 lantern", 'AND OR NOT + - * ? ~ ^ : ( ) [ ] { } / \\ "',
  '"unbalanced lantern', '""""" « » “ ”', "../../etc/passwd %00", "constructor __proto__ toString hasOwnProperty", ".*+?^${}()|[]\\", "ﬁ ﷺ ĳ 𝕄𝔸𝕃𝕀",
];

for (const query of ODD) {
  test(`odd: ${query.slice(0, 30)}`, async () => {
    assert.ok(Array.isArray((await answer(query)).rows));
  });
}

test("a plain slip of a long word is read as it and said; what may be another word is offered", async () => {
  const { parts } = await answer("lanntern");
  assert.deepEqual([parts[0].word, parts[0].mended], ["lantern", true]);
  for (const [typed, near] of [["calendor", "calendar"], ["balot", "ballot"]]) {
    const { rows, hints } = await answer(typed);
    assert.deepEqual([rows.length, hints[0].words[0]], [0, near], typed);
  }
});
