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
/** A note that is tagged with a theme, before its text is looked at; a text that only speaks of it. */
const TAGGED = 0.55;
const SPOKEN = 0.9;
/** A time that a note only mentions, against one at which its workshop was held. */
const MENTIONED = 0.45;
/** The year of a month in which no workshop was held. */
const SAME_YEAR = 0.5;
/** A text that names a place, on top of the mission. */
const ON_THE_SPOT = 0.4;
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
export function evidence({ kind }, { lists = [], words = [], spans = [], around = [], strongest = 9 }) {
  const found = new Map();
  const tagged = kind === "t" ? TAGGED : 0;
  for (const list of lists) {
    for (const [note, level] of list) found.set(note, Math.max(tagged + ((1 - tagged) * level) / strongest, found.get(note) || 0));
  }
  for (const [some, strength] of [[around, SAME_YEAR], [spans, 1]]) {
    for (const [from, to] of some) for (let note = from; note < to; note += 1) found.set(note, strength);
  }
  const spoken = kind === "t" ? SPOKEN : !found.size ? 1 : kind === "p" ? ON_THE_SPOT : 0;
  for (const [note, level] of shared(words)) {
    if (kind === "time") found.set(note, Math.max(MENTIONED, found.get(note) || 0));
    else if (spoken) found.set(note, (spoken * level) / strongest + (found.get(note) || 0));
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
  const any = wanted.length ? new Set(wanted.flatMap(({ found }) => [...found.keys()])) : Array.from({ length: notes }, (_, note) => note);
  const kept = [...any].filter((note) => hard.every((list) => list.has(note)) && !barred.some((list) => list.has(note))).map((note) => {
    const sum = (some, value) => some.reduce((all, part) => all + part.weight * value(part.found.get(note) || 0), 0);
    const holds = wanted.filter(({ found }) => found.get(note) > HELD);
    const strength = sum(parts.filter((part) => !part.without), (here) => here);
    const share = sum(holds, () => 1);
    return { note, score: total ? Math.round((1e5 * strength * share) / total) : 0, whole: holds.length === wanted.length };
  });
  const enough = NEARLY_BEST * kept.reduce((most, one) => Math.max(most, one.score), 0);
  const byDate = (one, other) => (order === "oldest" ? one.note - other.note : other.note - one.note);
  const byScore = order ? (one, other) => (other.score >= enough) - (one.score >= enough) : (one, other) => other.score - one.score;
  return kept.sort((one, other) => byScore(one, other) || byDate(one, other));
}
