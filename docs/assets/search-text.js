/**
 * The full text: Pagefind's engine asked word by word, its answers weighed with the fields of
 * the catalogue, and the best passages of a note found with the paragraph they stand in.
 */
(function (search) {
  "use strict";

  const WIDTH = 34;
  const PASSAGES = 2;
  const VARIANTS = 5;
  const CHECKED = 12;
  const NEAR = 8;
  const LARGE_FIRST = 2;

  /** Start the engine; the promise fails when the site was built without an index. */
  search.startText = async () => {
    const [engine, map] = await search.index();
    await engine.options({
      noWorker: true,
      baseUrl: "/",
      ranking: { termFrequency: 0.8, pageLength: 0.4 },
    });
    await engine.init();
    return text(engine, map);
  };

  function text(engine, map) {
    const { data } = search;
    const asked = new Map();
    const contents = new Map();

    /** Ask the engine for a word or phrase: note id → {score, words, data}. */
    function postings(query, exact, filters) {
      const key = `${exact ? '"' : ""}${query}${filters ? JSON.stringify(filters) : ""}`;
      if (!asked.has(key)) {
        const term = exact ? `"${query.replace(/"/g, " ")}"` : query;
        asked.set(
          key,
          engine.search(term, filters ? { filters } : {}).then(({ results }) => {
            const found = new Map();
            for (const result of results) {
              const id = map.notes[result.id];
              if (id && data.notes.has(id)) found.set(id, result);
            }
            return found;
          }),
        );
      }
      return asked.get(key);
    }

    /** Say whether some note holds a word; the engine itself would cut it until one does. */
    async function knows(word) {
      const found = await Promise.all(
        [word, ...search.spellings(word.toLowerCase())].map((one) => engine.search(`"${one}"`)),
      );
      return found.some(({ results }) => results.length > 0);
    }

    /** Find one spelling of a unit: exact where it stands, weighed by the engine's score. */
    async function literal(query, weighed = true) {
      const exact = await postings(query, true);
      if (!exact.size) return new Map();
      const loose = weighed ? await postings(query, false) : exact;
      const found = new Map();
      exact.forEach((result, id) =>
        found.set(id, { score: (loose.get(id) || result).score, words: result.words }),
      );
      const most = Math.max(...[...found.values()].map((one) => one.score));
      found.forEach((one) => {
        one.score = 0.35 + 0.65 * (one.score / most);
      });
      return found;
    }

    /** Find a phrase of several words however its words are hyphenated. */
    async function phrase(query, strict) {
      const words = query.split(/[\s-]+/).filter(Boolean);
      let found = await literal(query);
      for (let place = 1; !found.size && place < Math.min(words.length, 7); place += 1) {
        found = await literal(
          words.map((word, at) => (at === 0 ? word : (at === place ? "-" : " ") + word)).join(""),
        );
      }
      if (!found.size && strict && words.length > 1) found = await checked(words);
      return found;
    }

    /** Read the few notes that hold all words of a phrase, and keep those that hold it as such. */
    async function checked(words) {
      const wanted = search.fold(words.join(" "));
      const holding = [...(await postings(words.join(" "), false)).entries()].slice(0, CHECKED);
      const found = new Map();
      await Promise.all(
        holding.map(async ([id, result]) => {
          const note = await content(id, result);
          if (` ${search.fold(note.content)} `.includes(` ${wanted} `))
            found.set(id, { score: 1, words: result.words });
        }),
      );
      return found;
    }

    async function matches(unit) {
      const names = variants(unit);
      const found = new Map();
      for (const [name, weight] of names) {
        const typed = name === names[0][0];
        const several = typed && /[\s-]/.test(name);
        const part = several
          ? await phrase(name, unit.kind === "phrase")
          : await literal(name, typed);
        part.forEach((one, id) => {
          const before = found.get(id);
          const score = one.score * weight;
          found.set(id, {
            score: Math.max(score, before ? before.score : 0),
            words: [...(before ? before.words : []), ...one.words],
          });
        });
      }
      if (unit.hint && /[\s-]/.test(unit.text)) await byWord(unit, found);
      if (
        !found.size &&
        unit.kind === "word" &&
        search.begins &&
        search.begins(unit.folded, data.lexicon)
      ) {
        const loose = await postings(unit.text, false);
        loose.forEach((result, id) => found.set(id, { score: 0.3, words: result.words }));
      }
      return found;
    }

    /** A theme's hint that a note does not hold as such may still be there word by word. */
    async function byWord(unit, found) {
      const words = unit.folded.split(" ").filter((word) => word.length > 3);
      const parts = await Promise.all(words.map((word) => literal(word)));
      const ids = new Set(parts.flatMap((part) => [...part.keys()]));
      for (const id of ids) {
        const held = parts.map((part) => part.get(id)).filter(Boolean);
        if (held.length < words.length) continue;
        const score = (0.7 * held.reduce((sum, one) => sum + one.score, 0)) / words.length;
        const before = found.get(id);
        if (!before || before.score < score)
          found.set(id, {
            score,
            words: [...(before ? before.words : []), ...held.flatMap((one) => one.words)],
          });
      }
    }

    function variants(unit) {
      const text = unit.kind === "phrase" ? unit.text : unit.text.toLowerCase();
      const names = [[text, 1]];
      if (unit.kind === "word") search.spellings(text).forEach((other) => names.push([other, 1]));
      else if (unit.kind !== "phrase")
        (unit.others || []).forEach((other) =>
          names.push([other.toLowerCase(), unit.hint ? 0.6 : 0.9]),
        );
      const seen = new Set();
      return names
        .filter(([name]) => name && !seen.has(search.fold(name)) && seen.add(search.fold(name)))
        .slice(0, VARIANTS);
    }

    /** Answer from all notes at once; the page holds the whole catalogue. */
    async function answer(reading, hard, request) {
      if (!data.whole) return large(reading, hard, request);
      const notes = [...data.notes.values()];
      const units = [
        ...reading.units,
        ...reading.resolutions.map((number) => ({
          kind: "resolution",
          number,
          text: number,
          folded: number,
        })),
      ];
      // The pieces of the index that all of this needs, side by side rather than one by one.
      await Promise.all(
        units.flatMap((unit) => variants(unit).map(([name]) => engine.preload(name))),
      );
      const found = [];
      for (const unit of units) found.push(await matches(unit));
      const pairs = await neighbours(reading);
      const scored = notes.map((note) => {
        const parts = units.map((unit, at) => {
          const field =
            unit.kind === "resolution"
              ? Number(note.resolutions.includes(unit.number))
              : unit.kind === "phrase"
                ? 0
                : search.fieldScore(unit, note);
          const body = found[at].get(note.id);
          return (body ? 0.9 * body.score : 0) + field;
        });
        return { note, parts };
      });
      const weights = units.map((unit, at) => {
        const literally = unit.hint && found[at].size;
        const holding = literally
          ? found[at].size
          : scored.filter((row) => row.parts[at] > 0).length;
        return holding ? Math.log(1 + notes.length / (holding + 0.5)) + 0.05 : 0;
      });
      const missing = units.filter((unit, at) => !weights[at]);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      let rows = [];
      if (total && !hopeless(reading, units, missing)) {
        for (const row of scored) {
          const required = units.every(
            (unit, at) =>
              (unit.kind !== "phrase" && unit.kind !== "resolution") || row.parts[at] > 0,
          );
          const covered =
            weights.reduce((sum, weight, at) => sum + (row.parts[at] > 0 ? weight : 0), 0) / total;
          if (!required || !covered) continue;
          const together = pairs.reduce((sum, pair) => sum + (pair.has(row.note.id) ? 0.8 : 0), 0);
          const score = row.parts.reduce((sum, part, at) => sum + part * weights[at], 0) + together;
          rows.push({
            note: row.note,
            covered,
            score: score * (0.4 + 0.6 * covered) * search.focus(row.note, reading),
            words: words(row.note.id, found, weights),
          });
        }
        const inside = rows.filter((row) => search.passes(row.note, hard));
        const best = Math.max(0, ...(inside.length ? inside : rows).map((row) => row.covered));
        const least = reading.missions.length ? 0.2 : 0.4;
        rows = rows.filter((row) => row.covered >= Math.min(least, best));
      }
      const all = rows.map((row) => row.note);
      let kept = rows.filter((row) => search.passes(row.note, hard));
      if (
        !kept.length &&
        !hopeless(reading, units, missing) &&
        (hard.missions.size || hard.years.length || hard.chosen)
      ) {
        const relaxed = { ...hard, years: [] };
        if (!units.some((unit) => unit.kind === "phrase" || unit.kind === "resolution")) {
          kept = notes
            .filter((note) => search.passes(note, hard))
            .map((note) => ({ note, score: search.focus(note, reading), words: [] }));
        }
        if (!kept.length && hard.years.length)
          kept = rows
            .filter((row) => search.passes(row.note, relaxed))
            .map((row) => ({ ...row, relaxed: "year" }));
      }
      return {
        rows: kept,
        all: all.length ? all : undefined,
        missing: missing.map((unit) => unit.text),
      };
    }

    /** A name that no note holds, and nothing else that says which notes are meant. */
    function hopeless(reading, units, missing) {
      if (missing.length === units.length) return !reading.missions.length && !reading.years;
      if (missing.some((unit) => unit.kind === "phrase")) return true;
      return (
        missing.some((unit) => unit.proper) &&
        !reading.missions.length &&
        !reading.resolutions.length
      );
    }

    /** Find where words that stand side by side in the query do so in a note. */
    async function neighbours({ units, source }) {
      const found = [];
      for (let at = 1; at < Math.min(units.length, 8); at += 1) {
        const [one, other] = [units[at - 1], units[at]];
        if (!one.span || !other.span || other.span[0] - one.span[1] > NEAR) continue;
        found.push(await postings(source.slice(one.span[0], other.span[1]).toLowerCase(), true));
      }
      return found;
    }

    function words(id, found, weights) {
      return found.flatMap((postings, at) =>
        postings.get(id)
          ? [...new Set(postings.get(id).words)].map((place) => ({
              place,
              weight: weights[at],
              unit: at,
            }))
          : [],
      );
    }

    /** Answer from a collection too large for the page: the engine filters, counts and ranks. */
    async function large(reading, hard, request) {
      const { terms } = data;
      const filters = {};
      if (hard.missions.size)
        filters.mission = { any: [...hard.missions].map((place) => terms.missions[place][0]) };
      const years = Object.keys(terms.years).filter((year) =>
        hard.years.some(([from, to]) => year >= from && year <= to),
      );
      if (hard.years.length) filters.year = { any: years };
      if (hard.themes.size)
        filters.theme = { any: [...hard.themes].map((place) => terms.themes[place][0]) };
      if (hard.organizers.size)
        filters.organizer = {
          any: [...hard.organizers].map((place) => terms.organizations[place][0]),
        };
      if (hard.languages.size) filters.language = { any: [...hard.languages] };
      const tagged = reading.units.filter((unit) => unit.kind === "theme" && !unit.hint);
      if (tagged.length && !hard.themes.size)
        filters.theme = { any: tagged.map((unit) => terms.themes[unit.place][0]) };
      const texts = reading.units.filter((unit) => !tagged.includes(unit));
      const held = await Promise.all(
        texts.map(
          (unit) =>
            unit.kind !== "word" ||
            knows(unit.text) ||
            (search.begins && search.begins(unit.folded, data.lexicon)),
        ),
      );
      const lost = texts.filter((unit, at) => !held[at]);
      if (lost.length && hopeless(reading, texts, lost))
        return { rows: [], count: 0, missing: lost.map((unit) => unit.text) };
      const words = [
        ...texts.filter((unit) => !lost.includes(unit)).map((unit) => unit.text),
        ...reading.resolutions,
      ];
      const query =
        texts.length === 1 && texts[0].kind === "phrase" && words.length === 1
          ? `"${words[0]}"`
          : words.join(" ");
      const ask = (term) =>
        engine.search(term || null, { filters, sort: term ? {} : { date: "desc" } });
      let found = await ask(query);
      if (!found.results.length && texts.some((unit) => unit.kind === "glossary")) {
        found = await ask(
          texts
            .map((unit) => (unit.kind === "glossary" ? unit.others[1] || unit.text : unit.text))
            .join(" "),
        );
      }
      const { results, filters: left, totalFilters } = found;
      let at = 0;
      const next = async (count) => {
        const some = results.slice(at, at + count);
        at += some.length;
        const fragments = await Promise.all(some.map((result) => result.data()));
        return some.map((result, place) => {
          const id = fragments[place].url.replace(/^.*?notes\//, "").replace(/\/$/, "");
          contents.set(id, Promise.resolve(fragments[place]));
          const note = data.notes.get(id) || fromFragment(id, fragments[place]);
          return {
            note,
            score: result.score,
            words: result.words.map((where) => ({ place: where, weight: 1, unit: 0 })),
          };
        });
      };
      const rows = await next(LARGE_FIRST);
      return {
        rows,
        more: next,
        count: results.length,
        counts: counted(hard, left, totalFilters),
        missing: lost.map((unit) => unit.text),
      };
    }

    function fromFragment(id, fragment) {
      const { terms } = data;
      const places = (list, values) =>
        (values || [])
          .map((value) => list.findIndex((one) => one[0] === value))
          .filter((place) => place >= 0);
      return {
        id,
        title: fragment.meta.title || id,
        missions: places(terms.missions, fragment.filters.mission),
        year: Number((fragment.filters.year || [0])[0]),
        date: fragment.meta.date || "",
        themes: new Map(),
        resolutions: [],
        organizers: [],
        funders: [],
        language: (fragment.filters.language || ["en"])[0],
        summary: fragment.meta.summary || "",
        kind: "",
        folded: { title: ` ${search.fold(fragment.meta.title || "")} `, summary: " " },
      };
    }

    function counted(hard, left, all) {
      const sets = {
        mission: hard.missions.size,
        year: hard.years.length,
        theme: hard.themes.size,
        organizer: hard.organizers.size,
        language: hard.languages.size,
      };
      return Object.fromEntries(
        search.FACETS.map((facet) => {
          const values = Object.entries((sets[facet] ? all[facet] : left[facet]) || {}).filter(
            ([, count]) => count > 0,
          );
          return [facet, new Map(values.map(([value, count]) => [value.toLowerCase(), count]))];
        }),
      );
    }

    function content(id, result) {
      if (!contents.has(id)) contents.set(id, result.data());
      return contents.get(id);
    }

    /** Find a row's best passages: [{anchor, parts: [[text, marked]…]}], best first. */
    async function passages(row) {
      if (!row.words || !row.words.length) return [];
      const result = await anyResult(row.note.id);
      if (!result && !contents.has(row.note.id)) return [];
      const fragment = await content(row.note.id, result);
      const all = fragment.content.split(/[\r\n\s]+/);
      const anchors = fragment.anchors
        .filter((anchor) => anchor.id && !/^h\d$/.test(anchor.element))
        .sort((one, other) => one.location - other.location);
      const headings = fragment.anchors
        .filter((anchor) => /^h\d$/.test(anchor.element))
        .map((anchor) => anchor.location);
      const edges = [...anchors.map((anchor) => anchor.location), ...headings, all.length].sort(
        (one, other) => one - other,
      );
      const blocks = new Map();
      for (const hit of row.words) {
        const anchor = anchors.filter((one) => one.location <= hit.place).pop();
        const key = anchor ? anchor.location : 0;
        const end = edges.find((edge) => edge > key) || all.length;
        if (hit.place >= end) continue;
        if (!blocks.has(key))
          blocks.set(key, { anchor: anchor ? anchor.id : "", start: key, end, hits: [] });
        blocks.get(key).hits.push(hit);
      }
      const weigh = (block) => {
        const kinds = new Map(block.hits.map((hit) => [hit.unit, hit.weight]));
        return (
          [...kinds.values()].reduce((sum, weight) => sum + weight, 0) +
          0.05 * Math.min(block.hits.length, 8)
        );
      };
      return [...blocks.values()]
        .sort((one, other) => weigh(other) - weigh(one) || one.start - other.start)
        .slice(0, PASSAGES)
        .map((block) => ({ anchor: block.anchor, parts: excerpt(all, block) }));
    }

    function excerpt(all, block) {
      const places = block.hits.map((hit) => hit.place).sort((one, other) => one - other);
      let start = block.start;
      if (block.end - block.start > WIDTH) {
        const inside = (from) =>
          places.filter((place) => place >= from && place < from + WIDTH - 6).length;
        const best = places.reduce(
          (one, place) => (inside(place) > inside(one) ? place : one),
          places[0],
        );
        start = Math.max(block.start, Math.min(best - 5, block.end - WIDTH));
      }
      const end = Math.min(block.end, start + WIDTH);
      const marked = new Set(places);
      const parts = [[start > block.start ? "… " : "", false]];
      for (let at = start; at < end; at += 1)
        parts.push([all[at] || "", marked.has(at)], [" ", false]);
      if (end < block.end) parts.push(["…", false]);
      return parts.filter(([part]) => part);
    }

    async function anyResult(id) {
      for (const promise of asked.values()) {
        const found = (await promise).get(id);
        if (found) return found;
      }
      return null;
    }

    search.passages = passages;
    return { answer, knows, notice: map.count < data.total ? "stale" : "" };
  }
})((window.notesSearch = window.notesSearch || {}));
