/** `cli -- import-roster`: previews a roster file, and writes it with `--confirm`. */
import { readFile } from 'node:fs/promises';
import { processClock } from '../clock.ts';
import { applyRoster, currentRoster } from '../roster/apply.ts';
import { previewImport } from '../roster/preview.ts';
import { readRosterFile } from '../roster/read-file.ts';
import { upgradeViews } from '../views/upkeep.ts';
import type { Done } from './main.ts';
import { openedStore } from './opened-store.ts';

/** The author of such an import is the machine's administrator. */
const AUTHOR = 'cli';

/** @param args the file, the commune's code, and `--confirm` to write */
export async function importRosterCommand(args: string[]): Promise<Done> {
  const at = args.indexOf('--commune');
  const code = at >= 0 ? args[at + 1] : undefined;
  const file = args.find((arg, index) => !arg.startsWith('--') && index !== at + 1);
  if (file === undefined || code === undefined) {
    return { stderr: 'import-roster: <file> --commune <code of five digits> [--confirm]', code: 2 };
  }
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return { stderr: `import-roster: cannot read ${file}`, code: 2 };
  const read = await readRosterFile(bytes, file);
  if (read.kind === 'bad') return { stderr: `import-roster: ${read.sentence}`, code: 2 };
  const store = await openedStore();
  try {
    await upgradeViews(store, () => undefined);
    const commune = await store.communeByCode(code);
    if (commune === null) return { stderr: `import-roster: no commune "${code}" here`, code: 2 };
    const { scope } = commune;
    const preview = await previewImport(read.rows, (wanted) => currentRoster(store, scope, wanted), scope, {
      hashOf: await store.identityHasher(),
    });
    const counts = {
      added: preview.added,
      changed: preview.changed,
      unchanged: preview.unchanged,
      faulty: preview.faulty.length,
    };
    const confirmed = args.includes('--confirm');
    if (confirmed) {
      const parts = { store, clock: processClock };
      const { revisions } = preview;
      await applyRoster(parts, { scope, officerId: AUTHOR, revisions, onProgress: () => undefined });
    }
    return {
      stdout: JSON.stringify({ commune: code, written: confirmed, counts, faults: preview.faulty }, null, 2),
      code: 0,
    };
  } finally {
    await store.close();
  }
}
