import assert from "node:assert/strict";
import { test } from "node:test";
import { LostFile, openStore } from "../../scripts/workshop_notes/search/browser/store.mjs";
import { fetchFile } from "./index.mjs";

const now = async () => {};

test("a lost request is asked again, and never breaks the next query", async () => {
  let broken = 2;
  const flaky = async (name) => {
    if (name.startsWith("w") && broken-- > 0) throw new LostFile(name, "missing");
    return fetchFile(name);
  };
  const store = await openStore(flaky, now);
  assert.ok((await store.list("lantern")).size);
});

test("what stays lost is said by name, and asked for at the next query", async () => {
  let broken = true;
  const down = async (name) => {
    if (broken && name.startsWith("w")) throw new LostFile(name, "missing");
    return fetchFile(name);
  };
  const store = await openStore(down, now);
  await assert.rejects(store.list("lantern"), { why: "missing" });
  broken = false;
  store.again();
  assert.ok((await store.list("lantern")).size);
});

test("a file of another build is refused", async () => {
  const mixed = async (name) => ({ ...(await fetchFile(name)), ...(name.startsWith("c") ? { stamp: "0000" } : {}) });
  const store = await openStore(mixed, now);
  await assert.rejects(store.card(0), { why: "other" });
});

test("a list that was cut short is refused", async () => {
  const cut = async (name) => {
    const file = await fetchFile(name);
    return name.startsWith("w") ? { ...file, text: file.text.replace(/\t(\S+)/g, (_, lists) => `\t${lists.slice(0, -1)}|`) } : file;
  };
  const store = await openStore(cut, now);
  await assert.rejects(store.list("lantern"), LostFile);
});

test("a word that no note holds has an empty list", async () => {
  const store = await openStore(fetchFile, now);
  assert.equal((await store.list("zzzz")).size, 0);
  assert.equal((await store.list("constructor")).size, 0);
});
