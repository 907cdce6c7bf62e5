/**
 * Pictures of every screen of the built app, to be looked at: `node tests/measure/pictures.ts [folder]`.
 * 360×740 light and dark, and 1280×800. The endpoint is stopped before most of them: this is what the officer sees offline.
 */
import { mkdirSync } from 'node:fs';
import { SCREENS_OF_EACH } from '../browser/all-screens.ts';
import { endpointProcess } from '../browser/endpoint-process.ts';
import { newPhone } from '../browser/phone.ts';

const folder = process.argv[2] ?? '.cache/pictures';
mkdirSync(folder, { recursive: true });
const endpoint = await endpointProcess();
await endpoint.start();
try {
  for (const screens of SCREENS_OF_EACH) await takeAll(screens);
} finally {
  await endpoint.dispose();
}

/** On a phone of its own. */
async function takeAll(screens: (typeof SCREENS_OF_EACH)[number]): Promise<void> {
  const phone = newPhone();
  const page = await phone.open(endpoint.url);
  for (const [name, show] of Object.entries(screens)) {
    await page.setViewportSize({ width: 360, height: 740 });
    try {
      await show(page, endpoint.url);
    } catch (error) {
      console.error(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${folder}/${name}-360.png` });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: `${folder}/${name}-360-dark.png` });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.waitForTimeout(100);
    await page.screenshot({ path: `${folder}/${name}-1280.png` });
  }
  await phone.dispose();
}
