/**
 * What a linter does not check: rooms that must be pure name no clock, chance or network; nothing is left "to do"
 * without a reason; every room has its page; the README's commands exist.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'tests'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => /\.(ts|tsx|css)$/.test(path) && existsSync(new URL(path, root)));
const text = (path: string) => readFileSync(new URL(path, root), 'utf8');
/** Code without comments and without string contents is good enough to look for calls. */
const code = (path: string) =>
  text(path)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');

const IMPURE = /\b(Date\.now|Math\.random|new Date\(\)|setTimeout|setInterval|fetch\(|randomUUID|performance\.now)/;
/** The only files of the phone's rooms that may touch the clock, chance, timers or the network. */
const PROVIDERS = [
  /^src\/vault\/(platform-browser|persons\/stores-remove|journal\/journal-worker)\.ts$/,
  /^src\/sync\/(net-fetch|scheduler|browser)\.ts$/,
];

const PAGES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(new URL(path, root)));

describe('tidiness', () => {
  it('pure rooms name no clock, chance, timer or network', () => {
    const pure = files.filter(
      (path) => /^src\/(criteria|programme|protocol)\//.test(path) && !path.endsWith('.test.ts'),
    );
    expect(pure.length).toBeGreaterThan(10);
    expect(pure.filter((path) => IMPURE.test(code(path)))).toEqual([]);
  });

  it('vault and sync take clock, rng and net as parameters', () => {
    const rooms = files.filter((path) => /^src\/(vault|sync)\//.test(path) && !path.endsWith('.test.ts'));
    const guilty = rooms.filter((path) => !PROVIDERS.some((pattern) => pattern.test(path)) && IMPURE.test(code(path)));
    expect(guilty).toEqual([]);
  });

  it('nothing is left to do without a reason', () => {
    const word = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`);
    expect(files.filter((path) => word.test(text(path)))).toEqual([]);
  });

  it('every room has a front door and a page', () => {
    for (const room of ['criteria', 'programme', 'protocol', 'vault', 'sync']) {
      expect(existsSync(new URL(`src/${room}/index.ts`, root)), `${room}/index.ts`).toBe(true);
      expect(existsSync(new URL(`src/${room}/README.md`, root)), `${room}/README.md`).toBe(true);
    }
  });

  it.each(['README.md', 'src/endpoint/OPERATING.md'])('npm commands of %s exist', (page) => {
    const scripts = (JSON.parse(text('package.json')) as { scripts: Record<string, string> }).scripts;
    const named = [...text(page).matchAll(/npm (?:run (?:--silent )?)?([a-z:]+)/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((name) => !['ci', 'start', 'test'].includes(name) && scripts[name] === undefined)).toEqual([]);
  });

  it.each(PAGES)('paths that %s names exist', (page) => {
    const folder = page.slice(0, page.lastIndexOf('/') + 1);
    // The tables of features are checked against the tests that ran.
    const prose = text(page).replace(/<!-- features:start[\s\S]*features:end -->/, '');
    const named = [...prose.matchAll(/`((?:src|tests|public|\.github)\/[\w./-]+)`|\]\((?!https?:|#)([^)#]+)\)/g)].map(
      ([, path, link]) => path ?? new URL(link ?? '', new URL(folder, 'file:///')).pathname.slice(1),
    );
    expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });
});
