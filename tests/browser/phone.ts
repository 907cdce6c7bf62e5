/** A phone: a Chromium with a profile of its own that can be closed, killed and started again, with or without network. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../chromium.ts';

export interface Phone {
  /** The browser's profile: what is on the phone's disk. */
  readonly profile: string;
  /** Starts the browser and opens the app at `path`. */
  open(url: string, options?: { offline?: boolean; width?: number; height?: number }): Promise<Page>;
  setOffline(offline: boolean): Promise<void>;
  close(): Promise<void>;
  /** SIGKILL to every process of the browser: nothing is flushed, nothing is said goodbye to. */
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
      context = await chromium.launchPersistentContext(profile, {
        executablePath: findChromium(),
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
      spawnSync('pkill', ['-KILL', '-f', profile]);
      context = null;
      await new Promise((resolve) => setTimeout(resolve, 500));
    },
    async dispose() {
      await close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
