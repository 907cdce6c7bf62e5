/** The start: the phone's keeping is opened, the courier is made, the app is drawn over both. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { fetchNet, lazyCourier, loadCourier, startScheduler } from '../sync/index.ts';
import { browserPlatform, isQuota, openVault } from '../vault/index.ts';
import { App } from './app.tsx';
import { ClosedVault } from './closed-vault.tsx';
import { watchForInstall } from './install.ts';
import { loadTheRest, whenIdle } from './later.tsx';
import type { Services } from './services.ts';

async function start(): Promise<Services> {
  const platform = await browserPlatform({ databaseName: 'cdht' });
  const vault = await openVault(platform, () => root.render(<ClosedVault why="blocked" />));
  const { clock, rng } = platform;
  const courier = lazyCourier(() => loadCourier({ vault, net: fetchNet(), clock, rng, appVersion: __APP_VERSION__ }));
  startScheduler({ courier, vault, rng });
  return { vault, courier, clock, rng };
}

watchForInstall();
const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no #root');
const root = createRoot(element);
start().then(
  (services) => {
    root.render(
      <StrictMode>
        <App services={services} />
      </StrictMode>,
    );
    loadTheRest();
    const restock = () => void services.vault.restock();
    whenIdle(restock);
    // Who was told that the phone is full comes back from making room.
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && restock());
  },
  (error: unknown) => {
    console.error(error);
    const detail = error instanceof Error ? error.message : String(error);
    root.render(<ClosedVault why={isQuota(error) ? 'full' : 'closed'} detail={detail} />);
  },
);
