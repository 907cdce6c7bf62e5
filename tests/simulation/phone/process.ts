/**
 * A process of a simulated phone: the real vault and the real sync client, in one tab or two. A crash stops it at a chosen
 * call or await: nothing of it runs on.
 */
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { loadSyncClient, type Net, NetDown, type SyncClient } from '../../../src/sync/index.ts';
import { openVault, QuotaFull, type Vault } from '../../../src/vault/index.ts';
import { watched } from '../awaits.ts';
import { type Dangers, dangersOf, type ProcessFaults } from './dangers.ts';
import { mutex } from './mutex.ts';
import type { SimPhone } from './phone.ts';
import { platformOf } from './platform.ts';

/** What one tab has open. */
export interface Process {
  readonly vault: Vault;
  readonly syncClient: SyncClient;
}

export type Ran<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'crashed' }
  /** The disk was full while the vault opened: the app says so and opens nothing. */
  | { readonly kind: 'not-opened' };

/** What is done in a process, and how it opens another tab. */
export type Work<T> = (process: Process, openAnother: () => Promise<Process>) => Promise<T>;

interface Running {
  readonly phone: SimPhone;
  readonly dangers: Dangers;
  /** A vault for each tab. */
  readonly opened: Vault[];
  /** Requests to which the endpoint has not answered yet. */
  readonly asking: Set<Promise<unknown>>;
}

/** Turns of the event loop after which nothing of a killed process moves any more. */
const TURNS_TO_DIE = 4;

/** Starts a process and does `work` in it; ends at the end of the work, or at the crash. */
export async function runProcess<T>(phone: SimPhone, faults: ProcessFaults, work: Work<T>): Promise<Ran<T>> {
  phone.isDead = false;
  phone.stall = null;
  const { promise: crashed, resolve } = Promise.withResolvers<{ kind: 'crashed' }>();
  const { dangers, watch } = dangersOf(faults, (at) => {
    phone.isDead = true;
    if (at !== null) phone.crashedAt.push(at);
    resolve({ kind: 'crashed' });
  });
  const running: Running = { phone, dangers, opened: [], asking: new Set() };
  const open = () => openTab(running);
  const all = watched(watch, async (): Promise<Ran<T>> => {
    const process = await open().catch((error: unknown) => {
      if (isFull(error)) return null;
      throw error;
    });
    if (process === null) return { kind: 'not-opened' };
    const value = await work(process, open);
    for (const vault of running.opened) await vault.close();
    return { kind: 'done', value };
  });
  const ran = await Promise.race([all, crashed]);
  const isDead = dangers.isDead();
  if (isDead && faults.crashAt?.passes === 0)
    phone.crashedAt.push(`await ${faults.crashAt.site} ${faults.crashAt.when}`);
  // While a dead process unwinds, Dexie's zone of it may be everybody's: the next one would wait in it for ever.
  for (let turn = 0; isDead && turn < TURNS_TO_DIE; turn += 1) await turnOfTheLoop();
  // What it had asked the endpoint is still answered there, also where nobody waits for it any more.
  await Promise.allSettled(running.asking);
  return ran;
}

async function openTab(running: Running): Promise<Process> {
  const { phone, dangers, opened } = running;
  const platform = platformOf(phone, dangers);
  const vault = await openVault(platform);
  opened.push(vault);
  const syncing = mutex();
  const syncClient = await loadSyncClient({
    vault,
    net: netOf(running),
    clock: platform.clock,
    rng: platform.rng,
    appVersion: 'simulated',
    tryExclusive: (_name, act) => syncing('sync', act),
    persisted: async () => true,
    // Two of five have several pushes under way, and some of these are answered when others are not.
    ...(phone.batchMax !== null && { batchMax: phone.batchMax }),
  });
  return { vault, syncClient };
}

function netOf({ phone, dangers: { point }, asking }: Running): Net {
  return {
    request: async (ask) => {
      await point('net: before');
      if (phone.stall !== null) {
        phone.stall();
        await givenUp(phone, ask.signal);
      }
      const asked = phone.net.request(ask);
      asking.add(asked);
      const answer = await asked.finally(() => asking.delete(asked));
      await point('net: after');
      return answer;
    },
  };
}

/** @throws NetDown when the request is given up: then the link is there again */
function givenUp(phone: SimPhone, signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      phone.stall = null;
      reject(new NetDown('given up'));
    });
  });
}

function isFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error instanceof QuotaFull || /QuotaExceeded|simulated/.test(`${error.name} ${error.message}`))
  );
}
