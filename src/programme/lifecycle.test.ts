/**
 * Goal: where an evaluation is in its life, and which of its revisions counts, is what the drawing in lifecycle.ts says,
 * on every phone and endpoint alike. Method: every status with every decision, by hand; the stories behind the drawing;
 * then anything at random in any order of arrival, and newer revisions that come late.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECISIONS, type Decision, reviewPayload } from './kinds/index.ts';
import { type EvaluationLife, type EvaluationRevision, evaluationLife } from './lifecycle.ts';

/**
 * A story in the order in which the endpoint received it: `a` a first revision, `b<a` one made on it, `c<a,b` a merge,
 * `a!` without a receipt, `accepted:a` a decision, `accepted:a!` one that this phone has not sent yet.
 */
function lifeOf(story: string): EvaluationLife {
  const revisions: EvaluationRevision[] = [];
  const decisions: Parameters<typeof evaluationLife>[1][number][] = [];
  for (const [at, word] of story.split(' ').filter(Boolean).entries()) {
    const scopeSeq = word.endsWith('!') ? null : at + 1;
    const [what = '', of] = word.replace(/[!]$/, '').split(/[:<]/);
    if (word.includes(':')) {
      const decision = what as Decision;
      decisions.push({ reviewId: `review ${at}`, decision, revId: of ?? '', scopeSeq, deviceSeq: at });
    } else revisions.push({ revId: what, parents: of?.split(',') ?? [], scopeSeq, erased: false });
  }
  return evaluationLife(revisions, decisions);
}

const STORIES = {
  finished: 'a!',
  received: 'a',
  returned: 'a returned:a',
  resubmitted: 'a returned:a b<a',
  accepted: 'a accepted:a',
  proposed: 'a accepted:a proposed:a',
  recognised: 'a accepted:a proposed:a recognised:a',
  withdrawn: 'a accepted:a proposed:a recognised:a withdrawn:a',
  void: 'a void:a',
} as const;
const NOTHING = '–';

/** What becomes of each status; – where the drawing has no arrow. Columns in the order of DECISIONS. */
const TABLE: Record<keyof typeof STORIES, string> = {
  // The columns are these decisions, each asked of the status at the left of its line:
  // returned, unreturned, accepted, unaccepted, proposed, held-over, recognised, withdrawn, void.
  finished: 'returned  –          accepted –          –        –         –          –         void',
  received: 'returned  –          accepted –          –        –         –          –         void',
  returned: '–         received   accepted –          –        –         –          –         void',
  resubmitted: 'returned –          accepted –          –        –         –          –         void',
  accepted: '–         –          –        received   proposed –         –          –         void',
  proposed: '–         –          –        –          –        accepted  recognised –         –   ',
  recognised: '–       –          –        –          –        –         –          withdrawn –   ',
  withdrawn: '–        –          –        –          –        –         –          –         –   ',
  void: '–             –          –        –          –        –         –          –         –   ',
};

describe('every status with every decision about its newest revision', () => {
  for (const [status, story] of Object.entries(STORIES)) {
    it(`${status} is reached`, () => expect(lifeOf(story).status).toBe(status));
    const cells = TABLE[status as keyof typeof STORIES].trim().split(/\s+/);
    it.each(DECISIONS.map((decision, at) => [decision, cells[at]] as const))(`${status}, %s: %s`, (decision, next) => {
      const newest = status === 'resubmitted' ? 'b' : 'a';
      expect(next).toBeDefined();
      expect(lifeOf(`${story} ${decision}:${newest}`).status).toBe(next === NOTHING ? status : next);
    });
  }
});

describe('the stories behind it', () => {
  it.each<[string, string, Partial<EvaluationLife>]>([
    ['nothing is finished', '', { status: 'draft', countedRevId: null }],
    ['a decision about what is not here', 'a accepted:x', { status: 'received', countedRevId: 'a' }],
    ['the newest counts until something is accepted', 'a b<a', { status: 'received', countedRevId: 'b' }],
    ['returned, and not finished again yet', 'a returned:a', { status: 'returned', countedRevId: 'a' }],
    ['finished again on this phone', 'a returned:a b<a!', { status: 'resubmitted', countedRevId: 'b' }],
    ['a return of what was replaced already', 'a b<a returned:a', { status: 'resubmitted', countedRevId: 'b' }],
    ['returned once more', 'a returned:a b<a returned:b', { status: 'returned', countedRevId: 'b' }],
    ['accepted after all', 'a returned:a accepted:a', { status: 'accepted', countedRevId: 'a', waitingRevIds: [] }],
    [
      'a newer revision after acceptance changes nothing by itself',
      'a accepted:a b<a',
      { status: 'accepted', countedRevId: 'a', waitingRevIds: ['b'] },
    ],
    ['also one that is still on the phone', 'a accepted:a b<a!', { countedRevId: 'a', waitingRevIds: ['b'] }],
    ['also after a decision', 'a accepted:a proposed:a recognised:a b<a', { status: 'recognised', countedRevId: 'a' }],
    [
      'a supervisor takes it',
      'a accepted:a b<a accepted:b',
      { status: 'accepted', countedRevId: 'b', waitingRevIds: [] },
    ],
    ['a supervisor returns it', 'a accepted:a b<a returned:b', { countedRevId: 'a', waitingRevIds: [] }],
    ['it is revised again', 'a accepted:a b<a returned:b c<b', { countedRevId: 'a', waitingRevIds: ['c'] }],
    ['the supervisor had not seen it', 'a b<a accepted:a', { countedRevId: 'a', waitingRevIds: ['b'] }],
    ['un-accepted with one waiting', 'a accepted:a b<a unaccepted:a', { status: 'received', countedRevId: 'b' }],
    [
      'in a batch the newer one is not accepted',
      'a accepted:a proposed:a b<a accepted:b',
      { status: 'proposed', countedRevId: 'a' },
    ],
    [
      'held over and accepted anew',
      'a accepted:a proposed:a b<a held-over:a accepted:b',
      { status: 'accepted', countedRevId: 'b' },
    ],
    [
      'the batch had another revision',
      'a accepted:a b<a accepted:b proposed:a',
      { status: 'accepted', countedRevId: 'b' },
    ],
    [
      'un-accepted what somebody replaced',
      'a accepted:a b<a accepted:b unaccepted:a',
      { status: 'accepted', countedRevId: 'b' },
    ],
    ['two supervisors: the first was first', 'a accepted:a returned:a', { status: 'accepted', countedRevId: 'a' }],
    ['what is withdrawn counts nowhere', STORIES.withdrawn, { countedRevId: null }],
    [
      'void stays void whatever comes',
      'a void:a b<a accepted:b',
      { status: 'void', countedRevId: null, waitingRevIds: [] },
    ],
    ['two heads: a person reconciles', 'a b<a c<a', { status: 'received', countedRevId: null, conflict: true }],
    ['two heads and one returned', 'a b<a c<a returned:b', { status: 'returned', conflict: true }],
    ['one of two heads accepted', 'a b<a c<a accepted:c', { countedRevId: 'c', waitingRevIds: ['b'], conflict: true }],
    ['reconciled', 'a b<a c<a d<b,c accepted:d', { countedRevId: 'd', waitingRevIds: [], conflict: false }],
    ['a decision still on this phone comes last', 'a accepted:a unaccepted:a! accepted:a', { status: 'received' }],
    ['two of them in the order they were made', 'a accepted:a! proposed:a!', { status: 'proposed' }],
  ])('%s: %s', (_name, story, life) => expect(lifeOf(story)).toMatchObject(life));

  it('an erased revision counts nowhere', () => {
    const a = { revId: 'a', parents: [], scopeSeq: 1, erased: true };
    const b = { revId: 'b', parents: ['a'], scopeSeq: 2, erased: false };
    const accepted = { reviewId: 'r', revId: 'a', decision: 'accepted', scopeSeq: 3, deviceSeq: 1 } as const;
    expect(evaluationLife([a], [])).toMatchObject({ status: 'draft', countedRevId: null });
    expect(evaluationLife([a, b], [accepted])).toMatchObject({ countedRevId: null, waitingRevIds: ['b'] });
  });

  it.each(DECISIONS)('%s says why where it takes something back', (decision) => {
    const review = { evaluationId: ID, revId: ID, decision, at: '2026-11-28T08:00:00Z' };
    const needsReason = ['unaccepted', 'held-over', 'withdrawn', 'void'].includes(decision);
    expect(reviewPayload.safeParse(review).success).toBe(!needsReason);
    expect(reviewPayload.safeParse({ ...review, reason: '    ' }).success).toBe(false);
    expect(reviewPayload.safeParse({ ...review, reason: 'Chấm nhầm người' }).success).toBe(true);
  });
});

const ID = '0190a000-0000-7000-8000-000000000001';
const IDS = ['a', 'b', 'c', 'd', 'e'];
const anyRevisions = fc
  .array(fc.record({ parents: fc.array(fc.constantFrom(...IDS, 'x'), { maxLength: 3 }), erased: fc.constant(false) }), {
    minLength: 1,
    maxLength: IDS.length,
  })
  .map((drawn) => drawn.map((each, at): EvaluationRevision => ({ ...each, revId: IDS[at] ?? '', scopeSeq: at + 1 })));
/** So many steps of the way to the end first, or hardly anything would ever be recognised. */
const WAY = ['accepted', 'proposed', 'recognised', 'withdrawn'] as const;
const anyDecisions = fc
  .tuple(
    fc.nat(WAY.length),
    fc.array(
      fc.record({ decision: fc.constantFrom(...DECISIONS), revId: fc.constantFrom('a', ...IDS), sent: fc.boolean() }),
      {
        maxLength: 6,
      },
    ),
  )
  .map(([steps, drawn]) => [...WAY.slice(0, steps).map((decision) => ({ decision, revId: 'a', sent: true })), ...drawn])
  .map((all) =>
    all.map(({ decision, revId, sent }, at) => ({
      ...{ decision, revId, reviewId: `review ${at}`, deviceSeq: at },
      scopeSeq: sent ? 100 + at : null,
    })),
  );

describe('anything', () => {
  it('is the same in whatever order it arrives', () => {
    fc.assert(
      fc.property(anyRevisions, anyDecisions, fc.func(fc.integer()), (revisions, decisions, place) => {
        const shuffled = [...revisions].sort((x, y) => place(x.revId) - place(y.revId));
        const mixed = [...decisions].sort((x, y) => place(x.reviewId) - place(y.reviewId));
        expect(evaluationLife(shuffled, mixed)).toEqual(evaluationLife(revisions, decisions));
      }),
      { numRuns: 2000 },
    );
  });

  it('a newer revision that comes late never moves what counts once something was accepted', () => {
    const met = new Map<string, number>();
    fc.assert(
      fc.property(anyRevisions, anyDecisions, anyRevisions, (revisions, decisions, drawn) => {
        const before = evaluationLife(revisions, decisions);
        const late = drawn.map((each, at) => ({ ...each, revId: `late ${at}`, scopeSeq: at % 2 ? null : 500 + at }));
        const after = evaluationLife([...revisions, ...late], decisions);
        met.set(before.status, (met.get(before.status) ?? 0) + 1);
        if (['finished', 'received', 'returned', 'resubmitted'].includes(before.status)) return;
        expect([after.status, after.countedRevId]).toEqual([before.status, before.countedRevId]);
      }),
      { numRuns: 3000 },
    );
    for (const status of ['accepted', 'proposed', 'recognised', 'withdrawn', 'void']) {
      expect(met.get(status) ?? 0, status).toBeGreaterThan(20);
    }
  });

  it('what counts is a revision that is here, and what waits is not what counts', () => {
    fc.assert(
      fc.property(anyRevisions, anyDecisions, (revisions, decisions) => {
        const { countedRevId, waitingRevIds } = evaluationLife(revisions, decisions);
        const here = revisions.map(({ revId }) => revId);
        if (countedRevId !== null) expect(here).toContain(countedRevId);
        for (const revId of waitingRevIds) expect(here).toContain(revId);
        expect(waitingRevIds).not.toContain(countedRevId);
      }),
    );
  });
});
