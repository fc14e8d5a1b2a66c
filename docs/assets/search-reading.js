/**
 * Reads a query before any engine sees it: which missions, years, themes and resolutions it
 * names, and which words are left for the text. Every name comes from the vocabularies.
 */
(function (search) {
  "use strict";

  const LONGEST_QUERY = 300;
  const LONG_STEM = 8;
  const SMALL_WORDS = new Set(
    (
      "a an and are as at be been but by did do does for from had has have how i in into is it its " +
      "me of on or our should so than that the their them there these they this to was were what " +
      "when where which who why will with would about note notes show find " +
      "au aux avec ce ces cet cette dans de des du elle en est et il ils la le les leur l d s n qu j c " +
      "ou par pour que quel quelle quels quelles qui sa se ses son sont sur un une vers y"
    ).split(" "),
  );
  const FRENCH_WORDS =
    /(^|\s)(le|la|les|des|du|de|au|aux|et|en|sur|dans|une|pour)(\s|$)|[àâçéèêëîïôûùœ]|[dl]['’]/i;
  const NEWEST = /\b(latest|newest|most recent|dernier|dernière|derniers|dernières)\b/i;
  const SYMBOL = new RegExp(
    "(?:\\bS\\s*/\\s*RES\\s*/\\s*|\\b(?:UN)?SC\\s*R(?:es(?:olution)?)?\\.?\\s*|" +
      "\\b(?:UN\\s+)?(?:Security\\s+Council\\s+)?r[eé]s(?:olution)?s?\\.?\\s*(?:n[o°º]\\.?\\s*)?)" +
      "(\\d{1,4})\\b(?:\\s*[(/]?\\s*((?:19|20)\\d\\d)\\b\\s*\\)?)?",
    "gi",
  );
  const BARE = /(^|[^\d/.-])(\d{4})(?:\s*\(\s*((?:19|20)\d\d)\s*\))?(?![\d/-])/g;
  const SPAN =
    /\b((?:19|20)\d\d)\s*(?:-|–|—|\.\.+|to|until|till|through|and|à|au|et|jusqu['’]en)\s*((?:19|20)?\d\d)\b(?![\d/])/gi;
  const SINCE = /\b(since|after|from|depuis|après|dès|à partir de)\s+((?:19|20)\d\d)\b/i;
  const UNTIL = /\b(before|until|till|up to|avant|jusqu['’]en|jusqu['’]à)\s+((?:19|20)\d\d)\b/i;
  const YEAR = /(^|[^\d/-])((?:19[4-9]|20[0-4])\d)(?![\d/])/g;

  /** Fold text as search_data.fold does: no accents, capitals or punctuation. */
  search.fold = (text) =>
    text
      .replace(/[œŒ]/g, "oe")
      .replace(/[æÆ]/g, "ae")
      .replace(/\+/g, " plus ")
      .replace(/&/g, " and ")
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^0-9a-z]+/g, " ")
      .trim();

  /** Bring British and American, singular and plural forms of a folded word together. */
  search.stem = (word) => {
    let found = word;
    if (found.length > 3) {
      found = found
        .replace(/ies$/, "y")
        .replace(/([^aiosu])s$/, "$1")
        .replace(/(sse|che|she|xe)s$/, "$1");
    }
    if (found.length > 4) {
      found = found
        .replace(/is(e|ed|es|er|ing|ation)$/, "iz$1")
        .replace(/([a-z]{3})our(ed|ing|able)?$/, "$1or$2")
        .replace(/([bt])re$/, "$1er")
        .replace(/programme$/, "program")
        .replace(/(def|off|lic|pret)ence$/, "$1ense")
        .replace(/ll(ed|ing|er)$/, "l$1");
    }
    return found;
  };

  /** Make the lexicon of search-terms.json: folded and stemmed name → its meanings. */
  search.lexicon = (terms) => {
    const lexicon = {
      terms,
      names: new Map(),
      longest: 1,
      words: new Set(),
      known: new Set(),
      spelling: null,
    };
    terms.missions.forEach((mission, place) =>
      mission[3].forEach((name) => add(lexicon, name, { kind: "mission", missions: [place] })),
    );
    terms.countries.forEach(([label, names, missions]) =>
      names.forEach((name) => add(lexicon, name, { kind: "country", missions, label })),
    );
    terms.themes.forEach((theme, place) =>
      theme[3].forEach((name) => add(lexicon, name, { kind: "theme", place })),
    );
    terms.organizations.forEach((one, place) =>
      one[3].forEach((name) => add(lexicon, name, { kind: "organization", place })),
    );
    terms.series.forEach(([id, , names]) =>
      names.forEach((name) => add(lexicon, name, { kind: "series", id })),
    );
    return lexicon;
  };

  /**
   * Read a query.
   *
   * `plain` holds the chips ("mission:minusma") that the reader has taken away: their words are
   * then plain words. The result: `missions`, `years`, `resolutions`, `languages` (each narrows
   * the notes), `units` (what the text is searched for), `chips`, `newest`, `cut`.
   */
  search.read = (query, lexicon, plain = new Set()) => {
    const reading = {
      query,
      units: [],
      groups: [],
      places: [],
      missions: [],
      years: null,
      resolutions: [],
      chips: [],
      newest: false,
      cut: false,
    };
    let rest = query
      .normalize("NFC")
      .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu, " ")
      .replace(/[„«»“”]/g, '"');
    if (rest.length > LONGEST_QUERY) {
      reading.cut = true;
      rest = rest.slice(0, LONGEST_QUERY).replace(/\S*$/, "");
    }
    const french = FRENCH_WORDS.test(rest);
    rest = rest
      .replace(/"([^"]*)"/g, (whole, inner) => {
        const text = search.fold(inner);
        if (text) reading.units.push({ kind: "phrase", text: inner.trim(), folded: text });
        return " ";
      })
      .replace(/"/g, " ");
    rest = resolutions(rest, reading, lexicon.terms, plain);
    rest = years(rest, reading, plain);
    if (NEWEST.test(rest)) {
      reading.newest = true;
      rest = rest.replace(NEWEST, " ");
    }
    reading.source = rest;
    names(tokens(rest, french), reading, lexicon, plain);
    eventYears(reading, lexicon.terms);
    settle(reading, lexicon.terms, plain);
    return reading;
  };

  search.add = add;
  function add(lexicon, name, meaning) {
    const words = content(name.split(" "));
    if (!words.length) return;
    const key = words.join(" ");
    const found = lexicon.names.get(key);
    if (found) {
      if (!found.some((other) => same(other, meaning))) found.push(meaning);
    } else {
      lexicon.names.set(key, [meaning]);
    }
    lexicon.longest = Math.max(lexicon.longest, words.length);
    name.split(" ").forEach((word) => {
      lexicon.words.add(word);
      lexicon.known.add(search.stem(word));
    });
  }

  function same(one, other) {
    return (
      one.kind === other.kind &&
      one.place === other.place &&
      one.id === other.id &&
      (!one.missions || one.missions.join() === other.missions.join())
    );
  }

  function content(words) {
    const kept = words.length > 1 ? words.filter((word) => !SMALL_WORDS.has(word)) : words;
    return (kept.length ? kept : words).map(search.stem);
  }

  function chip(reading, kind, value, label) {
    if (!reading.chips.some((other) => other.kind === kind && other.value === value))
      reading.chips.push({ kind, value, label });
  }

  function resolutions(text, reading, terms, plain) {
    const take = (number) => {
      if (plain.has(`resolution:${number}`)) return false;
      if (!reading.resolutions.includes(number)) reading.resolutions.push(number);
      const year = terms.resolutions[number] ? terms.resolutions[number][0] : "";
      chip(reading, "resolution", number, year ? `${number} (${year})` : number);
      return true;
    };
    return text
      .replace(SYMBOL, (whole, number) => (number.length > 2 && take(number) ? " " : whole))
      .replace(BARE, (whole, before, number, year) => {
        const dated = year && terms.resolutions[number];
        const clear = terms.resolutions[number] && !isYear(number);
        return (dated || clear) && take(number) ? `${before} ` : whole;
      });
  }

  function isYear(number) {
    return number >= 1945 && number < 2050;
  }

  function years(text, reading, plain) {
    const take = (from, to) => {
      const value = from === to ? String(from) : `${from || ""}-${to || ""}`;
      if (plain.has(`year:${value}`)) return false;
      reading.years = reading.years || [];
      reading.years.push([from || 0, to || 9999]);
      const label =
        from === to ? value : from ? (to ? `${from}–${to}` : `since ${from}`) : `up to ${to}`;
      chip(reading, "year", value, label);
      return true;
    };
    return text
      .replace(SPAN, (whole, first, last) => {
        const from = Number(first);
        const to = Number(last.length === 2 ? first.slice(0, 2) + last : last);
        return to >= from && take(from, to) ? " " : whole;
      })
      .replace(SINCE, (whole, word, year) =>
        take(Number(year) + (/^a(fter|près)/i.test(word) ? 1 : 0), 0) ? " " : whole,
      )
      .replace(UNTIL, (whole, word, year) =>
        take(0, Number(year) - (/^(before|avant)/i.test(word) ? 1 : 0)) ? " " : whole,
      )
      .replace(YEAR, (whole, before, year) =>
        take(Number(year), Number(year)) ? `${before} ` : whole,
      );
  }

  /** Cut text into words; `glue` says that a word hangs on the one before by a hyphen or slash. */
  function tokens(text, french) {
    const shouting = text === text.toUpperCase() && /\s/.test(text.trim());
    const found = [];
    for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+\+?/gu)) {
      const folded = search.fold(match[0]);
      if (!folded) continue;
      const before = text[match.index - 1] || " ";
      const capitals =
        match[0].length > 1 && match[0] === match[0].toUpperCase() && /\p{L}/u.test(match[0]);
      if (folded === "s" && /['’]/.test(before)) continue;
      found.push({
        raw: match[0],
        start: match.index,
        end: match.index + match[0].length,
        folded,
        stem: search.stem(folded),
        capitals: capitals && !shouting,
        glue: /[-/]/.test(before) && found.length > 0,
        small: SMALL_WORDS.has(folded) && !(capitals && !shouting),
        proper: /^\p{Lu}/u.test(match[0]) && !shouting && (found.length > 0 || !french),
      });
    }
    return found;
  }

  function names(all, reading, lexicon, plain) {
    const list = all.filter((token) => !token.small || token.glue);
    let at = 0;
    while (at < list.length) {
      const [meaning, length] = longest(list, at, lexicon, plain) ||
        demonym(list, at, lexicon, plain) || [null, 1];
      const words = list.slice(at, at + length);
      if (meaning) mean(meaning, words, reading, lexicon.terms);
      else plainWord(list, at, reading, lexicon);
      at += length;
    }
  }

  function longest(list, at, lexicon, plain) {
    for (let length = Math.min(lexicon.longest, list.length - at); length > 0; length -= 1) {
      const key = list
        .slice(at, at + length)
        .map((token) => token.stem)
        .join(" ");
      const meanings =
        lexicon.names.get(key) ||
        lexicon.names.get(
          list
            .slice(at, at + length)
            .map((token) => token.stem)
            .join(""),
        );
      const meaning = (meanings || []).find((one) =>
        allowed(one, list[at], length, lexicon.terms, plain),
      );
      if (meaning) return [meaning, length];
    }
    return null;
  }

  function allowed(meaning, token, length, terms, plain) {
    if (meaning.capitals && !token.capitals && token.folded.length < 4) return false;
    if (meaning.missions) {
      const covered = meaning.missions.filter((place) => terms.missions[place][2] > 0);
      return (covered.length ? covered : meaning.missions).some(
        (place) => !plain.has(`mission:${terms.missions[place][0].toLowerCase()}`),
      );
    }
    if (meaning.kind === "theme") return !plain.has(`theme:${terms.themes[meaning.place][0]}`);
    if (meaning.kind === "organization")
      return !plain.has(`organization:${terms.organizations[meaning.place][0]}`);
    if (meaning.kind === "glossary") return !plain.has(`term:${meaning.id}`);
    return true;
  }

  /** Read "Malian", "Congolese", "centrafricain" as their country. */
  function demonym(list, at, lexicon, plain) {
    for (const [label, names, missions] of lexicon.terms.countries) {
      for (const name of names) {
        const parts = name.split(" ");
        const words = list.slice(at, at + parts.length);
        if (words.length < parts.length || parts[parts.length - 1].length < 4) continue;
        const before = parts.slice(0, -1).every((part, place) => part === words[place].folded);
        const meaning = { kind: "country", missions, label };
        if (
          before &&
          isDemonym(words[parts.length - 1].folded, parts[parts.length - 1]) &&
          allowed(meaning, words[0], 1, lexicon.terms, plain)
        ) {
          return [meaning, parts.length];
        }
      }
    }
    return null;
  }

  function isDemonym(word, name) {
    if (word.length < 5 || word === name) return false;
    let shared = 0;
    while (shared < word.length && word[shared] === name[shared]) shared += 1;
    if (shared >= LONG_STEM && word.length - shared < 5) return true;
    if (shared < Math.max(4, name.length - 4)) return false;
    const left = name.slice(shared);
    const ending = word.slice(shared);
    return left.length <= 1
      ? /^(an|ans|ian|ians|ese|lese|n|ns|en|ens|enne|ennes|ien|iens|ienne|iennes|ais|aise|aises|lais|laise|laises|e|s|es|i|is)$/.test(
          ending,
        )
      : ending === "" || /^(s|e|es)$/.test(ending) || (left === "e" && ending === "s");
  }

  function mean(meaning, words, reading, terms) {
    const span = [words[0].start, words[words.length - 1].end];
    const text = reading.source.slice(...span);
    const folded = words.map((token) => token.folded).join(" ");
    if (meaning.missions) {
      if (meaning.kind === "country") reading.places.push(folded);
      reading.groups.push({
        named: meaning.kind === "mission",
        missions: meaning.missions,
        label: meaning.label,
        text,
      });
    } else if (meaning.kind === "theme") {
      const [id, label, , names] = terms.themes[meaning.place];
      reading.units.push({
        kind: "theme",
        place: meaning.place,
        text,
        folded,
        span,
        others: names.slice(0, 6),
        hint: meaning.hint,
      });
      chip(reading, "theme", id, label);
    } else if (meaning.kind === "organization") {
      const [id, label, , names, broader] = terms.organizations[meaning.place];
      const places = terms.organizations
        .map((one, place) =>
          place === meaning.place || one[4] === id || (broader && one[0] === broader) ? place : -1,
        )
        .filter((place) => place >= 0);
      reading.units.push({
        kind: "organization",
        places,
        text,
        folded,
        span,
        others: names.slice(0, 3),
      });
      chip(reading, "organization", id, label);
    } else if (meaning.kind === "glossary") {
      reading.units.push({
        kind: "glossary",
        text,
        folded,
        span,
        others: meaning.phrases.map(String),
      });
      chip(
        reading,
        "term",
        meaning.id,
        meaning.phrases.find((phrase) => phrase !== meaning.label && search.fold(phrase) !== folded)
          ? `${meaning.label}, ${meaning.phrases[1]}`
          : meaning.label,
      );
    } else {
      reading.units.push({ kind: "series", id: meaning.id, text, folded, span, others: [] });
    }
  }

  function plainWord(list, at, reading, lexicon) {
    const token = list[at];
    const previous = reading.units[reading.units.length - 1];
    const known = lexicon.known.has(token.stem);
    if (token.glue && previous && previous.kind === "word" && previous.at === at - 1) {
      previous.text += `-${token.raw}`;
      previous.folded += ` ${token.folded}`;
      previous.at = at;
      previous.unknown = false;
      previous.span[1] = token.end;
    } else if (!token.small && (token.folded.length > 1 || /\d/.test(token.folded))) {
      reading.units.push({
        kind: "word",
        text: token.raw,
        folded: token.folded,
        span: [token.start, token.end],
        at,
        last: at === list.length - 1,
        unknown: !known && token.folded.length > 3 && !/\d/.test(token.folded),
        proper: token.proper,
      });
    }
  }

  /** A year without any note, beside other words, is the year of an event: a word of the text. */
  function eventYears(reading, terms) {
    if (!reading.years || !reading.units.length) return;
    const event = ([from, to]) => from === to && !terms.years[from];
    for (const [year] of reading.years.filter(event)) {
      reading.units.push({ kind: "word", text: String(year), folded: String(year) });
      reading.chips = reading.chips.filter(
        (chip) => chip.kind !== "year" || chip.value !== String(year),
      );
    }
    reading.years = reading.years.filter((years) => !event(years));
    if (!reading.years.length) reading.years = null;
  }

  /** Settle the missions: a named one says which of its country's is meant; others add up. */
  function settle(reading, terms, plain) {
    const kept = (places) =>
      places.filter((place) => !plain.has(`mission:${terms.missions[place][0].toLowerCase()}`));
    const groups = [];
    for (const group of reading.groups) {
      const covered = group.missions.filter((place) => terms.missions[place][2] > 0);
      const places = kept(group.named || !covered.length ? group.missions : covered);
      const other = groups.find((one) => one.places.some((place) => places.includes(place)));
      if (other) other.places = other.places.filter((place) => places.includes(place));
      else groups.push({ places });
    }
    reading.missions = [...new Set(groups.flatMap((group) => group.places))];
    reading.missions.forEach((place) =>
      chip(reading, "mission", terms.missions[place][0].toLowerCase(), terms.missions[place][1]),
    );
    reading.chips.sort((one, other) => order(one.kind) - order(other.kind));
  }

  function order(kind) {
    return ["mission", "year", "resolution", "theme", "organization", "term"].indexOf(kind);
  }
})((window.notesSearch = window.notesSearch || {}));
