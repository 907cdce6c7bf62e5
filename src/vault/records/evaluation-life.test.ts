/**
 * Goal: the phone shows of an evaluation what the supervisors decided, in the endpoint's order, and the revision that
 * counts. Method: a real vault that finishes evaluations, pulls what others decided and gets receipts for its own; the
 * instants in the records are made up at random and must change nothing.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decision, type NewRevision, reviewEvaluation } from '../../programme/index.ts';
import { PULL_PROTOCOL, type PullRow, type Revision, withContentHash } from '../../protocol/index.ts';
import type { Vault } from '../api.ts';
import { uuidv7 } from '../keys/ids.ts';
import { evaluationWith, type TestPhone, testPhone } from '../testing/test-phone.ts';

const SCOPE = 'scope-here';
const PHOTO = 'a'.repeat(64);
const NOON = '2026-11-24T12:00:00.000+07:00';

async function saved(vault: Vault, ...wanted: NewRevision[]): Promise<Revision> {
  const done = await vault.commit(wanted);
  if (done.kind !== 'saved') throw new Error(JSON.stringify(done));
  const [revision] = done.revisions;
  if (revision === undefined) throw new Error('nothing saved');
  return revision;
}

async function giveReceipt(vault: Vault, { revId, contentHash }: Revision, scopeSeq: number): Promise<void> {
  const result = { scope: SCOPE, revId, status: 'created' as const, contentHash, scopeSeq };
  await vault.applyReceipts([result], { serverTime: '2026-11-24T03:00:00.000Z', epoch: 'e' });
}

function revisionOfAnotherDevice(
  phone: TestPhone,
  content: Pick<Revision, 'kind' | 'entityId' | 'payload'> & Partial<Revision>,
) {
  return withContentHash({
    revId: uuidv7(phone.clock, phone.rng),
    schema: 1,
    parents: [],
    scope: SCOPE,
    author: 'gs-1',
    device: uuidv7(phone.clock, phone.rng),
    deviceSeq: 1,
    prevHash: '',
    deviceTime: NOON,
    salt: 'A'.repeat(22),
    ...content,
  });
}

const pull = (vault: Vault, rows: readonly PullRow[]) =>
  vault.applyPull({
    proto: PULL_PROTOCOL,
    epoch: 'e',
    scope: SCOPE,
    stream: 'records',
    rows: [...rows],
    next: rows.at(-1)?.scopeSeq ?? 0,
    more: false,
  });

const review = (phone: TestPhone, { entityId, revId }: Revision, decision: Decision, at = NOON) =>
  revisionOfAnotherDevice(phone, {
    kind: 'review',
    entityId: uuidv7(phone.clock, phone.rng),
    payload: { evaluationId: entityId, revId, decision, at, comment: decision },
  });

/** The same form with another total, to be saved as the successor of the revision that the vault holds. */
const revised = (evaluation: ReturnType<typeof evaluationWith>, total: number) => ({
  ...evaluation,
  payload: { ...evaluation.payload, clientResult: { ...evaluation.payload.clientResult, total } },
});

describe('an evaluation on the phone', () => {
  it('is finished, received, returned, resubmitted, accepted; a later revision that is not accepted yet does not count', async () => {
    const phone = testPhone(1);
    const vault = await phone.open();
    const form = evaluationWith(phone, SCOPE, PHOTO);
    const shown = () => vault.evaluation({ scope: SCOPE, id: form.entityId });
    const first = await saved(vault, form);
    expect(await shown()).toMatchObject({ status: 'finished', revId: first.revId, countedRevId: first.revId });
    await giveReceipt(vault, first, 1);
    expect(await shown()).toMatchObject({ status: 'received', review: null });
    await pull(vault, [{ scopeSeq: 2, revision: review(phone, first, 'returned') }]);
    expect(await shown()).toMatchObject({ status: 'returned', review: { comment: 'returned' } });
    const second = await saved(vault, revised(form, 9));
    expect(await shown()).toMatchObject({ status: 'resubmitted', revId: second.revId, review: null });
    await giveReceipt(vault, second, 3);
    await pull(vault, [{ scopeSeq: 4, revision: review(phone, second, 'accepted') }]);
    const third = await saved(vault, revised(form, 10));
    expect(await shown()).toMatchObject({
      status: 'accepted',
      revId: second.revId,
      evaluation: { clientResult: { total: 9 } },
      countedRevId: second.revId,
      waitingRevIds: [third.revId],
      conflict: false,
    });
  });

  it("a supervisor's own decision stands in the endpoint's order once it is received", async () => {
    const phone = testPhone(2);
    const vault = await phone.open();
    const form = evaluationWith(phone, SCOPE, PHOTO);
    const first = await saved(vault, form);
    await giveReceipt(vault, first, 1);
    const decision = { evaluationId: form.entityId, revId: first.revId, decision: 'proposed', at: NOON } as const;
    const ref = { scope: SCOPE, id: uuidv7(phone.clock, phone.rng) };
    const own = await saved(vault, ...reviewEvaluation(ref, decision));
    await pull(vault, [{ scopeSeq: 3, revision: review(phone, first, 'accepted') }]);
    expect(await vault.evaluation({ scope: SCOPE, id: form.entityId })).toMatchObject({ status: 'proposed' });
    // It was received before the acceptance that it would need.
    await giveReceipt(vault, own, 2);
    expect(await vault.evaluation({ scope: SCOPE, id: form.entityId })).toMatchObject({ status: 'accepted' });
  });

  it('two evaluations of one person in a period are a conflict, unless one is void', async () => {
    const phone = testPhone(3);
    const vault = await phone.open();
    const form = evaluationWith(phone, SCOPE, PHOTO);
    const other = { ...form, entityId: uuidv7(phone.clock, phone.rng) };
    const [one, two] = [await saved(vault, form), await saved(vault, other)];
    expect(await vault.evaluation({ scope: SCOPE, id: form.entityId })).toMatchObject({ conflict: true });
    const revision = review(phone, two, 'void');
    await pull(vault, [{ scopeSeq: 1, revision }]);
    expect(await vault.evaluation({ scope: SCOPE, id: form.entityId })).toMatchObject({
      conflict: false,
      countedRevId: one.revId,
    });
    expect(await vault.evaluation({ scope: SCOPE, id: other.entityId })).toMatchObject({
      status: 'void',
      conflict: false,
      countedRevId: null,
    });
  });
});

it('no clock decides: whatever instants the records name, and in whatever pages they come', async () => {
  const instant = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const decision = fc.constantFrom<Decision>('returned', 'accepted', 'unaccepted', 'proposed', 'held-over', 'void');
  const decisions = fc.array(fc.tuple(decision, fc.boolean(), fc.tuple(instant, instant)), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(decisions, fc.boolean(), async (all, inOnePage) => {
      const shown = await Promise.all(
        [0, 1].map(async (which) => {
          const phone = testPhone(4);
          const vault = await phone.open();
          const { payload, entityId } = evaluationWith(phone, SCOPE, PHOTO);
          const first = revisionOfAnotherDevice(phone, { kind: 'evaluation', entityId, payload });
          const second = revisionOfAnotherDevice(phone, {
            kind: 'evaluation',
            entityId,
            payload,
            parents: [first.revId],
          });
          const reviews = all.map(([decided, ofSecond, instants]) => {
            const at = instants[which] ?? NOON;
            return { ...review(phone, ofSecond ? second : first, decided, at), deviceTime: at };
          });
          const rows = [first, second, ...reviews].map((each, at) => ({
            scopeSeq: at + 1,
            revision: withContentHash(each),
          }));
          if (inOnePage) await pull(vault, rows);
          else for (const row of rows) await pull(vault, [row]);
          const stored = await vault.evaluation({ scope: SCOPE, id: entityId });
          await vault.close();
          return [stored?.status, stored?.countedRevId, stored?.waitingRevIds, stored?.review?.decision];
        }),
      );
      expect(shown[1]).toEqual(shown[0]);
    }),
    { numRuns: 60 },
  );
}, 60_000);
