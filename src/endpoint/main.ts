/** `npm start`: serves the app and the endpoint from one process. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import packageJson from '../../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import { processClock } from './clock.ts';
import { addBuiltInSets } from './criteria/built-in-sets.ts';
import { retryHeld } from './criteria/retry-waiting.ts';
import { loadDemo } from './demo/load.ts';
import { recipientsOf } from './rescue/keys.ts';
import { readSettings } from './settings.ts';
import { openStore } from './store/sql-store.ts';
import { remakeStaleViews, upgradeViews } from './views/upkeep.ts';

/** A list may lack for so long what a process of another version has stored, and an evaluation wait for a set that is here. */
const UPKEEP_EVERY_MS = 30_000;
/** A push that was examined before its set came is stored at most so long after it. */
const SET_IS_NEW_MS = 3_600_000;

const settings = readSettings(process.env);
const store = await openStore(settings);
await addBuiltInSets(store, processClock.now());
const demo = settings.demo && (await loadDemo(store, processClock, (line) => console.log(line)));
// The communes' keys are made before any backup: one without a commune's key could open no rescue file after it was restored.
await recipientsOf(store, await store.scopes());

const distDir = new URL('../../dist', import.meta.url).pathname;
if (!existsSync(join(distDir, 'index.html'))) console.warn('The app is not built: run `npm run build` first.');
const app = createApp({
  store,
  clock: processClock,
  distDir,
  keepDir: join(settings.dataDir, 'assets'),
  version: packageJson.version,
  trustedProxies: settings.trustedProxies,
});

const server = serve({ fetch: app.fetch, port: settings.port, hostname: settings.host }, ({ port }) => {
  console.log(`Công dân học tập: http://localhost:${port}  (API: /api)`);
  if (demo) console.log('Sign in with code CB-1001 (officer), GS-2001 (supervisor) or QT-3001 (administrator).');
});

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
upkeep.unref();

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
