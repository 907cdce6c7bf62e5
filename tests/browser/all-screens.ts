/** Every screen of the app, by whose it is. */
import type { Page } from 'playwright-core';
import { ADMIN_SCREENS } from './admin-screens.ts';
import { SCREENS, SUPERVISOR_SCREENS } from './screens.ts';

export type ShowScreen = (page: Page, url: string) => Promise<void>;

/** Each of these is shown on a device of its own: nobody signs out while a form is in work. */
export const SCREENS_OF_EACH: readonly Readonly<Record<string, ShowScreen>>[] = [
  SCREENS,
  SUPERVISOR_SCREENS,
  ADMIN_SCREENS,
];
