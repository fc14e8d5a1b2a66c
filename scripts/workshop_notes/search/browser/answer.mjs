/** Answering: reads a query, loads the lists it needs, says of each word what became of it, ranks. */

import { nameTable, readQuery, wordTable } from "./reading.mjs";
import { WEIGHTS, closeNotes, evidence, phraseNotes, rank, rarity, shared } from "./ranking.mjs";

const LONGEST_QUERY = 400;
/** Letters that a long word may have slipped in. */
const MOST_SLIPS = 2;
/** Letters from which on a plain slip is mended unasked: shorter ones are too often another word. */
const LONG = 7;
/** Rows shown at once, as long as a first answer with them takes so few files. */
const ROWS = 10;
const PIECES = 4;
const FILES = 8;
/** Notes that hold no more than this share of what a query says are no answer to it. */
const ENOUGH = 0.34;
/** Words that one beginning is read as, and how strong its forms are beside the word itself. */
const MOST_BEGINNINGS = 24;
const KIN = 0.8;
/** What a theme weighs at which a word only hints, beside words that notes hold. */
const HINTED = 1.5;
/** Names that say less the more notes have them. */
/** Words of a query up to which it is looked how close they stand. */
const MOST_NEAR = 4;
/** Notes up to which that is worth its bytes. */
const MOST_PLACES = 6000;
const COMMON_NAMES = "gose";
const TEXT_KINDS = "tpgose";

/** Give the rows to show next, from a place on: their cards in few files, together with the `asked` for the answer. */
export function nextRows(rows, store, first = 0, asked = 0) {
  const most = Math.max(1, Math.min(PIECES, FILES - asked));
  const pieces = new Set();
  const end = rows.slice(first, first + ROWS).findIndex(({ note }) => pieces.add(store.pieceOf(note)).size > most);
  return rows.slice(first, end < 0 ? first + ROWS : first + end);
}

/** Give the store with nothing in the place of files that do not come; they are told to `lost`. */
function forgiving(store, lost) {
  const gently = ([name, nothing]) => [name, (...wanted) => store[name](...wanted).catch((error) => {
    if (!error.why) throw error;
    lost.push(error);
    return nothing;
  })];
  return { ...store, ...Object.fromEntries(Object.entries({ close: [], beginning: [], list: new Map(), places: new Map(), far: [] }).map(gently)) };
}

/** Give the function that answers queries from an open store; what is `lost` of the index is left out of an answer. */
export function answerer(opened) {
  const lost = [];
  const store = forgiving(opened, lost);
  const { entry } = store;
  const table = wordTable(entry.words);
  const heldKeys = new Set(entry.held);
  const held = (kind, id, beginning) => {
    const key = `!${kind === "p" ? "m" : kind}:${id}`.toLowerCase();
    return beginning ? entry.held.filter((one) => one.startsWith(key)).map((one) => one.slice(3)) : heldKeys.has(key);
  };
  const near = namesOf(entry.names, table);
  near.own = near.all.filter((row) => row.kind === "t");
  let all = null;
  const farNames = async () => {
    if (all) return all;
    const far = await store.far();
    const full = nameTable(far.filter(([kind]) => kind === "f").map(([, ...row]) => ["m", ...row]), table).all;
    const names = namesOf([...entry.names, ...far.filter(([kind]) => !"nhf".includes(kind))], table);
    Object.assign(names, { own: [...near.own, ...full] });
    if (far.length) all = names;
    return names;
  };
  const dates = entry.dates ? entry.dates.split(",").map((one) => one.split(" ")) : [];
  const resolved = new Map();

  /**
   * Answer a query. `typing` says nothing negative; `exact` corrects nothing; names in `plain` are read
   * as words; `filters` are walls: `{ mission: [ids], year: [years], … }`; `sort` may be "date".
   */
  const answer = async (text, { typing = false, exact = false, plain = [], filters = {}, sort = "" } = {}) => {
    store.again();
    const before = store.asked() > 1 ? store.asked() : 0;
    const query = text.slice(0, LONGEST_QUERY);
    const reading = await understand(query, { open: !exact, held, plain: new Set(plain) }, exact);
    const parts = (await Promise.all(reading.parts.map(weighed))).filter((part) => part.weight > 0 || part.without);
    const useful = parts.filter((part) => !part.generic);
    const asked = useful.length || reading.order ? useful : parts.filter((part) => part.count);
    const walls = await Promise.all(Object.entries(filters).filter(([, values]) => values.length).map(wall));
    const order = sort === "date" ? "newest" : sort || reading.order;
    const hinted = typing ? [] : await hints(asked);
    const gone = lost.splice(0);
    if (gone.length) resolved.clear();
    const kept = asked.filter((part) => part.without || part.count);
    const absent = whyNothing(asked, query, reading.order || walls.length > 0);
    const why = gone.length ? (kept.some((part) => !part.without) ? "" : "lost") : absent;
    const near = why ? [] : await nearness(kept);
    const rows = why ? [] : rank([...kept, ...near], { notes: entry.notes, walls, order });
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
    const mended = mendedNames(reading, lacking, names, table);
    for (const { word } of lacking.filter((part) => !mended.has(part.word))) {
      const meant = await plainSlip(word);
      if (meant) mended.set(word, [meant]);
    }
    return mended.size ? readQuery(query, table, names, { ...options, known, mended, loose: true }) : reading;
  }

  /** Give a reading's words that no note holds; `begun` asks for those, too, that only begin one. */
  async function lackingOf({ parts }, begun) {
    const words = parts.filter((part) => part.kind === "word" && !part.generic);
    const found = await Promise.all(words.map(resolve));
    return words.filter((_, at) => found[at].every((one) => begun && one.begun));
  }

  /** Give the word that notes hold of which a long one is a plain slip: a letter doubled or not, two that changed places, or one that sounds alike. Any other is offered. */
  async function plainSlip(word) {
    if (word.length < LONG) return "";
    const plain = (one) => alike(one, table).replace(/(.)\1+/g, "$1");
    const swapped = (one) => one.length === word.length && [...one].sort().join("") === [...word].sort().join("") && distance(one, word, 1) === 1;
    const meant = (await nearWords(word)).filter(({ form }) => plain(form) === plain(word) || swapped(form));
    return new Set(meant.map((one) => one.word)).size === 1 ? meant[0].form : "";
  }

  /** Give the forms near to a word that no note holds, each with its word. */
  async function nearWords(typed) {
    // Of many words that begin with the same two letters the nearest ones begin with four.
    const around = await Promise.all([4, 2].map((letters) => store.beginning(typed.slice(0, letters))));
    return around.flat().flatMap(({ word, forms }) => [word, ...forms].filter((form) => isNear(typed, form)).map((form) => ({ word, form })));
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
    const here = new Map();
    for (const [shard, before] of [[spelled.at(-1), 0], [word, 0], [word, 1], [word, 2]]) {
      if ([...here.values()].some(is) || [...here.keys()].some((one) => before && one < start)) break;
      for (const one of await store.close(shard, before)) here.set(one.word, one);
    }
    if (![...here.values()].some(is)) for (const one of await store.beginning(word)) here.set(one.word, one);
    const all = [...here.values()].sort((one, other) => (one.word < other.word ? -1 : 1));
    const itself = all.filter(is);
    if (certain && itself.length) return itself.slice(0, 1);
    const kin = all.filter((one) => !itself.includes(one) && [one.word, ...one.forms].some((form) => table.kin(form, word)));
    if (itself.length || kin.length) return [...itself, ...kin.map((one) => ({ ...one, kin: true }))];
    // "draw-down", and "counterterrorism" where notes say terrorism.
    const prefix = table.words.prefixes.find((one) => word.startsWith(one) && word.length - one.length >= table.words.least) || "";
    for (const also of [joined, prefix && word.slice(prefix.length)].filter(Boolean)) {
      const whole = await looked(also, "", false, certain);
      if (whole.length) return also === joined ? whole : whole.map((one) => ({ ...one, kin: true }));
    }
    if (word.length < (open ? 3 : 4) || certain) return [];
    const begins = (form) => form.startsWith(word) && (open || form.length < 2 * word.length);
    return all.filter((one) => [one.word, ...one.forms].some(begins)).slice(0, MOST_BEGINNINGS).map((one) => ({ ...one, begun: true }));
  }

  /** Give the notes of a typed word: the strongest of what it may be. */
  async function wordNotes(part) {
    const found = new Map();
    for (const one of await resolve(part)) {
      const share = one.kin ? KIN : 1;
      for (const [note, level] of await store.list(one.word)) found.set(note, Math.max(level * share, found.get(note) || 0));
    }
    return found;
  }

  /** Load a part's lists; gives it with `found`, `count` and `weight`. */
  async function weighed(part) {
    const { kind } = part;
    const term = kind === "p" ? "m" : kind === "d" ? "n" : kind;
    let lists = await Promise.all((part.ids && kind !== "x" ? part.ids : []).map((id) => store.list(`!${term}:${id}`.toLowerCase())));
    lists = lists.filter((list) => list.size);
    let spans = [];
    let around = [];
    let words = [];
    let read = [];
    let found = null;
    if (kind === "time") {
      spans = part.day ? [] : spansOf(part);
      if (part.day) lists.push(await store.list(`!d:${part.day}`));
      if (!part.day && !part.bounded && part.from.slice(0, 4) === part.to.slice(0, 4)) around = spansOf({ from: `${part.from.slice(0, 4)}-01`, to: `${part.to.slice(0, 4)}-12` });
      if (!part.without && !part.bounded && part.mentioned) words = await mentions(part.mentioned, !spans.length && !part.day);
    } else if (kind === "phrase") {
      found = await phrase(part.wanted);
    } else if (kind === "word") {
      read = (await resolve(part)).filter((one) => one.begun || one.kin);
      words = [await wordNotes(part)];
    } else if (TEXT_KINDS.includes(kind) && part.wanted && !part.mended && !(part.without && kind !== "t")) {
      words = await Promise.all(part.wanted.map((one) => wordNotes({ ...one, certain: true })));
    }
    const theme = kind === "word" && !part.without && !words[0].size ? await themeOf(part.word) : null;
    if (theme) {
      const notes = evidence({ kind: "t" }, { lists: [await store.list(`!t:${theme.id}`.toLowerCase())], strongest: entry.strongest });
      return { ...part, found: notes, count: notes.size, theme, read: [], weight: HINTED };
    }
    found ??= evidence(part, { lists, words: words.filter(Boolean), spans, around, strongest: entry.strongest });
    const spread = kind === "word" || COMMON_NAMES.includes(kind) ? rarity(found.size, entry.notes) : 1;
    const exactly = spans.length > 0 || lists.some((list) => list.size) || words.some((list) => list.size);
    return { ...part, found, count: found.size, exactly, read, weight: WEIGHTS[kind === "x" ? "m" : kind] * spread };
  }

  /** Give the theme at which a word hints that no note holds; a name hints at none. */
  async function themeOf(word) {
    if (table.isGeneric(word)) return null;
    const row = (await store.far()).find(([kind, , , , names]) => kind === "h" && names.split("|").includes(word));
    return row ? { id: row[1][0], label: row[2], labelFr: row[3] } : null;
  }

  async function phrase(wanted) {
    const stems = await Promise.all(wanted.map(async (one) => (await resolve({ ...one, certain: true }))[0]?.word));
    if (stems.some((stem) => !stem)) return new Map();
    // Without places the notes that hold all words are candidates; the page reads them.
    if (!entry.placed) return new Map([...shared(await Promise.all(stems.map((stem) => store.list(stem))))].map(([note, level]) => [note, level / entry.strongest]));
    return phraseNotes(wanted, await Promise.all(stems.map((stem) => store.places(stem))));
  }

  /** Give, for words typed side by side, the notes in which they stand close: evidence beside the words themselves. */
  async function nearness(parts) {
    if (!entry.placed) return [];
    let left = MOST_PLACES;
    const rarest = parts.filter((part) => part.kind === "word" && !part.without && !part.theme).sort((one, other) => one.count - other.count);
    const words = rarest.slice(0, MOST_NEAR).filter((part) => (left -= part.count) >= 0);
    if (words.length < 2) return [];
    const stems = await Promise.all(words.map(async (part) => (await resolve({ ...part, certain: true }))[0]?.word));
    const places = await Promise.all(stems.map((stem) => (stem ? store.places(stem) : new Map())));
    const pairs = words.flatMap((_, at) => words.slice(0, at).map((_, before) => [before, at]));
    return pairs.map(([before, at]) => {
      const found = closeNotes(places[before], places[at]);
      return { kind: "near", found, weight: WEIGHTS.near * rarity(found.size, entry.notes) };
    });
  }

  /** Give the notes that mention a time: a year by its list, a month and year side by side. */
  async function mentions(mentioned, alone) {
    if (mentioned.length === 1) return [await store.list(mentioned[0])];
    if (!alone) return [];
    const [months, year] = mentioned;
    const found = await Promise.all(months.map((month) => phrase([{ word: month, at: 0 }, { word: year, at: 1 }])));
    return [new Map(found.flatMap((notes) => [...notes]))];
  }

  /** Give the spans of note numbers of a time. */
  function spansOf({ from, to }) {
    const spans = [];
    dates.forEach(([month, first], at) => {
      const [start, end] = month.length === 4 ? [from.slice(0, 4), to.slice(0, 4)] : [from, to];
      if (month >= start && month <= end) spans.push([Number(first), Number(dates[at + 1]?.[1] ?? entry.notes)]);
    });
    return spans;
  }

  async function wall([facet, values]) {
    const found = new Set();
    for (const value of values) {
      for (const note of (await store.list(`!${facet[0]}:${value}`.toLowerCase())).keys()) found.add(note);
    }
    return found;
  }

  /** Give what is near to words that no note holds. */
  async function hints(parts) {
    const lacking = parts.filter((part) => (!part.count || part.theme) && !part.without && part.kind === "word");
    if (!lacking.length) return [];
    const far = (await store.far()).filter(([kind]) => "nh".includes(kind));
    return Promise.all(lacking.map(async (part) => {
      const like = (await nearWords(part.word)).map(({ form }) => form);
      const themes = far.filter((row) => row[4].split("|").includes(part.word));
      return { part, words: [...new Set(like)].slice(0, 3), themes: themes.map(([, [id], label, labelFr]) => ({ id, label, labelFr })) };
    }));
  }
}

/** Say why there is no answer, for the page to put into words; "" where there is one. */
function whyNothing(parts, text, ordered) {
  const wanted = parts.filter((part) => !part.without);
  if (!wanted.length) return ordered || parts.length ? "" : text.trim() ? "common" : "empty";
  const there = wanted.filter((part) => part.count && !part.theme);
  const lacking = wanted.filter((part) => !there.includes(part));
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
  const words = there.every((part) => part.kind === "word");
  return lacking.some((part) => !part.theme) && words && weight(there) < ENOUGH * weight(wanted) ? "absent" : "";
}

function namesOf(rows, table) {
  const years = rows.filter(([kind]) => kind === "r").map(([, [id], label]) => [id, Number(label)]);
  return { ...nameTable(rows, table), resolutions: new Map(years) };
}

/** Give corrections of words, to names alone: typed word → word of the name. */
function mendedNames({ tokens, parts }, lacking, names, table) {
  const absent = new Set(lacking.map((part) => part.word));
  const words = new Set(parts.filter((part) => part.kind === "word").map((part) => part.word));
  const mended = new Map();
  for (let length = 3; length > 0; length -= 1) {
    for (let place = 0; place + length <= tokens.length; place += 1) {
      const span = tokens.slice(place, place + length + 2).filter((token) => !table.isSilent(token.word)).slice(0, length);
      if (!span.some((token) => words.has(token.word) && !mended.has(token.word))) continue;
      const fits = (token, word) => table.kin(token.word, word) || (isNear(token.word, word) && (absent.has(token.word) || !words.has(token.word)));
      const found = names.all.filter((one) =>
        one.words.length === length && span.length === length && !"xes".includes(one.kind) && span.every((token, at) => fits(token, one.words[at])) && span.some((token, at) => !table.kin(token.word, one.words[at])));
      if (!found.length) continue;
      span.forEach((token, at) => {
        const words = nearest(token.word, [...new Set(found.map((one) => one.words[at]))], table);
        if (!words.includes(token.word)) mended.set(token.word, length > 1 ? words.slice(0, 1) : words);
      });
    }
  }
  return mended;
}

/** Give the nearest of the words that a slip may stand for: by letters alike, then by their number; several that are as near. */
function nearest(typed, words, table) {
  const scored = words.map((word) => [distance(alike(typed, table), alike(word, table), MOST_SLIPS) + distance(typed, word, MOST_SLIPS) / 10, word]);
  const least = Math.min(...scored.map(([score]) => score));
  return scored.filter(([score]) => score === least).map(([, word]) => word);
}

/** Give a word with one letter for all that are taken for each other. */
function alike(word, table) {
  return [...word].map((letter) => table.words.alike.find((group) => group.includes(letter))?.[0] ?? letter).join("");
}

/** Say whether a word may be a slip of another: one letter, or the same letters, from five letters on. */
export function isNear(typed, meant) {
  const shorter = Math.min(typed.length, meant.length);
  if (typed === meant || shorter < 5 || typed[0] !== meant[0]) return false;
  return [...typed].sort().join("") === [...meant].sort().join("") || distance(typed, meant, shorter > 8 ? MOST_SLIPS : 1) < Infinity;
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
