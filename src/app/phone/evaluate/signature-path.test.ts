/** Goal: a signature looks the same on every screen and never grows past what the endpoint takes. Method: strokes by hand. */
import { describe, expect, it } from 'vitest';
import { extend, PAD_HEIGHT, PAD_WIDTH, PATH_LENGTH_MAX, padPoint, signaturePath } from './consent/signature-path.ts';

describe('a point of the screen', () => {
  const box = { left: 10, top: 20, width: 300, height: 100 };
  it('is in the pad’s own measure, whatever the screen’s', () => {
    expect(padPoint({ x: 160, y: 70 }, box)).toEqual({ x: PAD_WIDTH / 2, y: PAD_HEIGHT / 2 });
  });
  it('stays on the pad where the finger leaves it', () => {
    expect(padPoint({ x: -5, y: 999 }, box)).toEqual({ x: 0, y: PAD_HEIGHT });
    expect(padPoint({ x: 11, y: 20 }, { ...box, width: 0, height: 0 })).toEqual({ x: PAD_WIDTH, y: 0 });
  });
});

it('a stroke takes a point that is far enough to be seen', () => {
  const stroke = [{ x: 10, y: 10 }];
  expect(extend(stroke, { x: 11, y: 11 })).toBe(stroke);
  expect(extend(stroke, { x: 12, y: 11 })).toEqual([...stroke, { x: 12, y: 11 }]);
  expect(extend([], { x: 0, y: 0 })).toEqual([{ x: 0, y: 0 }]);
});

describe('the path', () => {
  it('moves to each stroke and goes on in steps; a dot is to be seen', () => {
    const strokes = [
      [
        { x: 10, y: 20 },
        { x: 15, y: 18 },
      ],
      [{ x: 1, y: 2 }],
    ];
    expect(signaturePath(strokes)).toBe('M10 20l5 -2M1 2l1 1');
    expect(signaturePath([])).toBe('');
  });

  it('ends before it is too long, in whole steps', () => {
    const path = signaturePath([Array.from({ length: 5000 }, (_, at) => ({ x: (at % 2) * 100, y: at % 7 }))]);
    expect(path.length).toBeLessThanOrEqual(PATH_LENGTH_MAX);
    expect(path.length).toBeGreaterThan(PATH_LENGTH_MAX - 20);
    expect(path).toMatch(/^M\d+ \d+(l-?\d+ -?\d+)+$/);
  });
});
