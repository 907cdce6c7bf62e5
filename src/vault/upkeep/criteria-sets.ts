/**
 * Criteria sets as texts under their hashes, kept for ever: a draft is finished with the set it began with, and a
 * result is explained with the set that it names, whatever the app ships by then. They are in the database, and in a
 * second copy beside the photos that outlives a wiped database.
 */
import { type HeldPublication, type Publication, publicationsOwner, type SubjectKind } from '../../programme/index.ts';
import { hashText } from '../../protocol/index.ts';
import { readSession } from '../drafts/session.ts';
import { assertVault } from '../errors.ts';
import { answeringFor } from '../records/campaigns.ts';
import { type Core, fromRow, keyOf, rowsOf } from '../records/core.ts';
import { placesOf } from '../records/evaluations.ts';
import type { CriteriaSets } from './api.ts';
import { withoutReserve } from './storage-reserve.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
const fileOf = (sha256: string) => `set-${sha256}`;

/** The criteria sets of one open vault. */
export function criteriaSets(core: Core): CriteriaSets {
  return {
    text: (sha256) => readText(core, sha256),
    keep: (sha256, text) => keep(core, sha256, text),
    async missing() {
      const wanted = await core.db.sets.where('state').equals('wanted').primaryKeys();
      const texts = await Promise.all(wanted.map((sha256) => readText(core, sha256)));
      return wanted.filter((_, at) => texts[at] === null);
    },
    published: (scope, kind) => published(core, scope, kind),
  };
}

async function readText(core: Core, sha256: string): Promise<string | null> {
  const row = await core.db.sets.get(sha256);
  const here = row?.state === 'held' ? await decrypted(core, sha256, row.encrypted) : null;
  if (here !== null) return here;
  const copy = await core.platform.blobs.get(fileOf(sha256));
  const text = copy && (await decrypted(core, sha256, copy));
  if (text !== null) await putRow(core, sha256, text);
  return text;
}

/** @returns null where the bytes rotted: then the set is fetched again */
async function decrypted({ platform }: Core, sha256: string, encrypted: Uint8Array): Promise<string | null> {
  try {
    const text = decoder.decode(await platform.encryption.decrypt(encrypted));
    return hashText(text) === sha256 ? text : null;
  } catch (error) {
    console.warn('criteria set: cannot be read', sha256, error);
    return null;
  }
}

async function keep(core: Core, sha256: string, text: string): Promise<void> {
  assertVault(hashText(text) === sha256, 'a criteria set has the hash under which it is kept');
  await putRow(core, sha256, text);
  const { blobs, encryption } = core.platform;
  try {
    const encrypted = await encryption.encrypt(encoder.encode(text));
    await withoutReserve(core, () => blobs.put(fileOf(sha256), encrypted));
  } catch (error) {
    console.warn('criteria set: second copy not written', sha256, error);
  }
  core.announce('outbox');
}

async function putRow(core: Core, sha256: string, text: string): Promise<void> {
  const encrypted = await core.platform.encryption.encrypt(encoder.encode(text));
  await core.write(() => core.db.sets.put({ sha256, state: 'held', encrypted }));
}

/** @returns what was ever published for such subjects in the commune, or in one into which it was merged */
async function published(core: Core, scope: string, kind: SubjectKind): Promise<HeldPublication[]> {
  const scopes = answeringFor(await readSession(core), scope);
  const owners = scopes.map((each) => ({ scope: each, id: publicationsOwner(kind) }));
  const rows = (await rowsOf(core, '[scope+ownerId]', owners)).filter((row) => row.kind === 'publication');
  const places = await placesOf(
    core,
    rows.map((row) => ({ scope: row.scope, id: row.revId })),
  );
  const read = rows.map(async (row): Promise<HeldPublication[]> => {
    const { revId, payload } = await fromRow(core, row);
    if (payload === null) return [];
    const { scopeSeq = null } = places.get(keyOf({ scope: row.scope, id: revId })) ?? {};
    return [{ revId, scopeSeq, publication: payload as unknown as Publication }];
  });
  return (await Promise.all(read)).flat();
}
