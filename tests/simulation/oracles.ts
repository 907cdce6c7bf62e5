/** What must be true when the weather is good again. Each violation is a sentence. */
import type { Stream } from '../../src/programme/index.ts';
import { contentHash, hashBytes, type Revision } from '../../src/protocol/index.ts';
import { photosNamedBy } from '../../src/vault/records/core.ts';
import { PHOTO_GONE } from '../../src/vault/records/receipts.ts';
import { canaries } from './canary.ts';
import { type Insiders, insiderFaults } from './insider.ts';
import type { Orphans } from './orphans.ts';
import type { SimPhone } from './phone/phone.ts';
import type { Process, Ran } from './phone/process.ts';
import { relayedLeft } from './rescues.ts';
import { heldBy } from './rows.ts';
import { SCOPE } from './scopes.ts';
import { type SimServer, SUPERVISOR } from './server.ts';
import { unprovable } from './unprovable.ts';
import type { Promised } from './work.ts';

const PERIOD = '2026';

export interface CheckInput {
  readonly server: SimServer;
  readonly phones: readonly SimPhone[];
  readonly promised: readonly Promised[];
  /** Photos whose bytes rotted on a phone: at the endpoint all the same, or a person is shown it. */
  readonly rotten: ReadonlySet<string>;
  /** Ids under which two phones worked: their numbers may be of two records. */
  readonly cloned: ReadonlySet<string>;
  readonly insiders: Insiders;
  /** Records of lost phones: what an endpoint lost with its restore comes back from whoever had pulled it. */
  readonly orphans: Orphans;
  /** Violations seen on the way. */
  readonly ended: readonly string[];
  readonly open: <T>(phone: SimPhone, look: (process: Process) => Promise<T>) => Promise<Ran<T>>;
}

export async function checkWorld(input: CheckInput): Promise<string[]> {
  const { server, phones, promised, rotten, insiders, orphans, ended, open } = input;
  const cloned = new Set([...input.cloned, ...insiders.devices, ...orphans.devices]);
  const violations = [...ended, ...(await insiderFaults(insiders, input))];
  /** Revisions whose photo nobody has any more, by phone: to be shown there. */
  const toBeTold = new Map<string, string[]>();
  const records = await rowsOf(server, 'records');
  const identities = await rowsOf(server, 'identity');
  const rows = [...records, ...identities];
  const byId = new Map<string, Revision[]>();
  for (const { revision } of rows) byId.set(revision.revId, [...(byId.get(revision.revId) ?? []), revision]);

  for (const { revision, phone, photo } of promised) {
    const held = byId.get(revision.revId) ?? [];
    if (held.length === 0 && orphans.mayBeGone(revision.revId)) continue;
    if (held.length === 0) violations.push(`lost: ${revision.kind} ${revision.revId} of ${phone}`);
    if (held.length > 1) violations.push(`twice: ${revision.revId}`);
    if (held[0] && held[0].contentHash !== revision.contentHash) violations.push(`changed: ${revision.revId}`);
    if (photo !== null && held.length > 0 && !orphans.wasTakenBack(revision.revId)) {
      const bytes = await server.store.blobs.read([SCOPE], photo);
      if (bytes === null && rotten.has(photo)) toBeTold.set(phone, [...(toBeTold.get(phone) ?? []), revision.revId]);
      else if (bytes === null || hashBytes(bytes) !== photo) violations.push(`photo lost: ${photo} of ${phone}`);
    }
  }
  for (const { revision } of rows) {
    if (contentHash(revision) !== revision.contentHash)
      violations.push(`bytes do not have their hash: ${revision.revId}`);
  }
  for (const stream of [records, identities]) {
    stream.forEach(({ scopeSeq }, at) => {
      const [least, most] = [at + 1, at + 1 + server.lostRows];
      if (scopeSeq < least || scopeSeq > most) violations.push(`number ${scopeSeq} stands at place ${at + 1}`);
    });
  }
  const forged = new Set(insiders.unacceptable.map(({ revision }) => revision.revId));
  const honest = rows.filter(({ revision }) => !cloned.has(revision.device) && !forged.has(revision.revId));
  violations.push(...chains(honest.map(({ revision }) => revision)));

  const waiting = new Set(
    server.quarantined().flatMap(({ revId, device }) => {
      const isOdd = insiders.devices.has(device) && !byId.has(revId);
      return isOdd ? [revId] : [];
    }),
  );
  const forked = forkedIds(rows.map(({ revision }) => revision));

  const unproven = await unprovable(input);
  const lineOf = ({ revision }: Row) => `${revision.revId} ${revision.contentHash}`;
  const disputed = disputedCitizens(rows.map(({ revision }) => revision));
  const screens = new Map<string, string>();
  for (const phone of phones) {
    const looked = await open(phone, async (process) => ({
      deviceId: process.vault.deviceId,
      health: await process.vault.health(),
      outbox: await process.vault.outbox(),
      held: await heldBy(phone),
      lists: await listsOf(process),
      relayed: await relayedLeft(process, phone.name),
      hidden: await hiddenConflicts(process, disputed, phone.name),
    }));
    if (looked.kind !== 'done') {
      violations.push(`${phone.name} could not be opened`);
      continue;
    }
    const { deviceId, health, outbox, lists, relayed, hidden } = looked.value;
    const isHere = (line: string) => byId.has(line.slice(0, line.indexOf(' ')));
    const held = looked.value.held.filter((line) => isHere(line) || !unproven.has(line));
    if (forked.has(deviceId)) violations.push(`${phone.name} works on under an id that was another phone's too`);
    violations.push(...relayed, ...hidden, ...(await canaries(phone)));
    // Who has more records than the others may show more.
    if (held.length === looked.value.held.length) screens.set(phone.name, lists);
    if (health.pendingCount > 0) violations.push(`${phone.name} still has ${health.pendingCount} waiting`);
    for (const revId of toBeTold.get(phone.name) ?? []) {
      const shown = outbox.find(({ revision }) => revision.revId === revId)?.state;
      if (shown?.kind !== 'needs-attention')
        violations.push(`${phone.name} does not show that a photo of ${revId} is gone (${shown?.kind})`);
    }
    for (const { revision, state } of outbox) {
      if (
        state.kind === 'needs-attention' &&
        state.code === PHOTO_GONE &&
        (orphans.wasTakenBack(revision.revId) || photosNamedBy(revision).some((photo) => rotten.has(photo)))
      )
        continue;
      if (state.kind !== 'received')
        violations.push(
          `${phone.name}: ${revision.revId} stands at ${state.kind}${state.kind === 'needs-attention' ? ` (${state.code})` : ''}`,
        );
      else if (!byId.has(revision.revId))
        violations.push(`${phone.name} has a receipt for ${revision.revId}, which is not there`);
    }
    // An officer's phone has its own identity numbers at most, and a supervisor's every one.
    const pullsAll = phone.officer === SUPERVISOR;
    const numbers = identities.filter(
      (row) => pullsAll || (row.revision.author === phone.officer && held.includes(lineOf(row))),
    );
    const all = [...records, ...numbers].map(lineOf).sort();
    // A restored endpoint may take the other half of an insider's circle: what phones pulled before waits for a supervisor then.
    const known = held.filter((line) => !waiting.has(line.split(' ')[0] ?? ''));
    if (known.join('\n') !== all.join('\n')) {
      const missing = all.filter((line) => !held.includes(line)).length;
      violations.push(`${phone.name} holds ${held.length} of ${all.length} (${missing} missing)`);
    }
  }
  const [first] = screens.values();
  for (const [name, lists] of screens) if (lists !== first) violations.push(`${name} shows other lists`);
  return violations;
}

interface Row {
  readonly scopeSeq: number;
  readonly revision: Revision;
}

async function rowsOf(server: SimServer, stream: Stream): Promise<Row[]> {
  const rows = await server.rows(stream);
  return rows.map(({ scopeSeq, body }) => ({ scopeSeq, revision: JSON.parse(body) as Revision }));
}

/** Ids of devices under which one number stands on two records. */
function forkedIds(revisions: readonly Revision[]): ReadonlySet<string> {
  const numbered = Map.groupBy(revisions, ({ device, deviceSeq }) => `${device} ${deviceSeq}`);
  return new Set([...numbered.values()].flatMap(([first, second]) => (first && second ? [first.device] : [])));
}

/** Citizens whose one field was changed two ways from the same words: a person must decide. */
function disputedCitizens(revisions: readonly Revision[]): string[] {
  const nameOf = (revision: Revision | undefined) => String(revision?.payload?.name);
  const byId = new Map(revisions.map((revision) => [revision.revId, revision]));
  const built = new Set(revisions.flatMap(({ parents }) => parents));
  const heads = revisions.filter(({ kind, revId }) => kind === 'citizen' && !built.has(revId));
  return [...Map.groupBy(heads, ({ entityId }) => entityId)].flatMap(([id, siblings]) => {
    const [base] = new Set(siblings.map(({ parents }) => parents.join()));
    const sameBase = siblings.every(({ parents }) => parents.length === 1 && parents[0] === base);
    const names = new Set([...siblings, byId.get(base ?? '')].map(nameOf));
    return siblings.length > 1 && sameBase && names.size === siblings.length + 1 ? [id] : [];
  });
}

async function hiddenConflicts({ vault }: Process, disputed: readonly string[], phone: string): Promise<string[]> {
  const people = await Promise.all(disputed.map((id) => vault.person({ scope: SCOPE, id })));
  return people.flatMap((person, at) => (person?.conflict ? [] : [`${phone} shows no dispute over ${disputed[at]}`]));
}

/** What the screens list: every phone of a commune shows the same. */
async function listsOf({ vault }: Process): Promise<string> {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  const hamlets = await vault.hamlets(PERIOD);
  const homes = await Promise.all(hamlets.map(({ scope, hamlet }) => vault.households(scope, hamlet, PERIOD)));
  const people = [...(await vault.roster())].sort(byId);
  return JSON.stringify([hamlets, homes.map((each) => [...each].sort(byId)), people]);
}

/** Every device's records: one number each, and each names the hash of the one before. */
function chains(revisions: readonly Revision[]): string[] {
  const violations: string[] = [];
  const byDevice = new Map<string, Revision[]>();
  for (const revision of revisions) byDevice.set(revision.device, [...(byDevice.get(revision.device) ?? []), revision]);
  for (const [device, list] of byDevice) {
    const ordered = [...list].sort((a, b) => a.deviceSeq - b.deviceSeq);
    ordered.forEach((revision, at) => {
      const before = ordered[at - 1];
      if (before === undefined) return;
      if (before.deviceSeq === revision.deviceSeq)
        violations.push(`device ${device} has number ${revision.deviceSeq} twice`);
      if (before.deviceSeq + 1 === revision.deviceSeq && before.contentHash !== revision.prevHash) {
        violations.push(`device ${device} breaks its chain at ${revision.deviceSeq}`);
      }
    });
  }
  return violations;
}
