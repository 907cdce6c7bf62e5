/** All that the screen had promised, and what of it a look through the app does not find. Pure but for its own lists. */
import type { Asked, Seen } from './look.ts';
import type { Promised } from './officer.ts';

/** A draft's second copy may be this much typing behind: all that a rebuilt database has of it (vault, known limits). */
const DRAFT_COPY_MS = 10_000;

interface Timed<P extends Promised> {
  readonly promised: P;
  /** Milliseconds. */
  readonly at: number;
}
type Of<K extends Promised['kind']> = Extract<Promised, { kind: K }>;

/** An evaluation that must be there. */
interface Kept {
  readonly notes: readonly string[];
  /** The width of its photo in pixels; 0: not known; null: no photo is to be expected. */
  readonly width: number | null;
  readonly isRead: boolean;
}

export interface Ledger {
  /** Sessions in the order in which they were; the prefix of all tokens of one. */
  begin(prefix: string): void;
  /** @param now milliseconds that only grow */
  note(promised: Promised, now: number): void;
  /** What the next look is to read. @param all every evaluation, not only those not read yet */
  asked(all: boolean): Pick<Asked, 'hasHouseholds' | 'hasTyped' | 'cards' | 'evaluations' | 'known'>;
  /**
   * Compares.
   * @param isDatabaseHurt the database was found wiped, or its log was cut: drafts may be as old as their second copy
   * @returns what is missing, in words
   */
  compare(seen: Seen, isDatabaseHurt: boolean): string[];
  /** How often each kind was promised. */
  readonly counts: ReadonlyMap<Promised['kind'], number>;
}

export function newLedger(): Ledger {
  const sessions: string[] = [];
  const counts = new Map<Promised['kind'], number>();
  const texts: Of<'visit' | 'household' | 'head'>[] = [];
  let person: Of<'person'> | null = null;
  let typed: Timed<Of<'typed'>> | null = null;
  let form: Timed<Of<'form'>>[] = [];
  const evaluations = new Map<string, Kept>();

  /** Where a token stands among all that were ever given; -1 for what is none. */
  const place = (text: string): number => {
    const [, prefix = '', count = ''] = /\b([a-z]\d+)-(\d+)\./.exec(text) ?? [];
    return sessions.indexOf(prefix) * 1e6 + Number(count || -1);
  };
  const isSince = (text: string, token: string) => place(text) >= place(`${token}.`);

  const formLost = (seen: Seen, isHurt: boolean): string[] => {
    let missing = form.filter(({ promised }) => !seen.form.includes(`${promised.token}.`));
    // Saved, but killed before the screen showed it: its notes are in a record that the screen never promised.
    for (const [id, { text, width }] of Object.entries(seen.evaluations)) {
      const inIt = missing.filter(({ promised }) => text.includes(`${promised.token}.`));
      missing = missing.filter((one) => !inIt.includes(one));
      form = form.filter((one) => !inIt.includes(one));
      if (!evaluations.has(id)) {
        evaluations.set(id, { notes: inIt.map(({ promised }) => promised.token), width: width || null, isRead: true });
      }
    }
    const newest = Math.max(...form.map(({ at }) => at));
    form = form.filter((one) => !missing.includes(one));
    return missing.filter(({ at }) => !isHurt || at <= newest - DRAFT_COPY_MS).map(({ promised }) => promised.token);
  };

  const typedLost = (seen: Seen, isHurt: boolean): string[] => {
    if (typed === null || isSince(seen.typed, typed.promised.token)) return [];
    const { token } = typed.promised;
    typed = null;
    return isHurt ? [] : [token];
  };

  const personLost = ({ members }: Seen): string[] => {
    if (person === null) return [];
    const { token } = person;
    return members.some((member) => isSince(member, token)) ? [] : [token];
  };

  const evaluationsLost = (seen: Seen): string[] =>
    [...evaluations].flatMap(([id, { notes, width }]) => {
      if (!seen.history.includes(id)) return [id];
      const read = seen.evaluations[id];
      if (read === undefined) return [];
      const isWhole = width === null || (read.width !== 0 && (width === 0 || read.width === width));
      return [...notes.filter((note) => !read.text.includes(`${note}.`)), ...(isWhole ? [] : [`${id}, its photo`])];
    });

  return {
    counts,
    begin(prefix) {
      sessions.push(prefix);
    },
    note(promised, now) {
      counts.set(promised.kind, (counts.get(promised.kind) ?? 0) + 1);
      if (promised.kind === 'person') person = promised;
      else if (promised.kind === 'typed') typed = { promised, at: now };
      else if (promised.kind === 'form') form.push({ promised, at: now });
      else if (promised.kind === 'evaluation') {
        const kept = form.map(({ promised: { token } }) => token);
        const { id, notes, width } = promised;
        evaluations.set(id, { notes: [...new Set([...kept, ...notes])], width, isRead: false });
        form = [];
      } else texts.push(promised);
    },
    asked(all) {
      const unread = [...evaluations].filter(([, { isRead }]) => all || !isRead);
      return {
        hasHouseholds: texts.some(({ kind }) => kind !== 'visit'),
        hasTyped: typed !== null,
        cards: [...new Set(form.map(({ promised: { card } }) => card))],
        evaluations: unread.map(([id]) => id),
        known: [...evaluations.keys()],
      };
    },
    compare(seen, isHurt) {
      const lost = [
        ...texts
          .filter(({ kind, token }) => !(kind === 'visit' ? seen.household : seen.hamlet).includes(`${token}.`))
          .map(({ token }) => token),
        ...personLost(seen),
        ...typedLost(seen, isHurt),
        ...formLost(seen, isHurt),
        ...evaluationsLost(seen),
      ];
      for (const id of Object.keys(seen.evaluations)) {
        const known = evaluations.get(id);
        if (known !== undefined) evaluations.set(id, { ...known, isRead: true });
      }
      return lost;
    },
  };
}
