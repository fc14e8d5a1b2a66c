/** Reading: what somebody typed as parts: names, times, words, phrases, what is left out, the order. */

const QUOTED = /(-?)["“”„«]([^"“”„«»]*)["“”»]/gu;
const SYMBOL = /(?<![\p{L}\p{N}/])(-?)(\p{L}{1,4}(?:\/\p{L}{1,6})*(?:\/\d+)+)(?![\p{L}\p{N}/])/gu;
const PIECE = /(?<![\p{L}\p{N}])(-?)((?:\p{L}\.){2,}|[\p{L}\p{M}\p{N}]+)(-(?=\p{L}))?/gu;
const YEARS = [1945, 2100];
const MOST_WORDS = 40;
const LONGEST_NAME = 7;
const SHORTEST_BEGINNING = 3;

/** Prepare the table of words that the first file brings: what folds, splits and compares words. */
export function wordTable(words) {
  const silent = new Set(words.stop.split(" "));
  const generic = new Set(words.generic.split(/\s+/));
  const endings = new Set(words.endings);
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
    split: (text) => fold(text).split(" ").filter(Boolean),
    isSilent: (word) => silent.has(word) || /^[a-z]$/.test(word),
    isGeneric: (word) => generic.has(word),
  };
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
 * that notes hold; `mended` maps typed words to those they are corrected to; `plain` names stay words.
 * Gives `{ parts, order, tokens }`. A part has a `kind`, what it was typed as (`raw`), and whether it
 * is left out (`without`).
 */
export function readQuery(text, table, names, options = {}) {
  const { mended = new Map(), loose = false, held = () => true, plain = new Set(), known = new Set(), open = true } = options;
  const parts = [];
  const add = (part) => parts.push({ without: false, ...part });
  let rest = text.replace(/[\p{Cc}\p{Cf}]/gu, " ").replace(/[’‘ʼ]/g, "'").replace(QUOTED, (_, minus, inner) => {
    const words = table.split(inner);
    const wanted = words.map((word, at) => ({ word, at })).filter(({ word }) => !table.isSilent(word));
    if (wanted.length) add({ kind: "phrase", wanted, raw: inner.trim(), without: minus === "-" });
    return " ";
  });
  rest = rest.replace(SYMBOL, (whole, minus, raw) => {
    if (/^s\/res\//i.test(raw)) return whole;
    add({ kind: "d", ids: [raw.toUpperCase()], raw, without: minus === "-" });
    return " ";
  });
  rest = writtenDates(rest, table, add);
  const pieces = [...rest.matchAll(PIECE)].flatMap(([, minus, raw, glue]) => {
    const typed = raw.includes(".") ? raw.replaceAll(".", "") : raw;
    return table.split(typed).map((word) => ({ word, raw: typed, minus: minus === "-", glue: Boolean(glue) }));
  });
  const tokens = pieces.slice(0, MOST_WORDS).map((token) => {
    const [word = token.word, ...also] = mended.get(token.word) || [];
    return { ...token, word, also, mended: mended.has(token.word) };
  });
  if (tokens.length && open && !/\s$/.test(text)) tokens.at(-1).open = true;
  const reader = { tokens, table, names, held, plain, add, known };
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

/** Take dates that are written in figures or as ranges out of the text, before words are looked at. */
function writtenDates(text, { words }, add) {
  const take = (pattern, read) => {
    text = text.replace(pattern, (raw, ...groups) => {
      const span = read(groups);
      if (!span) return raw;
      const before = text.slice(0, groups.at(-2));
      add({ kind: "time", raw: raw.trim(), without: /(?:^|\s)-$/.test(before), ...span });
      return " ";
    });
  };
  const two = (number) => String(number).padStart(2, "0");
  const day = (year, month, date) => inYears(year) && month >= 1 && month <= 12 && date >= 1 && date <= 31 && { day: `${year}-${two(month)}-${two(date)}` };
  take(/\b(\d{4})-(\d{1,2})-(\d{1,2})\b/g, ([year, month, date]) => day(+year, +month, +date));
  take(/\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b/g, ([one, other, year]) => (+other > 12 ? day(+year, +one, +other) : day(+year, +other, +one)));
  take(/\b(\d{4})\s?[-–—]\s?(\d{4})\b/g, ([from, to]) => inYears(+from) && inYears(+to) && +from <= +to && { from: `${from}-01`, to: `${to}-12` });
  take(/\b(\d{4})[-/](\d{1,2})\b(?!\/)/g, ([year, month]) => inYears(+year) && +month >= 1 && +month <= 12 && { from: `${year}-${two(month)}`, to: `${year}-${two(month)}` });
  take(new RegExp(`\\b(\\d{3})0'?s\\b|\\b(?:${words.decades.join("|")})\\s+(\\d{3})0\\b`, "giu"), ([one, other]) => inYears(+`${one || other}5`) && { from: `${one || other}0-01`, to: `${one || other}9-12` });
  return text;
}

function inYears(year) {
  return year >= YEARS[0] && year <= YEARS[1];
}

/** Find one of the table's orders at a place of the tokens: how many tokens it is, 0 for none. */
function orderAt({ tokens, table }, place, phrases) {
  let longest = 0;
  for (const phrase of phrases) {
    const wanted = table.split(phrase);
    const fits = wanted.every((word, at) => tokens[place + at]?.word === word && !tokens[place + at].used);
    if (fits) longest = Math.max(longest, wanted.length);
  }
  return longest;
}

function takeOrder(reader) {
  const { tokens, table } = reader;
  for (const [order, phrases] of [["newest", table.words.newest], ["oldest", table.words.oldest]]) {
    for (let place = 0; place < tokens.length; place += 1) {
      const length = orderAt(reader, place, phrases);
      if (!length) continue;
      tokens.slice(place, place + length).forEach((token) => (token.used = true));
      return order;
    }
  }
  return "";
}

function takeExceptions(reader) {
  const { tokens, table } = reader;
  for (let place = 0; place + 1 < tokens.length; place += 1) {
    const length = orderAt(reader, place, table.words.except);
    if (!length) continue;
    const next = tokens.slice(place + length).find((token) => !table.isSilent(token.word));
    if (!next) continue;
    tokens.slice(place, place + length).forEach((token) => (token.used = true));
    tokens.slice(tokens.indexOf(next)).forEach((token) => (token.said = true));
  }
}

function takeResolutions(reader) {
  const { tokens, table, add, held, names } = reader;
  for (let place = 0; place < tokens.length; place += 1) {
    const glued = /^(?:unscr|scr|res)(\d{2,4})$/.exec(tokens[place].word);
    const length = glued ? 0 : orderAt(reader, place, table.words.resolution);
    const token = tokens[place + length];
    const number = glued ? glued[1] : token?.word;
    if (!token || token.used || !/^\d{2,4}$/.test(number)) continue;
    const begun = token.open && length && !held("r", number) ? held("r", number, true) : [];
    if (!glued && !length && (inYears(+number) || !names.resolutions.has(number))) continue;
    const taken = tokens.slice(place, place + length + 1);
    if (names.resolutions.get(number) === +tokens[place + length + 1]?.word) taken.push(tokens[place + length + 1]);
    add({ kind: "r", ids: begun.length ? begun : [number], raw: rawOf(taken), ...left(taken) });
    for (const one of taken) one.used = true;
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
      const rows = find(span, reader).filter((row) => !reader.plain.has(`${row.kind}:${row.ids.join("+")}`));
      if (!rows.length) continue;
      const kept = rows.filter((row) => row.kind === rows[0].kind);
      const labels = [...new Set(kept.map((row) => row.label))];
      add({
        kind: kept[0].kind, ids: [...new Set(kept.flatMap((row) => row.ids))], raw: rawOf(span), ...left(span),
        label: labels.slice(0, 3).join(", "), labelFr: labels.length === 1 ? kept[0].labelFr : "", begun: find === looseNames,
        mended: span.some((token) => token.mended), wanted: span.map(({ word }, at) => ({ word, at })).filter(({ word }) => !table.isSilent(word)),
      });
      for (const token of span) token.used = true;
      break;
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

function rawOf(span) {
  return span.map((token) => token.raw).join(" ");
}

function left(span) {
  const without = span.some((token) => token.minus || token.said);
  return { without, said: span.some((token) => token.said) };
}

/** Take months, seasons and years with the words that open a span: since, before, between. */
function takeTimes(reader) {
  const { tokens, table, add } = reader;
  const free = (place) => tokens[place] && !tokens[place].used;
  const { words } = table;
  for (let place = 0; place < tokens.length; place += 1) {
    if (!free(place)) continue;
    const openers = ["since", "before", "between"].map((name) => [name, orderAt(reader, place, words[name])]);
    const [opener, length] = openers.find(([, found]) => found) || ["", 0];
    const first = timeAt(reader, place + length);
    if (!first) continue;
    let end = place + length + first.length;
    let span = { from: first.from, to: first.to, day: first.day };
    if (opener === "since") span = { from: first.from, to: "9999" };
    if (opener === "before") span = { from: "0000", to: dayBefore(first.from) };
    const joiner = orderAt(reader, end, words.to);
    const second = opener === "between" && joiner ? timeAt(reader, end + joiner) : null;
    if (second) {
      end += joiner + second.length;
      span = { from: first.from, to: second.to };
    }
    const used = tokens.slice(place + (opener === "between" && !second ? length : 0), end);
    add({ kind: "time", ...span, raw: rawOf(used), ...left(used), mentioned: first.mentioned, bounded: opener === "since" || opener === "before" || Boolean(second) });
    for (const token of used) token.used = true;
    place = end - 1;
  }
}

/** Read one time at a place: a year, a month or season or part of a year, a day; null for none. */
function timeAt({ tokens, table }, place) {
  const word = (at) => (tokens[at] && !tokens[at].used ? tokens[at].word : "");
  const yearAt = (at) => (/^\d{4}$/.test(word(at)) && inYears(+word(at)) ? word(at) : "");
  const skip = (at) => (table.isSilent(word(at)) && word(at) ? at + 1 : at);
  const two = (number) => String(number).padStart(2, "0");
  if (yearAt(place)) {
    const parted = partAt(table, word(place + 1));
    if (parted) return { length: 2, mentioned: [word(place)], from: `${word(place)}-${two(parted[0])}`, to: `${word(place)}-${two(parted[1])}` };
    return { length: 1, mentioned: [word(place)], from: `${word(place)}-01`, to: `${word(place)}-12` };
  }
  const day = /^(\d{1,2})(?:st|nd|rd|th|er)?$/.exec(word(place));
  const monthPlace = day ? skip(place + 1) : place;
  const month = Object.hasOwn(table.words.months, word(monthPlace)) ? table.words.months[word(monthPlace)] : 0;
  const season = month ? null : partAt(table, word(place));
  if (!month && !season) return null;
  const after = day ? null : /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word(monthPlace + 1));
  const yearPlace = skip((month ? monthPlace : place) + (after ? 2 : 1));
  const year = yearAt(yearPlace) || yearAt(yearPlace + 1) && !word(yearPlace);
  if (!year) return null;
  const length = yearPlace + 1 - place;
  if (season) return { length, mentioned: [year], from: `${year}-${two(season[0])}`, to: `${year}-${two(season[1])}` };
  const date = day || after;
  const from = `${year}-${two(month)}`;
  const mentioned = [table.words.written[month - 1], year];
  return date ? { length, mentioned, day: `${from}-${two(+date[1])}`, from, to: from } : { length, mentioned, from, to: from };
}

function partAt({ words }, word) {
  return words.parts.find(([list]) => word && list.includes(word))?.[1];
}

function dayBefore(month) {
  const [year, number] = month.split("-").map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, "0")}`;
}

function takeWords({ tokens, table, add }) {
  tokens.forEach((token, at) => {
    if (token.used || table.isSilent(token.word)) return;
    const next = tokens[at + 1];
    add({ kind: "word", word: token.word, joined: token.glue && next && !next.used ? token.word + next.word : "", raw: token.raw, open: token.open, ...left([token]), generic: table.isGeneric(token.word) });
    token.used = true;
  });
}
