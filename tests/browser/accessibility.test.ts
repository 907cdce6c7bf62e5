/**
 * Goal: nobody is shut out. Method: axe on every screen of the production build, light and dark, and at 320 px with
 * text at 200 %, where nothing may be wider than the screen.
 */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EndpointProcess, endpointProcess } from './endpoint-process.ts';
import { newPhone, type Phone } from './phone.ts';
import { SCREENS, type ScreenName, SUPERVISOR_SCREENS, showScreen } from './screens.ts';

let endpoint: EndpointProcess;
let phone: Phone;
let whose: object | null = null;
let page: Page;

beforeAll(async () => {
  endpoint = await endpointProcess();
  await endpoint.start();
});

/** One phone for each role: nobody signs out while a form is in work. */
async function phoneFor(screens: object): Promise<void> {
  if (whose === screens) return;
  await phone?.dispose();
  whose = screens;
  phone = newPhone();
  page = await phone.open(endpoint.url);
}

afterAll(async () => {
  await phone?.dispose();
  await endpoint?.dispose();
});

async function violations(): Promise<string[]> {
  // Run as a function of the page, not as a script tag: the app's CSP forbids inline scripts, and so it should.
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' · ')}`);
  });
}

describe('accessibility', () => {
  const all = [SCREENS, SUPERVISOR_SCREENS].flatMap((screens) =>
    Object.keys(screens).map((screen) => ({ screens, screen: screen as ScreenName })),
  );
  for (const { screens, screen } of all) {
    it(`${screen} has no axe violations, light and dark, and fits 320 px at 200 % text`, async () => {
      await phoneFor(screens);
      await page.setViewportSize({ width: 360, height: 740 });
      await showScreen(page, endpoint.url, screen);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations()).toEqual([]);
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 320, height: 640 });
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '200%';
      });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      await page.evaluate(() => {
        document.documentElement.style.fontSize = '';
      });
      expect(overflow, 'pixels wider than the screen').toBeLessThanOrEqual(0);
    });
  }
});
