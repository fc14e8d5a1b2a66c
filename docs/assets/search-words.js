/**
 * The words behind a query: glossary, theme triggers, other spellings. Loaded when a query holds
 * words that the names of search-terms.json do not explain.
 */
(function (search) {
  "use strict";

  /** Add search-words.json to the lexicon: glossary and theme triggers. */
  search.learn = (lexicon, words) => {
    if (lexicon.learnt) return lexicon;
    const { add } = search;
    for (const [id, label, others, phrases] of words.glossary) {
      const entry = { kind: "glossary", id, label, phrases: [label, ...phrases] };
      add(lexicon, search.fold(label), entry);
      phrases.forEach((phrase) => add(lexicon, search.fold(phrase), entry));
      others.forEach((other) =>
        add(lexicon, search.fold(other), {
          ...entry,
          capitals: search.fold(other) !== search.fold(label),
        }),
      );
    }
    words.triggers.forEach((phrases, place) =>
      phrases.forEach((phrase) => add(lexicon, phrase, { kind: "theme", place, hint: true })),
    );
    lexicon.learnt = true;
    return lexicon;
  };

  /** Give the other spellings a word may have in a text: British for American and back. */
  search.spellings = (word) => {
    const rules = [
      [/is(e|ed|es|er|ing|ation|ations)$/, "iz$1"],
      [/iz(e|ed|es|er|ing|ation|ations)$/, "is$1"],
      [/([a-z]{2})our(s|ed|ing|able|hood)?$/, "$1or$2"],
      [
        /(neighb|lab|fav|hon|harb|behavi|arm|hum|col|rum|endeav)or(s|ed|ing|able|hood)?$/,
        "$1our$2",
      ],
      [/(cent|theat|fib|met|lit)re(s?)$/, "$1er$2"],
      [/(cent|theat|fib|met|lit)er(s?)$/, "$1re$2"],
      [/programme(s?)$/, "program$1"],
      [/program(s?)$/, "programme$1"],
      [/(def|off|lic|pret)ence(s?)$/, "$1ense$2"],
      [/(def|off|lic|pret)ense(s?)$/, "$1ence$2"],
      [/([aeu])ll(ed|ing|er)$/, "$1l$2"],
      [/(trav|canc|lab|mod|sign)(e?)l(ed|ing|er)$/, "$1$2ll$3"],
    ];
    const found = rules
      .filter(([from]) => word.length > 4 && from.test(word))
      .map(([from, to]) => word.replace(from, to));
    return [...new Set(found)].filter((other) => other !== word);
  };
})((window.notesSearch = window.notesSearch || {}));
