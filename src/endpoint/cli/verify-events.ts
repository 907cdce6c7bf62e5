/** `cli -- verify-events`: whether the event log is as it was written. */

import { type EventHead, verifyEvents } from '../events/chain.ts';
import type { Done } from './main.ts';
import { openedStore } from './opened-store.ts';

const HEAD = /^(.+):(\d{1,9}):([0-9a-f]{64})$/;

/** @param args heads that were noted elsewhere, in the form in which a backup prints them: `scope:n:hash` */
export async function verifyEventsCommand(args: string[]): Promise<Done> {
  const noted: EventHead[] = [];
  for (const arg of args) {
    const [, scope = '', n = '', hash = ''] = HEAD.exec(arg) ?? [];
    if (scope === '') return { stderr: `verify-events: "${arg}" is no head (scope:n:hash)`, code: 2 };
    noted.push({ scope, n: Number(n), hash });
  }
  const store = await openedStore();
  try {
    // Heads are read before the events, so that an event that is added between the two only follows them.
    const heads = await store.eventHeads();
    const broken = verifyEvents(await store.events(), [...heads, ...noted]);
    if (broken !== null) return { stdout: JSON.stringify({ verified: false, broken }), code: 1 };
    return { stdout: JSON.stringify({ verified: true, heads: heads.map(headText) }), code: 0 };
  } finally {
    await store.close();
  }
}

/** @returns a head as a backup prints it */
export const headText = ({ scope, n, hash }: EventHead): string => `${scope}:${n}:${hash}`;
