/** The index as files: fetched once each, checked against the first file, decoded; a lost one is asked again. */

const MOST_AHEAD = 2;
const WAITS = [0, 400, 1600];
/** A word of a translation stands behind this mark: it is another word than the same letters in a note's own language. */
export const OTHER = "~";

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
      kept.set(name, asked(fetchFile, pause, name, stamp).then(read));
      kept.get(name).catch(() => failed.add(name));
    }
    return kept.get(name);
  };
  const entry = await once("entry", "", JSON.parse);
  const ranges = entry.ranges ? entry.ranges.split("\t") : [];
  const runs = reader(entry);
  const stampOf = (stamps, place) => stamps.slice(place * 4, place * 4 + 4);
  const shardOf = (word) => Math.max(0, ranges.findLastIndex((first) => first <= word));
  const lines = (shard, kind = `w${shard}`) => (ranges[shard] === undefined ? new Map() : once(kind, stampOf(entry.stamps, shard), byWord));
  return {
    entry,
    /** Give the words of the shards on the way from one word to another, up or down, each with its forms; of MOST_AHEAD shards at most. */
    async words(from, to) {
      const [first, last] = [from, to].map(shardOf);
      const shards = Array.from({ length: Math.min(MOST_AHEAD, Math.abs(last - first) + 1) }, (_, at) => lines(first + Math.sign(last - first) * at));
      return (await Promise.all(shards)).flatMap((words) => [...words.values()]).filter(({ word }) => word[0] !== "!" && word !== OTHER && (word[0] === OTHER) === (from[0] === OTHER));
    },
    /** Give a word's notes as `Map(note → level)`, empty for a word that no note holds. */
    async list(word) {
      const found = (await lines(shardOf(word))).get(word);
      return new Map(runs(found?.lists).flatMap(({ first, level, numbers }) => fromGaps(numbers, first - 1).map((note) => [note, level])));
    },
    /** Give where a word stands in each note: `Map(note → places)`. */
    async places(word) {
      const shard = shardOf(word);
      const begins = (await lines(shard)).get(OTHER)?.forms || [];
      const piece = begins.findLastIndex((first) => first <= word);
      const found = piece < 0 ? null : (await lines(shard, `p${shard}_${piece}`)).get(word);
      return new Map(runs(found?.lists).map(({ first, numbers: [note, ...gaps] }) => [first + note, fromGaps(gaps, 0)]));
    },
    /** Ask again for what did not come, when it is next wanted. */
    again() {
      for (const name of failed) kept.delete(name);
      failed.clear();
    },
    /** Count the files asked for so far. */
    asked: () => kept.size,
    /** Give the names for words that nothing else holds. */
    far: () => once("far", entry.far, JSON.parse),
    pieceOf: (note) => Math.floor(note / entry.piece),
    /** Give the card of a note. */
    async card(note) {
      const piece = Math.floor(note / entry.piece);
      const cards = await once(`c${piece}`, stampOf(entry.cards, piece), (text) => text.split("\n"));
      const [id, title, missions = "", date = "", themes = "", event, language, summary] = cards[note % entry.piece]?.split("\t") || [];
      const list = (text) => text.split(" ").filter(Boolean);
      return { note, id, title, missions: list(missions), date, themes: list(themes), event, language, summary };
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
  for (const wait of WAITS) {
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

/** Read a shard: each line is a word, its lists, its other forms. */
function byWord(text) {
  const rows = text.split("\n").map((line) => line.split("\t")).filter(([word, lists]) => word && lists !== undefined);
  return new Map(rows.map(([word, lists, forms]) => [word, { word, lists, forms: forms ? forms.split(" ") : [] }]));
}

/** Give the function that takes a list apart: for each run of numbers, its block's first note and the level before it. */
function reader({ digits, stops, block }) {
  const values = new Map([...digits].map((digit, at) => [digit, at]));
  const going = digits.length - stops;
  return (text) => (text ? text.split(" ") : []).flatMap((part) => {
    const runs = [{ numbers: [] }];
    let number = 0;
    for (const letter of part) {
      const value = values.get(letter);
      if (value === undefined) runs.push({ level: Number(letter), numbers: [] });
      else if (value >= stops) number = number * going + value - stops + 1;
      else {
        runs.at(-1).numbers.push(number * stops + value);
        number = 0;
      }
    }
    // The block's own number stands first; places follow it without a level.
    const first = runs[0].numbers.shift() * block;
    if (number || !(first >= 0) || runs.some(({ level }) => Number.isNaN(level))) throw new LostFile("list", "cut");
    return runs.filter(({ numbers }) => numbers.length).map((run) => ({ ...run, first }));
  });
}

/** Give what stands at gaps: each is counted from the one before. */
function fromGaps(gaps, last) {
  return gaps.map((gap) => (last += gap + 1));
}
