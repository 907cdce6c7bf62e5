/** The supervisor's desk in a test: the real screen, signed in at the real endpoint. */
import { render } from '@testing-library/react';
import DeskScreen from '../../src/app/desk/desk-screen.tsx';
import { ServicesContext, SessionContext } from '../../src/app/services.ts';
import { type Session, session as sessionSchema } from '../../src/protocol/index.ts';
import type { Station } from '../endpoint/station.ts';

/** Signs in on a phone of its own and shows the desk there. @param seed of that phone's randomness */
export async function showDesk(station: Station, seed: number, code = 'GS-1'): Promise<Session> {
  const { phone, vault, syncClient } = await station.phone(seed, code);
  const session = sessionSchema.parse(await vault.session());
  const clock = { now: () => station.now(), millis: () => station.millis };
  render(
    <ServicesContext value={{ vault, syncClient, clock, rng: phone.rng }}>
      <SessionContext value={session}>
        <DeskScreen />
      </SessionContext>
    </ServicesContext>,
  );
  return session;
}
