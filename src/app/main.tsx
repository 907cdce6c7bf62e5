/** The start: whose turn it is, the store opened that is theirs, the sync client made, and the app drawn over both. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isQuota } from '../vault/index.ts';
import { App } from './app.tsx';
import { ClosedVault } from './closed-vault.tsx';
import { watchForInstall } from './install.ts';
import { loadTheRest, whenIdle } from './later.tsx';
import type { Services } from './services.ts';
import {
  gateAtStart,
  openPerson,
  openPhone,
  type PhoneServices,
  type SessionGate,
  startRounds,
} from './session/gate.ts';
import { holdStore } from './session/window-locks.ts';

const LISTS_TIMEOUT_MS = 5_000;

async function start(): Promise<{ phone: PhoneServices; gate: SessionGate }> {
  const phone = await openPhone();
  const gate = await gateAtStart(phone);
  if (gate.kind !== 'locked') return { phone, gate };
  const { store } = gate.person;
  holdStore(store);
  const services = await openPerson(phone, store, () => root.render(<ClosedVault why="blocked" />));
  // The lists of Today are read while it is drawn. Rounds begin after it, because they would only slow it; but lists that are
  // made anew after an update take long, and unsent work must not wait for them.
  const lists = location.pathname === '/' ? readLists(services) : Promise.resolve();
  const longest = new Promise<void>((resolve) => setTimeout(resolve, LISTS_TIMEOUT_MS));
  void Promise.race([lists, longest]).then(() => whenIdle(() => startRounds(services)));
  return { phone, gate: { kind: 'open', services } };
}

/** Reads what Today shows. What cannot be read is reported by the screen that shows it. */
async function readLists({ vault }: Services): Promise<void> {
  const session = await vault.session().catch(() => null);
  if (session !== null) await vault.hamlets().catch(() => []);
}

watchForInstall();
const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no #root');
const root = createRoot(element);
start().then(
  ({ phone, gate }) => {
    root.render(
      <StrictMode>
        <App phone={phone} atStart={gate} />
      </StrictMode>,
    );
    loadTheRest();
  },
  (error: unknown) => {
    console.error(error);
    const detail = error instanceof Error ? error.message : String(error);
    root.render(<ClosedVault why={isQuota(error) ? 'full' : 'closed'} detail={detail} />);
  },
);
