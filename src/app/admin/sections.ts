/** The sections of the administration, in the order of their navigation. A section that is added is one more line here. */
import type { ComponentType } from 'react';
import { type Action, mayAnywhere, type Post } from '../../programme/index.ts';
import { whenOpened } from '../later.tsx';

export interface Section {
  readonly href: string;
  /** Its name, and under that name with `.text` a sentence about it. */
  readonly title: `admin.section.${'accounts' | 'codes' | 'communes' | 'campaigns' | 'criteria' | 'proposals' | 'import' | 'log'}`;
  /** What somebody must be allowed to do, in one commune at least or on the whole instance, to see the section. */
  readonly action: Action;
  readonly Screen: ComponentType;
}

export const SECTIONS = {
  accounts: {
    href: '/admin/accounts',
    title: 'admin.section.accounts',
    action: 'manage-accounts',
    Screen: whenOpened(() => import('./accounts/accounts-screen.tsx')),
  },
  codes: {
    href: '/admin/codes',
    title: 'admin.section.codes',
    action: 'enrol-devices',
    Screen: whenOpened(() => import('./codes/codes-screen.tsx')),
  },
  communes: {
    href: '/admin/communes',
    title: 'admin.section.communes',
    action: 'manage-commune',
    Screen: whenOpened(() => import('./communes/communes-screen.tsx')),
  },
  campaigns: {
    href: '/admin/campaigns',
    title: 'admin.section.campaigns',
    action: 'manage-commune',
    Screen: whenOpened(() => import('./campaigns/campaigns-screen.tsx')),
  },
  criteria: {
    href: '/admin/criteria',
    title: 'admin.section.criteria',
    action: 'publish-criteria',
    Screen: whenOpened(() => import('./criteria/criteria-screen.tsx')),
  },
  proposals: {
    href: '/admin/proposals',
    title: 'admin.section.proposals',
    action: 'decide',
    Screen: whenOpened(() => import('./proposals/proposals-screen.tsx')),
  },
  import: {
    href: '/import',
    title: 'admin.section.import',
    action: 'import-roster',
    Screen: whenOpened(() => import('./roster-import/import-screen.tsx')),
  },
  log: {
    href: '/admin/log',
    title: 'admin.section.log',
    action: 'read-events',
    Screen: whenOpened(() => import('./log/log-screen.tsx')),
  },
} as const satisfies Readonly<Record<string, Section>>;

/** @returns the sections that somebody with these posts may open */
export function sectionsFor(posts: readonly Post[]): Section[] {
  return Object.values(SECTIONS).filter(({ action }) => mayAnywhere(posts, action));
}
