/** Ranking: one way for every size. Evidence adds up; only quotes, "not" and ticked boxes are walls. */

/** What each kind of evidence weighs, against a word that a single note holds (about WEIGHTS.word). */
export const WEIGHTS = {
  m: 7, // A mission or country named is nearly always what is looked for,
  p: 7, // and so is a place, which leads to its mission,
  r: 7, // and so is a resolution, by its number.
  time: 5, // A year narrows a mission; alone it loses to a rare word beside it.
  phrase: 5, // Somebody who quotes knows what the note says.
  t: 3.5, // A theme is broad: a third of the notes may have it.
  g: 3.5, // A term of the glossary is a word that was meant.
  o: 3.5, // Organizations are named to find who paid; organizers stand in every note.
  d: 7, // A document's symbol is one of a kind.
  s: 2, // Series and
  e: 3, // kinds of event are seldom what is looked for.
  word: 4, // The rarest word; common ones weigh less, down to nothing.
  near: 3, // Words typed side by side that stand so: as much as a rare word.
};
/** A note that is tagged with a theme, before its text is looked at; what the text adds; the words alone. */
const TAGGED = 0.55;
const SPOKEN = 0.45;
const WORDS_ALONE = 0.9;
/** A time that a note only mentions, against one at which its workshop was held. */
const MENTIONED = 0.45;
/** The year of a month in which no workshop was held. */
const SAME_YEAR = 0.5;
/** A text that names a place, on top of the mission; any other name that a text only mentions. */
const ON_THE_SPOT = 0.4;
const IN_PASSING = 0.25;
/** Whoever asks for the latest means the latest of those that are nearly as good as the best. */
const NEARLY_BEST = 0.6;
/** Words between two that are still near each other. */
const FAR = 6;
/** Evidence that counts as holding a part. */
const HELD = 0.02;

/** Give how rare something is that `found` of `notes` notes hold: 0 (in all) to 1 (in none). */
export function rarity(found, notes) {
  const most = Math.log(1 + (notes + 0.5) / 0.5);
  return Math.log(1 + (notes - found + 0.5) / (found + 0.5)) / most;
}

/**
 * Give each note's strength for a part: `lists` are of its terms, `words` of its words as typed,
 * `spans` of note numbers that are its time, `around` those of its year, `strongest` the highest level.
 */
export function evidence(part, { lists = [], words = [], spans = [], around = [], strongest = 9 }) {
  const found = new Map();
  const put = (note, strength) => found.set(note, Math.max(strength, found.get(note) || 0));
  const add = (note, strength) => found.set(note, strength + (found.get(note) || 0));
  const tagged = part.kind === "t" ? (level) => TAGGED + SPOKEN * level : (level) => level;
  for (const list of lists) for (const [note, level] of list) put(note, tagged(level / strongest));
  for (const [from, to] of spans) for (let note = from; note < to; note += 1) put(note, 1);
  for (const [from, to] of around) for (let note = from; note < to; note += 1) put(note, SAME_YEAR);
  const named = found.size > 0;
  for (const [note, level] of words.length ? shared(words) : []) {
    const strength = level / strongest;
    if (part.kind === "t") add(note, WORDS_ALONE * strength);
    else if (part.kind === "p" && named) add(note, ON_THE_SPOT * strength);
    else if (part.kind === "time") put(note, MENTIONED);
    else put(note, strength * (named ? IN_PASSING : 1));
  }
  return found;
}

/** Give the notes that all lists hold, each with its mean level. */
export function shared(lists) {
  const [first, ...others] = [...lists].sort((one, other) => one.size - other.size);
  const found = new Map();
  for (const [note, level] of first || []) {
    let sum = level;
    if (others.every((list) => list.has(note) && (sum += list.get(note)))) found.set(note, sum / lists.length);
  }
  return found;
}

/** Give the notes in which stems stand one after the other as `wanted` says: `{ at }` each. */
export function phraseNotes(wanted, placesOf) {
  const found = new Map();
  const [first, ...others] = wanted.map(({ at }, index) => ({ at, places: placesOf[index] }));
  for (const [note, starts] of first?.places || []) {
    const rest = others.map(({ at, places }) => ({ gap: at - first.at, here: new Set(places.get(note) || []) }));
    const times = starts.filter((start) => rest.every(({ gap, here }) => here.has(start + gap))).length;
    if (times) found.set(note, Math.min(1, 0.5 + times * 0.1));
  }
  return found;
}

/** Give the notes in which two words stand near each other, the second first or not: as strong as they are close. */
export function closeNotes(one, other) {
  const found = new Map();
  for (const [note, first] of one) {
    const second = other.get(note) || [];
    const gap = Math.min(...first.map((place) => Math.min(...second.map((also) => Math.abs(also - place - 1)))));
    if (gap <= FAR) found.set(note, 1 / (1 + gap / 2));
  }
  return found;
}

/**
 * Order notes. Each part has `found` (its evidence) and `weight`; parts `without` and `walls` (sets of
 * notes) are hard. Gives `{ note, score, whole }`, best first; the newest first among equals.
 */
export function rank(parts, { notes, walls = [], order = "" }) {
  const hard = [...walls, ...parts.filter((part) => part.kind === "phrase" && !part.without).map((part) => part.found)];
  const barred = parts.filter((part) => part.without).map((part) => part.found);
  const wanted = parts.filter((part) => !part.without && part.kind !== "near");
  const total = wanted.reduce((sum, part) => sum + part.weight, 0);
  const scores = new Map();
  for (const part of wanted) {
    for (const [note, strength] of part.found) {
      const here = scores.get(note) || { note, score: 0, share: 0, whole: 0 };
      here.score += part.weight * strength;
      if (strength > HELD) {
        here.share += part.weight;
        here.whole += 1;
      }
      scores.set(note, here);
    }
  }
  for (const { found, weight } of parts.filter((part) => part.kind === "near")) {
    for (const [note, strength] of found) scores.get(note).score += weight * strength;
  }
  if (!wanted.length) for (let note = 0; note < notes; note += 1) scores.set(note, { note, score: 0, share: 0, whole: 0 });
  const kept = [...scores.values()].filter(({ note }) => hard.every((list) => list.has(note)) && !barred.some((list) => list.has(note)));
  for (const one of kept) {
    one.whole = one.whole === wanted.length;
    one.score = total ? Math.round((1e5 * one.score * one.share) / total) : 0;
  }
  const newest = (one, other) => other.note - one.note;
  const enough = NEARLY_BEST * kept.reduce((most, one) => Math.max(most, one.score), 0);
  const byDate = order === "oldest" ? (one, other) => one.note - other.note : newest;
  const best = (one, other) => other.score - one.score || newest(one, other);
  return kept.sort(order ? (one, other) => (other.score >= enough) - (one.score >= enough) || byDate(one, other) : best);
}
