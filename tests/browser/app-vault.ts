/** The vault of the app that runs in a page: the very one its screens use, found where React keeps what they are given. */
import type { Page } from 'playwright-core';
import type { Vault } from '../../src/vault/index.ts';

/** What the page offers after `exposeVault`. */
export interface WithVault {
  readonly appVault: Vault;
}

/** Signs in on a page that shows the sign-in, and makes the vault of whoever it is known. */
export async function enterAs(page: Page, code: string): Promise<void> {
  await page.locator('[data-testid="code"]').fill(code);
  await page.locator('[data-testid="sign-in"]').click();
  await exposeVault(page);
}

/** Makes the vault of the app in this page known to its `page.evaluate` as `window.appVault`. Resolves when it is open. */
export async function exposeVault(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    interface Fiber {
      readonly memoizedProps: { readonly services?: { readonly vault: unknown } } | null;
      readonly child: Fiber | null;
    }
    const root = document.getElementById('root') as unknown as Record<string, Fiber> | null;
    const key = Object.keys(root ?? {}).find((name) => name.startsWith('__reactContainer$'));
    for (let fiber = key === undefined ? null : (root?.[key] ?? null); fiber !== null; fiber = fiber.child) {
      const vault = fiber.memoizedProps?.services?.vault;
      if (vault !== undefined) return Object.assign(window, { appVault: vault });
    }
    return false;
  });
}
