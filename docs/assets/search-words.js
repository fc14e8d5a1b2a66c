/**
 * The words behind a query: glossary, theme triggers, long names, spelling. Loaded when a query
 * holds words that the names of search-terms.json do not explain.
 */
(function (search) {
  "use strict";

  /** Add search-words.json to the lexicon: long names, glossary and theme triggers. */
  search.learn = (lexicon, words) => {
    if (lexicon.learnt) return lexicon;
    const { add } = search;
    words.missions.forEach((names, place) => names.forEach((name) => add(lexicon, name, { kind: "mission", missions: [place] })));
    lexicon.adopted = words.adopted;
    for (const [id, label, others, phrases] of words.glossary) {
      const entry = { kind: "glossary", id, label, phrases: [label, ...phrases] };
      add(lexicon, search.fold(label), entry);
      phrases.forEach((phrase) => add(lexicon, search.fold(phrase), entry));
      others.forEach((other) => add(lexicon, search.fold(other), { ...entry, capitals: search.fold(other) !== search.fold(label) }));
    }
    words.triggers.forEach((phrases, place) => phrases.forEach((phrase) => add(lexicon, phrase, { kind: "theme", place, hint: true })));
    lexicon.learnt = true;
    return lexicon;
  };

  /** Say whether a word of the collection begins so. */
  search.begins = (word, lexicon) => word.length > 2 && (lexicon.spelling || []).some((other) => other.startsWith(word));

  /** Propose the query with its lost words put right, or null when there is nothing to mend. */
  search.correct = (reading, lost, lexicon) => {
    const pairs = [];
    for (const unit of lost) {
      if (search.begins(unit.folded, lexicon)) continue;
      const better = nearest(unit.folded, lexicon);
      if (better) pairs.push([unit.text, /^\p{Lu}/u.test(unit.text) ? better[0].toUpperCase() + better.slice(1) : better]);
    }
    if (!pairs.length) return null;
    const query = pairs.reduce((text, [from, to]) => text.replace(from, to), reading.query);
    return query === reading.query ? null : { query, pairs };
  };

  /** Give the other spellings a word may have in a text: British for American and back. */
  search.spellings = (word) => {
    const rules = [
      [/is(e|ed|es|er|ing|ation|ations)$/, "iz$1"], [/iz(e|ed|es|er|ing|ation|ations)$/, "is$1"],
      [/([a-z]{2})our(s|ed|ing|able|hood)?$/, "$1or$2"],
      [/(neighb|lab|fav|hon|harb|behavi|arm|hum|col|rum|endeav)or(s|ed|ing|able|hood)?$/, "$1our$2"],
      [/(cent|theat|fib|met|lit)re(s?)$/, "$1er$2"], [/(cent|theat|fib|met|lit)er(s?)$/, "$1re$2"],
      [/programme(s?)$/, "program$1"], [/program(s?)$/, "programme$1"],
      [/(def|off|lic|pret)ence(s?)$/, "$1ense$2"], [/(def|off|lic|pret)ense(s?)$/, "$1ence$2"],
      [/([aeu])ll(ed|ing|er)$/, "$1l$2"], [/(trav|canc|lab|mod|sign)(e?)l(ed|ing|er)$/, "$1$2ll$3"],
    ];
    const found = rules.filter(([from]) => word.length > 4 && from.test(word)).map(([from, to]) => word.replace(from, to));
    return [...new Set(found)].filter((other) => other !== word);
  };

  function nearest(word, lexicon) {
    const most = word.length < 6 ? 1 : 2;
    let best = null;
    const weigh = (other, bonus) => {
      if (Math.abs(other.length - word.length) > most || other.length < 4) return;
      const distance = edits(word, other, most);
      if (distance > most || (distance === 2 && other[0] !== word[0])) return;
      const cost = distance - bonus - (other[0] === word[0] ? 0.2 : 0) - (other.length === word.length ? 0.1 : 0);
      if (!best || cost < best.cost || (cost === best.cost && other < best.word)) best = { word: other, cost };
    };
    lexicon.words.forEach((other) => weigh(other, 0.15));
    (lexicon.spelling || []).forEach((other) => weigh(other, 0));
    if (!best) return null;
    const acronym = lexicon.terms.missions.find((mission) => mission[3][0] === best.word);
    return acronym ? acronym[1] : best.word;
  }

  /** Count edits (a swap of neighbours is one), giving up beyond `most`. */
  function edits(one, other, most) {
    let before = [];
    let row = Array.from({ length: other.length + 1 }, (_, place) => place);
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const cost = one[i - 1] === other[j - 1] ? 0 : 1;
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + cost);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most) return most + 1;
      before = row;
      row = next;
    }
    return row[other.length];
  }

  search.edits = edits;
})(window.notesSearch = window.notesSearch || {});
