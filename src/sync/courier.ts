import type { Clock, Rng, Vault } from '../vault/index.ts';
import type { Courier, Net } from './api.ts';
export function createCourier(_input: { vault: Vault; net: Net; clock: Clock; rng: Rng; appVersion: string }): Courier {
  throw new Error('not built yet');
}
