/**
 * Goal: nobody is shut out. Method: axe on every screen of the production build, light and dark, where no button may cut its
 * text; and at 320 px with text at 200 %, where nothing may be wider than the screen.
 */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCREENS_OF_EACH } from './all-screens.ts';
import { type EndpointProcess, endpointProcess } from './endpoint-process.ts';
import { newPhone, type Phone } from './phone.ts';

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

/** @returns the texts of buttons that are narrower than their text */
async function cutButtons(): Promise<string[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll('button, a')]
      .filter((each) => getComputedStyle(each).display !== 'inline' && each.clientWidth > 1)
      .filter((each) => each.scrollWidth > each.clientWidth + 1)
      .map((each) => each.textContent ?? ''),
  );
}

describe('accessibility', () => {
  const all = SCREENS_OF_EACH.flatMap((screens) =>
    Object.entries(screens).map(([screen, show]) => ({ screens, screen, show })),
  );
  for (const { screens, screen, show } of all) {
    it(`${screen} has no axe violations, light and dark, and fits 320 px at 200 % text`, async () => {
      await phoneFor(screens);
      await page.setViewportSize({ width: 360, height: 740 });
      await show(page, endpoint.url);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations()).toEqual([]);
      }
      expect(await cutButtons()).toEqual([]);
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
