/**
 * Keeps the view tables right: they are made anew where another version of the code made them, or when somebody asks, and
 * compared with rows made from scratch. Both are done in batches, between which the endpoint answers and stores as ever.
 */
import type { MetaStore, ViewBatch, ViewDifference, ViewStore } from '../store/api.ts';
import { VIEWS_VERSION } from './derive.ts';

/** Key in the table `meta` of the version that made the rows. */
export const VIEWS_KEY = 'views';
/**
 * Key in the table `meta` of the version that keeps the rows; it is written as soon as that version begins to make them.
 * Processes of another version may run beside it during an upgrade: they store what phones push, and mark its entities as
 * stale instead of writing rows of their own.
 */
export const VIEWS_KEEPER_KEY = 'views-keeper';

/** The rows are of another version, or another version keeps them: an import that is matched with them would miss some. */
export class ViewsNotReadyError extends Error {}

type Upkeep = Pick<ViewStore, 'scopesWithRecords' | 'viewBatch'>;
type Versioned = Upkeep & Pick<MetaStore, 'meta' | 'setMeta'>;
type Remaking = Pick<ViewStore, 'staleScopes' | 'remakeStale'> & Pick<MetaStore, 'meta'>;

/**
 * Makes sure that the rows of a scope are of this version and none is stale.
 * @throws {ViewsNotReadyError}
 */
export async function requireViews(store: Remaking, scope: string): Promise<void> {
  for (const key of [VIEWS_KEY, VIEWS_KEEPER_KEY]) {
    const version = await store.meta(key);
    if (version !== null && version !== VIEWS_VERSION) throw new ViewsNotReadyError(version);
  }
  await remakeAll(store, scope);
}

async function isKeeper(store: Pick<MetaStore, 'meta'>): Promise<boolean> {
  return (await store.meta(VIEWS_KEEPER_KEY)) === VIEWS_VERSION;
}

async function remakeAll(store: Remaking, scope: string): Promise<number> {
  let entityCount = 0;
  for (let made = 1; made > 0; entityCount += made) {
    made = await store.remakeStale(scope);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return entityCount;
}

/**
 * Makes the rows anew of what processes of another version have stored; it does nothing where another version keeps the
 * rows. It is called again and again, for such a process may run on for as long as an upgrade takes.
 * @returns the number of entities whose rows were made anew
 */
export async function remakeStaleViews(store: Remaking): Promise<number> {
  if (!(await isKeeper(store))) return 0;
  let entityCount = 0;
  for (const scope of await store.staleScopes()) entityCount += await remakeAll(store, scope);
  return entityCount;
}

/**
 * Makes the rows anew where another version of the code made them, or keeps them.
 * @param onProgress called after every batch with the number of entities that are done
 * @returns whether they were made anew
 */
export async function upgradeViews(store: Versioned, onProgress: (entityCount: number) => void): Promise<boolean> {
  if ((await store.meta(VIEWS_KEY)) === VIEWS_VERSION && (await isKeeper(store))) return false;
  await rebuildViews(store, onProgress);
  return true;
}

/**
 * Makes all rows anew.
 * @param onProgress called after every batch with the number of entities that are done
 * @returns the rows that were not as they should be
 */
export async function rebuildViews(
  store: Versioned,
  onProgress: (entityCount: number) => void,
): Promise<ViewDifference[]> {
  // The keeper is written before the first batch: from then on nobody else writes a row behind it.
  await store.setMeta(VIEWS_KEEPER_KEY, VIEWS_VERSION);
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
