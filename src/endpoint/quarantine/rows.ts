/**
 * Rows of the quarantine as a supervisor reads them: who sent a record, when, and whom it is about, as far as it can be read.
 */
import { titledBy, titleOf } from '../../programme/index.ts';
import type { QuarantineRow } from '../../protocol/index.ts';
import { readOffer } from '../ingest/judge.ts';
import type { PeopleStore, QuarantineEntry, ViewStore } from '../store/api.ts';

type RowStore = Pick<ViewStore, 'titles'> & Pick<PeopleStore, 'officers'>;

/** @returns a row for each entry, in their order */
export async function quarantineRows(store: RowStore, entries: readonly QuarantineEntry[]): Promise<QuarantineRow[]> {
  const read = entries.map((entry) => ({ entry, ...readOffer(JSON.parse(entry.body)) }));
  const people = await store.officers([
    ...new Set(
      read.flatMap(({ entry, revision }) =>
        [entry.submittedBy, entry.resolved?.by ?? [], revision?.author ?? []].flat(),
      ),
    ),
  ]);
  const person = (id: string) => ({ id, name: people.get(id)?.name ?? null });
  const subjects = await subjectsOf(store, read);
  return read.map(({ entry, revision }, index): QuarantineRow => {
    const { resolved } = entry;
    return {
      id: entry.bodyHash,
      code: entry.code,
      receivedAt: entry.receivedAt,
      submittedBy: person(entry.submittedBy),
      revId: revision?.revId ?? null,
      kind: revision?.kind ?? null,
      author: revision === null ? null : person(revision.author),
      deviceTime: revision?.deviceTime ?? null,
      subject: subjects[index] ?? null,
      retriedAt: entry.retriedAt,
      resolved: resolved === null ? null : decided(resolved, person(resolved.by)),
    };
  });
}

function decided(
  { at, outcome, reason, corrected }: NonNullable<QuarantineEntry['resolved']>,
  by: NonNullable<QuarantineRow['resolved']>['by'],
): QuarantineRow['resolved'] {
  return { at, by, outcome, reason, ...(corrected && { correctedAs: corrected.revId }) };
}

type Read = { readonly entry: QuarantineEntry } & Pick<ReturnType<typeof readOffer>, 'revision'>;

/** @returns a record's own title for a citizen or a household; for other kinds the title of the entity that they belong to */
async function subjectsOf(store: RowStore, read: readonly Read[]): Promise<(string | null)[]> {
  const owners = read.map(({ revision }) => {
    return revision === null ? null : titledBy(revision.kind, revision.payload) || null;
  });
  const known = new Map<string, string>();
  for (const [scope, own] of Map.groupBy(read.entries(), ([, { entry }]) => entry.scope)) {
    const wanted = own.flatMap(([index]) => owners[index] ?? []);
    for (const [id, title] of await store.titles(scope, [...new Set(wanted)])) known.set(id, title);
  }
  return read.map(({ revision }, index) => {
    const own = revision && titleOf(revision.kind, revision.payload);
    return own || (known.get(owners[index] ?? '') ?? null);
  });
}
