/**
 * The search box in the header. Nothing of search is loaded before the reader reaches for it;
 * what is typed meanwhile is kept and answered. Elsewhere: reading, answers, page.
 */
(function (search) {
  "use strict";

  const ROWS = 5;
  const PAUSE = 80;
  const here = document.currentScript;

  search.root = new URL("../", here.src);
  search.offline = window.location.protocol === "file:";

  const asked = new Map();

  /** Fetch a data file of search once; the name stands without folder and ending. */
  search.fetched = (name) => {
    const path = name.startsWith("/")
      ? `assets/data/search${name}.json`
      : `assets/data/search-${name}.json`;
    if (!asked.has(path)) {
      asked.set(
        path,
        fetch(new URL(path, search.root)).then((response) => {
          if (!response.ok) throw new Error(`${path}: ${response.status}`);
          return response.json();
        }),
      );
    }
    return asked.get(path);
  };

  /** Load a script of this site once. */
  search.script = (path) => {
    if (!asked.has(path)) {
      asked.set(
        path,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = new URL(path, search.root).href;
          script.onload = resolve;
          script.onerror = () => reject(new Error(path));
          document.head.append(script);
        }),
      );
    }
    return asked.get(path);
  };

  /** Load what answers a query: the scripts, the terms and the first notes, all side by side. */
  search.reach = () => {
    search.fetched("terms").catch(() => {});
    search.fetched("notes").catch(() => {});
    return search.script("assets/data/search.js");
  };

  const page = document.getElementById("search-page");
  const box = document.querySelector("[data-search-box]");
  if (page) start(page);
  if (box && !page) listen(box);
  if (box && page) box.hidden = true;

  function start(element) {
    if (search.offline) {
      tell(element, "offline");
      return;
    }
    tell(element, "loading");
    Promise.all([search.reach(), search.script("assets/data/search-page.js")])
      .then(() => search.page(element))
      .catch(() => {
        tell(element, "broken");
      });
  }

  /** Show the paragraph that says why search does not work here. */
  function tell(element, state) {
    element.dataset.state = state;
    element.querySelectorAll("[data-when]").forEach((notice) => {
      notice.hidden = notice.dataset.when !== state;
    });
  }
  search.tell = tell;

  function listen(element) {
    const form = element.querySelector("form");
    const input = element.querySelector("input");
    const panel = element.querySelector("[data-search-panel]");
    const list = element.querySelector("ul");
    const status = element.querySelector("[role=status]");
    let timer = 0;
    let turn = 0;
    let active = -1;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    const load = () => {
      if (!search.offline) search.reach().catch(() => {});
    };
    element.addEventListener("pointerenter", load, { once: true });
    input.addEventListener("focus", load, { once: true });
    input.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(look, PAUSE);
    });
    input.addEventListener("keydown", move);
    element.addEventListener("focusout", (event) => {
      if (!element.contains(event.relatedTarget)) close();
    });
    form.addEventListener("submit", (event) => {
      if (search.offline) {
        event.preventDefault();
        say("Search needs a web server. The table of all notes works from disk.");
        open();
      }
    });
    document.addEventListener("keydown", (event) => {
      if (
        event.key === "k" &&
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        !event.altKey
      ) {
        event.preventDefault();
        input.focus();
      }
    });

    async function look() {
      const query = input.value;
      turn += 1;
      const mine = turn;
      const current = () => mine === turn;
      if (!query.trim() || search.offline) {
        close();
        return;
      }
      try {
        await search.reach();
        await search.answer(
          { query, facets: {}, plain: new Set(), sort: "relevance" },
          draw,
          current,
        );
      } catch (problem) {
        if (!current()) return;
        list.replaceChildren();
        say("Search is out of reach. The table of all notes works without it.");
        open();
      }
    }

    function draw(answer) {
      const shown = answer.rows.slice(0, ROWS);
      list.replaceChildren(...shown.map((row, place) => option(row, place)));
      list.dataset.complete = String(answer.complete);
      active = -1;
      input.removeAttribute("aria-activedescendant");
      const says = answer.count
        ? `${answer.count} ${answer.count === 1 ? "note" : "notes"}. Enter shows all.`
        : "No note found. Enter shows what there is.";
      say(answer.reading.corrected ? `Read as ${answer.reading.corrected.to}: ${says}` : says);
      open();
    }

    function option(row, place) {
      const item = document.createElement("li");
      item.id = `search-box-option-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.note = row.note.id;
      const title = document.createElement("span");
      title.textContent = row.note.title;
      const facts = document.createElement("small");
      facts.textContent = [search.facts(row.note), search.when(row.note)].join(" · ");
      item.append(title, facts);
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      item.addEventListener("click", () => window.location.assign(search.address(row.note.id)));
      return search.coloured(item, row.note.missions);
    }

    function move(event) {
      const options = [...list.children];
      if (event.key === "Escape" && !panel.hidden) {
        event.preventDefault();
        close();
      } else if (
        (event.key === "ArrowDown" || event.key === "ArrowUp") &&
        options.length &&
        !panel.hidden
      ) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        active = ((active + 1 + step + options.length + 1) % (options.length + 1)) - 1;
        options.forEach((item, place) =>
          item.setAttribute("aria-selected", String(place === active)),
        );
        if (active < 0) input.removeAttribute("aria-activedescendant");
        else input.setAttribute("aria-activedescendant", options[active].id);
      } else if (event.key === "Enter" && active >= 0 && !panel.hidden) {
        event.preventDefault();
        options[active].click();
      }
    }

    function say(text) {
      status.textContent = text;
    }

    function open() {
      panel.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }

    function close() {
      turn += 1;
      panel.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    if (document.activeElement === input) load();
    if (input.value && document.activeElement === input) look();
  }
})((window.notesSearch = window.notesSearch || {}));
