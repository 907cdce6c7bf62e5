/**
 * An insider uses an officer's enrolled phone: with its own token and its own key it offers what no honest phone makes, to the
 * endpoint itself and as a rescue file. What it may not say must never be among the records, and a supervisor must see it;
 * what is legal though odd (parents that nobody has) must hide nothing. The oracles are in `insiderFaults`.
 */
import type { Random } from '../../src/endpoint/demo/random.ts';
import { base64url, PUSH_PROTOCOL, type Revision, withContentHash } from '../../src/protocol/index.ts';
import { makeRescueFile } from '../../src/sync/relay/rescue.ts';
import type { SimPhone } from './phone/phone.ts';
import type { Process, Ran } from './phone/process.ts';
import { everyRow } from './rows.ts';
import { SCOPE } from './scopes.ts';
import { type SimServer, SUPERVISOR } from './server.ts';
import { bytesOf, idsOf, type Promised } from './work.ts';

/** What an insider offered. */
interface Forgery {
  readonly revision: Revision;
  /** The epoch of the database that it was offered to: a restore takes the quarantine back, too. */
  readonly epoch: string;
}

export interface Insiders {
  /** Never to be among the records. */
  readonly unacceptable: Forgery[];
  /** Entities that forged parents were to hide: shown on every phone all the same. */
  readonly victims: Map<string, 'household' | 'citizen'>;
  /** Devices that an insider numbers records of beside its honest ones: another id is taken, as by a clone. */
  readonly devices: Set<string>;
  /** Legal though odd, and pushed past the phone's app, which knows nothing of them (unprovable.ts). */
  readonly pastTheApp: Forgery[];
  /** What went wrong at once, as sentences. */
  readonly faults: string[];
}

export const noInsiders = (): Insiders => ({
  unacceptable: [],
  victims: new Map(),
  devices: new Set(),
  pastTheApp: [],
  faults: [],
});

interface Attack {
  readonly process: Process;
  readonly phone: SimPhone;
  readonly server: SimServer;
  readonly random: Random;
  /** A colleague's record: whose name, device and entity are misused. */
  readonly victim: Revision;
  readonly token: string;
  readonly officer: string;
  readonly insiders: Insiders;
}

/** @returns whether there was somebody to attack, and something to attack with */
export async function attack(
  { phone, server, random, insiders }: Pick<Attack, 'phone' | 'server' | 'random' | 'insiders'>,
  process: Process,
  promised: readonly Promised[],
): Promise<boolean> {
  const session = await process.vault.session();
  // What the endpoint does not have may be named as a parent: records come in any order.
  const held = await heldIds(server);
  const others = promised.filter(({ revision }) => revision.author !== phone.officer && held.has(revision.revId));
  if (session === null || others.length === 0) return false;
  const { token, officer } = session;
  const { revision: victim } = random.pick(others);
  const whole = { process, phone, server, random, insiders, victim, token, officer: officer.id };
  await speakForColleague(whole);
  const unsigned = forge(whole, { deviceSeq: victim.deviceSeq + 1, prevHash: victim.contentHash });
  const unacceptable = [...(await signedBy(whole, forbidden(whole))), unsigned];
  const offered = random.chance(50)
    ? (await push(whole, unacceptable)) === 200
    : await handInAsFile(whole, unacceptable);
  if (offered) await mustBeQuarantined(whole, unacceptable);
  if (victim.kind === 'household' || victim.kind === 'citizen') await hide(whole);
  return true;
}

async function mustBeQuarantined(attack: Attack, revisions: readonly Revision[]): Promise<void> {
  attack.insiders.unacceptable.push(...(await offeredNow(attack, revisions)));
}

async function offeredNow({ server }: Attack, revisions: readonly Revision[]): Promise<Forgery[]> {
  const epoch = await server.store.epoch();
  return revisions.map((revision) => ({ revision, epoch }));
}

/** Its token for a colleague's device, as it is and with the own key under it. */
async function speakForColleague(attack: Attack): Promise<void> {
  const { victim, process, insiders, officer } = attack;
  const publicKey = (await process.vault.signText(''))?.publicKey ?? null;
  const claims = [{}, { register: { publicKey, devices: [victim.device] } }];
  for (const claim of publicKey === null ? [] : claims) {
    const { status, isHandedIn } = await pushAs(attack, victim.device, [], claim);
    // A sign-in that has ended speaks for no device: what it hands in waits, whatever device it names.
    if (status === 200 && !isHandedIn)
      insiders.faults.push(`the token of ${officer} spoke for the device of ${victim.author}`);
  }
}

/** Each of these is one that no honest phone makes and no endpoint may take. */
function forbidden(attack: Attack): Revision[] {
  const { victim, process, officer, random, phone } = attack;
  const { deviceId } = process.vault;
  const id = idsOf(phone, random);
  const decision = {
    kind: 'review',
    entityId: id(),
    payload: { evaluationId: victim.entityId, revId: victim.revId, decision: 'recognised', at: phone.clock.now() },
  };
  const revId = id();
  return [
    forge(attack, { ...decision, author: officer, device: deviceId }),
    forge(attack, { ...decision, entityId: id(), author: SUPERVISOR, device: deviceId }),
    forge(attack, { ...decision, entityId: id(), author: SUPERVISOR, device: id() }),
    // In a colleague's name: by one's own device, by theirs, and there with the last number that there is.
    forge(attack, { author: victim.author, device: deviceId }),
    forge(attack, { author: victim.author, device: victim.device, deviceSeq: victim.deviceSeq + 1 }),
    forge(attack, { author: victim.author, device: victim.device, deviceSeq: 2 ** 31 - 1 }),
    forge(attack, { author: officer, device: deviceId, deviceSeq: 2 ** 31 - 1 }),
    forge(attack, { author: officer, device: deviceId, revId, parents: [revId] }),
    forge(attack, { author: officer, device: deviceId, entityId: id(), parents: [victim.revId] }),
  ];
}

/** Parents that nobody has, and a circle of two: of which the first half is as legal, until the second names it. */
async function hide(attack: Attack): Promise<void> {
  const { victim, process, officer, random, phone, insiders, server } = attack;
  const id = idsOf(phone, random);
  const { deviceId } = process.vault;
  const { maxDeviceSeq } = await process.vault.health();
  const own = { author: officer, device: deviceId, kind: victim.kind, payload: victim.payload };
  const [half, otherHalf] = [id(), id()];
  const odd = [
    forge(attack, { ...own, parents: [id()], deviceSeq: maxDeviceSeq + 1 }),
    forge(attack, { ...own, revId: half, parents: [otherHalf], deviceSeq: maxDeviceSeq + 2 }),
  ];
  const closing = forge(attack, {
    ...own,
    revId: otherHalf,
    parents: [half, victim.revId],
    deviceSeq: maxDeviceSeq + 3,
  });
  insiders.devices.add(deviceId);
  insiders.victims.set(victim.entityId, victim.kind as 'household' | 'citizen');
  const signed = await signedBy(attack, [...odd, closing]);
  insiders.pastTheApp.push(...(await offeredNow(attack, signed)));
  // Records under a key that is not known yet all wait, and it is chance which half is accepted first later on.
  // The endpoint is asked, not the phone: one that was restored may have forgotten a key that the phone believes known.
  const holder = (await server.store.deviceHolders([deviceId])).get(deviceId);
  const isKnown = holder?.publicKeys.includes((await process.vault.signText(''))?.publicKey ?? '') ?? false;
  const isTaken = (await push(attack, signed)) === 200 && isKnown;
  // An insider who has been moved meanwhile has all three quarantined, and which half a supervisor's retry takes first is chance.
  if (isTaken && (await heldIds(server)).has(half)) await mustBeQuarantined(attack, signed.slice(-1));
}

/** A record of the victim's content and entity, but for what is said. */
function forge({ victim, phone, random }: Attack, changed: Partial<Revision>): Revision {
  return withContentHash({
    revId: idsOf(phone, random)(),
    schema: 1,
    kind: victim.kind,
    entityId: victim.entityId,
    parents: [],
    scope: SCOPE,
    author: victim.author,
    device: victim.device,
    deviceSeq: 1,
    prevHash: '',
    deviceTime: phone.clock.now(),
    salt: base64url(bytesOf(random, 16)),
    payload: victim.payload,
    ...changed,
  });
}

/** Signs with the only key the phone has, also under another's device: its app would not, but whoever holds the phone can. */
async function signedBy({ process, phone }: Attack, revisions: readonly Revision[]): Promise<Revision[]> {
  const made = await process.vault.signed(revisions);
  const key = (await everyRow(phone)).find(({ store, row }) => store === 'meta' && row.key === 'signing');
  if (key === undefined) return [...made];
  const { privateKey } = key.row;
  return Promise.all(
    made.map(async (revision) => {
      if (revision.signature !== undefined) return revision;
      return { ...revision, signature: await phone.keys.sign(privateKey, revision.contentHash) };
    }),
  );
}

async function push(attack: Attack, revisions: readonly Revision[]): Promise<number> {
  return (await pushAs(attack, attack.process.vault.deviceId, revisions, {})).status;
}

/** Pushes by a tool of its own, past the app. @returns the status */
async function pushAs(
  { server, token, phone }: Attack,
  device: string,
  revisions: readonly Revision[],
  more: object,
): Promise<{ status: number; isHandedIn: boolean }> {
  const body = { proto: PUSH_PROTOCOL, device, deviceTime: phone.clock.now(), revisions, ...more };
  const answer = await server.answer({
    method: 'POST',
    path: '/v1/push',
    token,
    timeoutMs: 1000,
    body: new TextEncoder().encode(JSON.stringify(body)),
  });
  const text = new TextDecoder().decode(answer.body);
  return { status: answer.status, isHandedIn: text.includes('"handedIn"') };
}

/** Hands the records in as a rescue file, as if a colleague's phone had made them: the file does not name its writer. @returns whether there was one */
async function handInAsFile({ process, phone, server }: Attack, revisions: readonly Revision[]): Promise<boolean> {
  const vault = {
    ...process.vault,
    deviceId: process.vault.deviceId,
    unreceived: async () => ({ revisions: [...revisions], photos: [] }),
  };
  const made = await makeRescueFile({ vault, clock: phone.clock });
  if (made.kind !== 'made') return false;
  await server.importRescue(made.made.bytes);
  return true;
}

async function heldIds(server: SimServer): Promise<ReadonlySet<string>> {
  return new Set((await server.rows('records')).map(({ body }) => (JSON.parse(body) as Revision).revId));
}

/** @returns what an insider achieved, as sentences */
export async function insiderFaults(
  insiders: Insiders,
  {
    server,
    phones,
    open,
  }: {
    readonly server: SimServer;
    readonly phones: readonly SimPhone[];
    readonly open: <T>(phone: SimPhone, look: (process: Process) => Promise<T>) => Promise<Ran<T>>;
  },
): Promise<string[]> {
  const faults = [...insiders.faults];
  const held = await heldIds(server);
  const quarantined = new Set(server.quarantined().map(({ revId }) => revId));
  const epoch = await server.store.epoch();
  for (const { revision, epoch: offeredTo } of insiders.unacceptable) {
    const what = `${revision.kind} ${revision.revId} in the name of ${revision.author}`;
    // Where its parent's row was lost behind the endpoint's back, nobody could tell that it is of another entity.
    const mayBeUnknown = server.lostRows > 0 && revision.parents.length > 0;
    if (held.has(revision.revId) && !mayBeUnknown) faults.push(`forged: ${what} is among the records`);
    else if (!held.has(revision.revId) && offeredTo === epoch && !quarantined.has(revision.revId))
      faults.push(`forged: nobody sees ${what}`);
  }
  for (const phone of insiders.victims.size === 0 ? [] : phones) {
    const ran = await open(phone, async ({ vault }) => {
      for (const [id, kind] of insiders.victims) {
        const shown =
          kind === 'household' ? await vault.household({ scope: SCOPE, id }) : await vault.person({ scope: SCOPE, id });
        if (shown === null) faults.push(`${phone.name} does not show the ${kind} ${id}, which an insider attacked`);
      }
    });
    if (ran.kind !== 'done') faults.push(`${phone.name} could not be opened`);
  }
  return faults;
}
