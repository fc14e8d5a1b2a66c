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
  const times = timesPattern(words);
  const isYear = new RegExp(`^(?:${words.times.year})$`);
  const letter = (one) => (one === "&" ? " and " : one === "+" ? " plus " : words.letters[one] ?? one);
  const fold = (text) =>
    [...text.toLowerCase()].map(letter).join("").normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  /** Say whether two words are forms of one: the same up to an ending, short ones up to a plural's. */
  const kin = (one, other) => {
    if (one === other) return true;
    let shared = 0;
    while (shared < one.length && one[shared] === other[shared]) shared += 1;
    if (shared > 3 && shared < words.least) return `${one}s` === other || `${other}s` === one;
    for (let at = shared; at >= words.least; at -= 1) if (endings.has(one.slice(at)) && endings.has(other.slice(at))) return true;
    return false;
  };
  return {
    words, fold, kin,
    patterns: Object.fromEntries(PATTERNS.map((name) => [name, new RegExp(`(?:${{ ...words, times }[name]})(?![\\p{L}\\p{N}])`, "uy")])),
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

/** Prepare rows of names for `readQuery`: a row for each name with its words, and the years of resolutions. */
export function nameTable(rows, table) {
  const all = rows.flatMap(([kind, ids, label, labelFr, names]) => names.split("|").map((name) => {
    const words = name.split(" ").filter((word) => word && (!table.isSilent(word) || !name.includes(" ")));
    return { kind, ids, label, labelFr, words };
  })).filter(({ words }) => words.length);
  return { all, resolutions: new Map(rows.filter(([kind]) => kind === "r").map(([, [id], year]) => [id, Number(year)])) };
}

/**
 * Read a query. `names` are of `nameTable`; `loose` also takes names that were only begun;
 * `held(kind, id)` says whether a note has a term, `begun(kind, start)` gives those that begin so;
 * `known` are the words that notes hold; `mended` maps typed words to those they are corrected to;
 * what is `plain` stays words. Gives `{ parts, order, tokens }`. A part has a `kind`, what it was
 * typed as (`raw`), and whether it is left out (`without`).
 */
export function readQuery(text, table, names, options = {}) {
  const { mended = new Map(), loose = false, held = () => true, begun = () => [], plain = new Set(), known = new Set(), open = true } = options;
  const parts = [];
  /** Add what some tokens say, unless it is to stay words. */
  const add = (part, taken = []) => {
    if (plain.has(`${part.kind}:${(part.ids || []).join("+")}`)) return false;
    const said = taken.some((token) => token.said);
    parts.push({ raw: taken.map((token) => token.raw).join(" "), without: said || taken.some((token) => token.minus), said, ...part });
    for (const token of taken) token.used = true;
    return true;
  };
  const quoted = text.replace(/[\p{Cc}\p{Cf}]/gu, " ").replace(/[’‘ʼ]/g, "'").replace(QUOTED, (_, minus, inner) => {
    const wanted = table.split(inner).map((word, at) => ({ word, at })).filter(({ word }) => !table.isSilent(word));
    if (wanted.length) add({ kind: "phrase", wanted, raw: inner.trim(), without: minus === "-" });
    return " ";
  });
  const rest = quoted.replace(SYMBOL, (whole, minus, raw) => {
    const is = !/^s\/res\//i.test(raw) && add({ kind: "d", ids: [raw.toUpperCase()], raw, without: minus === "-" });
    return is ? " " : whole;
  });
  const tokens = tokensOf(rest, table).map((token) => ({ ...token, word: mended.get(token.word) || token.word, mended: mended.has(token.word) }));
  if (tokens.length && open && !/\s$/.test(text)) tokens.at(-1).open = true;
  const reader = { tokens, table, names, held, begun, add, known };
  const order = takeOrder(reader);
  takeExceptions(reader);
  takeResolutions(reader);
  takeNames(reader, exactNames);
  takeTimes(reader);
  if (loose) takeNames(reader, begunNames);
  takeWords(reader);
  // Whoever says "end state not end date" leaves nothing out.
  const wanted = new Set(parts.filter((part) => part.kind === "word" && !part.without).map((part) => part.word));
  if (parts.some((part) => part.said && wanted.has(part.word))) for (const part of parts) part.without &&= !part.said;
  return { parts, order, tokens };
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

/** Give each place where a pattern of the table stands in tokens that are free: the tokens, and the groups of the pattern. */
function* matches({ tokens, table }, name) {
  for (let first = 0; first < tokens.length; first += 1) {
    const starts = [];
    let line = "";
    for (const { gap, word, used } of tokens) {
      starts.push((line += gap).length);
      line += used ? "·".repeat(word.length) : word;
    }
    const pattern = table.patterns[name];
    pattern.lastIndex = starts[first];
    const match = pattern.exec(line);
    const end = starts[first] + match?.[0].length;
    if (match) yield { taken: tokens.filter((_, at) => at >= first && starts[at] < end), groups: match.groups };
  }
}

function takeOrder(reader) {
  for (const order of ["newest", "oldest"]) {
    for (const { taken } of matches(reader, order)) {
      for (const token of taken) token.used = true;
      return order;
    }
  }
  return "";
}

function takeExceptions(reader) {
  const { tokens, table } = reader;
  for (const { taken } of matches(reader, "except")) {
    const rest = tokens.slice(tokens.indexOf(taken.at(-1)) + 1);
    if (rest.every((token) => table.isSilent(token.word))) continue;
    for (const token of taken) token.used = true;
    for (const token of rest) token.said = true;
  }
}

function takeResolutions(reader) {
  const { table, add, held, begun, names } = reader;
  for (const { taken, groups: { said, number, year } } of matches(reader, "resolution")) {
    const longer = said && taken.at(-1).open && !held("r", number) ? begun("r", number) : [];
    if (!said && (table.isYear(number) || !names.resolutions.has(number))) continue;
    if (year && names.resolutions.get(number) !== +year) taken.pop();
    add({ kind: "r", ids: longer.length ? longer : [number] }, taken);
  }
}

/** Take the names that `find` gives for a span of tokens, the longest first. */
function takeNames(reader, find) {
  const { tokens, table, held, add } = reader;
  const loud = ({ word }) => !table.isSilent(word);
  for (let place = 0; place < tokens.length; place += 1) {
    if (tokens[place].used || !loud(tokens[place])) continue;
    for (let length = Math.min(LONGEST_NAME, tokens.length - place); length > 0; length -= 1) {
      const span = tokens.slice(place, place + length);
      if (span.some((token, at) => token.used || token.said !== span[0].said || (token.minus && at))) continue;
      if (length > 1 && !loud(span.at(-1)) && !span.at(-1).open) continue;
      const rows = find(span, reader);
      const kept = rows.filter((row) => row.kind === rows[0].kind);
      const labels = [...new Set(kept.map((row) => row.label))];
      const ids = [...new Set(kept.flatMap((row) => row.ids))];
      const there = ids.filter((id) => held(kept[0].kind, id));
      const part = kept.length && {
        kind: kept[0].kind, ids: there.length ? there : ids,
        label: labels.slice(0, 3).join(", "), labelFr: labels.length === 1 ? kept[0].labelFr : "",
        mended: span.some((token) => token.mended), wanted: span.map(({ word }, at) => ({ word, at })).filter(loud),
      };
      if (part && add(part, span)) break;
    }
  }
}

/** Give the row of the name that a span writes out, or writes in other forms or another order. */
function exactNames(span, reader) {
  const { table, names, held } = reader;
  const typed = span.filter((token) => !table.isSilent(token.word)).map((token) => token.word);
  const glued = span.length === 2 && span[0].glue ? [[typed.join("")]] : [];
  for (const words of [...glued, typed]) {
    const like = (same) => names.all.find((row) => row.words.length === words.length && row.words.every((word, at) => same(word, words[at])));
    const found = like(Object.is) || like(table.kin);
    if (!found) continue;
    // A beginning is likelier than the name of what no note is about.
    const longer = span.at(-1).open && !found.ids.some((id) => held(found.kind, id)) ? begunNames(span, { ...reader, known: new Set() }) : [];
    return longer.length ? longer : [found];
  }
  // "Sudan South" is South Sudan before it is Sudan.
  const same = (words) => words.length === typed.length && words.every((word) => typed.includes(word));
  return typed.length < 2 ? [] : names.all.filter((row) => row.kind === "m" && same(row.words));
}

/** Give the names whose words begin as typed: the last word open, others from four letters on; none whose words notes hold. */
function begunNames(span, { table, names, held, known }) {
  const { open } = span.at(-1);
  const typed = span.filter((token) => !table.isSilent(token.word) || token.open).map((token) => token.word);
  const last = typed.length - 1;
  if (typed.every((word) => known.has(word)) || (!last && (!open || typed[0].length < SHORTEST_BEGINNING))) return [];
  const begins = (name = "", at) => {
    if (name === typed[at] || (last && table.kin(name, typed[at]))) return true;
    const may = at === last ? open : typed[at].length > SHORTEST_BEGINNING && !known.has(typed[at]);
    return may && name.startsWith(typed[at]);
  };
  return names.all.filter(({ kind, ids, words }) => words.length <= typed.length + 2 && kind !== "x" && typed.every((_, at) => begins(words[at], at)) && ids.some((id) => held(kind, id)));
}

/** Take times: days, months, parts of a year, years and decades, with the words that open a span. */
function takeTimes(reader) {
  const { table, add } = reader;
  for (const { taken, groups } of matches(reader, "times")) {
    const named = Object.entries(groups).filter(([, value]) => value);
    const [first, second] = [false, true].map((later) =>
      Object.fromEntries(named.filter(([name]) => name.includes("_") === later).map(([name, value]) => [name.replace(/[_\d]+$/, ""), value])));
    const one = spanOf(first, table.words);
    const other = second.year || second.decade ? spanOf(second, table.words) : one;
    if (first.before) add({ kind: "time", from: "0000", to: one.from, bounded: true }, taken);
    else if (first.since || other !== one) add({ kind: "time", from: one.from, to: first.since ? "9999" : other.to, bounded: true }, taken);
    else add({ kind: "time", ...one, bounded: false }, taken);
  }
}

/** Give the first month of a time and the one after it (that after December is the 13th), its day if it is one, and the year by which a note mentions it. */
function spanOf({ year, month, number, day, part, decade }, { months, parts }) {
  if (decade) return { from: `${decade}0-01`, to: `${decade}9-13` };
  const two = (value) => String(value).padStart(2, "0");
  const only = month ? months[month] : +number;
  const [first, last] = part ? parts.find(([list]) => list.includes(part))[1] : only ? [only, only] : [1, 12];
  const from = `${year}-${two(first)}`;
  return { from, to: `${year}-${two(last + 1)}`, day: day && `${from}-${two(+day)}`, mentioned: only ? undefined : year };
}

function takeWords({ tokens, table, add }) {
  tokens.forEach((token, at) => {
    if (token.used || table.isSilent(token.word)) return;
    const next = tokens[at + 1];
    add({ kind: "word", word: token.word, joined: token.glue && next && !next.used ? token.word + next.word : "", open: token.open, generic: table.isGeneric(token.word), mended: token.mended }, [token]);
  });
}
