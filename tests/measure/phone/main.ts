/**
 * `npm run measure [-- --citizens 4000,12000,50000]`: the figures of the phone, on the production build in a real Chromium, for
 * rosters of these sizes, at this machine's speed and six times slower (Chromium's own throttling). Beside each figure stands its
 * floor, measured in the same run, because the machine is noisy. Nothing here fails a build.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { endpointProcess } from '../../browser/endpoint-process.ts';
import { newPhone, type Phone } from '../../browser/phone.ts';
import { measureBuild } from '../../size.ts';
import { coldStart, keepFloorPage } from './cold-start.ts';
import { storeOfDemo } from './demo-of.ts';
import { type FloorPage, serveFloorPage } from './floor-page.ts';
import { openingHouseholds } from './household.ts';
import { allDownloaded, rounded, SLOW } from './page.ts';
import { saving } from './save.ts';
import { searching } from './search.ts';

const { values } = parseArgs({ options: { citizens: { type: 'string', default: '4000,12000,50000' } } });
const sizes = values.citizens.split(',').map(Number);
if (sizes.some((size) => !Number.isSafeInteger(size) || size < 100)) {
  process.stderr.write('--citizens must be whole numbers from 100, with commas between them\n');
  process.exit(2);
}
const print = (name: string, value: unknown) => console.log(`${name}: ${JSON.stringify(value)}`);

/** Signing in until the whole roster is on the phone, in seconds. */
async function firstPull(phone: Phone, url: string): Promise<number> {
  const page = await phone.open(url);
  await page.locator('[data-testid="code"]').fill('QT-3001');
  const started = performance.now();
  await page.locator('[data-testid="sign-in"]').click();
  await allDownloaded(page);
  return rounded((performance.now() - started) / 1000);
}

async function figures(citizens: number, floor: FloorPage): Promise<void> {
  const dataDir = await storeOfDemo(citizens);
  const endpoint = await endpointProcess({ store: dataDir });
  const phone = newPhone();
  try {
    await endpoint.start();
    print(`${citizens} citizens, first pull, s`, await firstPull(phone, endpoint.url));
    for (const rate of [1, SLOW]) {
      const page = await phone.open(endpoint.url);
      await allDownloaded(page);
      print(`${citizens} citizens, search, ${rate}×`, await searching(page, endpoint.url, rate));
      print(`${citizens} citizens, household, ${rate}×`, await openingHouseholds(page, endpoint.url, rate));
      print(`${citizens} citizens, save, ${rate}×`, await saving(page, endpoint.url, rate));
      await phone.close();
    }
    await keepFloorPage(phone, floor);
    await endpoint.stop();
    for (const rate of [1, SLOW]) {
      print(`${citizens} citizens, cold start, ${rate}×`, await coldStart(phone, endpoint.url, floor, rate));
    }
  } finally {
    await phone.dispose();
    await endpoint.dispose();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

print('build', measureBuild(new URL('../../../dist', import.meta.url).pathname));
const floor = await serveFloorPage();
try {
  for (const citizens of sizes) await figures(citizens, floor);
} finally {
  floor.close();
}
