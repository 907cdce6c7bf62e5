/** A screen of the desk or the administration in a test: the real one, signed in at the real endpoint. */
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import DeskScreen from '../../src/app/desk/desk-screen.tsx';
import { ServicesContext, SessionContext } from '../../src/app/services.ts';
import { type Session, session as sessionSchema } from '../../src/protocol/index.ts';
import type { SyncClient } from '../../src/sync/index.ts';
import type { Vault } from '../../src/vault/index.ts';
import type { Station } from '../endpoint/station.ts';

interface SignedIn {
  readonly session: Session;
  readonly vault: Vault;
  readonly syncClient: SyncClient;
}

/** Signs in on a phone of its own and shows a screen there. @param seed of that phone's randomness */
export async function showSignedIn(station: Station, seed: number, code: string, show: ReactNode): Promise<SignedIn> {
  const { phone, vault, syncClient } = await station.phone(seed, code);
  const session = sessionSchema.parse(await vault.session());
  const clock = { now: () => station.now(), millis: () => station.millis };
  render(
    <ServicesContext value={{ vault, syncClient, clock, rng: phone.rng }}>
      <SessionContext value={session}>{show}</SessionContext>
    </ServicesContext>,
  );
  return { session, vault, syncClient };
}

/** Signs in and shows the supervisor's desk. */
export const showDesk = async (station: Station, seed: number, code = 'GS-1'): Promise<Session> =>
  (await showSignedIn(station, seed, code, <DeskScreen />)).session;
