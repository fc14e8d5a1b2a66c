/** The header's box: first results while somebody types, as a list that the keyboard walks. */

import { dateInWords, make, marked, pageAt, sought, speaker } from "./shown.mjs";

const OPTIONS = 4;
const BREATH = 90;
const SLOW = 250;

/** Start the box: `search()` gives `{ store, answer }` once it is there. */
export function startBox(box, search) {
  const [input, list, panel, status] = ["input", "[role=listbox]", "[data-search-panel]", "[role=status]"].map((one) => box.querySelector(one));
  const say = speaker(JSON.parse(box.querySelector("[data-search-words]").textContent));
  const home = new URL(box.dataset.home || "./", document.baseURI).href;
  const language = document.documentElement.lang || "en";
  let turn = 0;
  let timer = 0;
  let chosen = -1;
  // The address of the page changes under a header that stays.
  input.form.action = input.form.action;
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": list.id })) input.setAttribute(name, value);

  const open = (shown) => {
    panel.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown && list.children.length > 0));
    if (!shown) choose(-1);
  };
  const choose = (at) => {
    chosen = at;
    [...list.children].forEach(({ firstChild }, place) => firstChild.setAttribute("aria-selected", String(place === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[at].firstChild.id);
  };

  const tell = (text) => {
    status.textContent = text;
    open(true);
  };

  async function show() {
    const mine = (turn += 1);
    if (!input.value.trim()) return open(false);
    list.dataset.complete = "false";
    const slow = setTimeout(() => mine === turn && tell(say("loading")), SLOW);
    try {
      const { store, answer } = await search();
      const { rows, parts } = await answer(input.value, { typing: true });
      const cards = await Promise.all(rows.slice(0, OPTIONS).map(({ note }) => store.card(note)));
      if (mine !== turn) return;
      const words = sought(parts);
      list.replaceChildren(...cards.map((card, at) => option(card, at, words, answer.table)));
      list.dataset.complete = "true";
      choose(-1);
      if (rows.length) tell(say("notes", { n: rows.length }));
      else open(false);
    } catch {
      if (mine !== turn) return;
      list.replaceChildren();
      tell(say("lost"));
    } finally {
      clearTimeout(slow);
    }
  }

  function option(card, at, words, table) {
    const link = make("a", { href: pageAt(`${home}notes/${card.id}/`), tabindex: "-1", role: "option", id: `search-option-${at}`, "aria-selected": "false" },
      make("span", { class: "search-box__facts", text: [card.missions.join(", "), dateInWords(card.date, language)].filter(Boolean).join(" · ") }),
      make("span", { class: "search-box__title" }, ...marked(card.title, words, table)));
    return make("li", { role: "none" }, link);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, BREATH);
  });
  input.addEventListener("keydown", (event) => {
    const count = panel.hidden ? 0 : list.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const leaves = event.key === "Escape" && !panel.hidden;
    const taken = event.key === "Enter" && count && list.children[chosen];
    if (leaves || taken || (step && count)) event.preventDefault();
    if (leaves) open(false);
    else if (taken) taken.firstChild.click();
    else if (step && count) choose(chosen < 0 && step < 0 ? count - 1 : (chosen + step + count) % count);
  });
  box.addEventListener("focusout", () => setTimeout(() => box.contains(document.activeElement) || open(false), 150));
  input.addEventListener("focus", () => input.value.trim() && show());
  if (input.value.trim()) show();
}
