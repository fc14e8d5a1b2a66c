/** Reading: what somebody typed as parts: names, times, words, phrases, what is left out, the order. */

const QUOTED = /(-?)["“”„«]([^"“”„«»]*)["“”»]/gu;
const SYMBOL = /(?<![\p{L}\p{N}/])(-?)(\p{L}{1,4}(?:\/\p{L}{1,6})*(?:\/\d+)+)(?![\p{L}\p{N}/])/gu;
const PIECE = /(?<![\p{L}\p{N}])(-?)((?:\p{L}\.){2,}|[\p{L}\p{M}\p{N}]+)(-(?=\p{L}))?/gu;
const PATTERNS = ["newest", "oldest", "except", "resolution", "times"];
const MOST_WORDS = 40;
const LONGEST_NAME = 7;
const SHORTEST_BEGINNING = 3;

/** Prepare the table of words that the first file brings: what folds, splits and compares words. */
export function wordTable(words) {
  const silent = new Set(words.stop);
  const generic = new Set(words.generic);
  const endings = new Set(words.endings);
  const isYear = new RegExp(`^(?:${words.times.year})$`);
  const letter = (one) => (one === "&" ? " and " : one === "+" ? " plus " : words.letters[one] ?? one);
  const fold = (text) =>
    [...text.toLowerCase()].map(letter).join("").normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  /** Say whether two words are forms of one: the same up to an ending. */
  const kin = (one, other) => {
    if (one === other) return true;
    let shared = 0;
    while (shared < one.length && one[shared] === other[shared]) shared += 1;
    if (shared > 3 && `${one}s` === other || `${other}s` === one) return shared > 3;
    for (let at = shared; at >= words.least; at -= 1) if (endings.has(one.slice(at)) && endings.has(other.slice(at))) return true;
    return false;
  };
  return {
    words, fold, kin,
    patterns: Object.fromEntries(Object.entries({ ...words, times: timesPattern(words) }).filter(([name]) => PATTERNS.includes(name)).map(([name, source]) => [name, new RegExp(`(?:${source})(?![\\p{L}\\p{N}])`, "uy")])),
    isYear: (word) => isYear.test(word),
    split: (text) => fold(text).split(" ").filter(Boolean),
    isSilent: (word) => silent.has(word) || /^[a-z]$/.test(word),
    isGeneric: (word) => generic.has(word),
  };
}

/** Write out the pattern of times: `@` is one time, `&` a second, `<name>` a group, which is numbered. */
function timesPattern({ times: { whole, one, ...parts }, months, parts: seasons }) {
  const groups = { ...parts, month: Object.keys(months).join("|"), part: seasons.flatMap(([list]) => list).join("|") };
  let count = 0;
  const both = whole.replaceAll("@", `(?:${one})`).replaceAll("&", `(?:${one.replace(/<(\w+)>/g, "<$1_>")})`);
  return both.replace(/<(\w+)>/g, (_, name) => `(?<${name}${(count += 1)}>${groups[name.replace("_", "")]})`);
}

/** Prepare rows of names for `readQuery`: in buckets by how they begin, and as one list. */
export function nameTable(rows, table) {
  const buckets = new Map();
  const all = [];
  for (const [kind, ids, label, labelFr, names] of rows) {
    for (const name of names ? names.split("|") : []) {
      const words = name.split(" ").filter((word) => !table.isSilent(word) || !name.includes(" "));
      if (!words.length) continue;
      const row = { kind, ids, label, labelFr, words };
      const bucket = bucketOf(words);
      if (!buckets.has(bucket)) buckets.set(bucket, []);
      buckets.get(bucket).push(row);
      all.push(row);
    }
  }
  return { buckets, all };
}

/**
 * Read a query. `names` are of `nameTable`; `loose` also takes names that were only begun, or whose
 * words stand in another order; `held(kind, id)` says whether a note has a term; `known` are the words
 * that notes hold; `mended` maps typed words to those they are corrected to; what is `plain` stays words.
 * Gives `{ parts, order, tokens }`. A part has a `kind`, what it was typed as (`raw`), and whether it
 * is left out (`without`).
 */
export function readQuery(text, table, names, options = {}) {
  const { mended = new Map(), loose = false, held = () => true, plain = new Set(), known = new Set(), open = true } = options;
  const parts = [];
  /** Add what some tokens say, unless it is to stay words. */
  const add = (part, taken = []) => {
    if (plain.has(`${part.kind}:${(part.ids || []).join("+")}`)) return false;
    const said = taken.some((token) => token.said);
    parts.push({ raw: taken.map((token) => token.raw).join(" "), without: said || taken.some((token) => token.minus), said, ...part });
    for (const token of taken) token.used = true;
    return true;
  };
  let rest = text.replace(/[\p{Cc}\p{Cf}]/gu, " ").replace(/[’‘ʼ]/g, "'").replace(QUOTED, (_, minus, inner) => {
    const wanted = table.split(inner).map((word, at) => ({ word, at })).filter(({ word }) => !table.isSilent(word));
    if (wanted.length) add({ kind: "phrase", wanted, raw: inner.trim(), without: minus === "-" });
    return " ";
  });
  rest = rest.replace(SYMBOL, (whole, minus, raw) => {
    const is = !/^s\/res\//i.test(raw) && add({ kind: "d", ids: [raw.toUpperCase()], raw, without: minus === "-" });
    return is ? " " : whole;
  });
  const tokens = tokensOf(rest, table).map((token) => {
    const [word = token.word, ...also] = mended.get(token.word) || [];
    return { ...token, word, also, mended: mended.has(token.word) };
  });
  if (tokens.length && open && !/\s$/.test(text)) tokens.at(-1).open = true;
  const reader = { tokens, table, names, held, add, known };
  const order = takeOrder(reader);
  takeExceptions(reader);
  takeResolutions(reader);
  takeNames(reader, exactNames);
  takeTimes(reader);
  if (loose) takeNames(reader, looseNames);
  takeWords(reader);
  // Whoever says "end state not end date" leaves nothing out.
  const wanted = new Set(parts.filter((part) => part.kind === "word" && !part.without).map((part) => part.word));
  if (parts.some((part) => part.said && wanted.has(part.word))) for (const part of parts) if (part.said) part.without = false;
  return { parts, order, tokens };
}

function bucketOf(words) {
  return words.map((word) => word.slice(0, 4)).join(" ");
}

/** Take a text apart: each token with its folded `word`, as typed (`raw`), and the `gap` before it. */
function tokensOf(text, table) {
  let end = 0;
  return [...text.matchAll(PIECE)].slice(0, MOST_WORDS).flatMap(({ index, 1: minus, 2: raw, 3: glue }) => {
    const between = text.slice(end, index);
    const gap = minus ? " " : /^\s?[-–—]\s?$/.test(between) ? "-" : /^[/.]$/.test(between) ? between : " ";
    end = index + minus.length + raw.length;
    const typed = raw.includes(".") ? raw.replaceAll(".", "") : raw;
    return table.split(typed).map((word, at) => ({ word, raw: typed, gap: at ? " " : gap, minus: minus === "-", glue: Boolean(glue) }));
  });
}

/** Find where a pattern of the table stands in tokens that are free, from a place on; null for nowhere. */
function findIn({ tokens, table }, name, from = 0) {
  const pattern = table.patterns[name];
  const starts = [];
  let line = "";
  for (const { gap, word, used } of tokens) {
    starts.push((line += gap).length);
    line += used ? "·".repeat(word.length) : word;
  }
  for (let first = from; first < tokens.length; first += 1) {
    pattern.lastIndex = starts[first];
    const match = pattern.exec(line);
    const end = starts[first] + match?.[0].length;
    if (match) return { next: first + 1, taken: tokens.filter((_, at) => at >= first && starts[at] < end), groups: match.groups };
  }
  return null;
}

function takeOrder(reader) {
  for (const order of ["newest", "oldest"]) {
    const found = findIn(reader, order);
    for (const token of found?.taken || []) token.used = true;
    if (found) return order;
  }
  return "";
}

function takeExceptions(reader) {
  const { tokens, table } = reader;
  for (let found; (found = findIn(reader, "except", found?.next)); ) {
    const rest = tokens.slice(tokens.indexOf(found.taken.at(-1)) + 1);
    if (rest.every((token) => table.isSilent(token.word))) continue;
    for (const token of found.taken) token.used = true;
    for (const token of rest) token.said = true;
  }
}

function takeResolutions(reader) {
  const { table, add, held, names } = reader;
  for (let found; (found = findIn(reader, "resolution", found?.next)); ) {
    const { said, number, year } = found.groups;
    const begun = said && found.taken.at(-1).open && !held("r", number) ? held("r", number, true) : [];
    if (!said && (table.isYear(number) || !names.resolutions.has(number))) continue;
    if (year && names.resolutions.get(number) !== +year) found.taken.pop();
    add({ kind: "r", ids: begun.length ? begun : [number] }, found.taken);
  }
}

/** Take the names that `find` gives for a span of tokens, the longest first. */
function takeNames(reader, find) {
  const { tokens, table, add } = reader;
  for (let place = 0; place < tokens.length; place += 1) {
    if (tokens[place].used || table.isSilent(tokens[place].word)) continue;
    for (let length = Math.min(LONGEST_NAME, tokens.length - place); length > 0; length -= 1) {
      const span = tokens.slice(place, place + length);
      if (span.some((token, at) => token.used || token.said !== span[0].said || (token.minus && at))) continue;
      if (length > 1 && table.isSilent(span.at(-1).word) && !span.at(-1).open) continue;
      const rows = find(span, reader);
      if (!rows.length) continue;
      const kept = rows.filter((row) => row.kind === rows[0].kind);
      const labels = [...new Set(kept.map((row) => row.label))];
      const taken = add({
        kind: kept[0].kind, ids: [...new Set(kept.flatMap((row) => row.ids))],
        label: labels.slice(0, 3).join(", "), labelFr: labels.length === 1 ? kept[0].labelFr : "", begun: find === looseNames,
        mended: span.some((token) => token.mended), wanted: span.map(({ word }, at) => ({ word, at })).filter(({ word }) => !table.isSilent(word)),
      }, span);
      if (taken) break;
    }
  }
}

function exactNames(span, { table, names, held }) {
  const typed = span.filter((token) => !table.isSilent(token.word)).map((token) => token.word);
  if (span.length === 1 && span[0].also.length) {
    const both = [span[0].word, ...span[0].also].map((word) => exactNames([{ ...span[0], word, also: [] }], { table, names, held }));
    return both.flat();
  }
  const glued = span.length === 2 && span[0].glue ? [[typed.join("")]] : [];
  for (const words of [...glued, typed]) {
    const rows = names.buckets.get(bucketOf(words)) || [];
    const equal = rows.find((row) => row.words.join(" ") === words.join(" "));
    const found = equal || rows.find((row) => row.words.every((word, at) => table.kin(word, words[at])));
    if (!found) continue;
    // A beginning is likelier than the name of what no note is about.
    const begun = span.at(-1).open && !found.ids.some((id) => held(found.kind, id)) && begunNames(span, typed, table, names, held);
    return begun?.length ? begun : [found];
  }
  // "Sudan South" is South Sudan before it is Sudan.
  const sorted = [...typed].sort().join(" ");
  return typed.length < 2 ? [] : names.all.filter((row) => row.words.length === typed.length && row.kind === "m" && [...row.words].sort().join(" ") === sorted);
}

function looseNames(span, { table, names, held, known }) {
  const typed = span.filter((token) => !table.isSilent(token.word) || token.open).map((token) => token.word);
  if (!typed.length || typed.every((word) => known.has(word))) return [];
  const begun = begunNames(span, typed, table, names, held, known);
  if (begun.length) return begun;
  if (typed.length > 1) return [];
  // A word that stands in the names of one theme or mission alone, in whatever language, is that one.
  const only = names.own.filter((row) => typed[0].length >= table.words.least && row.words.includes(typed[0]));
  return new Set(only.map((row) => row.ids[0])).size === 1 ? only : [];
}

/** Give the names whose words begin as typed: the last word open, others from four letters on. */
function begunNames(span, typed, table, names, held, known = new Set()) {
  const { open } = span.at(-1);
  if (typed.length === 1 && (!open || typed[0].length < SHORTEST_BEGINNING)) return [];
  const begins = (name, at) => {
    if (name === typed[at] || (typed.length > 1 && table.kin(name, typed[at]))) return true;
    const may = at === typed.length - 1 ? open : typed[at].length > 3 && !known.has(typed[at]);
    return may && name.startsWith(typed[at]);
  };
  return names.all.filter((row) =>
    row.words.length >= typed.length && row.words.length <= typed.length + 2 && row.kind !== "x" &&
    row.ids.some((id) => held(row.kind, id)) && typed.every((_, at) => begins(row.words[at], at)));
}

/** Take times: days, months, parts of a year, years and decades, with the words that open a span. */
function takeTimes(reader) {
  const { table, add } = reader;
  for (let found; (found = findIn(reader, "times", found?.next)); ) {
    const named = Object.entries(found.groups).filter(([, value]) => value);
    const [first, second] = [false, true].map((later) =>
      Object.fromEntries(named.filter(([name]) => name.includes("_") === later).map(([name, value]) => [name.replace(/[_\d]+$/, ""), value])));
    let { from, to, day, mentioned } = spanOf(first, table.words);
    if (first.since) to = "9999";
    if (first.before) [from, to] = ["0000", monthBefore(from)];
    if (second.year || second.decade) ({ to } = spanOf(second, table.words));
    const bounded = Boolean(first.since || first.before || second.year || second.decade);
    add({ kind: "time", from, to, day: bounded ? undefined : day, mentioned, bounded }, found.taken);
  }
}

/** Give the first and last month of a time, its day if it is one, and the words by which a note mentions it. */
function spanOf({ year, month, number, day, part, decade }, { months, parts, written }) {
  if (decade) return { from: `${decade}0-01`, to: `${decade}9-12` };
  const two = (value) => String(value).padStart(2, "0");
  const only = month ? months[month] : +number;
  const [first, last] = part ? parts.find(([list]) => list.includes(part))[1] : only ? [only, only] : [1, 12];
  const from = `${year}-${two(first)}`;
  return { from, to: `${year}-${two(last)}`, day: day && `${from}-${two(+day)}`, mentioned: month ? [written[only - 1], year] : number ? undefined : [year] };
}

function monthBefore(month) {
  const [year, number] = month.split("-").map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, "0")}`;
}

function takeWords({ tokens, table, add }) {
  tokens.forEach((token, at) => {
    if (token.used || table.isSilent(token.word)) return;
    const next = tokens[at + 1];
    add({ kind: "word", word: token.word, joined: token.glue && next && !next.used ? token.word + next.word : "", open: token.open, generic: table.isGeneric(token.word), mended: token.mended }, [token]);
  });
}
