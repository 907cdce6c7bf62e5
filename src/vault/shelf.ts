/** The shelf: opaque bytes kept beside the photos, under names of their own, so that they outlive a wiped database. */
import type { Shelf } from './api.ts';
import { withoutBallast } from './ballast.ts';
import type { Core } from './core.ts';
import { assert } from './errors.ts';

const PREFIX = 'shelf-';
/** Names become file names. */
const NAME = /^[a-z0-9-]{1,150}$/;

export function shelfOf(core: Core): Shelf {
  const { blobs } = core.platform;
  const path = (name: string) => {
    assert(NAME.test(name), `shelf name ${name}`);
    return PREFIX + name;
  };
  return {
    async put(name, bytes) {
      await withoutBallast(core, () => blobs.put(path(name), bytes));
      core.tell('outbox');
    },
    get: (name) => blobs.get(path(name)),
    async remove(name) {
      await blobs.remove(path(name));
      core.tell('outbox');
    },
    async list(prefix) {
      const names = await blobs.list();
      const whole = PREFIX + prefix;
      return names.flatMap((name) => (name.startsWith(whole) ? [name.slice(PREFIX.length)] : [])).sort();
    },
  };
}
