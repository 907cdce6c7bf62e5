/** `cli -- rebuild-views` and `cli -- check-views`: both may run while the endpoint does. */

import type { Store, ViewDifference } from '../store/api.ts';
import { checkViews, rebuildViews } from '../views/upkeep.ts';
import type { Done } from './main.ts';
import { openedStore } from './opened-store.ts';

/** So many differences are printed; further ones are only counted. */
const DIFFERENCES_SHOWN_MAX = 50;
const PROGRESS_EVERY = 10_000;

/** Makes all view rows anew and prints how many were wrong. */
export async function rebuildViewsCommand(args: string[]): Promise<Done> {
  if (args.length > 0) return { stderr: 'usage: cli -- rebuild-views', code: 2 };
  return await withStore(async (store, onProgress) => {
    const differences = await rebuildViews(store, onProgress);
    return { report: { changed: differences.length }, code: 0 };
  });
}

/** Prints the view rows that are not as the revisions have them. */
export async function checkViewsCommand(args: string[]): Promise<Done> {
  if (args.length > 0) return { stderr: 'usage: cli -- check-views', code: 2 };
  return await withStore(async (store, onProgress) => {
    const differences = await checkViews(store, onProgress);
    const shown: readonly ViewDifference[] = differences.slice(0, DIFFERENCES_SHOWN_MAX);
    return {
      report: { differing: differences.length, differences: shown },
      code: differences.length === 0 ? 0 : 1,
    };
  });
}

async function withStore(
  work: (store: Store, onProgress: (entityCount: number) => void) => Promise<{ report: object; code: number }>,
): Promise<Done> {
  const store = await openedStore();
  try {
    let entities = 0;
    let nextLineAt = PROGRESS_EVERY;
    const { report, code } = await work(store, (entityCount) => {
      entities = entityCount;
      if (entityCount < nextLineAt) return;
      nextLineAt = entityCount + PROGRESS_EVERY;
      process.stderr.write(`${entityCount} entities\n`);
    });
    const pending = [];
    for (const scope of await store.scopesWithRecords()) {
      for (const row of await store.pendingViews(scope)) pending.push({ scope, ...row });
    }
    return { stdout: JSON.stringify({ entities, ...report, pending }), code };
  } finally {
    await store.close();
  }
}
