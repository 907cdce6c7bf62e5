/** `cli -- add-commune` and `cli -- admin-link`: what an operator does before anybody can sign in, or in a script. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { cleanText } from '../../programme/index.ts';
import { addCommuneRequest } from '../../protocol/index.ts';
import { administrators, adminLink, firstAdministrator } from '../accounts/admin-link.ts';
import { processClock } from '../clock.ts';
import { recipientsOf } from '../rescue/keys.ts';
import { readSettings } from '../settings.ts';
import { claimStore } from '../store-purpose.ts';
import type { Done } from './main.ts';
import { openedStore } from './opened-store.ts';

const USAGE = 'add-commune: <code of five digits> <name> --province <name> [--variant 70]';
const ADMIN_LINK_USAGE = 'usage: cli -- admin-link [id of an account]';

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
  const typed = {
    ...{ code, name: cleanText(words.join(' ')), province: cleanText(province ?? ''), criteriaVariant: variant },
    from: null,
  };
  const parsed = addCommuneRequest.safeParse(typed);
  if (!parsed.success) {
    const fields = new Set(parsed.error.issues.map(({ path }) => path[0]));
    return { stderr: `${USAGE}\nwrong: ${[...fields].join(', ')}`, code: 2 };
  }
  const { from, ...commune } = parsed.data;
  const store = await openedStore();
  try {
    await claimStore(store, 'real');
    const known = await store.communeByCode(commune.code);
    if (known !== null && (known.to ?? null) === null) {
      return { stderr: `add-commune: there is a commune with the code ${commune.code} already`, code: 2 };
    }
    const scope = randomUUID();
    await store.putCommunes([{ scope, ...commune, from }]);
    await recipientsOf(store, [scope]);
    const at = processClock.now();
    await store.addEvents([{ scope, at, actor: '', kind: 'commune-added', detail: { code: commune.code } }]);
    return { stdout: JSON.stringify({ scope, code: commune.code, name: commune.name }), code: 0 };
  } finally {
    await store.close();
  }
}

/** Prints another link for an administrator. @param args the account's id, where there are several */
export async function adminLinkCommand(args: string[]): Promise<Done> {
  const [wanted] = args;
  if (args.length > 1) return { stderr: ADMIN_LINK_USAGE, code: 2 };
  const store = await openedStore();
  try {
    await claimStore(store, 'real');
    const all = await administrators(store);
    const chosen = wanted === undefined ? all : all.filter(({ id }) => id === wanted);
    if (chosen.length > 1 || (wanted !== undefined && chosen.length === 0)) {
      const lines = all.map(({ id, name }) => `  ${id}  ${name}`);
      return { stderr: [ADMIN_LINK_USAGE, 'Name one of these accounts:', ...lines].join('\n'), code: 2 };
    }
    const { id } = chosen[0] ?? (await firstAdministrator(store, processClock));
    const { port, publicUrl } = readSettings(process.env);
    const address = publicUrl ?? `http://localhost:${port}`;
    const { link, typed, expiresAt } = await adminLink(store, id, address, processClock);
    return { stdout: `${link}\n${typed}\n${expiresAt}`, code: 0 };
  } finally {
    await store.close();
  }
}
