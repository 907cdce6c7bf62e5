/** Seeded bugs of what the endpoint keeps and hands out: each record once, numbered without a hole, and each piece of a photo. */
import { type Mutants, one } from './patch.ts';

export const ENDPOINT_KEEPING: Mutants = {
  'a-moved-officer-blocks-the-push': one(
    'endpoint/ingest/routes.ts',
    'const asked = request.pull?.filter((each) => mayReadStream(caller.officer.posts, each));',
    "for (const { scope } of request.pull ?? []) requireAllowed(caller, 'read-records', scope); const asked = request.pull;",
  ),
  'uniqueness-in-code': [
    {
      file: 'endpoint/store/migrate.ts',
      find: "createIndex('revisions_rev_id').unique()",
      put: "createIndex('revisions_rev_id')",
    },
    {
      file: 'endpoint/store/append.ts',
      find: 'const fresh = unheld(accepted, heldRevisions);',
      put: 'const fresh = [...accepted];',
    },
  ],
  'numbers-with-a-hole': one(
    'endpoint/store/append.ts',
    'const first = seq - fresh.length + 1;',
    'const first = seq - fresh.length + 1 + (fresh.length > 2 ? 1 : 0);',
  ),
  'endpoint-stores-half': one(
    'endpoint/store/append.ts',
    'for (const part of parts(rows))',
    'for (const part of parts(rows.length > 2 ? rows.slice(1) : rows))',
  ),
  'page-skips-a-row': one(
    'endpoint/store/revisions.ts',
    ".where('scope_seq', '>', keepableNumber(after))",
    ".where('scope_seq', '>', keepableNumber(after === 0 ? 0 : after + 1))",
  ),
  'duplicate-without-receipt': one(
    'endpoint/ingest/ingest.ts',
    "const status = held.created && !reported.has(revisionKey(revision)) ? 'created' : 'duplicate';",
    "const status = held.created && !reported.has(revisionKey(revision)) ? 'created' : 'retry';",
  ),
  'clock-as-order': one(
    'endpoint/ingest/judge.ts',
    'if (!isSaneDate(revision.deviceTime) ||',
    "if (!(Date.parse(revision.deviceTime) > Date.parse('2026-10-01T00:00:00Z')) ||",
  ),
  'photo-pieces-lost': one(
    'endpoint/photos/routes.ts',
    'status = await blobs.putPiece(targets, sha256, { at, of, bytes });',
    'if (bytes.length > 1000) status = await blobs.putPiece(targets, sha256, { at, of, bytes });',
  ),
};
