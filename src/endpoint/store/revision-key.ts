/** The key of a revision among those of several scopes. */
import type { Revision } from '../../protocol/index.ts';

/** An id is unique within its scope alone: two communes may hold two records under one id, and neither learns of the other. */
export const revisionKey = ({ scope, revId }: Pick<Revision, 'scope' | 'revId'>): string => `${scope} ${revId}`;
