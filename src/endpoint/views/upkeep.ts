/**
 * Keeping the view tables right: they are made anew where another version of the code made them, or when somebody asks, and
 * compared with rows made from scratch. Both go in batches, between which the endpoint answers and stores as ever.
 */
import type { MetaStore, ViewBatch, ViewDifference, ViewStore } from '../store/api.ts';
import { VIEWS_VERSION } from './derive.ts';

/** Key of the table meta: the version that made the rows. */
export const VIEWS_KEY = 'views';

/** The rows are of another version, and the start of this process is making them anew: who matches against them would miss some. */
export class ViewsNotReadyError extends Error {}

type Upkeep = Pick<ViewStore, 'scopesWithRecords' | 'viewBatch'>;
type Versioned = Upkeep & Pick<MetaStore, 'meta' | 'setMeta'>;

/** @throws {ViewsNotReadyError} */
export async function requireViews(store: Pick<MetaStore, 'meta'>): Promise<void> {
  const made = await store.meta(VIEWS_KEY);
  if (made !== null && made !== VIEWS_VERSION) throw new ViewsNotReadyError(made);
}

/**
 * Makes the rows anew where another version of the code made them.
 * @returns whether they were
 */
export async function upgradeViews(store: Versioned, onProgress: (entityCount: number) => void): Promise<boolean> {
  if ((await store.meta(VIEWS_KEY)) === VIEWS_VERSION) return false;
  await rebuildViews(store, onProgress);
  return true;
}

/**
 * @param onProgress told after every batch how many entities are done
 * @returns the rows that were not as they should be
 */
export async function rebuildViews(
  store: Versioned,
  onProgress: (entityCount: number) => void,
): Promise<ViewDifference[]> {
  const differences = await inBatches(store, 'write', onProgress);
  await store.setMeta(VIEWS_KEY, VIEWS_VERSION);
  return differences;
}

/** @returns the rows that are not as the revisions have them */
export async function checkViews(store: Upkeep, onProgress: (entityCount: number) => void): Promise<ViewDifference[]> {
  return await inBatches(store, 'compare', onProgress);
}

async function inBatches(
  store: Upkeep,
  how: 'write' | 'compare',
  onProgress: (entityCount: number) => void,
): Promise<ViewDifference[]> {
  const differences: ViewDifference[] = [];
  let entityCount = 0;
  for (const scope of await store.scopesWithRecords()) {
    let after: string | null = '';
    while (after !== null) {
      const batch: ViewBatch = await store.viewBatch(scope, after, how);
      differences.push(...batch.differences);
      entityCount += batch.entityCount;
      onProgress(entityCount);
      after = batch.next;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return differences;
}
