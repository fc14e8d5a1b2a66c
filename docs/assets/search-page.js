/**
 * The search page: the query and its filters in the address, chips that say how the query was
 * read, rows with their passages.
 */
(function (search) {
  "use strict";

  const { make, list, browse } = search;
  const FIRST = 10;
  const FIRST_OF_MANY = 5;
  const PAUSE = 140;
  const READY_PASSAGES = 4;

  /** Bring the search page to life; `page` holds the form and the empty parts. */
  search.page = (page) => {
    const part = (name) => page.querySelector(`[data-search="${name}"]`);
    const parts = {
      input: page.querySelector("input[type=search]"),
      form: page.querySelector("form"),
      status: document.getElementById("search-status"),
      chips: part("chips"),
      notices: part("notices"),
      rows: part("rows"),
      more: part("more"),
      none: part("none"),
      facets: part("facets"),
      filters: part("filters"),
      sort: page.querySelector("select"),
    };
    let state = read(parts.input.value);
    let turn = 0;
    let timer = 0;
    let shown = [];
    let limit = FIRST;
    let answered = null;
    const drawFacets = search.facetPanel(parts.facets, parts.filters, toggle);
    const drawNone = search.nonePanel(parts.none, link);

    parts.input.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(
        () => go({ query: parts.input.value, plain: new Set(), exact: false }, false),
        PAUSE,
      );
    });
    parts.form.addEventListener("submit", (event) => {
      event.preventDefault();
      window.clearTimeout(timer);
      go(
        { query: parts.input.value, exact: state.exact && parts.input.value === state.query },
        true,
      );
    });
    parts.sort.addEventListener("change", () => go({ sort: parts.sort.value }, true));
    parts.more.addEventListener("click", async () => {
      const before = shown.length;
      limit += FIRST;
      if (answered.more && answered.rows.length < limit) await fetchMore(answered, FIRST_OF_MANY);
      draw(answered);
      const next = parts.rows.children[before];
      if (next) next.querySelector("a").focus();
    });
    window.addEventListener("popstate", () => {
      window.clearTimeout(timer);
      state = read();
      parts.input.value = state.query;
      run();
    });
    if (window.matchMedia("(min-width: 60em)").matches) parts.filters.open = true;
    parts.input.value = state.query;
    page.dataset.state = "ready";
    run();

    function go(change, push) {
      state = { ...state, ...change };
      const address = written(state);
      if (push) window.history.pushState(null, "", address);
      else window.history.replaceState(null, "", address);
      run();
    }

    async function run() {
      turn += 1;
      const mine = turn;
      limit = FIRST;
      shown = [];
      parts.sort.value = state.sort;
      page.setAttribute("aria-busy", "true");
      try {
        await search.ready();
        await known();
        await search.answer(
          state,
          (answer) => draw(answer),
          () => mine === turn,
        );
        if (mine === turn && answered.more && answered.rows.length < FIRST_OF_MANY) {
          await fetchMore(answered, FIRST_OF_MANY - answered.rows.length);
          if (mine === turn) draw(answered);
        }
      } catch (problem) {
        if (mine === turn) search.tell(page, "broken");
      } finally {
        if (mine === turn) page.removeAttribute("aria-busy");
      }
    }

    /** In a large collection rows come a few at a time. */
    async function fetchMore(answer, count) {
      const rows = await answer.more(count);
      answer.rows.push(...rows);
      if (!rows.length) answer.more = null;
    }

    /** Leave out of the state what the address asks for and this site does not know. */
    async function known() {
      const { terms } = search.data;
      const lists = {
        mission: terms.missions,
        theme: terms.themes,
        organizer: terms.organizations,
      };
      state.unknown = [];
      for (const facet of search.FACETS) {
        for (const value of [...state.facets[facet]]) {
          const found =
            facet === "year"
              ? /^\d{4}$/.test(value)
              : facet === "language"
                ? terms.languages.includes(value)
                : lists[facet].some((one) => one[0].toLowerCase() === value);
          if (found) continue;
          state.facets[facet].delete(value);
          state.unknown.push(`${search.FACET_NAMES[facet].toLowerCase()} “${value.slice(0, 40)}”`);
        }
      }
    }

    function draw(answer) {
      answered = answer;
      parts.input.setAttribute("aria-describedby", "search-status");
      drawChips(answer);
      drawNotices(answer);
      drawRows(answer);
      const asked =
        Boolean(answer.asked.trim()) || search.FACETS.some((facet) => state.facets[facet].size);
      drawFacets(answer, state);
      drawNone(answer, asked);
      parts.status.textContent = asked
        ? says(answer)
        : `${search.data.total} notes. Type a question, or choose filters.`;
      parts.status.dataset.query = answer.asked;
      parts.status.dataset.count = String(answer.count);
      parts.status.dataset.complete = String(answer.complete);
    }

    function says(answer) {
      if (!answer.count) return "No note found.";
      const count = answer.count === 1 ? "1 note" : `${answer.count} notes`;
      return answer.complete ? count : `${count} so far, looking in the full text`;
    }

    function drawChips(answer) {
      const chips = answer.reading.chips.map((chip) => ({ ...chip, read: true }));
      for (const facet of search.FACETS) {
        for (const value of state.facets[facet]) {
          const read = chips.some((chip) => chip.kind === facet && chip.value === value);
          if (!read || facet === "theme")
            chips.push({ kind: facet, value, label: search.label(facet, value), facet });
        }
      }
      parts.chips.replaceChildren(
        ...chips.map((chip) => {
          const button = make(
            "button",
            {
              type: "button",
              class: "search-chip",
              "data-chip": `${chip.kind}:${chip.value}`,
              title: chip.read
                ? "Read in your query. Press to search its words as plain words."
                : "Chosen as a filter. Press to remove.",
            },
            make("span", { class: "search-chip__kind" }, `${chip.kind}: `),
            chip.label,
            make("span", { class: "search-chip__x", "aria-hidden": "true" }, "×"),
            make("span", { class: "unseen" }, ", remove"),
          );
          button.addEventListener("click", () => {
            remove(chip);
            (parts.chips.querySelector("button") || parts.input).focus();
          });
          const mission =
            chip.kind === "mission"
              ? search.data.terms.missions.findIndex((one) => one[0].toLowerCase() === chip.value)
              : -1;
          return make("li", {}, mission < 0 ? button : search.coloured(button, [mission]));
        }),
      );
      parts.chips.hidden = !chips.length;
    }

    function remove(chip) {
      if (chip.facet) toggle(chip.facet, chip.value, false);
      else go({ plain: new Set([...state.plain, `${chip.kind}:${chip.value}`]) }, true);
    }

    function toggle(facet, value, on) {
      const values = new Set(state.facets[facet]);
      const plain = new Set(state.plain);
      if (on) {
        values.add(value);
        plain.delete(`${facet}:${value}`);
      } else {
        values.delete(value);
        if (
          answered &&
          answered.reading.chips.some(
            (chip) => chip.kind === facet && chip.value === value && facet !== "theme",
          )
        )
          plain.add(`${facet}:${value}`);
      }
      go({ facets: { ...state.facets, [facet]: values }, plain }, true);
    }

    function drawNotices(answer) {
      const notices = [];
      const { corrected, cut } = answer.reading;
      if (corrected) {
        const instead = make("a", { href: written({ ...state, exact: true }) }, corrected.from);
        instead.addEventListener("click", (event) => {
          event.preventDefault();
          go({ exact: true }, true);
        });
        notices.push([
          "Showing results for ",
          make("strong", {}, corrected.to),
          ". Search ",
          instead,
          " instead.",
        ]);
      }
      if (cut) notices.push(["The query is long: its first 300 characters were searched."]);
      if ((state.unknown || []).length)
        notices.push([
          `The address asks for ${state.unknown.join(", ")}, which this site does not have; it was left out.`,
        ]);
      if (answer.notice === "no-index")
        notices.push([
          "This site was built without its full-text index: only titles, missions, years, themes and summaries were searched. ",
          browse("The table of all notes"),
          " works as ever.",
        ]);
      if (answer.notice === "stale")
        notices.push([
          "The full-text index is older than the notes: some text may not be found yet. ",
          browse("The table of all notes"),
          " is complete.",
        ]);
      if (answer.count && answer.missing.length && !answer.rows.some((row) => row.reason))
        notices.push([`No note holds ${list(answer.missing)}; these have the rest.`]);
      if (answer.rows.some((row) => row.relaxed))
        notices.push(["No such note is from that year; these are from other years."]);
      parts.notices.replaceChildren(...notices.map((content) => make("p", {}, ...content)));
    }

    /** Draw the rows; those already there stay where they are, later ones come below. */
    function drawRows(answer) {
      const rows = answer.rows.slice(0, limit);
      const ids = rows.map((row) => row.note.id);
      const stays = shown.length && shown.every((id, place) => ids[place] === id);
      if (!stays) {
        parts.rows.replaceChildren();
        shown = [];
      }
      const waits = !answer.complete;
      rows.forEach((row, place) => {
        let item = parts.rows.children[place];
        if (!item) {
          item = drawRow(row, waits);
          parts.rows.append(item);
        }
        if (answer.complete && !item.dataset.filled) fill(item, row, place);
      });
      shown = ids;
      const left = (answer.more ? answer.count : answer.rows.length) - rows.length;
      parts.more.hidden = left <= 0;
      parts.more.textContent = `Show ${Math.min(left, answer.more ? FIRST_OF_MANY : FIRST)} more`;
      parts.rows.hidden = !rows.length;
    }

    function drawRow(row, waits) {
      const { note } = row;
      const item = make(
        "li",
        { class: waits ? "search-row--waits" : "", "data-note": note.id },
        make("p", { class: "when" }, search.when(note)),
        make(
          "div",
          {},
          make("h3", {}, make("a", { href: search.address(note.id) }, note.title)),
          make("p", { class: "search-row__missions" }, search.facts(note)),
          row.reason ? make("p", { class: "search-row__reason" }, row.reason) : "",
          note.summary ? make("p", { class: "search-row__summary" }, note.summary) : "",
          make("ul", { class: "search-row__passages" }),
        ),
      );
      return search.coloured(item, note.missions);
    }

    function fill(item, row, place) {
      item.dataset.filled = "true";
      if (!row.words || !row.words.length || !search.passages) return;
      const load = () =>
        search
          .passages(row)
          .then((found) => {
            item
              .querySelector("ul")
              .replaceChildren(
                ...found.map((passage) =>
                  make(
                    "li",
                    {},
                    make(
                      "a",
                      { href: search.address(row.note.id, passage.anchor) },
                      ...passage.parts.map(([text, marked]) =>
                        marked ? make("mark", {}, text) : text,
                      ),
                    ),
                  ),
                ),
              );
          })
          .catch(() => {});
      if (place < READY_PASSAGES) load();
      else seen(item, load);
    }

    function link(target, text) {
      const next = { ...blank(), query: typeof target === "string" ? target : target.query };
      if (target.facet) next.facets[target.facet[0]].add(target.facet[1]);
      const element = make("a", { href: written(next) }, text);
      element.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        parts.input.value = next.query;
        parts.input.focus();
        go(next, true);
      });
      return element;
    }
  };

  function blank() {
    return {
      query: "",
      facets: Object.fromEntries(search.FACETS.map((facet) => [facet, new Set()])),
      plain: new Set(),
      exact: false,
      sort: "relevance",
    };
  }

  /** Read the state from the address; what was typed before all was loaded is kept. */
  function read(typed = "") {
    const parameters = new URLSearchParams(window.location.search);
    const state = blank();
    state.query = typed || parameters.get("q") || "";
    state.exact = parameters.get("exact") === "1";
    state.sort = parameters.get("sort") === "date" ? "date" : "relevance";
    state.plain = new Set(parameters.getAll("plain").slice(0, 20));
    for (const facet of search.FACETS) {
      parameters
        .getAll(facet)
        .flatMap((value) => value.split(","))
        .slice(0, 30)
        .forEach((value) => value.trim() && state.facets[facet].add(value.trim().toLowerCase()));
    }
    return state;
  }

  function written(state) {
    const parameters = new URLSearchParams();
    if (state.query) parameters.set("q", state.query.slice(0, 2000));
    for (const facet of search.FACETS)
      [...state.facets[facet]].sort().forEach((value) => parameters.append(facet, value));
    [...state.plain].sort().forEach((value) => parameters.append("plain", value));
    if (state.exact) parameters.set("exact", "1");
    if (state.sort === "date") parameters.set("sort", "date");
    const text = parameters.toString();
    return window.location.pathname + (text ? `?${text}` : "");
  }

  function seen(element, act) {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        act();
      },
      { rootMargin: "200px" },
    );
    observer.observe(element);
  }
})((window.notesSearch = window.notesSearch || {}));
