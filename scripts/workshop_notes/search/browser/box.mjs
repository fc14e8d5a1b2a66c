/** The header's box: first results while somebody types, as a list that the keyboard walks. */

import { dateInWords, make, marked, pageAt, sought, speaker } from "./shown.mjs";

const OPTIONS = 4;
const BREATH = 90;

/** Start the box: `search()` gives `{ store, answer }` once it is there. */
export function startBox(box, search) {
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const panel = box.querySelector("[data-search-panel]");
  const status = box.querySelector("[role=status]");
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

  async function show() {
    const mine = (turn += 1);
    const query = input.value;
    if (!query.trim()) return open(false);
    list.dataset.complete = "false";
    const slow = setTimeout(() => {
      if (mine !== turn) return;
      status.textContent = say("loading");
      open(true);
    }, 250);
    try {
      const { store, answer } = await search();
      const found = await answer(query, { typing: true });
      const cards = await Promise.all(found.rows.slice(0, OPTIONS).map(({ note }) => store.card(note)));
      if (mine !== turn) return;
      const words = sought(found.parts);
      list.replaceChildren(...cards.map((card, at) => option(card, at, words, answer.table)));
      status.textContent = found.rows.length ? say("notes", { n: found.rows.length }) : "";
      list.dataset.complete = "true";
      chosen = -1;
      open(found.rows.length > 0);
    } catch {
      if (mine !== turn) return;
      list.replaceChildren();
      status.textContent = say("lost");
      open(true);
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
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      open(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      choose((chosen + (event.key === "ArrowDown" ? 1 : count)) % count);
    } else if (event.key === "Enter" && chosen >= 0 && count) {
      event.preventDefault();
      list.children[chosen].firstChild.click();
    }
  });
  box.addEventListener("focusout", () => setTimeout(() => box.contains(document.activeElement) || open(false), 150));
  input.addEventListener("focus", () => input.value.trim() && show());
  if (input.value.trim()) show();
}
