/**
 * The panels of the search page: facets with their counts, and the account of what was not found.
 */
(function (search) {
  "use strict";

  const FACET_NAMES = {
    mission: "Mission",
    year: "Year",
    theme: "Theme",
    organizer: "Organizer",
    language: "Language",
  };
  const SHOWN_VALUES = 8;

  search.FACET_NAMES = FACET_NAMES;

  /** Make the facets; `toggle(facet, value, on)` is called when the reader ticks one. */
  search.facetPanel = (container, filters, toggle) => {
    let facets = null;
    let last = [];
    return draw;

    /** Update the facets in place: their values and order never change, only counts and ticks. */
    function draw(answer, state) {
      last = [answer, state];
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
      filters.hidden = !any;
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
        draw(...last);
        if (first) first.input.focus();
      });
      container.append(group);
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
  };

  /** Make the account of what was not found; `link(target, text)` gives a link to a query. */
  search.nonePanel = (section, link) => {
    let last = null;
    return draw;

    function draw(answer, asked) {
      last = answer;
      const nothing = !answer.count && answer.complete && asked;
      section.hidden = !nothing && Boolean(asked);
      section.setAttribute("aria-label", asked ? "Nothing found" : "Examples");
      if (!asked) {
        section.replaceChildren(
          make("h2", {}, "For example"),
          make("ul", {}, ...examples().map((query) => make("li", {}, link(query, query)))),
        );
        return;
      }
      if (!nothing) {
        section.replaceChildren();
        return;
      }
      const { terms } = search.data;
      const content = [
        make("h2", {}, "No note found"),
        ...reasons(answer).map((text) => make("p", {}, ...text)),
      ];
      const near = search.edits ? nearby(answer.reading) : [];
      if (!search.edits)
        search.rare().then(
          () => answer === last && draw(answer, asked),
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
      section.replaceChildren(...content);
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
        const near = otherYears(covered, hard.years);
        found.push([
          `There is no note on ${list(covered.map((place) => terms.missions[place][1]))} for ${list(hard.years.map(span))}.`,
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
        const run = years.length
          ? ` The notes run from ${years[0]} to ${years[years.length - 1]}.`
          : "";
        found.push([`No note fits these years.${run}`]);
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
  };

  /** Give the notes of these missions whose years lie nearest to those asked for. */
  function otherYears(missions, years) {
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
  }

  /** Give terms whose names begin like, or hold, a word that found nothing: [label, query]. */
  function nearby(reading) {
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
  }

  function span([from, to]) {
    if (from === to) return String(from);
    return from ? (to < 9999 ? `${from}–${to}` : `since ${from}`) : `up to ${to}`;
  }

  function list(items) {
    return items.length < 2
      ? items.join("")
      : `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
  }

  function browse(text) {
    return make("a", { href: new URL("browse/", search.root).href }, text);
  }

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children.filter((child) => child !== ""));
    return element;
  }

  Object.assign(search, { make, list, browse });
})((window.notesSearch = window.notesSearch || {}));
