/** Identity numbers, under the ids of their citizens. */
import type { Identity } from '../kinds/index.ts';
import { materialize } from '../materialize.ts';
import type { View } from './view.ts';

export interface IdentityRow {
  /** `null`: the number was taken away. */
  readonly cccd: string | null;
  readonly conflict: boolean;
}

/** Rows with the number in full; they are held only where policy allows it. */
export const identities: View<IdentityRow> = {
  name: 'identities',
  version: 1,
  kind: 'identity',
  attachedKinds: [],
  row(entity) {
    const { current, conflict } = materialize(entity);
    if (current === null) return null;
    const { cccd } = current as unknown as Identity;
    return { cccd, conflict };
  },
};
