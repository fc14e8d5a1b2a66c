/** The search page: what was typed, how it was read, the notes found, and boxes to narrow them. */

import { keyOf, nextRows } from "./answer.mjs";
import { dateInWords, excerpt, holds, listed, make, marked, pageAt, sought, speaker } from "./shown.mjs";

const PAUSE = 140;
/** Rows whose passages are fetched, once nobody types, and the passages of each. */
const PASSAGES = 2;
const REST = 800;
/** Notes read at once for a phrase, where the index has no places of words. */
const READ = 2;
const MOST_READ = 6;
/** Boxes to tick are counted unasked where this many notes are few. */
const FEW = 300;
/** What can be narrowed; the first letter is the kind of its keys in the index. */
const FACETS = ["mission", "year", "theme", "event", "language"];
const MOST_VALUES = 50;
const WAITED = { loading: 150, slow: 2500 };
const CHIPS = { m: "mission", p: "mission", t: "theme", o: "organization", r: "resolution", g: "term", s: "series", e: "event", d: "symbol", time: "year" };

/** Start the page; `search()` gives `{ store, answer }` once it is there. Done when the first answer stands. */
export function startPage(page, search) {
  const [rows, chips, notices, none, more, facets, filters] = ["rows", "chips", "notices", "none", "more", "facets", "filters"].map((name) => page.querySelector(`[data-search=${name}]`));
  const input = page.querySelector("#search-query");
  const status = page.querySelector("#search-status");
  const sort = page.querySelector("select");
  const say = speaker(JSON.parse(page.querySelector("[data-search-words]").textContent));
  const language = document.documentElement.lang || "en";
  const home = new URL(page.dataset.home || "./", document.baseURI).href;
  /** What is asked for, as the page's address says it. */
  let state = new URLSearchParams(location.search);
  let turn = 0;
  let timer = 0;
  let shown = null;
  let label = () => "";

  const typed = () => state.get("q") || "";
  const values = (facet) => state.getAll(facet).slice(0, MOST_VALUES).map((value) => value.toLowerCase());
  /** Give the state with other values: a text, a list, or nothing. */
  const edited = (changes) => {
    const next = new URLSearchParams(state);
    for (const [name, value] of Object.entries(changes)) {
      next.delete(name);
      for (const one of [value].flat()) if (one) next.append(name, one);
    }
    return next;
  };
  const addressOf = (next) => location.pathname + (String(next) ? `?${next}` : "");
  const change = (changes, typing = false) => {
    state = edited(changes);
    const address = addressOf(state);
    if (typing) history.replaceState(null, "", address);
    else if (address !== location.pathname + location.search) history.pushState(null, "", address);
    return show(typing);
  };
  const showState = () => {
    input.value = typed();
    sort.value = state.get("sort") === "date" ? "date" : "relevance";
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change({ q: input.value, exact: "", plain: "" }, true), PAUSE);
  });
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    change({ q: input.value, exact: "", ...(input.value === typed() ? {} : { plain: "" }) });
  });
  sort.addEventListener("change", () => change({ sort: sort.value === "date" ? "date" : "" }));
  more.addEventListener("click", async () => {
    const first = rows.children.length;
    await addRows(turn).catch(broken);
    rows.children[first]?.querySelector("a")?.focus();
  });
  facets.addEventListener("change", ({ target: { name, value, checked } }) => change({ [name]: checked ? [...values(name), value] : values(name).filter((other) => other !== value) }));
  filters.addEventListener("toggle", () => filters.open && shown && showFacets(turn).catch(broken));
  addEventListener("popstate", () => {
    if (!page.isConnected) return;
    state = new URLSearchParams(location.search);
    showState();
    show();
  });
  if (input.value) state = edited({ q: input.value });
  else showState();
  return show();

  /** Ask and show the answer to the state; an answer that another has overtaken is dropped. */
  async function show(typing = false) {
    const mine = (turn += 1);
    page.setAttribute("aria-busy", "true");
    status.dataset.complete = "false";
    const waits = Object.entries(WAITED).map(([key, after]) => setTimeout(() => mine === turn && (status.textContent = say(key)), after));
    try {
      const { store, answer } = await search();
      label = labels(store.entry, language);
      const there = (facet) => values(facet).filter((value) => store.entry.held.includes(keyOf(facet[0], value)));
      const asked = Object.fromEntries(FACETS.map((facet) => [facet, there(facet)]));
      const ask = (narrowed, said = typing) => answer(typed(), { typing: said, exact: state.has("exact"), plain: state.getAll("plain"), sort: state.get("sort"), filters: narrowed });
      const found = await ask(asked);
      if (mine !== turn) return;
      shown = { found, store, ask, table: answer.table, words: sought(found.parts), next: 0, asked, parted: partedAt(found.rows) };
      rows.replaceChildren();
      rows.hidden = true;
      notices.replaceChildren(...noticesOf(found, asked, typing));
      chips.replaceChildren(...chipsOf(found, asked));
      chips.hidden = !chips.children.length;
      none.replaceChildren(...(found.rows.length || typing || found.lost.length ? [] : nothing(found)));
      none.hidden = !none.children.length;
      await addRows(mine);
      if (mine !== turn) return;
      const total = found.rows.length;
      status.dataset.count = total;
      done(total ? say("notes", { n: total }) : found.why === "empty" ? "" : say(typing ? "typing" : found.lost.length ? "lost" : "none"));
      filters.hidden = !total && !Object.values(asked).flat().length;
      if (store.entry.notes <= FEW && matchMedia("(min-width: 60em)").matches) filters.open = true;
      if (filters.open) showFacets(mine).catch(broken);
    } catch (error) {
      if (mine === turn) broken(error);
    } finally {
      waits.forEach(clearTimeout);
      if (mine === turn) page.removeAttribute("aria-busy");
    }
  }

  function done(text) {
    status.textContent = text;
    status.dataset.query = typed();
    status.dataset.complete = "true";
  }

  function broken(error) {
    notices.replaceChildren(lossOf(error));
    done(say("lost"));
    if (!error.why) console.error(error);
  }

  function notice(attributes, ...inside) {
    return make("p", { class: "search-notice", ...attributes }, ...inside);
  }

  /** Say what did not come, with a button that asks for it again. */
  function lossOf(error) {
    const key = !error.why ? "broken" : error.why === "other" ? "other" : "lost";
    const again = make("button", { type: "button", class: "md-button", text: say("again") });
    again.addEventListener("click", () => (key === "other" ? location.reload() : show()));
    return notice({ "data-lost": key }, `${say(key)} `, again);
  }

  /** Add rows, as many as a few files hold. */
  async function addRows(mine) {
    const { found, store, words, table, parted } = shown;
    const first = shown.next;
    const taken = nextRows(found.rows, store, first, first ? 0 : found.files).slice(0, found.unread.length ? READ : undefined);
    const cards = taken.map(({ note }) => store.card(note).catch((error) => error));
    for (const [at, coming] of cards.entries()) {
      const card = await coming;
      const kept = card.id && (!found.unread.length || (await holdsPhrases(card, found.unread, table)));
      if (mine !== turn) return;
      if (card.why && !notices.querySelector("[data-lost]")) notices.append(lossOf(card));
      if (kept && first + at === parted) rows.append(make("li", { class: "search-parted", text: say("part") }));
      if (kept) rows.append(rowOf(card, first + at, words, table));
      rows.hidden = !rows.children.length;
    }
    shown.next += cards.length;
    // A phrase may stand in none of the first notes that hold its words: some more are read.
    if (found.unread.length && !rows.children.length && shown.next < Math.min(MOST_READ, found.rows.length)) return addRows(mine);
    more.hidden = shown.next >= found.rows.length;
  }

  function rowOf(card, at, words, table) {
    const address = pageAt(`${home}notes/${card.id}/`);
    const facts = [card.missions.slice(0, 4).join(", ") + (card.missions.length > 4 ? " …" : ""), dateInWords(card.date, language), say(`event.${card.event}`)];
    const row = make("li", { class: "search-row", "data-note": card.id },
      make("p", { class: "search-facts", text: facts.filter(Boolean).join(" · ") }),
      make("h2", {}, make("a", { href: address, lang: card.language }, ...marked(card.title, words, table))),
      make("p", { class: "search-summary", lang: card.language }, ...marked(card.summary, words, table)));
    const mine = turn;
    if (at < PASSAGES && holds(`${card.title} ${card.summary} ${card.missions.join(" ")}`, words, table) < words.length) {
      setTimeout(() => mine === turn && addPassages(row, card, words, table), REST);
    }
    return row;
  }

  /** Give a note's own page, or null for one that does not come or stands on a disk. */
  async function pageOf({ id }) {
    const answer = location.protocol === "file:" ? null : await fetch(`${home}notes/${id}/`).catch(() => null);
    return answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  }

  /** Say whether a note's own page holds phrases; one that cannot be read is believed. */
  async function holdsPhrases(card, phrases, table) {
    const note = await pageOf(card);
    const text = note && ` ${table.fold(note.querySelector("main, article")?.textContent || note.body.textContent)} `;
    return !note || phrases.every((phrase) => text.includes(` ${table.fold(phrase)} `));
  }

  /** Show where a note says it, from its own page: each passage leads to its paragraph. */
  async function addPassages(row, card, words, table) {
    const note = await pageOf(card);
    if (!note || !row.isConnected) return;
    for (const aside of note.querySelectorAll("[id^='p-'] :is(.pin, sup, .headerlink)")) aside.remove();
    const paragraphs = [...note.querySelectorAll("[id^='p-']")].map((element) => ({ id: element.id, text: element.textContent.replace(/\s+/g, " ").trim() }));
    const scored = paragraphs.map((one) => ({ ...one, score: holds(one.text, words, table) })).filter((one) => one.score);
    const best = scored.sort((one, other) => other.score - one.score).slice(0, PASSAGES);
    row.append(make("ul", { class: "plain search-passages", lang: card.language }, ...best.map(({ id, text }) =>
      make("li", {}, make("a", { href: `${home}notes/${card.id}/#${id}` }, ...marked(excerpt(text, words, table), words, table))))));
  }

  /** Say what was corrected, what no note holds, and what is near; nothing negative while typing. */
  function noticesOf(found, asked, typing) {
    const unknown = FACETS.flatMap((facet) => values(facet).filter((value) => !asked[facet].includes(value)));
    const said = [...found.lost.slice(0, 1).map(lossOf), ...unknown.map((value) => notice({ text: say("unknown", { value }) }))];
    if (state.has("exact")) said.push(notice({ text: say("exact") }));
    const mended = found.parts.filter((part) => part.mended);
    if (mended.length) {
      const words = mended.map((part) => (part.wanted || [part]).map((one) => one.word).join(" ")).join(", ");
      const name = mended.map((part) => part.label || words).join(", ");
      said.push(notice({ "data-mended": words }, ...around(say("mended", { name }), offer(typed(), { exact: "1" }))));
    }
    if (typing) return said;
    for (const { part: { raw }, words, themes } of found.hints) {
      const key = /^[^\p{Script=Latin}\p{N}]/u.test(raw) ? "script" : "absent";
      const offers = [...words.map((word) => offer(word, { q: typed().replace(raw, word) })), ...themes.map((id) => offer(label("t", id)))];
      said.push(notice({ "data-absent": raw }, say(key, { typed: raw }), ...(offers.length ? [` ${say("near")} `, ...listed(offers)] : [])));
    }
    for (const { raw, kind } of found.parts.filter((one) => !one.count && !one.without && !found.lost.length && one.kind !== "word" && found.rows.length)) {
      said.push(notice({ "data-absent": raw, text: say(kind === "time" ? "undated" : "absent", { typed: raw }) }));
    }
    return said;
  }

  /** Give a link that asks for something else, if for nothing other than its own text. */
  function offer(text, changes = { q: text }) {
    const link = make("a", { href: addressOf(edited(changes)), text });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      input.value = changes.q ?? typed();
      change(changes);
    });
    return link;
  }

  /** Show how the query was read: a chip takes its name's reading back, or a ticked box off. */
  function chipsOf(found, asked) {
    const chip = (name, text, changes, title) => {
      const button = make("button", { type: "button", class: "search-chip", "data-chip": name.toLowerCase(), title }, text, make("span", { "aria-hidden": "true", text: " ×" }));
      button.addEventListener("click", () => change(changes));
      return make("li", {}, button);
    };
    const read = found.parts.filter(({ kind, count }) => kind in CHIPS && count).map(({ kind, ids = [], from, to, day, raw, without, ...part }) => {
      const years = [...new Set([from, to].map((month) => month?.slice(0, 4)))].join("-");
      const name = (language === "fr" && part.labelFr) || part.label || raw;
      const plain = [...state.getAll("plain"), `${kind}:${ids.join("+")}`];
      return chip(`${CHIPS[kind]}:${kind === "time" ? day || years : ids.join("+")}`, without ? `${say("without")} ${name}` : name, { plain }, say("plain", { name }));
    });
    const ticked = FACETS.flatMap((facet) => asked[facet].map((value) => chip(`${facet}:${value}`, label(facet[0], value), { [facet]: values(facet).filter((other) => other !== value) }, say("remove", { name: value }))));
    return [...read, ...ticked];
  }

  /** Say why nothing was found and what there is instead. */
  function nothing({ parts, why }) {
    const wanted = parts.filter((one) => !one.without);
    const named = wanted.filter((one) => one.kind !== "word" && !one.count && why === "absent");
    const held = shown.store.entry.held.filter((key) => key.startsWith("!m:")).map((key) => label("m", key.slice(3)));
    return [
      make("p", { text: say(`none.${why}`, { typed: wanted.map((one) => one.raw).join(" ") || typed().trim() }) }),
      ...named.map((one) => make("p", { text: say("none.named", { name: one.label || one.raw }) })),
      make("p", {}, `${say("none.missions")} `, ...listed(held.map((mission) => offer(mission)))),
      make("p", {}, ...around(say("none.table"), make("a", { href: pageAt(page.dataset.table), text: say("table") }))),
    ];
  }

  function around(text, link) {
    const [before, after = ""] = text.split("@");
    return [before, link, after];
  }

  /** Count what ticking each box would give, and show the boxes. */
  async function showFacets(mine) {
    const { found, store, ask, asked } = shown;
    const groups = await Promise.all(FACETS.map(async (facet) => {
      const open = asked[facet].length ? (await ask({ ...asked, [facet]: [] }, true)).rows : found.rows;
      const notes = new Set(open.map(({ note }) => note));
      const held = store.entry.held.filter((key) => key.startsWith(`!${facet[0]}:`));
      const counted = await Promise.all(held.map(async (key) => [key.slice(3), [...(await store.list(key)).keys()].filter((note) => notes.has(note)).length]));
      const kept = counted.filter(([value, count]) => count || asked[facet].includes(value));
      kept.sort((one, other) => (facet === "year" ? other[0] - one[0] : other[1] - one[1] || one[0].localeCompare(other[0])));
      return kept.length > 1 || asked[facet].length ? groupOf(facet, kept, asked[facet]) : "";
    }));
    if (mine !== turn) return;
    const focused = facets.contains(document.activeElement) ? document.activeElement.id : "";
    facets.replaceChildren(...groups);
    document.getElementById(focused)?.focus();
  }

  function groupOf(facet, counted, chosen) {
    return make("fieldset", { "data-facet": facet }, make("legend", { text: say(`facet.${facet}`) }), ...counted.map(([value, count]) => {
      const box = make("input", { type: "checkbox", name: facet, value, id: `facet-${facet}-${value}`, checked: chosen.includes(value) });
      const name = (facet === "event" && say(`event.${value}`)) || label(facet[0], value);
      return make("label", { for: box.id }, box, ` ${name} `, make("span", { class: "search-facet__count", text: count }));
    }));
  }
}

/** Give the function that names a term in the page's language. */
function labels(entry, language) {
  const single = entry.names.filter(([, ids]) => ids.length === 1).reverse();
  const found = new Map(single.map(([kind, [id], label, labelFr]) => [keyOf(kind, id), (language === "fr" && labelFr) || label]));
  const languages = new Intl.DisplayNames([language], { type: "language" });
  return (kind, id) => (kind === "l" ? languages.of(id) : found.get(keyOf(kind, id)) || id);
}

/** Give the place of the first row that holds a part only, if every row after it does too; else -1. */
function partedAt(rows) {
  const first = rows.findIndex((row) => !row.whole);
  return first > 0 && rows.slice(first).every((row) => !row.whole) ? first : -1;
}
