/** Seeded bugs of what the endpoint believes: an insider speaks for another, or offers what no honest phone makes. */
import { type Mutants, one } from './patch.ts';

export const ENDPOINT_JUDGING: Mutants = {
  'anyone-speaks-for-a-device': one('endpoint/ingest/signature.ts', "if (!proven.has(raw)) return 'bad-signature';"),
  'a-device-speaks-for-anyone': one(
    'endpoint/ingest/signature.ts',
    "if (holder.officerId !== null && holder.officerId !== author) return 'device-of-another';",
  ),
  'an-unsigned-record-counts': one(
    'endpoint/ingest/signature.ts',
    "if (signature === undefined) return 'not-signed';",
    'if (signature === undefined) return null;',
  ),
  'officers-decide': one(
    'endpoint/ingest/judge.ts',
    "if (actions.some((action) => action === undefined || !may(author.posts, action, scope))) return 'not-allowed';",
  ),
  'parents-are-not-judged': one('endpoint/ingest/judge.ts', ' ??\n    context.lineage.faultOf(revision)', ''),
  'a-circle-hides-an-entity': [
    { file: 'endpoint/ingest/judge.ts', find: ' ??\n    context.lineage.faultOf(revision)', put: '' },
    {
      file: 'programme/parent-graph.ts',
      find: 'filter((place) => !namedFromOutside.has(component[place] ?? 0));',
      put: 'filter((place) => !parents.flat().includes(place));',
    },
  ],
  'numbers-have-no-end': one(
    'endpoint/ingest/judge.ts',
    "if (revision.deviceSeq > LIMITS.deviceSeqMax) return fault('number-too-large');",
  ),
  'a-token-speaks-for-any-device': one(
    'endpoint/accounts/register.ts',
    "return caller.devices.includes(device) ? 'not-asked' : 'unknown-device';",
    "return 'not-asked';",
  ),
  'anybody-takes-a-device': one(
    'endpoint/store/devices.ts',
    "if (numUpdatedRows === 0n) throw new RejectedKey('device-of-another');",
  ),
};
