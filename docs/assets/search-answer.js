/**
 * Answers a reading: at once from the catalogue where titles, missions, years, themes and
 * resolutions can answer, then with the full text, whose rows join below those already shown.
 */
(function (search) {
  "use strict";

  const FACETS = ["mission", "year", "theme", "organizer", "language"];
  const READ = [
    "id",
    "title",
    "missions",
    "year",
    "date",
    "themes",
    "resolutions",
    "organizers",
    "funders",
    "language",
    "summary",
    "kind",
  ];
  const format = {};
  const data = { terms: null, lexicon: null, notes: new Map(), total: 0, whole: false };

  search.FACETS = FACETS;
  search.data = data;

  /** Load the terms and the first notes; the promise is the same for whoever asks again. */
  search.ready = once(async () => {
    const [terms, first] = await Promise.all([search.fetched("terms"), search.fetched("notes")]);
    data.terms = terms;
    data.lexicon = search.lexicon(terms);
    data.total = first.total;
    data.rest = first.rest;
    keep(first.notes);
    data.whole = data.notes.size >= data.total;
    return data;
  });

  /** Load what only some queries need: glossary, triggers and spelling. */
  search.words = once(async () => {
    const [words] = await Promise.all([
      search.fetched("words"),
      search.script("assets/data/search-words.js"),
    ]);
    return search.learn(data.lexicon, words);
  });

  /** Ask for all parts of the engine side by side, long before one of them asks for the next. */
  search.index = once(async () => {
    const base = new URL("pagefind/", search.root);
    preload(new URL("wasm.en.pagefind", base));
    const map = fetch(new URL("notes.json", base))
      .then((response) => response.json())
      .then((found) => {
        found.metadata.forEach((name) => preload(new URL(name, base)));
        return found;
      });
    return Promise.all([
      import(new URL("pagefind.js", base).href),
      map,
      search.script("assets/data/search-text.js"),
    ]);
  });

  /** Load what is looked up for words that no note holds. */
  search.rare = once(async () => {
    const [rare] = await Promise.all([
      search.fetched("rare"),
      search.script("assets/data/search-rare.js"),
    ]);
    search.learnRare(data.lexicon, rare);
  });

  /** Load the full-text engine and, where the page can hold it, the rest of the catalogue. */
  search.engine = once(async () => {
    const rest = !data.whole && data.rest ? search.fetched("rest") : null;
    await search.index();
    if (rest) {
      keep((await rest).notes);
      data.whole = data.notes.size >= data.total;
    }
    return search.startText();
  });

  /**
   * Answer a request: {query, facets: {mission: Set …}, plain: Set, exact, sort}.
   *
   * `show` is called with each answer {reading, rows, counts, count, asked, complete, notices…};
   * a later one only adds rows below the earlier one's. `current` says if anyone still waits.
   */
  search.answer = async (request, show, current = () => true) => {
    await search.ready();
    const asked = request.query;
    let reading = search.read(asked, data.lexicon, request.plain);
    if (reading.units.length) search.index().catch(() => {});
    if (reading.units.some((unit) => unit.kind === "word")) {
      await search.words();
      reading = search.read(asked, data.lexicon, request.plain);
      const lost = await notHeld(reading);
      if (lost.length) {
        await search.rare();
        reading = search.read(asked, data.lexicon, request.plain);
        const left = reading.units.filter(
          (unit) => unit.kind === "word" && lost.includes(unit.text),
        );
        const better = request.exact ? null : search.correct(reading, left, data.lexicon);
        if (better) {
          reading = search.read(better.query, data.lexicon, request.plain);
          reading.corrected = { from: asked, to: better.query };
        }
      }
    }
    if (!current()) return;
    const hard = narrowing(reading, request.facets);
    if (!data.whole) await shards(reading, hard);
    if (!current()) return;
    const early = fromCatalogue(reading, hard);
    const wantsText = reading.units.length > 0 || reading.resolutions.length > 0;
    const settled = early.length > 0 && (answers(reading) || early.length === 1);
    if (settled || !wantsText) {
      const rows = sorted(early, request, reading);
      show({ ...whole(rows, reading, hard, request), asked, complete: !wantsText });
      if (!wantsText) return;
    }
    if (!current()) return;
    try {
      const text = await search.engine();
      const joined = await text.answer(reading, hard, request);
      if (!current()) return;
      const shown = settled ? sorted(early, request, reading) : [];
      const found = new Map(joined.rows.map((row) => [row.note.id, row]));
      const ids = new Set(shown.map((row) => row.note.id));
      const top = shown.map((row) => ({
        ...(found.get(row.note.id) || {}),
        ...row,
        passages: (found.get(row.note.id) || {}).passages,
      }));
      let rows = [
        ...top,
        ...sorted(
          joined.rows.filter((row) => !ids.has(row.note.id)),
          request,
          reading,
        ),
      ];
      if (!rows.length && reading.resolutions.length && !reading.units.length) {
        await search.rare();
        rows = before(reading, hard);
      }
      const more =
        joined.more &&
        (async (count) => (await joined.more(count)).filter((row) => !ids.has(row.note.id)));
      if (joined.count !== undefined) joined.count = Math.max(joined.count, rows.length);
      show({
        ...whole(rows, reading, hard, request, joined),
        asked,
        complete: true,
        notice: text.notice,
        more,
      });
    } catch (problem) {
      if (!current()) return;
      const rows = sorted(early.length ? early : loosely(reading, hard), request, reading);
      show({ ...whole(rows, reading, hard, request), asked, complete: true, notice: "no-index" });
    }
  };

  /** Say whether a note passes what narrows the notes, one facet left aside. */
  search.passes = (note, hard, aside = "") =>
    (aside === "mission" ||
      !hard.missions.size ||
      note.missions.some((place) => hard.missions.has(place))) &&
    (aside === "year" ||
      !hard.years.length ||
      hard.years.some(([from, to]) => note.year >= from && note.year <= to)) &&
    (aside === "theme" ||
      !hard.themes.size ||
      [...note.themes.keys()].some((place) => hard.themes.has(place))) &&
    (aside === "organizer" ||
      !hard.organizers.size ||
      note.organizers.some((place) => hard.organizers.has(place))) &&
    (aside === "language" || !hard.languages.size || hard.languages.has(note.language));

  /** Weigh what the catalogue's fields say of a unit: title, summary, themes, funders. */
  search.fieldScore = (unit, note) => {
    if (unit.kind === "theme") {
      const strength = note.themes.get(unit.place);
      const tagged =
        strength === undefined ? 0 : unit.hint ? 0.15 + 0.02 * strength : 0.35 + 0.05 * strength;
      return tagged + (note.folded.title.includes(` ${stemmed(unit.folded)} `) ? 0.6 : 0);
    }
    if (unit.kind === "organization")
      return [...note.organizers, ...note.funders].some((place) => unit.places.includes(place))
        ? 0.8
        : 0;
    if (unit.kind === "series" && note.kind.includes(unit.id)) return 0.8;
    const names = [
      unit.folded,
      ...(unit.kind === "glossary" ? unit.others.map(search.fold) : []),
    ].map((name) => ` ${stemmed(name)} `);
    return Math.max(
      ...names.map(
        (name) =>
          (note.folded.title.includes(name) ? 0.6 : 0) +
          (note.folded.summary.includes(name) ? 0.3 : 0),
      ),
    );
  };

  function keep(rows) {
    for (const row of rows) {
      if (data.notes.has(row[0])) continue;
      const note = Object.fromEntries(READ.map((name, place) => [name, row[place]]));
      note.themes = new Map(note.themes);
      note.folded = note.folded || {
        title: ` ${stemmed(search.fold(note.title))} `,
        summary: ` ${stemmed(search.fold(`${note.summary} ${note.kind}`))} `,
      };
      data.notes.set(note.id, note);
    }
  }

  function stemmed(text) {
    return text.split(" ").map(search.stem).join(" ");
  }

  /** Give the words of a reading that no note holds. */
  async function notHeld(reading) {
    const unknown = reading.units.filter((unit) => unit.kind === "word" && unit.unknown);
    if (!unknown.length) return [];
    const text = await search.engine().catch(() => null);
    const held = await Promise.all(unknown.map((unit) => (text ? text.knows(unit.text) : false)));
    return unknown.filter((unit, place) => !held[place]).map((unit) => unit.text);
  }

  /** Bring together what the query and the facets ask for: OR within one, AND across them. */
  function narrowing(reading, facets) {
    const { terms } = data;
    const places = (list, ids) =>
      list
        .map((one, place) => (ids.has(one[0].toLowerCase()) ? place : -1))
        .filter((place) => place >= 0);
    const chosen = (facet) => facets[facet] || new Set();
    return {
      missions: new Set([...reading.missions, ...places(terms.missions, chosen("mission"))]),
      years: [
        ...(reading.years || []),
        ...[...chosen("year")].map((year) => [Number(year), Number(year)]),
      ],
      themes: new Set(places(terms.themes, chosen("theme"))),
      organizers: new Set(places(terms.organizations, chosen("organizer"))),
      languages: new Set(chosen("language")),
      resolutions: reading.resolutions,
      chosen: FACETS.some((facet) => chosen(facet).size),
    };
  }

  /** Say whether the catalogue alone settles the order: nothing but fields is asked for. */
  function answers(reading) {
    return reading.units.every(
      (unit) => unit.kind === "organization" || (unit.kind === "theme" && !unit.hint),
    );
  }

  function fromCatalogue(reading, hard) {
    const asked =
      reading.units.length ||
      reading.resolutions.length ||
      hard.missions.size ||
      hard.years.length ||
      hard.chosen ||
      reading.newest;
    if (!asked) return [];
    const rows = [];
    for (const note of data.notes.values()) {
      if (!search.passes(note, hard)) continue;
      if (
        hard.resolutions.length &&
        !hard.resolutions.some((number) => note.resolutions.includes(number))
      )
        continue;
      const scores = reading.units.map((unit) =>
        unit.kind === "phrase" ? 0 : search.fieldScore(unit, note),
      );
      if (scores.some((score) => !score)) continue;
      rows.push({
        note,
        score: scores.reduce((sum, score) => sum + score, 0) * focus(note, reading),
      });
    }
    return rows;
  }

  /** Without an index: the notes that the catalogue's fields speak for at all. */
  function loosely(reading, hard) {
    const rows = [...data.notes.values()]
      .filter((note) => search.passes(note, hard))
      .map((note) => ({
        note,
        score:
          reading.units.reduce((sum, unit) => sum + search.fieldScore(unit, note), 0) *
          focus(note, reading),
      }));
    return rows.filter((row) => row.score > 0);
  }

  /** For a resolution that no note names: the workshops held in the year before its adoption. */
  function before(reading, hard) {
    return reading.resolutions.flatMap((number) => {
      const [year, missions] = data.terms.resolutions[number] || [0, []];
      const adopted = data.lexicon.adopted[number];
      const last = [...data.notes.values()]
        .filter(
          (note) =>
            search.passes(note, hard) &&
            note.date &&
            adopted &&
            note.date < adopted &&
            note.missions.length === 1 &&
            missions.includes(note.missions[0]),
        )
        .filter((note) => Date.parse(adopted) - Date.parse(note.date.slice(0, 10)) < 366 * 864e5)
        .sort((one, other) => other.date.localeCompare(one.date));
      return last
        .slice(0, 1)
        .map((note) => ({
          note,
          score: 1,
          reason: `It does not name resolution ${number} (${year}): it is the workshop held before that resolution was adopted, on ${adopted}.`,
        }));
    });
  }

  function focus(note, reading) {
    return reading.missions.length && note.missions.length > 1 ? 0.6 : 1;
  }
  search.focus = focus;

  function sorted(rows, request, reading) {
    const byDate = request.sort === "date" || (reading.newest && request.sort !== "relevance");
    const units = reading.units.length > 0;
    const named = (row) =>
      reading.places.some(
        (place) =>
          row.note.missions.length === 1 && row.note.folded.title.includes(` ${stemmed(place)} `),
      );
    const key = (row) =>
      byDate
        ? 0
        : units
          ? Math.round(row.score * 1000) / 1000
          : focus(row.note, reading) + (named(row) ? 1 : 0);
    return [...rows].sort(
      (one, other) =>
        key(other) - key(one) ||
        when(other.note).localeCompare(when(one.note)) ||
        one.note.id.localeCompare(other.note.id),
    );
  }

  function when(note) {
    return note.date || String(note.year || "");
  }

  /** Complete an answer: counts for the facets, and what to say when nothing was found. */
  function whole(rows, reading, hard, request, joined = {}) {
    const count =
      joined.count === undefined
        ? Math.max(rows.length, data.whole ? 0 : known(reading, hard))
        : joined.count;
    return {
      reading,
      hard,
      rows,
      count: rows.length ? Math.max(count, rows.length) : count,
      counts: joined.counts || counts(rows, reading, hard, request, joined.all),
      missing: joined.missing || [],
    };
  }

  /** Give how many notes there are of one mission or year in a catalogue that is not whole. */
  function known(reading, hard) {
    return hard.shard && !reading.units.length ? hard.shard.total : 0;
  }

  function counts(rows, reading, hard, request, all) {
    const pool =
      all ||
      (reading.units.length || reading.resolutions.length
        ? rows.map((row) => row.note)
        : [...data.notes.values()]);
    return Object.fromEntries(
      FACETS.map((facet) => {
        const found = new Map();
        for (const note of pool) {
          if (!search.passes(note, hard, facet)) continue;
          for (const value of search.values(note, facet))
            found.set(value, (found.get(value) || 0) + 1);
        }
        return [facet, found];
      }),
    );
  }

  /** Give a note's values under a facet, as they stand in the address. */
  search.values = (note, facet) => {
    const { terms } = data;
    if (facet === "mission")
      return note.missions.map((place) => terms.missions[place][0].toLowerCase());
    if (facet === "year") return note.year ? [String(note.year)] : [];
    if (facet === "theme") return [...note.themes.keys()].map((place) => terms.themes[place][0]);
    if (facet === "organizer") return note.organizers.map((place) => terms.organizations[place][0]);
    return [note.language];
  };

  /** Give the words a reader sees for a facet's value. */
  search.label = (facet, value) => {
    const lists = { mission: "missions", theme: "themes", organizer: "organizations" };
    const term =
      lists[facet] && data.terms[lists[facet]].find((one) => one[0].toLowerCase() === value);
    if (facet === "language") {
      try {
        format.languages = format.languages || new Intl.DisplayNames(["en"], { type: "language" });
        return format.languages.of(value) || value;
      } catch (problem) {
        return value;
      }
    }
    return term ? term[1] : value;
  };

  /** Give a note's address on this site, at a paragraph where one is named. */
  search.address = (id, anchor = "") => {
    const path = id.split("/").map(encodeURIComponent).join("/");
    return new URL(`notes/${path}/${anchor ? `#${encodeURIComponent(anchor)}` : ""}`, search.root)
      .href;
  };

  /** Give the line under a note's title: missions, language. */
  search.facts = (note) => {
    const missions = note.missions.map((place) => search.data.terms.missions[place][1]);
    const shown =
      missions.length > 4
        ? `${missions.slice(0, 3).join(", ")} and ${missions.length - 3} more`
        : missions.join(", ");
    const language = note.language === "en" ? "" : search.label("language", note.language);
    return [shown, language].filter(Boolean).join(" · ");
  };

  /** Give an element the colour of its mission, where there is one alone. */
  search.coloured = (element, missions) => {
    const hue = missions.length === 1 ? search.data.terms.missions[missions[0]][4] : undefined;
    if (hue !== undefined) element.style.setProperty("--h", hue);
    return element;
  };

  /** Give the workshop's date in words, the year alone where no day is known. */
  search.when = (note) => {
    const days = (note.date || "").split("/").filter((day) => /^\d{4}-\d\d-\d\d$/.test(day));
    if (!days.length) return note.year ? String(note.year) : "undated";
    format.days =
      format.days ||
      new Intl.DateTimeFormat("en-GB", {
        day: "numeric",
        month: "long",
        year: "numeric",
        timeZone: "UTC",
      });
    return days.map((day) => format.days.format(new Date(`${day}T12:00:00Z`))).join(" to ");
  };

  /** In a large collection: the first notes of what the query names. */
  async function shards(reading, hard) {
    const { terms } = data;
    const years = hard.years.filter(([from, to]) => from === to).map(([from]) => from);
    const names = [];
    for (const place of [...hard.missions].slice(0, 3)) {
      const id = terms.missions[place][0].toLowerCase();
      if (terms.missions[place][2])
        names.push(
          ...(years.length ? years.map((year) => `mission-${id}-${year}`) : [`mission-${id}`]),
        );
    }
    if (!names.length)
      years.slice(0, 3).forEach((year) => terms.years[year] && names.push(`year-${year}`));
    if (!names.length)
      reading.units.forEach(
        (unit) =>
          unit.kind === "theme" &&
          !unit.hint &&
          terms.themes[unit.place][2] &&
          names.push(`theme-${terms.themes[unit.place][0]}`),
      );
    reading.resolutions.forEach(
      (number) =>
        terms.resolutions[number] &&
        terms.resolutions[number][2] &&
        names.push(`resolution-${number}`),
    );
    const found = await Promise.all(
      names.map((name) => search.fetched(`/${name}`).catch(() => null)),
    );
    found.filter(Boolean).forEach((shard) => keep(shard.notes));
    hard.shard = found.length === 1 && found[0];
  }

  function preload(address) {
    const link = document.createElement("link");
    Object.assign(link, {
      rel: "preload",
      as: "fetch",
      crossOrigin: "anonymous",
      href: address.href,
    });
    document.head.append(link);
  }

  function once(make) {
    let promise = null;
    return () => {
      promise =
        promise ||
        make().catch((problem) => {
          promise = null;
          throw problem;
        });
      return promise;
    };
  }
})((window.notesSearch = window.notesSearch || {}));
