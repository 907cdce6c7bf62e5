/**
 * Goal: after `npm ci --omit=dev` the endpoint and its command line start. Method: every import that can be reached from their
 * files, and from the workers that they start, is in the dependencies or part of Node.
 */
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const SOURCES = new URL('../../src/', import.meta.url);
const STARTS = ['endpoint/main.ts', 'endpoint/cli/main.ts', ...packageJson.knip.entry.map((each) => each.slice(4))];
/** An import that Node meets when it runs the file: those of types alone are gone then. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(?!type\b)(?:[^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** @returns the packages, each with the file of `src` that asks for it first */
function packagesFrom(starts: readonly string[]): Map<string, string> {
  const packages = new Map<string, string>();
  const seen = new Set<string>();
  const open = starts.map((start) => new URL(start, SOURCES));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file.href)) continue;
    seen.add(file.href);
    if (!file.pathname.endsWith('.ts')) continue;
    for (const [, still, late] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const name = still ?? late ?? '';
      if (name.startsWith('.')) open.push(new URL(name, file));
      else if (name.startsWith('#')) open.push(new URL(`../${inNode(name)}`, SOURCES));
      else packages.set(packageOf(name), packages.get(packageOf(name)) ?? file.href.slice(SOURCES.href.length));
    }
  }
  expect(seen.size).toBeGreaterThan(100);
  for (const each of seen) expect(existsSync(fileURLToPath(each)), each).toBe(true);
  return packages;
}

const inNode = (name: string): string => packageJson.imports[name as keyof typeof packageJson.imports].node;
const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

it('everything that the endpoint and the command line import is a dependency, and none is for development alone', () => {
  const packages = packagesFrom(STARTS);
  expect([...packages.keys()]).toEqual(expect.arrayContaining(['hono', 'kysely', 'pg', 'zod', 'node:sqlite']));
  const lacking = [...packages].filter(
    ([name]) =>
      !name.startsWith('node:') && !builtinModules.includes(name) && !Object.hasOwn(packageJson.dependencies, name),
  );
  expect(lacking).toEqual([]);
});

it('what the dependencies need themselves is not for development alone either', () => {
  const lock = JSON.parse(readFileSync(new URL('../package-lock.json', SOURCES), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  for (const name of Object.keys(packageJson.dependencies)) {
    expect(lock.packages[`node_modules/${name}`], name).toMatchObject({});
    expect(lock.packages[`node_modules/${name}`]?.dev, name).toBeUndefined();
  }
});
