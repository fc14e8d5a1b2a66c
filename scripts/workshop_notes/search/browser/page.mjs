/** The search page: what was typed, how it was read, the notes found, and boxes to narrow them. */

import { nextRows } from "./answer.mjs";
import { dateInWords, excerpt, holds, make, marked, pageAt, sought, speaker } from "./shown.mjs";

const PAUSE = 140;
/** Rows whose passages are fetched unasked, once nobody types; the others' when a reader comes near. */
const PASSAGES = 2;
const REST = 800;
const MOST_PASSAGES = 2;
/** Notes read at once for a phrase, where the index has no places of words. */
const READ = 2;
const MOST_READ = 6;
/** Boxes to tick are counted unasked where this many notes are few. */
const FEW = 300;
const FACETS = { mission: "m", year: "y", theme: "t", event: "e", language: "l" };
const SLOW = 2500;

/** Start the page; `search()` gives `{ store, answer }` once it is there. */
export function startPage(page, search) {
  const part = (name) => page.querySelector(`[data-search=${name}]`);
  const input = page.querySelector("#search-query");
  const status = page.querySelector("#search-status");
  const [rows, chips, notices, none, more, facets, filters] = ["rows", "chips", "notices", "none", "more", "facets", "filters"].map(part);
  const sort = page.querySelector("select");
  const words = JSON.parse(page.querySelector("[data-search-words]").textContent);
  const say = speaker(words);
  const language = document.documentElement.lang || "en";
  const home = new URL(page.dataset.home || "./", document.baseURI).href;
  let state = readAddress();
  let turn = 0;
  let timer = 0;
  let shown = null;
  let label = () => "";

  const showState = () => {
    input.value = state.q;
    sort.value = state.sort || "relevance";
  };
  const change = (next, { push = true, typing = false } = {}) => {
    state = { ...state, ...next };
    const address = addressOf(state);
    if (push && address !== location.pathname + location.search) history.pushState(null, "", address);
    else if (!push) history.replaceState(null, "", address);
    return show(typing);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change({ q: input.value, exact: false, plain: [] }, { push: false, typing: true }), PAUSE);
  });
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    change({ q: input.value, exact: false, plain: input.value === state.q ? state.plain : [] });
  });
  sort.addEventListener("change", () => change({ sort: sort.value === "date" ? "date" : "" }));
  more.addEventListener("click", async () => {
    const first = rows.children.length;
    await addRows(turn).catch(lost);
    rows.children[first]?.querySelector("a")?.focus();
  });
  facets.addEventListener("change", ({ target }) => {
    const values = new Set(state.filters[target.name] || []);
    if (target.checked) values.add(target.value);
    else values.delete(target.value);
    change({ filters: { ...state.filters, [target.name]: [...values] } });
  });
  filters.addEventListener("toggle", () => filters.open && shown && showFacets(turn).catch(lost));
  addEventListener("popstate", () => {
    if (!page.isConnected) return;
    state = readAddress();
    showState();
    show(false);
  });
  if (!input.value) showState();
  else state.q = input.value;
  return show(false);

  /** Ask and show the answer to the state; an answer that another has overtaken is dropped. */
  async function show(typing) {
    const mine = (turn += 1);
    page.setAttribute("aria-busy", "true");
    status.dataset.complete = "false";
    const waits = [[150, "loading"], [SLOW, "slow"]].map(([after, key]) => setTimeout(() => mine === turn && (status.textContent = say(key)), after));
    try {
      const { store, answer } = await search();
      label = labels(store.entry, language);
      const { filters: asked, unknown } = knownFilters(store.entry, state.filters);
      const found = await answer(state.q, { ...state, typing, filters: asked });
      if (mine !== turn) return;
      shown = { found, store, answer, table: answer.table, words: sought(found.parts), next: 0, filters: asked, parted: partedAt(found.rows) };
      rows.replaceChildren();
      notices.replaceChildren(...noticesOf(found, unknown, typing));
      chips.replaceChildren(...chipsOf(found, asked));
      chips.hidden = !chips.children.length;
      none.replaceChildren(...(found.rows.length || typing || found.lost.length ? [] : nothing(found)));
      none.hidden = !none.children.length;
      await addRows(mine);
      if (mine !== turn) return;
      const total = found.rows.length;
      status.dataset.count = total;
      status.textContent = total ? say("notes", { n: total }) : found.why === "empty" ? "" : say(typing ? "typing" : found.lost.length ? "lost" : "none");
      status.dataset.query = state.q;
      status.dataset.complete = "true";
      filters.hidden = !total && !Object.keys(asked).length;
      if (store.entry.notes <= FEW && matchMedia("(min-width: 60em)").matches) filters.open = true;
      if (filters.open) await showFacets(mine);
    } catch (error) {
      if (mine !== turn) return;
      lost(error);
    } finally {
      waits.forEach(clearTimeout);
      if (mine === turn) page.removeAttribute("aria-busy");
    }
  }

  function lost(error) {
    notices.replaceChildren(lossOf(error));
    status.textContent = say("lost");
    status.dataset.query = state.q;
    status.dataset.complete = "true";
    if (!error.why) console.error(error);
  }

  /** Say what did not come, with a button that asks for it again. */
  function lossOf(error) {
    const key = !error.why ? "broken" : error.why === "other" ? "other" : "lost";
    const again = make("button", { type: "button", class: "md-button", text: say("again") });
    again.addEventListener("click", () => (key === "other" ? location.reload() : show(false)));
    return make("p", { class: "search-notice", "data-lost": key }, `${say(key)} `, again);
  }

  /** Add rows, as many as a few files hold. */
  async function addRows(mine) {
    const { found, store, words: wanted, table } = shown;
    const taken = nextRows(found.rows, store, shown.next, shown.next ? 0 : found.files);
    const cards = await Promise.all(taken.slice(0, found.unread.length ? READ : taken.length).map(({ note }) => store.card(note).catch((error) => error)));
    const gone = cards.find((card) => card.why);
    if (gone && !notices.querySelector("[data-lost]")) notices.append(lossOf(gone));
    const kept = found.unread.length ? await Promise.all(cards.map((card) => card.id && holdsPhrases(card, found.unread, table))) : cards.map(() => true);
    if (mine !== turn) return;
    const first = shown.next;
    cards.forEach((card, at) => {
      if (!kept[at] || !card.id) return;
      if (first + at === shown.parted) rows.append(make("li", { class: "search-parted", text: say("part") }));
      rows.append(rowOf(card, first + at, wanted, table));
    });
    shown.next += cards.length;
    // A phrase may stand in none of the first notes that hold its words: some more are read.
    if (found.unread.length && !rows.children.length && shown.next < Math.min(MOST_READ, found.rows.length)) return addRows(mine);
    rows.hidden = !rows.children.length;
    more.hidden = shown.next >= found.rows.length;
  }

  function rowOf(card, at, wanted, table) {
    const address = pageAt(`${home}notes/${card.id}/`);
    const facts = [card.missions.slice(0, 4).join(", ") + (card.missions.length > 4 ? " …" : ""), dateInWords(card.date, language), say(`event.${card.event}`)];
    const row = make("li", { class: "search-row", "data-note": card.id },
      make("p", { class: "search-facts", text: facts.filter(Boolean).join(" · ") }),
      make("h2", {}, make("a", { href: address, lang: card.language }, ...marked(card.title, wanted, table))),
      make("p", { class: "search-summary", lang: card.language }, ...marked(card.summary, wanted, table)));
    const seen = holds(`${card.title} ${card.summary} ${card.missions.join(" ")}`, wanted, table);
    if (wanted.length && seen < wanted.length) {
      const passages = make("ul", { class: "plain search-passages", lang: card.language });
      row.append(passages);
      const fill = () => passages.children.length || addPassages(passages, address, wanted, table);
      const mine = turn;
      if (at < PASSAGES) setTimeout(() => mine === turn && fill(), REST);
      else for (const name of ["pointerenter", "focusin"]) row.addEventListener(name, fill, { once: true });
    }
    return row;
  }

  /** Give a note's own page, or null for one that does not come or stands on a disk. */
  async function pageOf(address) {
    const answer = location.protocol === "file:" ? null : await fetch(address).catch(() => null);
    return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  }

  /** Say whether a note's own page holds phrases; one that cannot be read is believed. */
  async function holdsPhrases(card, phrases, table) {
    const note = await pageOf(`${home}notes/${card.id}/`);
    if (!note) return true;
    const text = ` ${table.fold(note.querySelector("main, article")?.textContent || note.body.textContent)} `;
    return phrases.every((phrase) => text.includes(` ${table.fold(phrase)} `));
  }

  /** Show where a note says it, from its own page: each passage leads to its paragraph. */
  async function addPassages(list, address, wanted, table) {
    const note = await pageOf(address);
    if (!note || !list.isConnected) return;
    const paragraphs = [...note.querySelectorAll("[id^='p-']")].map((element) => {
      for (const aside of element.querySelectorAll(".pin, sup, .headerlink")) aside.remove();
      return { id: element.id, text: element.textContent.replace(/\s+/g, " ").trim() };
    });
    const ranked = paragraphs.map((one) => ({ ...one, score: holds(one.text, wanted, table) })).filter((one) => one.score);
    ranked.sort((one, other) => other.score - one.score);
    list.replaceChildren(...ranked.slice(0, MOST_PASSAGES).map(({ id, text }) =>
      make("li", {}, make("a", { href: `${address}#${id}` }, ...marked(excerpt(text, wanted, table), wanted, table)))));
  }

  /** Say what was corrected, what no note holds, and what is near; nothing negative while typing. */
  function noticesOf(found, unknown, typing) {
    const said = found.lost.slice(0, 1).map(lossOf);
    said.push(...unknown.map((value) => make("p", { class: "search-notice", text: say("unknown", { value }) })));
    if (state.exact) said.push(make("p", { class: "search-notice", text: say("exact") }));
    const mended = found.parts.filter((part) => part.mended);
    if (mended.length) {
      const name = mended.map((part) => (part.wanted || [part]).map((one) => one.word).join(" ")).join(", ");
      const instead = split(say("mended", { name: mended.map((part) => part.label || name).join(", ") }), offer(state.q, { exact: true }));
      said.push(make("p", { class: "search-notice", "data-mended": name }, ...instead));
    }
    if (typing) return said;
    for (const { part: lacking, words: near, themes } of found.hints) {
      const line = make("p", { class: "search-notice", "data-absent": lacking.raw });
      line.append(say(lacking.theme ? "hinted" : /^[^\p{Script=Latin}\p{N}]/u.test(lacking.raw) ? "script" : "absent", { typed: lacking.raw, name: lacking.theme ? label("t", lacking.theme.id) : "" }));
      const offers = [
        ...near.map((word) => offer(word, { q: state.q.replace(lacking.raw, word) })),
        ...(lacking.theme ? [] : themes.map((theme) => offer(label("t", theme.id), { q: label("t", theme.id) }))),
      ];
      if (offers.length) line.append(` ${say("near")} `, ...offers.flatMap((one, at) => (at ? [", ", one] : [one])));
      said.push(line);
    }
    for (const lacking of found.parts.filter((one) => !one.count && !one.without && !found.lost.length && one.kind !== "word" && found.rows.length)) {
      said.push(make("p", { class: "search-notice", "data-absent": lacking.raw, text: say(lacking.kind === "time" ? "undated" : "absent", { typed: lacking.raw }) }));
    }
    return said;
  }

  function offer(text, next) {
    const link = make("a", { href: addressOf({ ...state, ...next }), text });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      input.value = next.q ?? state.q;
      change(next);
    });
    return link;
  }

  /** Show how the query was read: a chip takes its name's reading back, or a ticked box off. */
  function chipsOf(found, asked) {
    const made = [];
    const chip = (kind, value, text, act, title) => {
      const button = make("button", { type: "button", class: "search-chip", "data-chip": `${kind}:${value}`.toLowerCase(), title }, text, make("span", { "aria-hidden": "true", text: " ×" }));
      button.addEventListener("click", act);
      made.push(make("li", {}, button));
    };
    const kinds = { m: "mission", p: "mission", t: "theme", o: "organization", r: "resolution", g: "term", s: "series", e: "event", d: "symbol", time: "year" };
    for (const one of found.parts) {
      if (!(one.kind in kinds) || !one.count) continue;
      const key = `${one.kind}:${(one.ids || []).join("+")}`;
      const value = one.kind === "time" ? one.day || (one.from.slice(0, 4) === one.to.slice(0, 4) ? one.from.slice(0, 4) : `${one.from.slice(0, 4)}-${one.to.slice(0, 4)}`) : one.kind === "m" || one.kind === "p" ? heldOnly(one.ids) : one.ids.join("+");
      const name = one.kind === "time" || one.kind === "r" || one.kind === "d" ? one.raw : (language === "fr" && one.labelFr) || one.label || one.raw;
      chip(kinds[one.kind], value, `${one.without ? `${say("without")} ` : ""}${name}`, () => change({ plain: [...state.plain, key] }), say("plain", { name }));
    }
    for (const [facet, values] of Object.entries(asked)) {
      for (const value of values) {
        chip(facet, value, label(FACETS[facet], value), () => change({ filters: { ...state.filters, [facet]: state.filters[facet].filter((other) => other.toLowerCase() !== value.toLowerCase()) } }), say("remove", { name: value }));
      }
    }
    return made;
  }

  function heldOnly(ids) {
    const kept = ids.filter((id) => shown.store.entry.held.includes(`!m:${id}`.toLowerCase()));
    return (kept.length ? kept : ids).join("+");
  }

  /** Say why nothing was found and what there is instead. */
  function nothing(found) {
    const named = found.parts.filter((one) => !one.without && one.kind !== "word");
    const name = found.parts.filter((one) => !one.without).map((one) => one.raw).join(" ");
    const said = [make("p", { text: say(`none.${found.why}`, { typed: name || state.q.trim() }) })];
    for (const one of named.filter((other) => !other.count && found.why === "absent")) said.push(make("p", { text: say("none.named", { name: one.label || one.raw }) }));
    const missions = named.filter((one) => one.kind === "m" || one.kind === "p");
    if (found.why === "cell" && missions.length) said.push(make("p", {}, `${say("none.years")} `, offer(missions[0].raw, { q: missions[0].raw })));
    const held = shown.store.entry.held.filter((key) => key.startsWith("!m:")).map((key) => label("m", key.slice(3)));
    said.push(make("p", {}, `${say("none.missions")} `, ...held.flatMap((mission, at) => [at ? ", " : "", offer(mission, { q: mission })])));
    said.push(make("p", {}, ...split(say("none.table", { name: "" }), make("a", { href: pageAt(page.dataset.table), text: say("table") }))));
    return said;
  }

  function split(text, link) {
    const [before, after] = text.split("@");
    return [before, link, after ?? ""];
  }

  /** Count what ticking each box would give, and show the boxes. */
  async function showFacets(mine) {
    const { found, store, answer, filters: asked } = shown;
    const groups = [];
    for (const facet of Object.keys(FACETS)) {
      const own = asked[facet]?.length ? (await answer(state.q, { ...state, typing: true, filters: { ...asked, [facet]: [] } })).rows : found.rows;
      const notes = new Set(own.map(({ note }) => note));
      const values = await Promise.all(store.entry.held.filter((key) => key.startsWith(`!${FACETS[facet]}:`)).map(async (key) => [key.slice(3), [...(await store.list(key)).keys()].filter((note) => notes.has(note)).length]));
      const chosen = new Set((asked[facet] || []).map((value) => value.toLowerCase()));
      const kept = values.filter(([value, count]) => count || chosen.has(value));
      kept.sort((one, other) => (facet === "year" ? other[0] - one[0] : other[1] - one[1] || one[0].localeCompare(other[0])));
      if (kept.length > 1 || chosen.size) groups.push(groupOf(facet, kept, chosen));
    }
    if (mine !== turn) return;
    const focused = facets.contains(document.activeElement) ? document.activeElement.id : "";
    facets.replaceChildren(...groups);
    if (focused) document.getElementById(focused)?.focus();
  }

  function groupOf(facet, values, chosen) {
    return make("fieldset", { "data-facet": facet }, make("legend", { text: say(`facet.${facet}`) }), ...values.map(([value, count]) => {
      const box = make("input", { type: "checkbox", name: facet, value, id: `facet-${facet}-${value}`, checked: chosen.has(value) });
      const name = facet === "event" ? say(`event.${value}`) || value : label(FACETS[facet], value);
      return make("label", { for: box.id }, box, ` ${name} `, make("span", { class: "search-facet__count", text: count }));
    }));
  }
}

/** Give the function that names a term in the page's language. */
function labels(entry, language) {
  const found = new Map();
  for (const [kind, ids, label, labelFr] of entry.names) {
    const key = `${kind}:${ids[0]}`.toLowerCase();
    if (ids.length === 1 && !found.has(key)) found.set(key, (language === "fr" && labelFr) || label);
  }
  const languages = new Intl.DisplayNames([language], { type: "language" });
  return (kind, id) => (kind === "l" ? languages.of(id) : found.get(`${kind}:${id}`.toLowerCase()) || id);
}

/** Give the place of the first row that holds a part only, if every row after it does too; else -1. */
function partedAt(rows) {
  const first = rows.findIndex((row) => !row.whole);
  return first > 0 && rows.slice(first).every((row) => !row.whole) ? first : -1;
}

/** Keep the boxes' values that there are; the others are named. */
function knownFilters(entry, filters) {
  const unknown = [];
  const kept = {};
  for (const [facet, values] of Object.entries(filters)) {
    for (const value of values) {
      if (entry.held.includes(`!${FACETS[facet]}:${value}`.toLowerCase())) (kept[facet] ??= []).push(value.toLowerCase());
      else unknown.push(value);
    }
  }
  return { filters: kept, unknown };
}

function readAddress() {
  const given = new URLSearchParams(location.search);
  const filters = {};
  for (const facet of Object.keys(FACETS)) if (given.has(facet)) filters[facet] = given.getAll(facet).slice(0, 50);
  return { q: given.get("q") || "", filters, sort: given.get("sort") === "date" ? "date" : "", plain: given.getAll("plain"), exact: given.has("exact") };
}

function addressOf({ q, filters, sort, plain, exact }) {
  const given = new URLSearchParams();
  if (q) given.set("q", q);
  for (const [facet, values] of Object.entries(filters)) for (const value of values) given.append(facet, value);
  if (sort) given.set("sort", sort);
  for (const one of plain) given.append("plain", one);
  if (exact) given.set("exact", "1");
  const text = String(given);
  return location.pathname + (text ? `?${text}` : "");
}
