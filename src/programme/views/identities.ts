import type { Identity } from '../kinds/index.ts';
import { materialize } from '../materialize.ts';
import type { View } from './view.ts';

export interface IdentityRow {
  /** null: the number was taken away. */
  readonly cccd: string | null;
  readonly conflict: boolean;
}

/** Identity numbers in full, under the ids of their citizens: only where policy lets them be held. */
export const identities: View<IdentityRow> = {
  name: 'identities',
  version: 1,
  of: 'identity',
  hanging: [],
  row(entity) {
    const { current, conflict } = materialize(entity);
    if (current === null) return null;
    const { cccd } = current as unknown as Identity;
    return { cccd, conflict };
  },
};
