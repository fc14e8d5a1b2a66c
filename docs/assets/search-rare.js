/**
 * What is looked up for words that no note holds: long names of missions, French triggers, slips.
 */
(function (search) {
  "use strict";

  /** Add search-rare.json to the lexicon. */
  search.learnRare = (lexicon, rare) => {
    if (lexicon.spelling) return;
    rare.missions.forEach((names, place) =>
      names.forEach((name) => search.add(lexicon, name, { kind: "mission", missions: [place] })),
    );
    rare.triggers.forEach((phrases, place) =>
      phrases.forEach((phrase) =>
        search.add(lexicon, phrase, { kind: "theme", place, hint: true }),
      ),
    );
    lexicon.adopted = rare.adopted;
    lexicon.spelling = rare.words.split(" ").filter(Boolean);
  };

  /** Say whether a word of the collection begins so. */
  search.begins = (word, lexicon) =>
    word.length > 2 && (lexicon.spelling || []).some((other) => other.startsWith(word));

  /** Propose the query with its lost words put right, or null when there is nothing to mend. */
  search.correct = (reading, lost, lexicon) => {
    const pairs = [];
    for (const unit of lost) {
      if (search.begins(unit.folded, lexicon)) continue;
      const better = nearest(unit.folded, lexicon);
      if (better)
        pairs.push([
          unit.text,
          /^\p{Lu}/u.test(unit.text) ? better[0].toUpperCase() + better.slice(1) : better,
        ]);
    }
    if (!pairs.length) return null;
    const query = pairs.reduce((text, [from, to]) => text.replace(from, to), reading.query);
    return query === reading.query ? null : { query, pairs };
  };

  function nearest(word, lexicon) {
    const most = word.length < 6 ? 1 : 2;
    let best = null;
    const weigh = (other, bonus) => {
      if (Math.abs(other.length - word.length) > most || other.length < 4) return;
      const distance = edits(word, other, most);
      if (distance > most || (distance === 2 && other[0] !== word[0])) return;
      const cost =
        distance -
        bonus -
        (other[0] === word[0] ? 0.2 : 0) -
        (other.length === word.length ? 0.1 : 0);
      if (!best || cost < best.cost || (cost === best.cost && other < best.word))
        best = { word: other, cost };
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
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
          next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most) return most + 1;
      before = row;
      row = next;
    }
    return row[other.length];
  }

  search.edits = edits;
})((window.notesSearch = window.notesSearch || {}));
