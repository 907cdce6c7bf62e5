/** `npm run serve` serves the app and the endpoint from one process, over real data; `npm start` shows the demo the same way. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import packageJson from '../../package.json' with { type: 'json' };
import { adminLink, firstAdministrator, hasAdministrator } from './accounts/admin-link.ts';
import { createApp } from './app.ts';
import { processClock } from './clock.ts';
import { addBuiltInSets } from './criteria/built-in-sets.ts';
import { retryHeld } from './criteria/retry-waiting.ts';
import { loadDemo } from './demo/load.ts';
import { recipientsOf } from './rescue/keys.ts';
import { readSettings, type Settings } from './settings.ts';
import { startupSentence } from './startup-sentence.ts';
import type { Store } from './store/api.ts';
import { removeSqlite } from './store/remove-sqlite.ts';
import { openStore } from './store/sql-store.ts';
import { claimStore, isDemoCut } from './store-purpose.ts';
import { remakeStaleViews, upgradeViews } from './views/upkeep.ts';

/** A list may lack for so long what a process of another version has stored, and an evaluation wait for a set that is here. */
const UPKEEP_EVERY_MS = 30_000;
/** A push that was examined before its set came is stored at most so long after it. */
const SET_IS_NEW_MS = 3_600_000;

const isDemo = process.argv.includes('--demo');

/** Prints one sentence for the operator, and ends the process. */
function fail(error: unknown): never {
  console.error(startupSentence(error));
  process.exit(1);
}

async function opened({ dataDir, databaseUrl }: Settings): Promise<Store> {
  const where = { databaseUrl, dataDir: dataDir ?? undefined };
  const store = await openStore(where);
  if (!isDemo || dataDir === null || !(await isDemoCut(store))) return store;
  console.log('The demo was cut off while it was loaded: it begins anew.');
  await store.close();
  await removeSqlite(dataDir);
  return await openStore(where);
}

async function prepare(settings: Settings): Promise<Store> {
  const store = await opened(settings);
  await claimStore(store, isDemo ? 'demo' : 'real');
  await addBuiltInSets(store, processClock.now());
  if (isDemo) await loadDemo(store, processClock, (line) => console.log(line));
  // The communes' keys are made before any backup: one without a commune's key could open no rescue file after it was restored.
  await recipientsOf(store, await store.scopes());
  return store;
}

/** Says how to get in, once the endpoint answers. */
async function greet(store: Store, settings: Settings, port: number): Promise<void> {
  const publicUrl = settings.publicUrl ?? `http://localhost:${port}`;
  console.log(`Công dân học tập: http://localhost:${port}  (API: /api)`);
  if (isDemo) {
    console.log('This is the demo; its people are invented. Sign in with code CB-1001 (officer), GS-2001 (supervisor)');
    console.log('or QT-3001 (administrator). `npm run serve` is the endpoint for real data.');
    return;
  }
  if (!publicUrl.startsWith('https:')) {
    console.log('Only this computer can use the app at that address: phones need HTTPS. src/endpoint/OPERATING.md');
    console.log('(Deploying) says how; then start again with PUBLIC_URL=https://… .');
  }
  if (await hasAdministrator(store)) return;
  const { id } = await firstAdministrator(store, processClock);
  const { link, typed, expiresAt } = await adminLink(store, id, publicUrl, processClock);
  console.log('Nobody administers this endpoint yet. Open this link in a browser, once, within 30 minutes:');
  console.log(`  ${link}`);
  console.log(`or type the code ${typed} there (until ${expiresAt}). Another one: npm run --silent cli -- admin-link`);
}

function keepUp(store: Store): NodeJS.Timeout {
  // While rows are made anew, the endpoint answers and stores as ever; only a roster import waits.
  const upgrading = upgradeViews(store, (count) =>
    console.log(`View tables of another version: ${count} entities made anew`),
  );
  upgrading.catch((error: unknown) => console.error('view tables', error));
  retryHeld(store, processClock.now()).catch((error: unknown) => console.error('criteria sets', error));
  const upkeep = setInterval(() => {
    // During an upgrade processes of the version before may run on beside this one for some time.
    remakeStaleViews(store).catch((error: unknown) => console.error('view tables', error));
    const since = new Date(processClock.millis() - SET_IS_NEW_MS).toISOString();
    retryHeld(store, processClock.now(), since).catch((error: unknown) => console.error('criteria sets', error));
  }, UPKEEP_EVERY_MS);
  return upkeep.unref();
}

async function start(): Promise<void> {
  const settings = readSettings(process.env, { demo: isDemo });
  const store = await prepare(settings);
  const distDir = fileURLToPath(new URL('../../dist', import.meta.url));
  if (!existsSync(join(distDir, 'index.html'))) console.warn('The app is not built: run `npm run build` first.');
  const app = createApp({
    store,
    clock: processClock,
    distDir,
    ...(settings.dataDir !== null && { keepDir: join(settings.dataDir, 'assets') }),
    version: packageJson.version,
    trustedProxies: settings.trustedProxies,
    isDemo,
  });
  const server = serve({ fetch: app.fetch, port: settings.port, hostname: settings.host }, ({ port }) => {
    greet(store, settings, port).catch((error: unknown) => console.error('first administrator', error));
  });
  server.on('error', fail);
  const upkeep = keepUp(store);
  const stop = () => {
    clearInterval(upkeep);
    server.close(() => {
      void store.close().then(() => process.exit(0));
    });
    // Phones keep connections open, and everything that was answered is stored already.
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

start().catch(fail);
