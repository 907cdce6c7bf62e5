/** The commune's own list of hamlets; loaded when the administration asks for it. */
import { HAMLETS_OWNER, type Hamlet, materialize } from '../../programme/index.ts';
import type { StoredHamlet } from './api.ts';
import type { Core } from './core.ts';
import { hangingFrom } from './entities.ts';

/** @returns the hamlets of a commune, past ones too, in the order of their names */
export async function hamletList(core: Core, scope: string): Promise<StoredHamlet[]> {
  const byNumber = new Intl.Collator('vi', { numeric: true }).compare;
  const found = await hangingFrom(core, [{ scope, id: HAMLETS_OWNER }]);
  return found
    .filter(({ kind }) => kind === 'hamlet')
    .map(({ id, current, conflict, revisions }) => ({
      ...{ scope, id, conflict },
      hamlet: current as unknown as Hamlet,
      heads: materialize(revisions).heads,
    }))
    .sort((a, b) => byNumber(a.hamlet.name, b.hamlet.name));
}
