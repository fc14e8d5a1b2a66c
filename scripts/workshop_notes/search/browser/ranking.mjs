/** Ranking: one way for every size. Evidence adds up; only quotes, "not" and ticked boxes are walls. What it weighs says the `table` of the first file. */

/** Give how rare something is that `found` of `notes` notes hold: 0 (in all) to 1 (in none). */
export function rarity(found, notes) {
  const most = Math.log(1 + (notes + 0.5) / 0.5);
  return Math.log(1 + (notes - found + 0.5) / (found + 0.5)) / most;
}

/**
 * Give each note's strength for a part: `lists` are of its terms, `words` of its words as typed,
 * `spans` of note numbers that are its time, `around` those of its year, `strongest` the highest level.
 */
export function evidence({ kind }, { lists = [], words = [], spans = [], around = [], strongest = 9 }, table) {
  const found = new Map();
  const put = (note, strength) => found.set(note, Math.max(strength, found.get(note) || 0));
  const tagged = kind === "t" ? table.tagged : 0;
  for (const list of lists) for (const [note, level] of list) put(note, tagged + ((1 - tagged) * level) / strongest);
  for (const [from, to] of around) for (let note = from; note < to; note += 1) put(note, table.same_year);
  for (const [from, to] of spans) for (let note = from; note < to; note += 1) put(note, 1);
  const spoken = kind === "t" ? table.spoken : !found.size ? 1 : kind === "p" ? table.on_the_spot : 0;
  for (const [note, level] of shared(words)) {
    if (kind === "time") put(note, table.mentioned);
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

/** Give the notes in which two words stand no further apart than `far`, the second first or not: as strong as they are close. */
export function closeNotes(one, other, far) {
  const found = new Map();
  for (const [note, first] of one) {
    const second = other.get(note) || [];
    const gap = Math.min(...first.map((place) => Math.min(...second.map((also) => Math.abs(also - place - 1)))));
    if (gap <= far) found.set(note, 1 / (1 + gap / 2));
  }
  return found;
}

/**
 * Order notes. Each part has `found` (its evidence) and `weight`; parts `without` and `walls` (sets of
 * notes) are hard. Gives `{ note, score, whole }`, best first; the newest first among equals.
 */
export function rank(parts, { notes, walls = [], order = "" }, table) {
  const hard = [...walls, ...parts.filter((part) => part.kind === "phrase" && !part.without).map((part) => part.found)];
  const barred = parts.filter((part) => part.without).map((part) => part.found);
  const wanted = parts.filter((part) => !part.without && part.kind !== "near");
  const total = wanted.reduce((sum, part) => sum + part.weight, 0);
  const any = wanted.length ? new Set(wanted.flatMap(({ found }) => [...found.keys()])) : Array.from({ length: notes }, (_, note) => note);
  const kept = [...any].filter((note) => hard.every((list) => list.has(note)) && !barred.some((list) => list.has(note))).map((note) => {
    const sum = (some, value) => some.reduce((all, part) => all + part.weight * value(part.found.get(note) || 0), 0);
    const holds = wanted.filter(({ found }) => found.get(note) > table.holds);
    const strength = sum(parts.filter((part) => !part.without), (here) => here);
    const share = sum(holds, () => 1);
    return { note, score: total ? Math.round((1e5 * strength * share) / total) : 0, whole: holds.length === wanted.length };
  });
  const enough = table.nearly_best * kept.reduce((most, one) => Math.max(most, one.score), 0);
  const byDate = (one, other) => (order === "oldest" ? one.note - other.note : other.note - one.note);
  const byScore = order ? (one, other) => (other.score >= enough) - (one.score >= enough) : (one, other) => other.score - one.score;
  return kept.sort((one, other) => byScore(one, other) || byDate(one, other));
}
