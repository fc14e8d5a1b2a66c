/**
 * The search page: the query and its filters in the address, chips that say how the query was
 * read, rows with their passages, and an account of what was not found.
 */
(function (search) {
  "use strict";

  const FIRST = 10;
  const FIRST_OF_MANY = 5;
  const PAUSE = 140;
  const READY_PASSAGES = 4;
  const FACET_NAMES = {
    mission: "Mission",
    year: "Year",
    theme: "Theme",
    organizer: "Organizer",
    language: "Language",
  };
  const SHOWN_VALUES = 8;

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
    let facets = null;

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
          state.unknown.push(`${FACET_NAMES[facet].toLowerCase()} “${value.slice(0, 40)}”`);
        }
      }
    }

    function draw(answer) {
      answered = answer;
      parts.input.setAttribute("aria-describedby", "search-status");
      drawChips(answer);
      drawNotices(answer);
      drawRows(answer);
      drawFacets(answer);
      drawNone(answer);
      const empty =
        !answer.asked.trim() && !search.FACETS.some((facet) => state.facets[facet].size);
      parts.status.textContent = empty
        ? `${search.data.total} notes. Type a question, or choose filters.`
        : says(answer);
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
          const kind = facet === "organizer" ? "organizer" : facet;
          if (
            !chips.some(
              (chip) => chip.kind === kind && chip.value === value && !["theme"].includes(kind),
            )
          )
            chips.push({ kind, value, label: search.label(facet, value), facet });
        }
      }
      parts.chips.replaceChildren(
        ...chips.map((chip) => {
          const kind = chip.kind === "organization" ? "organization" : chip.kind;
          const button = make(
            "button",
            {
              type: "button",
              class: "search-chip",
              "data-chip": `${kind}:${chip.value}`,
              title: chip.read
                ? "Read in your query. Press to search its words as plain words."
                : "Chosen as a filter. Press to remove.",
            },
            make("span", { class: "search-chip__kind" }, `${kind}: `),
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
      if (answer.count && answer.missing.length)
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

    /** Update the facets in place: their values and order never change, only counts and ticks. */
    function drawFacets(answer) {
      facets =
        facets || Object.fromEntries(search.FACETS.map((facet) => [facet, facetGroup(facet)]));
      let any = false;
      for (const facet of search.FACETS) {
        const { group, boxes, all } = facets[facet];
        const counts = answer.counts[facet] || new Map();
        const read = new Set(
          answer.reading.chips
            .filter((chip) => chip.kind === facet && facet !== "theme")
            .map((chip) => chip.value),
        );
        const wide = group.dataset.wide === "true";
        const many = boxes.filter(({ value }) => counts.get(value)).length > SHOWN_VALUES + 2;
        let open = 0;
        let useful = 0;
        for (const { value, label, input, count } of boxes) {
          const found = counts.get(value) || 0;
          input.checked = state.facets[facet].has(value) || (read.has(value) && found > 0);
          count.textContent = String(found);
          const shows = found > 0 || input.checked;
          useful += Number(shows);
          label.hidden = !shows || (!wide && !input.checked && open >= SHOWN_VALUES && many);
          open += Number(!label.hidden);
        }
        all.hidden = useful <= open;
        all.textContent = `All ${useful}`;
        group.hidden = useful < 2 && !boxes.some(({ input }) => input.checked);
        any = any || !group.hidden;
      }
      parts.filters.hidden = !any;
    }

    function facetGroup(facet) {
      const boxes = everyValue(facet).map((value) => {
        const input = make("input", { type: "checkbox", value, name: facet });
        input.addEventListener("change", () => toggle(facet, value, input.checked));
        const count = make("span", { class: "search-facet__count" });
        return {
          value,
          input,
          count,
          label: make(
            "label",
            { class: "search-facet__value" },
            input,
            make("span", {}, search.label(facet, value)),
            count,
          ),
        };
      });
      const all = make("button", { type: "button", class: "search-facet__all" });
      const group = make(
        "fieldset",
        { class: "search-facet", "data-facet": facet },
        make("legend", {}, FACET_NAMES[facet]),
        ...boxes.map(({ label }) => label),
        all,
      );
      all.addEventListener("click", () => {
        const first = boxes.find(({ label, count }) => label.hidden && count.textContent !== "0");
        group.dataset.wide = "true";
        drawFacets(answered);
        if (first) first.input.focus();
      });
      parts.facets.append(group);
      return { group, boxes, all };
    }

    /** Give all values of a facet, those with most notes first; years from the newest. */
    function everyValue(facet) {
      const { terms } = search.data;
      const most = (list) =>
        list
          .filter((term) => term[2])
          .sort((one, other) => other[2] - one[2])
          .map((term) => term[0].toLowerCase());
      if (facet === "mission") return most([...terms.missions]);
      if (facet === "theme") return most([...terms.themes]);
      if (facet === "organizer") return most([...terms.organizations]);
      return facet === "year" ? Object.keys(terms.years).reverse() : terms.languages;
    }

    function drawNone(answer) {
      const asked = answer.asked.trim() || search.FACETS.some((facet) => state.facets[facet].size);
      const nothing = !answer.count && answer.complete && asked;
      parts.none.hidden = !nothing && Boolean(asked);
      parts.none.setAttribute("aria-label", asked ? "Nothing found" : "Examples");
      if (!asked) {
        parts.none.replaceChildren(
          make("h2", {}, "For example"),
          make("ul", {}, ...examples().map((query) => make("li", {}, link(query, query)))),
        );
        return;
      }
      if (!nothing) {
        parts.none.replaceChildren();
        return;
      }
      const { terms } = search.data;
      const content = [
        make("h2", {}, "No note found"),
        ...reasons(answer).map((text) => make("p", {}, ...text)),
      ];
      const near = search.edits ? search.nearby(answer.reading) : [];
      if (!search.edits)
        search.rare().then(
          () => answer === answered && drawNone(answer),
          () => {},
        );
      if (near.length)
        content.push(
          make("p", {}, "Near what you typed:"),
          make(
            "ul",
            { class: "search-none__terms" },
            ...near.map(([label, query]) => make("li", {}, link(query, label))),
          ),
        );
      content.push(
        make("p", {}, "There are notes on these missions:"),
        make(
          "ul",
          { class: "search-none__missions" },
          ...terms.missions
            .filter((mission) => mission[2])
            .map((mission) =>
              make(
                "li",
                {},
                link({ query: "", facet: ["mission", mission[0].toLowerCase()] }, mission[1]),
                ` ${mission[2]}`,
              ),
            ),
        ),
        make("p", {}, "Or look through ", browse("the table of all notes"), "."),
      );
      parts.none.replaceChildren(...content);
    }

    /** Give queries of several kinds that this collection can answer. */
    function examples() {
      const { terms } = search.data;
      const [newest] = search.data.notes.values();
      const most = (list) => [...list].sort((one, other) => other[2] - one[2])[0];
      const country = terms.countries.find(([, , missions]) =>
        missions.includes(terms.missions.indexOf(most(terms.missions))),
      );
      const theme = most(terms.themes);
      const number = Object.keys(terms.resolutions).find((one) => terms.resolutions[one][2]);
      return [
        newest &&
          newest.year &&
          newest.missions.length &&
          `${terms.missions[newest.missions[0]][1]} ${newest.year}`,
        country && country[0],
        theme && theme[2] && theme[1],
        theme && theme[2] && country && `${theme[3][0]} ${country[0]}`,
        number && `S/RES/${number}`,
      ].filter(Boolean);
    }

    /** Say which part of the query found nothing. */
    function reasons(answer) {
      const { terms } = search.data;
      const { reading, hard } = answer;
      const found = [];
      const bare = reading.missions
        .filter((place) => !terms.missions[place][2])
        .map((place) => terms.missions[place][1]);
      if (bare.length) found.push([`No note of this collection is on ${list(bare)}.`]);
      const covered = [...hard.missions].filter((place) => terms.missions[place][2]);
      if (covered.length && hard.years.length) {
        const near = search.otherYears(covered, hard.years);
        found.push([
          `There is no note on ${list(covered.map((place) => terms.missions[place][1]))} for ${list(reading.chips.filter((chip) => chip.kind === "year").map((chip) => chip.label))}.`,
          ...(near.length
            ? [
                " Nearest: ",
                ...near.flatMap((note, place) => [
                  place ? ", " : "",
                  make("a", { href: search.address(note.id) }, `${note.year}`),
                ]),
                ".",
              ]
            : []),
        ]);
      } else if (hard.years.length && !covered.length) {
        const years = Object.keys(terms.years);
        found.push([
          `No note fits these years. The notes run from ${years[0]} to ${years[years.length - 1]}.`,
        ]);
      }
      if (reading.resolutions.length)
        found.push([`No note names resolution ${list(reading.resolutions)}.`]);
      if (answer.missing.length)
        found.push([
          `Nothing was found for ${list(answer.missing.map((word) => `“${word.slice(0, 60)}”`))}.`,
        ]);
      const rest = reading.units
        .filter((unit) => !answer.missing.includes(unit.text))
        .map((unit) => unit.text)
        .join(" ");
      if (answer.missing.length && rest)
        found.push(["Search ", link({ query: rest }, rest), " instead."]);
      if (!reading.units.length && !reading.chips.length && answer.asked.trim())
        found.push(["There is no word to search for in this."]);
      if (!found.length)
        found.push(["No note has all of this together. Remove a filter or a word."]);
      return found;
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

  /** Give the notes of these missions whose years lie nearest to those asked for. */
  search.otherYears = (missions, years) => {
    const away = (note) =>
      Math.min(
        ...years.map(([from, to]) =>
          note.year < from ? from - note.year : note.year - Math.min(to, 2100),
        ),
      );
    return [...search.data.notes.values()]
      .filter(
        (note) =>
          note.year &&
          missions.some((place) => note.missions.includes(place)) &&
          note.missions.length === 1,
      )
      .sort((one, other) => away(one) - away(other) || other.year - one.year)
      .slice(0, 2)
      .sort((one, other) => one.year - other.year);
  };

  /** Give terms whose names begin like, or hold, a word that found nothing: [label, query]. */
  search.nearby = (reading) => {
    const { terms } = search.data;
    const words = reading.units
      .filter((unit) => unit.kind === "word" && unit.folded.length > 3)
      .map((unit) => unit.folded.slice(0, 5));
    const bare = reading.missions
      .filter((place) => !terms.missions[place][2])
      .map((place) => terms.missions[place][1]);
    const found = terms.missions
      .filter((mission) => mission[2] && bare.some((name) => search.edits(name, mission[1], 1) < 2))
      .map((mission) => [
        mission[1],
        reading.query.replace(new RegExp(bare.join("|"), "i"), mission[1]),
      ]);
    for (const list of [terms.missions, terms.themes]) {
      for (const [, label, count, names] of list) {
        if (count && words.some((word) => names.some((name) => ` ${name}`.includes(` ${word}`))))
          found.push([label, label]);
      }
    }
    return found.slice(0, 4);
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

  function list(items) {
    return items.length < 2
      ? items.join("")
      : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
  }

  function browse(text) {
    return make("a", { href: new URL("browse/", search.root).href }, text);
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

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children.filter((child) => child !== ""));
    return element;
  }
})((window.notesSearch = window.notesSearch || {}));
