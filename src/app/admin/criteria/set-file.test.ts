import { describe, expect, it } from 'vitest';
import { placeSteps } from './place.ts';
import { readSetFile } from './set-file.ts';

describe('the file of a criteria set', () => {
  it('is read also with a byte order mark; a file of changes names its base', () => {
    expect(readSetFile('\uFEFF{"id":"a","competencies":[]}')).toMatchObject({ kind: 'set', changes: null });
    expect(readSetFile('{"variantOf":"cdht-1","rules":[]}')).toMatchObject({ kind: 'set', changes: 'cdht-1' });
    expect(readSetFile('{"variantOf":"cdht-1","competencies":[]}')).toMatchObject({ changes: null });
  });

  it('that is no JSON is told by its line, and what is no object is told as such', () => {
    expect(readSetFile('{\n"id": "a",\n"version" 2\n}')).toEqual({ kind: 'not-json', line: 3 });
    expect(readSetFile('')).toMatchObject({ kind: 'not-json' });
    expect(readSetFile('[1]')).toEqual({ kind: 'no-object' });
  });
});

describe('the place of a fault', () => {
  const set = { competencies: [{ id: 'A', indicators: [{ id: '7', levels: [{}] }] }] };
  it('names what has an id by it, and else counts from one', () => {
    expect(placeSteps('competencies.0.indicators.0.levels.0.points', set)).toEqual([
      { field: 'competencies', item: 'A' },
      { field: 'indicators', item: '7' },
      { field: 'levels', item: 1 },
      { field: 'points', item: null },
    ]);
    expect(placeSteps('rules.2.text', set)).toEqual([
      { field: 'rules', item: 3 },
      { field: 'text', item: null },
    ]);
    expect(placeSteps('', set)).toEqual([]);
  });
});
