/**
 * Goal: whoever reads Vietnamese and whoever reads English are shown the same. Method: every catalogue of the app, its keys
 * and the parameters of each of its sentences side by side.
 */
import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Messages } from '../ui/use-messages.ts';

const modules = import.meta.glob<Record<string, Messages>>(['./**/messages.ts', '../ui/messages.ts'], { eager: true });
const catalogues = Object.entries(modules).flatMap(([path, module]) =>
  Object.values(module).map((catalogue) => ({ path, catalogue })),
);
const parametersOf = (sentence = '') => [...new Set(sentence.match(/\{\w+\}/g))].sort();

describe('message catalogues', () => {
  it('are all found', () => {
    expect(catalogues.length).toBeGreaterThan(15);
  });

  it.each(catalogues)('$path has the same keys and parameters in both languages', ({ catalogue: { vi, en } }) => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort());
    const differing = Object.keys(vi).filter((key) => `${parametersOf(vi[key])}` !== `${parametersOf(en[key])}`);
    expect(differing).toEqual([]);
  });

  it('name no key twice', () => {
    for (const language of LANGUAGES) {
      const keys = catalogues.flatMap(({ catalogue }) => Object.keys(catalogue[language]));
      expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    }
  });
});
