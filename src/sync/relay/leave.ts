/**
 * Signing out: the person's data leaves this phone, and nothing unsent is lost by it.
 *
 *     begun ──▶ each bundle of what is unsent: made, put in the phone's relay store, read again, opened, noted
 *       │       (a bundle is encrypted to the commune; any later person relays it)
 *       ▼
 *     no window of the person can save ──▶ anything unsent that no bundle holds? back to the bundles
 *       │
 *       ▼
 *     noted that the removal begins: no way back from here
 *       │
 *       ▼
 *     journal, pulled copy, photos, database removed ──▶ entry removed ──▶ note removed: signed out
 *
 * The note says which bundles count and what they hold. It is written before anything else is done, and from then on the next
 * start goes on with it: killed anywhere, what is unsent is in the person's store or in a noted bundle. As long as the store is
 * whole, a bundle that finds no room takes the sign-out back, and the bundles are dropped. Once its removal has begun they may be
 * the only copy: they stay, whatever fails, and the sign-out is gone on with at each start until it is done. The token is to be
 * ended at the endpoint by whoever meets it next (end-tokens.ts).
 */
import type { Clock, Departures, Persons, Vault } from '../../vault/index.ts';
import { leftName, relayedBundles } from './relayed-bundles.ts';
import { type BundleContents, makeRescueFile } from './rescue.ts';

/** What became of a sign-out. */
export type Left =
  | { readonly kind: 'left' }
  /** Something is unsent, and this phone has not met an endpoint that has a key for the commune. */
  | { readonly kind: 'no-key' }
  /** A bundle did not read back as it was written. */
  | { readonly kind: 'not-read-back' };

/** What is noted of a sign-out that was begun: what the bundles hold that were read again. */
interface Note extends BundleContents {
  /** Their names in the phone's relay store. */
  readonly bundles: readonly string[];
  /** Name of a bundle that is just being put there and does not count yet. */
  readonly begun: string | null;
  /** Whether the removal of the store may have begun. */
  readonly removing: boolean;
}
const NOTHING: Note = { revIds: [], photos: [], bundles: [], begun: null, removing: false };

export interface LeaveInput {
  readonly vault: Vault;
  readonly persons: Persons;
  readonly departures: Departures;
  readonly clock: Clock;
  /** Bytes of the photos of one bundle; as many as a rescue file takes when omitted. */
  readonly photoBytesMax?: number;
}

/**
 * Signs a person out. With every answer but `left` the person stays signed in; where the removal of the store has begun, the
 * sign-out stays as far as it is instead.
 * @throws QuotaFull where a bundle finds no room: the person stays signed in too
 */
export async function leave(input: LeaveInput): Promise<Left> {
  const { vault, persons, departures } = input;
  const { store } = vault;
  const session = await vault.session();
  const before = await departures.note<Note>(store);
  let note = before ?? NOTHING;
  try {
    // What is noted already is not written again: a full disk would have no room for it.
    if (before === null) await departures.noteLeaving(store, note);
    for (;;) {
      const done = await bundleAll(input, note);
      if (typeof done === 'string') return await stay(input, done);
      note = done;
      const inBundles = note;
      if (session !== null) await departures.endLater(session.token);
      const ended = await vault.end(
        async ({ revIds, photos }) => {
          if (!revIds.every((id) => inBundles.revIds.includes(id))) return false;
          if (!photos.every((hash) => inBundles.photos.includes(hash))) return false;
          if (!inBundles.removing) await departures.noteLeaving(store, { ...inBundles, removing: true });
          return true;
        },
        () => persons.remove(store),
      );
      if (ended) return { kind: 'left' };
    }
  } catch (error) {
    // A closed vault shows that its removal was begun: the next start goes on. With an open one the person goes on as before.
    if (!vault.closed) await stay(input, 'not-read-back');
    throw error;
  }
}

/** Takes a sign-out back where the store is whole: what the bundles hold is in it as well, so they are dropped. */
async function stay({ departures, vault }: LeaveInput, kind: 'no-key' | 'not-read-back'): Promise<Left> {
  const { store } = vault;
  const { bundles, begun, removing } = (await departures.note<Note>(store)) ?? NOTHING;
  if (removing) return { kind };
  const session = await vault.session();
  if (session !== null) await departures.ended(session.token);
  for (const name of begun === null ? bundles : [...bundles, begun]) await vault.relayStore.remove(name);
  await departures.forgetLeaving(store);
  return { kind };
}

/** Makes bundles until they hold everything unsent. @returns the note as it was last written, or why that cannot be done */
async function bundleAll(input: LeaveInput, before: Note): Promise<Note | 'no-key' | 'not-read-back'> {
  const { vault, departures, clock, photoBytesMax } = input;
  const { store } = vault;
  let note = before;
  for (;;) {
    const result = await makeRescueFile({ vault, clock }, photoBytesMax, note);
    if (result.kind === 'nothing') return note;
    if (result.kind === 'no-key') return 'no-key';
    const { bytes, holds, records, photos, confirm } = result.made;
    // Bundles are sent in the order of these instants, photos after their records, also where the clock was set back meanwhile.
    const mine = (await relayedBundles(vault)).filter(({ formerStore }) => formerStore === store);
    const name = leftName(store, bytes, { records, photos }, Math.max(clock.millis(), 1 + (mine.at(-1)?.since ?? 0)));
    if (note.begun !== null) await vault.relayStore.remove(note.begun);
    await departures.noteLeaving(store, { ...note, begun: name });
    await vault.relayStore.put(name, bytes);
    const readAgain = await vault.relayStore.get(name);
    if (readAgain === null || !(await confirm(readAgain))) return 'not-read-back';
    note = {
      ...note,
      revIds: [...note.revIds, ...holds.revIds],
      photos: [...note.photos, ...holds.photos],
      bundles: [...note.bundles, name],
      begun: null,
    };
    await departures.noteLeaving(store, note);
  }
}

/**
 * Goes on with a sign-out that was begun before this start of the app.
 * @param open the store of a person, as for work
 * @throws where it cannot be opened or removed now: to be tried at the next start
 */
export async function finishLeaving(
  input: Omit<LeaveInput, 'vault'>,
  store: string,
  open: (store: string) => Promise<Vault>,
): Promise<void> {
  const vault = await open(store);
  const left = await leave({ ...input, vault });
  if (left.kind !== 'left') await vault.close();
}
