/** Finds a Chromium for the browser tests, or installs one where it may. As a command it prints the path. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Headless flags that also work in a closed network. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const MAC_APPS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

function onPath(name: string): string | null {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  const path = found.stdout.trim();
  return found.status === 0 && path !== '' ? path : null;
}

function present(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  for (const name of NAMES) {
    const path = onPath(name);
    if (path !== null) return path;
  }
  for (const path of [...MAC_APPS, chromium.executablePath()]) if (existsSync(path)) return path;
  return null;
}

function install(): void {
  const root = process.getuid?.() === 0;
  if (onPath('apt-get') !== null && root) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (present() !== null) return;
  }
  spawnSync('npx', ['playwright-core', 'install', 'chromium'], { stdio: 'inherit' });
}

/**
 * @returns the path of a Chromium that starts.
 * @throws Error with one line that says what to do.
 */
export function findChromium(): string {
  if (present() === null) install();
  const path = present();
  if (path === null) {
    throw new Error(
      'No Chromium found and none could be installed: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
    );
  }
  execFileSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore' });
  return path;
}

if (import.meta.main) console.log(findChromium());
