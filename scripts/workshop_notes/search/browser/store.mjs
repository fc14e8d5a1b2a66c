/** The index as files: fetched once each, checked against the first file, decoded; a lost one is asked again. */

const MOST_AHEAD = 2;

/** A file of the index that did not come, or is not what the first file says: `name`, `why`. */
export class LostFile extends Error {
  constructor(name, why) {
    super(`${name}: ${why}`);
    Object.assign(this, { name, why });
  }
}

/**
 * Open the index. `fetchFile(name, stamp)` gives `{ stamp, text }`, or rejects. Gives the first file
 * as `entry`, and functions that load lists, places and cards.
 */
export async function openStore(fetchFile, pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds))) {
  const kept = new Map();
  const failed = new Set();
  const once = (name, stamp, read) => {
    if (!kept.has(name)) {
      const coming = asked(fetchFile, pause, name, stamp).then(read);
      kept.set(name, coming);
      coming.catch(() => failed.add(name));
    }
    return kept.get(name);
  };
  const entry = await once("entry", "", (text) => JSON.parse(text));
  const ranges = entry.ranges ? entry.ranges.split("\t") : [];
  const read = reader(entry);
  const lines = (kind, shard, piece = "") =>
    once(`${kind}${shard}${piece}`, entry.stamps.slice(shard * 4, shard * 4 + 4), byWord);
  const shardOf = (word) => {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ranges[middle] <= word) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  };
  const wordsOf = (words, start) => [...words].filter(([word]) => !"!~".includes(word[0]) && word.startsWith(start)).map(([word, { forms }]) => ({ word, forms }));
  return {
    entry,
    /** Give the words of the shard in which a word would stand, or so many `before` it, with their forms. */
    async close(word, before = 0) {
      const shard = shardOf(word) - before;
      return ranges.length && shard >= 0 ? wordsOf(await lines("w", shard), "") : [];
    },
    /** Give the words that begin as `start` does, each with its forms; MOST_AHEAD shards at most. */
    async beginning(start) {
      const found = [];
      for (let shard = shardOf(start); shard < ranges.length && found.length < MOST_AHEAD; shard += 1) {
        if (found.length && !ranges[shard].startsWith(start)) break;
        found.push(lines("w", shard));
      }
      return (await Promise.all(found)).flatMap((words) => wordsOf(words, start));
    },
    /** Give a word's notes as `Map(note → level)`, empty for a word that no note holds. */
    async list(word) {
      const found = ranges.length ? (await lines("w", shardOf(word))).get(word) : null;
      return new Map(read(found?.lists).flatMap(({ first, digit, numbers }) => fromGaps(numbers, first - 1).map((note) => [note, digit])));
    },
    /** Give where a word stands in each note: `Map(note → places)`. */
    async places(word) {
      if (!ranges.length) return new Map();
      const shard = shardOf(word);
      const begins = (await lines("w", shard)).get("~").forms;
      const found = begins.length ? (await lines("p", shard, `_${begins.findLastIndex((first) => first <= word)}`)).get(word) : null;
      return new Map(read(found?.lists).map(({ first, numbers: [note, ...gaps] }) => [first + note, fromGaps(gaps, 0)]));
    },
    /** Ask again for what did not come, when it is next wanted. */
    again() {
      for (const name of failed) kept.delete(name);
      failed.clear();
    },
    /** Count the files asked for so far. */
    asked: () => kept.size,
    /** Give the names for words that nothing else holds. */
    far: () => once("far", entry.far, (text) => JSON.parse(text)),
    pieceOf: (note) => Math.floor(note / entry.piece),
    /** Give the card of a note. */
    async card(note) {
      const piece = Math.floor(note / entry.piece);
      const cards = await once(`c${piece}`, entry.cards.slice(piece * 4, piece * 4 + 4), (text) => text.split("\n"));
      const [id, title, missions, date, themes, event, language, summary] = (cards[note % entry.piece] || "").split("\t");
      const list = (text) => (text || "").split(" ").filter(Boolean);
      return { note, id, title, missions: list(missions), date: date || "", themes: list(themes), event, language, summary };
    },
  };
}

/** Load files of the index as classic scripts: that works from a web server and from disk. */
export function scriptLoader(base, document) {
  const waiting = new Map();
  globalThis.notesSearch = Object.assign((name, stamp, text) => waiting.get(name)?.({ stamp, text }), globalThis.notesSearch);
  return (name, stamp, fresh) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      waiting.set(name, done);
      script.onload = () => failed(new LostFile(name, "cut"));
      script.onerror = () => failed(new LostFile(name, "missing"));
      script.src = `${base}${name}.js${stamp || fresh ? `?${stamp}${fresh ? Date.now() : ""}` : ""}`;
      document.head.append(script);
    }).finally(() => waiting.delete(name));
}

async function asked(fetchFile, pause, name, stamp) {
  let lost;
  for (const wait of [0, 400, 1600]) {
    if (wait) await pause(wait);
    try {
      const { stamp: found, text } = await fetchFile(name, stamp, wait > 0);
      if (found === stamp) return text.slice(1);
      lost = new LostFile(name, "other");
    } catch (error) {
      lost = error instanceof LostFile ? error : new LostFile(name, "missing");
    }
  }
  throw lost;
}

function byWord(text) {
  const found = new Map();
  for (const line of text.split("\n")) {
    const tab = line.indexOf("\t");
    if (tab < 1) continue;
    const [lists, forms] = line.slice(tab + 1).split("\t");
    found.set(line.slice(0, tab), { lists, forms: forms ? forms.split(" ") : [] });
  }
  return found;
}

/** Give the function that takes a list apart: for each run of numbers, its block's first note and the digit before it. */
function reader({ digits, stops, block }) {
  const value = new Map([...digits].map((digit, at) => [digit, at]));
  const set = (from, to) => `[${digits.slice(from, to).replace(/[\\\]^-]/g, "\\$&")}]`;
  const shape = new RegExp(`${set(stops)}*${set(0, stops)}|\\d`, "g");
  const going = digits.length - stops;
  const number = (token) => [...token].map((digit) => value.get(digit)).reduce((sum, digit) => (digit < stops ? sum * stops + digit : sum * going + digit - stops + 1), 0);
  return (text) => (text ? text.split(" ") : []).flatMap((part) => {
    const [first, ...tokens] = part.match(shape) || [];
    if ([first, ...tokens].join("") !== part) throw new LostFile("list", "cut");
    const runs = [{ first: number(first) * block, digit: 0, numbers: [] }];
    for (const token of tokens) {
      if (value.has(token[0])) runs.at(-1).numbers.push(number(token));
      else runs.push({ ...runs[0], digit: Number(token), numbers: [] });
    }
    return runs.filter(({ numbers }) => numbers.length);
  });
}

/** Give what stands at gaps: each is counted from the one before. */
function fromGaps(gaps, last) {
  return gaps.map((gap) => (last += gap + 1));
}
