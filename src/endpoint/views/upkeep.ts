/**
 * Keeping the view tables right: they are made anew where another version of the code made them, or when somebody asks, and
 * compared with rows made from scratch. Both go in batches, between which the endpoint answers and stores as ever.
 */
import type { MetaStore, ViewBatch, ViewDifference, ViewStore } from '../store/api.ts';
import { VIEWS_VERSION } from './derive.ts';

/** Key of the table meta: the version that made the rows. */
export const VIEWS_KEY = 'views';
/**
 * Key of the table meta: the version that keeps the rows, as soon as it begins to make them. Processes of another version may run
 * beside it during an upgrade: they store what phones push, and mark its entities as stale instead of writing rows of theirs.
 */
export const VIEWS_KEEPER_KEY = 'views-keeper';

/** The rows are of another version, or another version keeps them: who matches against them would miss some. */
export class ViewsNotReadyError extends Error {}

type Upkeep = Pick<ViewStore, 'scopesWithRecords' | 'viewBatch'>;
type Versioned = Upkeep & Pick<MetaStore, 'meta' | 'setMeta'>;
type Remaking = Pick<ViewStore, 'staleScopes' | 'remakeStale'> & Pick<MetaStore, 'meta'>;

/** The rows of a scope are of this version after it, and none is stale. @throws {ViewsNotReadyError} */
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
 * Makes the rows anew of what processes of another version have stored meanwhile; nothing where another version keeps the rows.
 * To be called again and again, for such a process may go on for as long as an upgrade takes.
 * @returns of how many entities
 */
export async function remakeStaleViews(store: Remaking): Promise<number> {
  if (!(await isKeeper(store))) return 0;
  let entityCount = 0;
  for (const scope of await store.staleScopes()) entityCount += await remakeAll(store, scope);
  return entityCount;
}

/**
 * Makes the rows anew where another version of the code made them, or keeps them.
 * @returns whether they were
 */
export async function upgradeViews(store: Versioned, onProgress: (entityCount: number) => void): Promise<boolean> {
  if ((await store.meta(VIEWS_KEY)) === VIEWS_VERSION && (await isKeeper(store))) return false;
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
  // Before the first batch: from then on nobody else writes a row behind it.
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
