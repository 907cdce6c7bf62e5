/** The random name of a database's life: new at its birth, after a restore and after a promotion. */
import { randomBytes } from 'node:crypto';

export const newEpoch = (): string => randomBytes(12).toString('base64url');
