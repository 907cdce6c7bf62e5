/** How to come to each screen of the administration, as an administrator of the demo would. */
import type { Page } from 'playwright-core';
import { by, publishLaterSet, signedIn } from './screens.ts';

async function section(page: Page, url: string, path: string, shown: string): Promise<void> {
  await signedIn(page, url, 'QT-3001');
  await page.goto(`${url}${path}`);
  await by(page, shown).first().waitFor();
}

export const ADMIN_SCREENS = {
  admin: (page: Page, url: string) => section(page, url, '/admin', 'admin-section'),
  accounts: (page: Page, url: string) => section(page, url, '/admin/accounts', 'account'),
  'account-new': async (page: Page, url: string) => {
    await section(page, url, '/admin/accounts', 'account');
    await by(page, 'account-add').click();
    await by(page, 'account-save').waitFor();
  },
  'account-close': async (page: Page, url: string) => {
    await section(page, url, '/admin/accounts', 'account');
    await page.getByText('Cho nghỉ').first().click();
    await by(page, 'account-close-yes').waitFor();
  },
  codes: (page: Page, url: string) => section(page, url, '/admin/codes', 'code-person'),
  'code-shown': async (page: Page, url: string) => {
    await section(page, url, '/admin/codes', 'code-person');
    await by(page, 'code-make').first().click();
    await by(page, 'code-qr').waitFor();
  },
  'lost-phone': async (page: Page, url: string) => {
    await section(page, url, '/admin/codes', 'device');
    await by(page, 'device-lost').first().click();
    for (const part of ['lost-revoke', 'lost-on', 'lost-redo']) await by(page, part).waitFor();
  },
  communes: (page: Page, url: string) => section(page, url, '/admin/communes', 'commune'),
  'commune-new': async (page: Page, url: string) => {
    await section(page, url, '/admin/communes', 'commune');
    await by(page, 'commune-add').click();
    await by(page, 'commune-save').waitFor();
  },
  'communes-merge': async (page: Page, url: string) => {
    await section(page, url, '/admin/communes', 'commune');
    await by(page, 'commune-merge').click();
    await by(page, 'merge-do').waitFor();
  },
  campaigns: (page: Page, url: string) => section(page, url, '/admin/campaigns', 'campaign-open'),
  'campaign-form': async (page: Page, url: string) => {
    await section(page, url, '/admin/campaigns', 'campaign-open');
    await by(page, 'campaign-open').click();
    await by(page, 'campaign-save').waitFor();
  },
  criteria: (page: Page, url: string) => section(page, url, '/admin/criteria', 'set-file'),
  proposals: async (page: Page, url: string) => {
    await publishLaterSet(url);
    await section(page, url, '/admin/proposals', 'proposal');
  },
  log: (page: Page, url: string) => section(page, url, '/admin/log', 'event'),
} as const;
