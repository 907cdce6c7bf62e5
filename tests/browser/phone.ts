/** A phone: a Chromium with a profile of its own that can be closed, killed and started again, with or without network. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.ts';
import { processesNaming, signal } from '../processes.ts';

const DIES_WITHIN_MS = 10_000;
let executablePath: string | null = null;

export interface Phone {
  /** The browser's profile: what is on the phone's disk. */
  readonly profile: string;
  /** Starts the browser and opens the app at `path`. */
  open(url: string, options?: { offline?: boolean; width?: number; height?: number }): Promise<Page>;
  setOffline(offline: boolean): Promise<void>;
  close(): Promise<void>;
  /** SIGKILL to every process of the browser: nothing is flushed or closed. */
  kill(): Promise<void>;
  dispose(): Promise<void>;
}

/** @param flags of Chromium, beside the usual ones */
export function newPhone(flags: readonly string[] = []): Phone {
  const profile = mkdtempSync(join(tmpdir(), 'cdht-phone-'));
  let context: BrowserContext | null = null;
  const close = async () => {
    await context?.close();
    context = null;
  };
  return {
    profile,
    async open(url, { offline = false, width = 360, height = 740 } = {}) {
      await close();
      executablePath ??= findChromium();
      context = await chromium.launchPersistentContext(profile, {
        executablePath,
        args: [...CHROMIUM_FLAGS, ...flags],
        headless: true,
        viewport: { width, height },
        locale: 'vi-VN',
        timezoneId: 'Asia/Ho_Chi_Minh',
        offline,
      });
      const page = context.pages()[0] ?? (await context.newPage());
      page.setDefaultTimeout(30_000);
      await page.goto(url);
      return page;
    },
    async setOffline(offline) {
      await context?.setOffline(offline);
    },
    close,
    async kill() {
      const until = performance.now() + DIES_WITHIN_MS;
      // Again until none is left: a process may have been born between the count and the kill.
      for (let left = processesNaming(profile); left.length > 0; left = processesNaming(profile)) {
        if (performance.now() > until) throw new Error(`the browser does not die: ${left.join(' ')}`);
        for (const pid of left) signal(pid, 'SIGKILL');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      context = null;
    },
    async dispose() {
      await close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
