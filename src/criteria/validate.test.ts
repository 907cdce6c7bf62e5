/** Goal: a broken set is reported with every fault, its path, and a sentence. Method: one sound set, broken in one way each. */
import { describe, expect, it } from 'vitest';
import { EXPLANATION_KEYS } from './explain.ts';
import { faultSentence } from './faults.ts';
import { setHash } from './hash.ts';
import { passMark } from './pass-mark.ts';
import { loadBuiltIn, SET_IDS, shippedFor, shippedSet, UnknownSetError } from './sets.ts';
import { makeSet, measured, rule } from './test-sets.ts';
import { loadSet } from './validate.ts';

const sound = await loadBuiltIn('cdht-1');

type Path = readonly (string | number)[];
/** A copy with one place changed; `undefined` removes it. */
function broken(path: Path, value: unknown): unknown {
  const copy = structuredClone(sound) as unknown as Record<string, unknown>;
  let place: Record<string | number, unknown> = copy;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}
const FIRST: Path = ['competencies', 0, 'indicators', 0];
const FIRST_PATH = 'competencies.0.indicators.0';

const FAULTS: readonly [name: string, json: unknown, path: string, key: string][] = [
  ['not an object', [], '', 'notAnObject'],
  ['a field is missing', broken(['title'], undefined), 'title', 'missing'],
  ['a field of the wrong type', broken(['title'], 3), 'title', 'type'],
  ['an unknown field', broken(['titel'], 'x'), '', 'unknownField'],
  ['a fraction of a point', broken([...FIRST, 'max'], 9.5), `${FIRST_PATH}.max`, 'type'],
  ['points below zero', broken([...FIRST, 'levels', 0, 'points'], -1), `${FIRST_PATH}.levels.0.points`, 'tooSmall'],
  ['an unknown status', broken(['status'], 'draft'), 'status', 'oneOf'],
  ['a version with a blank', broken(['version'], '2027 1'), 'version', 'plainName'],
  ['a day that is none', broken(['effective', 'from'], '31/12/2027'), 'effective.from', 'day'],
  ['an id that every object has', broken([...FIRST, 'id'], 'constructor'), `${FIRST_PATH}.id`, 'format'],
  [
    'points beyond max',
    broken([...FIRST, 'levels', 3, 'points'], 11),
    `${FIRST_PATH}.levels.3.points`,
    'pointsBeyondMax',
  ],
  ['a duplicate indicator', broken([...FIRST, 'id'], '2'), 'competencies.0.indicators.1.id', 'duplicateId'],
  ['a duplicate level', broken([...FIRST, 'levels', 0, 'id'], 'tot'), `${FIRST_PATH}.levels.3.id`, 'duplicateId'],
  [
    'an unknown indicator in a rule',
    broken(['rules', 0, 'holds'], { kind: 'indicator', id: '11', atLeast: 5 }),
    'rules.0.holds.id',
    'unknownIndicator',
  ],
  [
    'an unknown indicator in a list',
    broken(['rules', 0, 'holds'], { kind: 'each', atLeast: 5, of: ['1', 'x'] }),
    'rules.0.holds.of.1',
    'unknownIndicator',
  ],
  [
    'an unknown competency',
    broken(['rules', 0, 'holds'], { kind: 'competency', id: 'Z', atLeast: 5 }),
    'rules.0.holds.id',
    'unknownCompetency',
  ],
  [
    'an unknown condition',
    broken(['rules', 0, 'holds'], { kind: 'disqualifier', condition: 'law' }),
    'rules.0.holds.condition',
    'unknownCondition',
  ],
  ['a rule that can never hold: total', broken(['rules', 0, 'holds', 'atLeast'], 101), 'rules.0.holds', 'neverPasses'],
  ['a rule that can never hold: each', broken(['rules', 1, 'holds', 'atLeast'], 11), 'rules.1.holds', 'neverPasses'],
  [
    'a rule that can never hold: count',
    broken(['rules', 0, 'holds'], { kind: 'count', count: 11, atLeast: 5 }),
    'rules.0.holds',
    'neverPasses',
  ],
  [
    'a rule that can never hold: not what always holds',
    broken(['rules', 0, 'holds'], { kind: 'not', of: { kind: 'total', atLeast: 0 } }),
    'rules.0.holds',
    'neverPasses',
  ],
  ['weights without their sum', broken([...FIRST, 'weight'], 10), `${FIRST_PATH}.weight`, 'weightUnwanted'],
  ['a sum without weights', broken(['weightSum'], 100), FIRST_PATH, 'weightMissing'],
  [
    'bands with a gap',
    broken(
      ['bands'],
      [
        { id: 'a', title: { vi: 'a', en: 'a' }, from: 0, to: 50 },
        { id: 'b', title: { vi: 'b', en: 'b' }, from: 60, to: 100 },
      ],
    ),
    'bands.1.from',
    'bandGap',
  ],
  [
    'bands that overlap',
    broken(
      ['bands'],
      [
        { id: 'a', title: { vi: 'a', en: 'a' }, from: 0, to: 50 },
        { id: 'b', title: { vi: 'b', en: 'b' }, from: 50, to: 100 },
      ],
    ),
    'bands.1.from',
    'bandOverlap',
  ],
  [
    'bands that end too early',
    broken(['bands'], [{ id: 'a', title: { vi: 'a', en: 'a' }, from: 0, to: 99 }]),
    'bands.0.to',
    'bandEnd',
  ],
  ['it ends before it begins', broken(['effective', 'to'], '2020-01-01'), 'effective.to', 'dates'],
  ['evidence never asked for', broken([...FIRST, 'evidenceFrom'], 11), `${FIRST_PATH}.evidenceFrom`, 'evidenceFrom'],
  [
    'a mapping to nowhere',
    broken(['predecessor'], { set: 'old', version: '1', mapping: [{ from: '1', to: '99' }] }),
    'predecessor.mapping.0.to',
    'unknownIndicator',
  ],
  [
    'a mapping twice',
    broken(['predecessor'], {
      set: 'old',
      version: '1',
      mapping: [
        { from: '1', to: '1' },
        { from: '1', to: '2' },
      ],
    }),
    'predecessor.mapping.1.from',
    'mappingTwice',
  ],
  ['a variant of an unknown base', { id: 'x', variantOf: 'none' }, 'variantOf', 'unknownBase'],
];

describe('validation', () => {
  it.each(FAULTS)('%s', (_name, json, path, key) => {
    const loaded = loadSet(json);
    expect(loaded.kind).toBe('faults');
    if (loaded.kind !== 'faults') return;
    expect(loaded.faults).toContainEqual(expect.objectContaining({ path, key }));
    for (const fault of loaded.faults) {
      for (const language of ['vi', 'en'] as const) {
        expect(faultSentence(fault, language)).not.toMatch(/[{}]|undefined/);
      }
    }
  });

  it('names every fault at once', () => {
    const json = structuredClone(sound) as unknown as { rules: unknown[]; weightSum: number };
    json.weightSum = 90;
    json.rules = [rule('a', { kind: 'total', atLeast: 500 }), rule('a', { kind: 'indicator', id: 'q', atLeast: 1 })];
    const loaded = loadSet(json);
    expect(loaded.kind === 'faults' && new Set(loaded.faults.map(({ key }) => key))).toEqual(
      new Set(['duplicateId', 'weightMissing', 'weightSum', 'neverPasses', 'unknownIndicator']),
    );
  });

  it('finds gaps in the bands of a measured indicator and a max nobody reaches', () => {
    const gap = [
      { from: 0, to: 5, points: 0 },
      { from: 7, to: 9, points: 9 },
    ];
    expect(() => makeSet([{ id: 'A', indicators: [measured('m', { bands: gap })] }])).toThrow(/bandGap.*maxOutOfReach/);
  });

  it('gives up on conditions nested without end, instead of the stack', () => {
    let holds: unknown = { kind: 'total', atLeast: 1 };
    for (let depth = 0; depth < 150; depth += 1) holds = { kind: 'not', of: holds };
    const loaded = loadSet(broken(['rules', 0, 'holds'], holds));
    expect(loaded).toMatchObject({ kind: 'faults', faults: [{ key: 'tooDeep' }] });
  });

  it('keeps the very same set for a sound file, in NFC', () => {
    const loaded = loadSet(JSON.parse(JSON.stringify(sound).normalize('NFD')));
    expect(loaded).toEqual({ kind: 'ok', set: sound });
  });
});

describe('the sets that ship', () => {
  it.each(SET_IDS)('%s is sound, provisional, and has a sentence for each level of ten indicators', async (id) => {
    const set = await loadBuiltIn(id);
    expect(loadSet(set)).toMatchObject({ kind: 'ok' });
    expect(set).toMatchObject({ id, status: 'provisional' });
    const indicators = set.competencies.flatMap((competency) => competency.indicators);
    expect(indicators.map((indicator) => indicator.id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    for (const indicator of indicators) {
      expect(indicator.kind).toBe('levels');
      if (indicator.kind !== 'levels') continue;
      expect(indicator.levels.map(({ points }) => points)).toEqual([0, 5, 8, 10]);
      expect(new Set(indicator.levels.map(({ text }) => text.vi)).size).toBe(4);
      expect(indicator.evidence?.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('each group has sentences of its own', async () => {
    const texts = await Promise.all(
      ['cdht-1', 'cdht-2', 'cdht-3', 'cdht-4'].map(async (id) => JSON.stringify((await loadBuiltIn(id)).competencies)),
    );
    expect(new Set(texts).size).toBe(4);
  });

  it('an unknown id is an error by name', async () => {
    await expect(loadBuiltIn('cdht-9')).rejects.toBeInstanceOf(UnknownSetError);
  });
});

it('every explanation key is listed once', () => {
  expect(new Set(EXPLANATION_KEYS).size).toBe(EXPLANATION_KEYS.length);
});

it('each shipped set is found by those whom it says it is for, with its variant from 70 points', async () => {
  for (const id of SET_IDS) {
    const set = await loadBuiltIn(id);
    const found = shippedFor(set.subject);
    expect(found).toEqual({ base: set.variantOf ?? id, from70: `${set.variantOf ?? id}-70` });
    expect(passMark(set)).toBe(set.variantOf === undefined ? 80 : 70);
    const { text, ...pinned } = await shippedSet(id);
    expect(pinned).toEqual({ id, version: set.version, sha256: setHash(set) });
    expect(loadSet(JSON.parse(text))).toEqual({ kind: 'ok', set });
  }
  expect(shippedFor({ kind: 'citizen', group: null })).toBeNull();
  expect(shippedFor({ kind: 'household', group: '1' })).toBeNull();
});
