/** Answering: reads a query, loads the lists it needs, says of each word what became of it, ranks. */

import { nameTable, readQuery, wordTable } from "./reading.mjs";
import { closeNotes, evidence, phraseNotes, rank, rarity, shared } from "./ranking.mjs";
import { OTHER } from "./store.mjs";

const LONGEST_QUERY = 400;
/** Letters that a long word may have slipped in. */
const MOST_SLIPS = 2;
/** Letters from which on a plain slip is mended unasked: shorter ones are too often another word. */
const LONG = 7;
/** Rows shown at once, as long as a first answer with them takes so few files. */
const ROWS = 10;
const PIECES = 4;
const FILES = 8;
/** Kinds of names that say less the more notes have them, and those of which the words are evidence, too. */
const COMMON_NAMES = "gose";
const SPOKEN_NAMES = "tpgose";
/** Kinds of keys in the index that have another letter than the part; of a country without a mission there are none. */
const KEYS = { p: "m", d: "n" };
/** What stands in the place of files that do not come. */
const NOTHING = { words: [], list: new Map(), places: new Map(), far: [] };

/** Give the rows to show next, from a place on: their cards in few files, together with the `asked` for the answer. */
export function nextRows(rows, store, first = 0, asked = 0) {
  const most = Math.max(1, Math.min(PIECES, FILES - asked));
  const pieces = new Set();
  const end = rows.slice(first, first + ROWS).findIndex(({ note }) => pieces.add(store.pieceOf(note)).size > most);
  return rows.slice(first, end < 0 ? first + ROWS : first + end);
}

/** Give the key under which a term stands in the index. */
export function keyOf(kind, id) {
  return `!${KEYS[kind] || kind}:${id}`.toLowerCase();
}

/** Give the function that answers queries from an open store; what is `lost` of the index is left out of an answer. */
export function answerer(opened) {
  const lost = [];
  const store = { ...opened };
  for (const [name, nothing] of Object.entries(NOTHING)) {
    store[name] = (...wanted) => opened[name](...wanted).catch((error) => {
      if (!error.why) throw error;
      lost.push(error);
      return nothing;
    });
  }
  const { entry } = store;
  const { weights } = entry;
  const table = wordTable(entry.words);
  const heldKeys = new Set(entry.held);
  const held = (kind, id) => heldKeys.has(keyOf(kind, id));
  const begun = (kind, start) => entry.held.filter((key) => key.startsWith(keyOf(kind, start))).map((key) => key.slice(3));
  const near = nameTable(entry.names, table);
  let all = null;
  const farNames = async () => {
    const far = (await store.far()).filter(([kind]) => !"nh".includes(kind));
    all ??= far.length ? nameTable([...entry.names, ...far], table) : null;
    return all || near;
  };
  const dates = entry.dates ? entry.dates.split(",").map((one) => one.split(" ")) : [];
  const resolved = new Map();

  /**
   * Answer a query. `typing` says nothing negative; `exact` corrects nothing; names in `plain` are read
   * as words; `filters` are walls: `{ mission: [ids], year: [years], … }`; `sort` may be "date".
   */
  const answer = async (text, { typing = false, exact = false, plain = [], filters = {}, sort = "" } = {}) => {
    store.again();
    const before = resolved.size ? store.asked() : 0;
    const query = text.slice(0, LONGEST_QUERY);
    const reading = await understand(query, { open: !exact, held, begun, plain: new Set(plain) }, exact);
    const parts = (await Promise.all(reading.parts.map(weighed))).filter((part) => part.weight > 0 || part.without);
    const useful = parts.filter((part) => !part.generic);
    const asked = useful.length || reading.order ? useful : parts.filter((part) => part.count);
    const walls = await Promise.all(Object.entries(filters).filter(([, values]) => values.length).map(wall));
    const order = sort === "date" ? "newest" : reading.order;
    const hinted = typing ? [] : await hints(asked);
    const gone = lost.splice(0);
    if (gone.length) resolved.clear();
    const kept = asked.filter((part) => part.without || part.count);
    const absent = whyNothing(asked, query, reading.order || walls.length > 0, weights.enough);
    const why = gone.length ? (kept.some((part) => !part.without) ? "" : "lost") : absent;
    const rows = why ? [] : rank([...kept, ...(await nearness(kept))], { notes: entry.notes, walls, order }, weights);
    const unread = entry.placed ? [] : asked.filter((part) => part.kind === "phrase" && !part.without).map((part) => part.raw);
    return { query, parts: asked, rows, unread, order, why: rows.length ? "" : why || "nothing", hints: gone.length ? [] : hinted, lost: gone, files: store.asked() - before };
  };
  return Object.assign(answer, { table });

  /** Read a query with ever more knowledge until no word is left that nothing holds. */
  async function understand(query, options, exact) {
    let reading = readQuery(query, table, near, options);
    let lacking = await lackingOf(reading, true);
    if (!lacking.length || exact) return reading;
    const known = new Set(reading.parts.filter((part) => part.kind === "word" && !lacking.includes(part)).map((part) => part.word));
    // What was only begun may be a name: first one that is at hand, then any.
    let names = near;
    for (const further of [() => near, farNames]) {
      names = await further();
      reading = readQuery(query, table, names, { ...options, known, loose: true });
      lacking = await lackingOf(reading, false);
      if (!lacking.length) return reading;
    }
    const translated = await Promise.all(lacking.map(({ word }) => resolve({ word: OTHER + word })));
    lacking = lacking.filter((_, at) => !translated[at].length);
    const mended = mendedNames(reading, lacking, names, table);
    for (const { word } of lacking.filter((part) => !mended.has(part.word))) {
      const meant = await plainSlip(word);
      if (meant) mended.set(word, meant);
    }
    return mended.size ? readQuery(query, table, names, { ...options, known, mended, loose: true }) : reading;
  }

  /** Give a reading's words that no note holds; `beginnings` asks for those, too, that only begin one. */
  async function lackingOf({ parts }, beginnings) {
    const words = parts.filter((part) => part.kind === "word" && !part.generic);
    const found = await Promise.all(words.map(resolve));
    return words.filter((_, at) => found[at].every((one) => beginnings && one.begun));
  }

  /** Give the word that notes hold of which a long one is a plain slip: a letter doubled or not, two that changed places, or one that sounds alike. Any other is offered. */
  async function plainSlip(word) {
    if (word.length < LONG) return "";
    const plain = (one) => alike(one, table).replace(/(.)\1+/g, "$1");
    const swapped = (one) => one.length === word.length && sorted(one) === sorted(word) && distance(one, word, 1) === 1;
    const meant = (await nearWords(word)).filter(({ form }) => plain(form) === plain(word) || swapped(form));
    return new Set(meant.map((one) => one.word)).size === 1 ? meant[0].form : "";
  }

  /** Give the forms near to a word that no note holds, each with its word. */
  async function nearWords(typed) {
    // Of many words that begin with the same two letters the nearest ones begin with four.
    const around = await Promise.all([4, 2].map((letters) => beginning(typed.slice(0, letters))));
    return around.flat().flatMap(({ word, forms }) => [word, ...forms].filter((form) => isNear(typed, form)).map((form) => ({ word, form })));
  }

  /** Give the words that begin so, each with its forms. */
  async function beginning(start) {
    return (await store.words(start, `${start}\uffff`)).filter(({ word }) => word.startsWith(start));
  }

  /** Find the words of the index that a typed word is: itself, its forms, what it may begin. */
  async function resolve({ word, joined = "", open = false, certain = false }) {
    const key = `${word} ${joined} ${open} ${certain}`;
    if (!resolved.has(key)) resolved.set(key, await looked(word, joined, open, certain));
    return resolved.get(key);
  }

  async function looked(word, joined, open, certain) {
    const [ending, other] = table.words.spellings.find(([typed]) => word.endsWith(typed)) || ["", ""];
    const spelled = ending ? [word, word.slice(0, -ending.length) + other] : [word];
    const is = (one) => spelled.some((word) => one.word === word || one.forms.includes(word));
    const start = word.slice(0, Math.max(Math.min(3, word.length), word.length - 4));
    // A word stands beside its forms, or a little before them: its stem is their beginning.
    const here = (await Promise.all(spelled.map((one) => store.words(one, start)))).flat();
    if (!here.some(is)) here.push(...(await beginning(word)));
    const every = [...new Map(here.map((one) => [one.word, one])).values()].sort((one, other) => (one.word < other.word ? -1 : 1));
    const itself = every.filter(is);
    if (certain && itself.length) return itself.slice(0, 1);
    const kin = every.filter((one) => !itself.includes(one) && [one.word, ...one.forms].some((form) => table.kin(form, word)));
    if (itself.length || kin.length) return [...itself, ...kin.map((one) => ({ ...one, kin: true }))];
    // "draw-down", and "counterterrorism" where notes say terrorism.
    const prefix = table.words.prefixes.find((one) => word.startsWith(one) && word.length - one.length >= table.words.least) || "";
    for (const also of [joined, prefix && word.slice(prefix.length)].filter(Boolean)) {
      const whole = await looked(also, "", false, certain);
      if (whole.length) return also === joined ? whole : whole.map((one) => ({ ...one, kin: true }));
    }
    if (word.length < (open ? 3 : 4) || certain) return [];
    const begins = (form) => form.startsWith(word) && (open || form.length < 2 * word.length);
    return every.filter((one) => [one.word, ...one.forms].some(begins)).slice(0, weights.beginnings).map((one) => ({ ...one, begun: true }));
  }

  /** Give the notes of a typed word: the strongest of what it may be; where no note says it, those whose translations do. */
  async function wordNotes(part) {
    const words = await resolve(part);
    const found = new Map();
    for (const { word, kin } of words.length || part.word[0] === OTHER ? words : await resolve({ ...part, word: OTHER + part.word })) {
      for (const [note, level] of await store.list(word)) found.set(note, Math.max(kin ? level * weights.kin : level, found.get(note) || 0));
    }
    return found;
  }

  /** Load a part's lists; gives it with `found`, `count` and `weight`. */
  async function weighed(part) {
    const { kind, without } = part;
    const keys = kind === "x" ? [] : kind === "time" ? [part.day && `!d:${part.day}`] : (part.ids || []).map((id) => keyOf(kind, id));
    const lists = (await Promise.all(keys.filter(Boolean).map((key) => store.list(key)))).filter((list) => list.size);
    const spans = kind === "time" && !part.day ? spansOf(part) : [];
    const year = part.from?.slice(0, 4);
    const around = part.bounded || part.day || !year || year !== part.to.slice(0, 4) ? [] : spansOf({ from: `${year}-01`, to: `${year}-13` });
    const read = kind === "word" ? (await resolve(part)).filter((one) => one.begun || one.kin) : [];
    let words = [];
    if (kind === "word") words = [await wordNotes(part)];
    else if (kind === "time" && part.mentioned && !without) words = [await store.list(part.mentioned)];
    else if (SPOKEN_NAMES.includes(kind) && !part.mended && !(without && kind !== "t")) words = await Promise.all(part.wanted.map((one) => wordNotes({ ...one, certain: true })));
    const found = kind === "phrase" ? await phrase(part.wanted) : evidence(part, { lists, words, spans, around, strongest: entry.strongest }, weights);
    const spread = kind === "word" || COMMON_NAMES.includes(kind) ? rarity(found.size, entry.notes) : 1;
    const exactly = spans.length > 0 || lists.length > 0 || words.some((list) => list.size);
    return { ...part, found, count: found.size, exactly, read, weight: weights.kinds[kind] * spread };
  }

  /** Give the notes that hold a phrase, or whose translations do. */
  async function phrase(wanted) {
    const stems = await Promise.all(wanted.map(async (one) => (await resolve({ ...one, certain: true }))[0]?.word));
    let found = new Map();
    if (stems.every(Boolean)) {
      // Without places the notes that hold all words are candidates; the page reads them.
      if (!entry.placed) found = new Map([...shared(await Promise.all(stems.map((stem) => store.list(stem))))].map(([note, level]) => [note, level / entry.strongest]));
      else found = phraseNotes(wanted, await Promise.all(stems.map((stem) => store.places(stem))));
    }
    return found.size || wanted[0].word[0] === OTHER ? found : phrase(wanted.map((one) => ({ ...one, word: OTHER + one.word })));
  }

  /** Give, for words typed side by side, the notes in which they stand close: evidence beside the words themselves. */
  async function nearness(parts) {
    if (!entry.placed) return [];
    let left = weights.places_near;
    const rarest = parts.filter((part) => part.kind === "word" && !part.without).sort((one, other) => one.count - other.count);
    const words = rarest.slice(0, weights.words_near).filter((part) => (left -= part.count) >= 0);
    if (words.length < 2) return [];
    const stems = await Promise.all(words.map(async (part) => (await resolve({ ...part, certain: true }))[0]?.word));
    const places = await Promise.all(stems.map((stem) => (stem ? store.places(stem) : new Map())));
    const pairs = words.flatMap((_, at) => words.slice(0, at).map((_, before) => [before, at]));
    return pairs.map(([before, at]) => {
      const found = closeNotes(places[before], places[at], weights.far);
      return { kind: "near", found, weight: weights.kinds.near * rarity(found.size, entry.notes) };
    });
  }

  /** Give the spans of note numbers of a time; a note of which the year alone is known is of any of its months. */
  function spansOf({ from, to }) {
    const isIn = (month) => `${month}-12` >= from && `${month}-01` < to;
    return dates.flatMap(([month, first], at) => (isIn(month) ? [[Number(first), Number(dates[at + 1]?.[1] ?? entry.notes)]] : []));
  }

  async function wall([facet, values]) {
    const lists = await Promise.all(values.map((value) => store.list(keyOf(facet[0], value))));
    return new Set(lists.flatMap((list) => [...list.keys()]));
  }

  /** Give what is near to words that no note holds. */
  async function hints(parts) {
    const lacking = parts.filter((part) => !part.count && !part.without && part.kind === "word");
    if (!lacking.length) return [];
    const far = (await store.far()).filter(([kind]) => "nh".includes(kind));
    return Promise.all(lacking.map(async (part) => {
      const like = (await nearWords(part.word)).map(({ form }) => form);
      const themes = far.filter((row) => row[4].split("|").includes(part.word));
      return { part, words: [...new Set(like)].slice(0, 3), themes: themes.map(([, [id]]) => id) };
    }));
  }
}

/** Say why there is no answer, for the page to put into words; "" where there is one. */
function whyNothing(parts, text, ordered, enough) {
  const wanted = parts.filter((part) => !part.without);
  if (!wanted.length) return ordered || parts.length ? "" : text.trim() ? "common" : "empty";
  const there = wanted.filter((part) => part.count);
  const lacking = wanted.filter((part) => !part.count);
  const named = there.some((part) => "mpr".includes(part.kind));
  if (!there.length || lacking.some((part) => part.kind === "phrase")) return "absent";
  if (!named && lacking.some((part) => "mpxrgd".includes(part.kind))) return "absent";
  const missions = wanted.filter((part) => "mp".includes(part.kind));
  const times = wanted.filter((part) => part.kind === "time");
  if (missions.length + times.length === wanted.length && times.length) {
    const on = missions.length ? new Set(missions.flatMap((part) => [...part.found.keys()])) : null;
    // A mission and a year ask for a note of that year, a year alone also for what is said of it.
    const fits = times.every((part) => [...part.found].some(([note, strength]) => (!on && part.exactly && !part.bounded) || (strength >= 1 && (!on || on.has(note)))));
    if (!fits) return on ? "cell" : "absent";
  }
  const weight = (list) => list.reduce((sum, part) => sum + part.weight, 0);
  return lacking.length && there.every((part) => part.kind === "word") && weight(there) < enough * weight(wanted) ? "absent" : "";
}

/** Give corrections to names alone, of words that no note holds or that are themselves in a name: typed word → word of the longest and nearest name that all was typed of. */
function mendedNames({ tokens, parts }, lacking, names, table) {
  const words = new Set(parts.filter(({ kind }) => kind === "word").map(({ word }) => word));
  const absent = new Set([...lacking.map(({ word }) => word), ...tokens.map(({ word }) => word).filter((word) => !words.has(word))]);
  const fits = (typed, one) => table.kin(typed, one) || (absent.has(typed) && isNear(typed, one));
  const isTyped = (one, typed) => typed.some((word) => fits(word, one));
  const every = tokens.map(({ word }) => word);
  const rows = names.all.filter((row) => !"xes".includes(row.kind) && row.words.every((one) => isTyped(one, every)) && row.words.some((one) => isTyped(one, [...words])));
  rows.sort((one, other) => other.words.length - one.words.length);
  const far = (typed, word) => distance(alike(typed, table), alike(word, table), MOST_SLIPS) + distance(typed, word, MOST_SLIPS) / 10;
  const meant = (typed) => {
    const near = rows.filter(({ words }) => words.some((word) => isNear(typed, word)));
    const words = near.filter((row) => row.words.length === near[0].words.length).flatMap((row) => row.words.filter((word) => isNear(typed, word)));
    return words.sort((one, other) => far(typed, one) - far(typed, other))[0];
  };
  return new Map([...absent].map((word) => [word, meant(word)]).filter(([, word]) => word));
}

/** Give a word with one letter for all that are taken for each other. */
function alike(word, table) {
  return [...word].map((letter) => table.words.alike.find((group) => group.includes(letter))?.[0] ?? letter).join("");
}

function sorted(word) {
  return [...word].sort().join("");
}

/** Say whether a word may be a slip of another: one letter, or the same letters, from five letters on. */
export function isNear(typed, meant) {
  const shorter = Math.min(typed.length, meant.length);
  if (typed === meant || shorter < 5 || typed[0] !== meant[0]) return false;
  return sorted(typed) === sorted(meant) || distance(typed, meant, shorter > 8 ? MOST_SLIPS : 1) < Infinity;
}

/** Count the letters to add, leave out, change, or swap with the next; Infinity for more than `most`. */
function distance(one, other, most) {
  if (most < 0) return Infinity;
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  const [left, right] = [one.slice(same), other.slice(same)];
  if (!left && !right) return 0;
  const swapped = left[0] === right[1] && left[1] === right[0] ? 2 : Infinity;
  return 1 + Math.min(...[[1, 0], [0, 1], [1, 1], [swapped, swapped]].map(([skip, step]) =>
    skip > Math.max(1, left.length) || step > Math.max(1, right.length) ? Infinity : distance(left.slice(skip), right.slice(step), most - 1)));
}
