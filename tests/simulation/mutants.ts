/**
 * Seeded bugs: each rewrites a line of the real code as it is loaded (load.ts), so that the code that ships has no
 * switch for them. A simulator that does not catch them is not to be believed.
 */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

const one = (file: string, find: string, put = ''): Patch[] => [{ file, find, put }];

export const MUTANTS: Readonly<Record<string, readonly Patch[]>> = {
  'journal-not-written': one('vault/records/commit.ts', 'await core.platform.journal.append(frames);'),
  'journal-not-awaited': one(
    'vault/records/commit.ts',
    'await core.platform.journal.append(frames);',
    'setTimeout(() => void core.platform.journal.append(frames).catch(() => undefined), 0);',
  ),
  'journal-full-is-ignored': one(
    'vault/records/commit.ts',
    'await core.platform.journal.append(frames);',
    'await core.platform.journal.append(frames).catch(() => undefined);',
  ),
  'saved-before-the-database': one(
    'vault/records/commit.ts',
    'await writeOwn(core, rows, seq);',
    "return { kind: 'saved', revisions };",
  ),
  'deviceSeq-stands-still': one(
    'vault/records/own.ts',
    "await db.meta.put({ key: 'chain', deviceSeq: rows.last.deviceSeq, lastHash: rows.last.contentHash });",
  ),
  'deviceSeq-outside-the-transaction': [
    {
      file: 'vault/records/own.ts',
      find: "await db.meta.put({ key: 'chain', deviceSeq: rows.last.deviceSeq, lastHash: rows.last.contentHash });",
      put: '',
    },
    {
      file: 'vault/records/commit.ts',
      find: 'await writeOwn(core, rows, seq);',
      put: "await writeOwn(core, rows, seq); await core.platform.encryption.encrypt(new Uint8Array()); await core.db.meta.put({ key: 'chain', deviceSeq: rows.last.deviceSeq, lastHash: rows.last.contentHash });",
    },
  ],
  'chain-forgets-the-one-before': one(
    'vault/records/commit.ts',
    'prevHash: made.at(-1)?.contentHash ?? lastHash,',
    'prevHash: lastHash,',
  ),
  'two-tabs-without-lock': one(
    'vault/records/core.ts',
    'platform.exclusive ? platform.exclusive(WRITER, work) : work()',
    'work()',
  ),
  'what-follows-a-failed-attempt-is-replayed': one(
    'vault/upkeep/startup.ts',
    'if (before !== undefined && before !== revision.prevHash) continue;',
  ),
  'old-words-are-good-enough': one(
    'vault/upkeep/startup.ts',
    'new Set(journalled.drafts.map((draft) => JSON.stringify(draft)))',
    'new Set(drafts.filter((draft) => journalled.drafts.some((old) => old.draftId === draft.draftId)).map((draft) => JSON.stringify(draft)))',
  ),
  'journal-after-database': one(
    'vault/records/commit.ts',
    'await core.platform.journal.append(frames);\n    await writeOwn(core, rows, seq);',
    'await writeOwn(core, rows, seq);\n    void core.platform.journal.append(frames).catch(() => undefined);',
  ),
  'outbox-in-a-second-transaction': [
    { file: 'vault/records/own.ts', find: '      await db.outbox.bulkAdd([...rows.outbox]);\n', put: '' },
    {
      file: 'vault/records/own.ts',
      find: 'lastHash: rows.last.contentHash });\n    }\n  });\n',
      put: 'lastHash: rows.last.contentHash });\n    }\n  });\n  if (expectedSeq !== null) await db.outbox.bulkAdd([...rows.outbox]);\n',
    },
  ],
  'last-writer-wins': one('programme/materialize.ts', 'living.length === 1', 'living.length >= 1'),
  'snapshot-forgets-other-tabs': one(
    'vault/records/roster-store.ts',
    'stale.every(({ by }) => by === core.mark)',
    'stale.length >= 0',
  ),
  'no-replay': one(
    'vault/upkeep/startup.ts',
    'await writeOwn(core, await ownRows(core, revisions.slice(from, from + REPLAY_BATCH)), null);',
  ),
  'replay-takes-numbers-twice': one(
    'vault/upkeep/startup.ts',
    'if (!hashes.has(entry.revision.deviceSeq)) byNumber.set(entry.revision.deviceSeq, entry.revision);',
    'byNumber.set(byNumber.size, entry.revision); hashes.clear();',
  ),
  'replay-without-outbox': one('vault/records/own.ts', 'await db.outbox.bulkPut([...rows.outbox]);'),
  'torn-journal-not-refilled': one(
    'vault/upkeep/startup.ts',
    'await platform.journal.append(await Promise.all(entries.map((entry) => encodeEntry(platform.encryption, entry))));',
  ),
  'torn-journal-forgets-the-session': one(
    'vault/upkeep/startup.ts',
    'await journal.append(await Promise.all(entries.map((entry) => encodeEntry(encryption, entry))));',
    'await Promise.resolve();',
  ),
  'torn-tail-not-cut': one('vault/journal/journal-memory.ts', 'disk.bytes = disk.bytes.subarray(0, goodBytes);'),
  'compaction-drops-records': [
    {
      file: 'vault/upkeep/startup.ts',
      find: 'export const REPLACEABLE_FRAMES_MAX = 400;',
      put: 'export const REPLACEABLE_FRAMES_MAX = -1;',
    },
    {
      file: 'vault/upkeep/compaction.ts',
      find: 'const kept = frames.filter((frame) => !isReplaceable(frame) && !stubbed.has(frame.id));',
      put: "const kept = frames.filter((frame) => !isReplaceable(frame) && frame.kind !== 'revision');",
    },
  ],
  'compaction-before-durable': one(
    'vault/upkeep/compaction.ts',
    'return heldBy?.epoch === epoch && Date.parse(heldBy.at) <= heldSince;',
    'return heldBy?.epoch === epoch;',
  ),
  'delete-before-receipt': [
    {
      file: 'vault/upkeep/compaction.ts',
      find: 'return heldBy?.epoch === epoch && Date.parse(heldBy.at) <= heldSince;',
      put: 'return true;',
    },
    {
      file: 'vault/upkeep/compaction.ts',
      find: "between(['received', 0], ['received', Number.MAX_SAFE_INTEGER]);",
      put: "between(['a', 0], ['z', Number.MAX_SAFE_INTEGER]);",
    },
  ],
  'compaction-forgets-the-stub': one(
    'vault/upkeep/compaction.ts',
    'await journal.rewrite([...kept.map(({ bytes }) => bytes), ...stubs, ...replaceable]);',
    'await journal.rewrite([...kept.map(({ bytes }) => bytes), ...replaceable]);',
  ),
  'stubs-are-not-replayed': one(
    'vault/upkeep/startup.ts',
    'if (rows.length > 0) await writeOwn(core, await stubRows(core, rows), null);',
  ),
  'gc-of-unsent': one(
    'vault/photos/free-photos.ts',
    'return there.filter((sha256) => held.has(sha256) && ofRecords.has(sha256) && !wanted.has(sha256));',
    'return there;',
  ),
  'photos-are-not-encrypted': [
    {
      file: 'vault/photos/photo-bytes.ts',
      find: 'await blobs.put(sha256, await encryption.encrypt(bytes));',
      put: 'await blobs.put(sha256, bytes);',
    },
    {
      file: 'vault/photos/photo-bytes.ts',
      find: 'return encrypted && (await encryption.decrypt(encrypted));',
      put: 'return encrypted;',
    },
  ],
  'photos-not-queued': one(
    'vault/records/own.ts',
    "await db.photos.bulkAdd(fresh.map((sha256) => ({ sha256, state: 'waiting' })));",
  ),
  'what-came-back-is-kept-as-own': one('vault/upkeep/startup.ts', "row.cameBack ? 'back' : 'revision'", "'revision'"),
  'number-of-the-endpoint-ignored': one(
    'vault/keys/device.ts',
    'if (last.device !== device?.deviceId || last.deviceSeq <= (chain?.deviceSeq ?? 0)) return false;',
    'if (last.deviceSeq > 0) return false;',
  ),
  'two-phones-keep-one-id': one('sync/push/push-answer.ts', 'if (parsed.cloned) await vault.takeAnotherId(device);'),
  'ack-by-http-200': one(
    'sync/push/push-answer.ts',
    'const { parsed, raw } = await read(flight);',
    `const answer = await flight.coming;
    if (answer.status === 200 && !answer.contentType.includes('json')) {
      await vault.applyReceipts(flight.batch.map(({ revId, contentHash }) => ({ revId, status: 'created', contentHash, scopeSeq: 1 })), { serverTime: clock.now(), epoch: (await vault.cursor({ scope: 'scope-here', stream: 'records' })).epoch ?? 'x' });
      return { settled: flight.batch.length, more: [] };
    }
    const { parsed, raw } = await read(flight);`,
  ),
  'ack-without-hash': one(
    'vault/records/receipts.ts',
    'if (!sameHash || result.scopeSeq === null) return null;',
    'if (result.scopeSeq === null) return null;',
  ),
  'ack-when-sent': one(
    'sync/push/pusher.ts',
    "const coming = post(round, session, '/v1/push', body);",
    "const { vault } = this.#input;\n    await vault.applyReceipts(batch.map(({ revId, contentHash }) => ({ revId, status: 'created', contentHash, scopeSeq: 1 })), { serverTime: clock.now(), epoch: (await vault.cursor({ scope: 'scope-here', stream: 'records' })).epoch ?? 'x' });\n    const coming = post(round, session, '/v1/push', body);",
  ),
  'ack-by-any-answer': one(
    'sync/push/push-answer.ts',
    'const counts = await vault.applyReceipts(parsed.receipts, parsed);',
    "const counts = await vault.applyReceipts(flight.batch.map(({ revId, contentHash }) => ({ revId, status: 'created', contentHash, scopeSeq: 1 })), { serverTime: clock.now(), epoch: (await vault.cursor({ scope: 'scope-here', stream: 'records' })).epoch ?? 'x' });",
  ),
  'photo-done-by-any-answer': one(
    'sync/photos/photo-pieces.ts',
    'next = statusOf(answer, sha256);',
    'next = { ...status, complete: true };',
  ),
  'photo-done-by-head': one(
    'sync/photos/photo-uploader.ts',
    'let status = await pieces.held(request, sha256);',
    `let status = await pieces.held(async (asked) => {
      const answer = await request(asked);
      if (answer.status === 200) await vault.blobReceived(sha256);
      return answer;
    }, sha256);`,
  ),
  'epoch-ignored': [
    { file: 'vault/records/receipts.ts', find: 'if (known === undefined) {', put: 'if (true) {' },
    {
      file: 'vault/records/pull.ts',
      find: 'if (renewed || (cursor.epoch !== null && cursor.epoch !== page.epoch)) {',
      put: 'if (cursor.after < 0) {',
    },
  ],
  'a-moved-officer-blocks-the-push': one(
    'endpoint/ingest/routes.ts',
    'const asked = request.pull?.filter((each) => mayReadStream(caller.officer.posts, each));',
    "for (const { scope } of request.pull ?? []) requireAllowed(caller, 'read-records', scope); const asked = request.pull;",
  ),
  'what-the-endpoint-lost-is-not-offered': one(
    'vault/records/reconcile.ts',
    'if (missing.length + received.length === 0) return 0;',
    'if (missing.length + received.length >= 0) return 0;',
  ),
  'a-photo-that-is-gone-is-not-told': one('sync/photos/photo-uploader.ts', 'await vault.blobGone(sha256);'),
  'receipts-without-epoch': one('vault/records/receipts.ts', 'if (counts) await noteEpoch(core, epoch);'),
  'new-epoch-offers-nothing': one(
    'vault/records/receipts.ts',
    "await db.outbox.toCollection().filter(isOffered).modify({ state: 'waiting', receipt: null, code: null });",
  ),
  'new-epoch-forgets-photos': one(
    'vault/records/receipts.ts',
    "await db.photos.toCollection().modify({ state: 'waiting' });",
  ),
  'cursor-before-rows': one(
    'vault/records/pull.ts',
    'const forgetting = added.some(',
    'await db.cursors.put({ scope: page.scope, stream: page.stream, epoch: page.epoch, after: page.next });\n  const forgetting = added.some(',
  ),
  'cursor-one-too-far': one(
    'vault/records/pull.ts',
    'keepsCursor ? cursor.after : Math.max(page.next, fresh.at(-1)?.scopeSeq ?? 0),',
    'keepsCursor ? cursor.after : Math.max(page.next, fresh.at(-1)?.scopeSeq ?? 0) + 1,',
  ),
  'pulled-rows-dropped-when-many': one(
    'vault/records/pull.ts',
    'await db.revisions.bulkPut([...rows]);',
    'await db.revisions.bulkPut(rows.slice(0, 20));',
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
