/** `cli -- add-commune` and `cli -- admin-link`: what an operator does before anybody can sign in, or in a script. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { cleanText } from '../../programme/index.ts';
import { adminLink } from '../accounts/admin-link.ts';
import { processClock } from '../clock.ts';
import { recipientsOf } from '../rescue/keys.ts';
import { readSettings } from '../settings.ts';
import { claimStore } from '../store-purpose.ts';
import type { Done } from './main.ts';
import { openedStore } from './opened-store.ts';

const USAGE = 'add-commune: <code of five digits> <name> --province <name> [--variant 70]';

/** @param args code, name and options of the usage */
export async function addCommuneCommand(args: string[]): Promise<Done> {
  const options = { province: { type: 'string' }, variant: { type: 'string' } } as const;
  const read = (() => {
    try {
      return parseArgs({ args, options, allowPositionals: true });
    } catch {
      return null;
    }
  })();
  const [code, ...words] = read?.positionals ?? [];
  const { province, variant = '80' } = read?.values ?? {};
  const name = cleanText(words.join(' '));
  if (code === undefined || !/^\d{5}$/.test(code) || name === '' || !province || !/^(70|80)$/.test(variant)) {
    return { stderr: USAGE, code: 2 };
  }
  const store = await openedStore();
  try {
    await claimStore(store, 'real');
    if ((await store.communeByCode(code)) !== null) {
      return { stderr: `add-commune: there is a commune with the code ${code} already`, code: 2 };
    }
    const scope = randomUUID();
    const criteriaVariant = variant === '70' ? '70' : '80';
    await store.putCommunes([{ scope, code, name, province: cleanText(province), criteriaVariant }]);
    await recipientsOf(store, [scope]);
    const at = processClock.now();
    await store.addEvents([{ scope, at, actor: '', kind: 'commune-added', detail: { code } }]);
    return { stdout: JSON.stringify({ scope, code, name }), code: 0 };
  } finally {
    await store.close();
  }
}

/** Prints another link for the first administrator. */
export async function adminLinkCommand(args: string[]): Promise<Done> {
  if (args.length > 0) return { stderr: 'usage: cli -- admin-link', code: 2 };
  const store = await openedStore();
  try {
    await claimStore(store, 'real');
    const { link, typed, expiresAt } = await adminLink(store, readSettings(process.env).publicUrl, processClock);
    return { stdout: `${link}\n${typed}\n${expiresAt}`, code: 0 };
  } finally {
    await store.close();
  }
}
