/** Showing: what the page and the header's box have in common: words of the interface, dates, marks. */

const EXCERPT = 260;
const WORD = /[\p{L}\p{M}\p{N}]+(?:\/[\p{L}\p{N}]+)*/gu;

/** Make an element; `attributes` may hold `text`. */
export function make(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") element.textContent = value;
    else if (value !== false && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...inside.filter((one) => one !== null && one !== undefined && one !== ""));
  return element;
}

/** Give nodes with commas between them. */
export function listed(nodes) {
  return nodes.flatMap((one, at) => (at ? [", ", one] : [one]));
}

/** Give the address of a folder's page: from a disk there is no server to find its index.html. */
export function pageAt(address) {
  return location.protocol === "file:" ? `${address}index.html` : address;
}

/** Give the function that says a word of the interface: `say(key, values)` fills `{name}`, and "#" with `values.n`. */
export function speaker(words) {
  return (key, values = {}) => {
    const text = ("n" in values ? words[`${key}.${values.n === 1 ? "one" : "other"}`] : words[key]) ?? "";
    return text.replace("#", values.n).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  };
}

/** Give a note's day in words; a range as its first and last; what is no day as it stands. */
export function dateInWords(date, language) {
  const days = date.split("/").map((day) => {
    const [year, month, number] = day.split("-").map(Number);
    if (!month) return day;
    const form = { year: "numeric", month: "long", ...(number ? { day: "numeric" } : {}), timeZone: "UTC" };
    return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, form).format(Date.UTC(year, month - 1, number || 1));
  });
  return days.join(" – ");
}

/** Give the words that show why a note was found: of every part that is not left out. */
export function sought(parts) {
  const words = parts.filter((part) => !part.without).flatMap((part) => [
    part.word, ...(part.wanted || []).map((one) => one.word), ...(part.read || []).flatMap((one) => [one.word, ...one.forms]), ...(part.kind === "d" ? part.ids : []),
  ]);
  return [...new Set(words.filter(Boolean))];
}

/** Give a text with the sought words marked, as nodes. */
export function marked(text, words, table) {
  const nodes = [];
  let last = 0;
  for (const { 0: word, index } of wordsOf(text, words, table)) {
    nodes.push(text.slice(last, index), make("mark", { text: word }));
    last = index + word.length;
  }
  return [...nodes, text.slice(last)].filter(Boolean);
}

/** Count how many different sought words a text holds. */
export function holds(text, words, table) {
  return new Set(wordsOf(text, words, table).map(([word]) => table.fold(word).slice(0, 5))).size;
}

/** Give a passage around the first sought word, at whole words, with an ellipsis where it was cut. */
export function excerpt(text, words, table) {
  if (text.length <= EXCERPT) return text;
  const first = wordsOf(text, words, table)[0]?.index ?? 0;
  const start = first < EXCERPT / 2 ? 0 : text.indexOf(" ", first - EXCERPT / 3) + 1;
  const end = start + EXCERPT >= text.length ? text.length : text.lastIndexOf(" ", start + EXCERPT);
  return `${start ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
}

/** Find the sought words in a text. */
function wordsOf(text, words, table) {
  return [...text.matchAll(WORD)].filter(([word]) => {
    const folded = table.fold(word);
    return words.some((one) => one === folded || one === word || (folded.length > 3 && table.kin(one, folded)));
  });
}
