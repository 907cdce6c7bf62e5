/**
 * Goal: the phone's app does without what the build takes out of it (`withoutPayloads` in vite.config.ts). Method: its sources
 * ask for no schema and for no example of a kind.
 */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('no code of the phone asks for the schema or the example of a kind', () => {
  const files = globSync('src/{app,sync,vault,ui}/**/*.{ts,tsx}').filter(
    (path) => !/\.test\.|\/test(ing|-)/.test(path),
  );
  expect(files.length).toBeGreaterThan(200);
  const asking = files.filter((path) =>
    /\b(definitionOf|DEFINITIONS)\b[^;\n]*\.(payload|example)\b|import \{[^}]*\b[a-z]\w*Payload\b/.test(
      readFileSync(path, 'utf8'),
    ),
  );
  expect(asking).toEqual([]);
});
