/**
 * What happens to a phone beside its work: it is cloned by a backup app, set back to an old backup, lost; its records travel
 * as a rescue file or as codes on a screen. Two copies of a record are never lost at once without a third: what the
 * endpoint, a file or a colleague has.
 */
import type { Random } from '../../src/endpoint/demo/random.ts';
import { makeOrphans } from './orphans.ts';
import type { SimPhone } from './phone/phone.ts';
import type { Process, Ran } from './phone/process.ts';
import { carryFile, qrFrames, readFrames, rescueFile } from './rescues.ts';
import { everyRow } from './rows.ts';
import { SCOPE } from './scopes.ts';
import type { SimServer } from './server.ts';
import type { Promised } from './work.ts';

export const RARE_FAULTS = ['clone', 'set-back', 'phone-lost', 'rescue-file', 'qr'] as const;
export type RareFault = (typeof RARE_FAULTS)[number];
/** To be set back takes two of them: the backup and its return. */
const DRAWN: readonly RareFault[] = [...RARE_FAULTS, 'set-back', 'set-back'];

export interface RareFaultInput {
  readonly random: Random;
  readonly may: (fault: string) => boolean;
  readonly note: (fault: string) => void;
  readonly server: SimServer;
  readonly phones: SimPhone[];
  /** A phone of the same maker for the same officer. */
  readonly another: (of: SimPhone, name: string) => SimPhone;
  readonly run: <T>(phone: SimPhone, work: (process: Process) => Promise<T>) => Promise<Ran<T>>;
  /** Signs in as in the office, where the network is good. */
  readonly signIn: (phone: SimPhone) => Promise<void>;
  /** One round with a good network, as in the office. @returns whether it went through */
  readonly inOffice: (phone: SimPhone) => Promise<boolean>;
  /** Nothing is promised of a phone's drafts any more. */
  readonly draftsGone: (phone: SimPhone) => void;
}

export type RareFaults = ReturnType<typeof makeRareFaults>;

export function makeRareFaults(input: RareFaultInput) {
  const { random, may, note, server, phones, another, run, signIn, inOffice, draftsGone } = input;
  /** Ids under which two phones work. */
  const cloned = new Set<string>();
  /** Backups of phones, made by an app that copies storage, with the id each had then. */
  const backups = new Map<SimPhone, { readonly copy: SimPhone; readonly id: string }>();
  /** Records live in one place only from here on: the endpoint may not go back in time any more. */
  let oneCopy = false;
  /** Phones that hold what nobody else has: they are not lost, nor set back. */
  const spared = new Set<SimPhone>();
  const orphans = makeOrphans(server, phones);
  const rotten = new Set<string>();

  const asked = async <T>(phone: SimPhone, work: (process: Process) => Promise<T>): Promise<T | null> => {
    const ran = await run(phone, work);
    return ran.kind === 'done' ? ran.value : null;
  };
  const colleagueOf = (phone: SimPhone) =>
    random.pick(phones.filter(({ officer, name }) => officer !== phone.officer && name !== phone.name));
  /** An endpoint that was restored and a phone that is lost before it met it again are two blows to one record. */
  const hasMetEndpoint = async ({ vault }: Process): Promise<boolean> =>
    (await vault.cursor({ scope: SCOPE, stream: 'records' })).epoch === (await server.store.meta('epoch'));
  const nothingWaits = async (process: Process): Promise<boolean> =>
    (await process.vault.health()).unreceivedCount === 0 &&
    (await process.vault.toSend(1)).length === 0 &&
    (await process.vault.blobsWaiting()).length === 0;

  const happen: Readonly<Record<RareFault, (phone: SimPhone) => Promise<boolean>>> = {
    async clone(phone) {
      if (phones.some(({ name }) => name.endsWith("'"))) return false;
      const id = await asked(phone, async ({ vault }) => vault.deviceId);
      if (id === null) return false;
      const copy = another(phone, `${phone.name}'`);
      await phone.copyTo(copy);
      cloned.add(id);
      phones.push(copy);
      return true;
    },
    async 'set-back'(phone) {
      if (spared.has(phone)) return false;
      const backup = backups.get(phone);
      if (backup === undefined) {
        const id = await asked(phone, async ({ vault }) => vault.deviceId);
        if (id === null) return false;
        const copy = another(phone, phone.name);
        await phone.copyTo(copy);
        backups.set(phone, { copy, id });
        return false;
      }
      const safe = await asked(phone, async (process) => (await hasMetEndpoint(process)) && nothingWaits(process));
      if (safe !== true) return false;
      const { millis } = phone;
      await backup.copy.copyTo(phone);
      phone.millis = millis;
      // It goes on with numbers it has used, until the endpoint tells it: in the office before it makes another record.
      const tells = may('office') && !server.isAway(phone.officer) && random.chance(60);
      if (!tells || !(await inOffice(phone))) cloned.add(backup.id);
      backups.delete(phone);
      oneCopy = true;
      draftsGone(phone);
      return true;
    },
    async 'phone-lost'(phone) {
      if (spared.has(phone)) return false;
      const file = await asked(phone, async (process) => {
        if (!(await hasMetEndpoint(process))) return null;
        // What it signed with a key that the endpoint does not know is proven by nobody once the phone is gone.
        if ((await process.vault.keyToRegister()) !== null) return null;
        // What it alone could bring back to a restored endpoint goes with it.
        if ((await process.vault.toSend(1)).some(({ author }) => author !== phone.officer)) return null;
        const made = await rescueFile(process, phone);
        if (made === null && !(await nothingWaits(process))) return null;
        return { made, devices: await (await process.vault.reconciling()).devices() };
      });
      if (file === null) return false;
      if (file.made !== null) await server.importRescue(file.made);
      phone.loseEverything();
      orphans.add(file.devices);
      draftsGone(phone);
      await signIn(phone);
      return true;
    },
    async 'rescue-file'(phone) {
      const file = await asked(phone, (process) => rescueFile(process, phone));
      if (file === null) return false;
      if (random.chance(50)) await server.importRescue(file);
      else {
        const colleague = colleagueOf(phone);
        await asked(colleague, (process) => carryFile(process, colleague, file));
      }
      return true;
    },
    async qr(phone) {
      const frames = await asked(phone, (process) => qrFrames(process, phone, random));
      if (frames === null || frames.length === 0) return false;
      const colleague = colleagueOf(phone);
      return (await asked(colleague, (process) => readFrames(process, colleague, frames, random))) ?? false;
    },
  };

  return {
    cloned: cloned as ReadonlySet<string>,
    /** Whether the endpoint's backup may come back. */
    mayRestore: async () => !oneCopy && (await orphans.mayGoBack()),
    orphans,
    /** Photos whose bytes rotted on a phone. */
    rotten: rotten as ReadonlySet<string>,
    /** @returns whether there was a photo */
    photoRots(phone: SimPhone): boolean {
      const photo = phone.rotPhoto(random);
      if (photo === null) return false;
      rotten.add(photo);
      spared.add(phone);
      return true;
    },
    /**
     * A row goes behind the endpoint's back: one that its phone still holds itself, so that the phone can be asked for it.
     * @returns whether there was one
     */
    async rowLost(promised: readonly Promised[]): Promise<boolean> {
      if (promised.length === 0) return false;
      const { revision, phone: maker } = random.pick(promised);
      // Where payloads go from the journal soon, the endpoint has promised a second place of its own.
      const phone = phones.find(({ name, letsGo }) => name === maker && !letsGo);
      if (phone === undefined) return false;
      const rows = await everyRow(phone);
      const own = rows.find(({ store, row }) => store === 'outbox' && row.revId === revision.revId)?.row;
      const whole = rows.some(({ store, row }) => store === 'revisions' && row.revId === revision.revId);
      if (own?.state !== 'received' || own.cameBack === true || !whole) return false;
      spared.add(phone);
      await server.lose(revision.revId);
      return true;
    },
    /** @param percent chance of anything at all */
    async ofDay(phone: SimPhone, percent: number): Promise<void> {
      if (!random.chance(percent)) return;
      const fault = random.pick(DRAWN);
      if (may(fault) && (await happen[fault](phone))) note(fault);
    },
  };
}
