/**
 * Goal: a deploy under open tabs never gives a missing chunk, half a chunk or a page under a script's name. Method: the
 * endpoint's own routes over real folders that are changed as a deploy, or a process killed in one, would change them.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { staticRoutes } from '../../src/endpoint/http/static.ts';

let folder: string;
let dist: string;
let keep: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdht-assets-'));
  dist = join(folder, 'dist');
  keep = join(folder, 'data', 'assets');
  deploy('one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Empties the folder and fills it anew, as a build does. */
function deploy(build: string): void {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(join(dist, 'assets'), { recursive: true });
  mkdirSync(join(dist, '.vite'));
  writeFileSync(join(dist, '.vite', 'manifest.json'), '{}');
  writeFileSync(join(dist, 'index.html'), `<title>${build}</title>`);
  writeFileSync(join(dist, 'sw.js'), `// ${build}`);
  writeFileSync(join(dist, 'assets', `screen-${build}.js`), `export const build = '${build}';`);
}
const from = (app: ReturnType<typeof staticRoutes>) => ({
  ask: async (path: string, headers: Record<string, string> = {}) => {
    const answer = await app.request(path, { headers });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, cache: answer.headers.get('cache-control'), bytes, text: bytes.toString() };
  },
});

describe('the app as files', () => {
  it('asks for the page and the worker anew each time, and keeps hashed assets for ever', async () => {
    const { ask } = from(staticRoutes(dist, keep));
    for (const path of ['/', '/index.html', '/ho/0192a000', '/sw.js']) {
      expect(await ask(path), path).toMatchObject({ status: 200, cache: 'no-cache' });
    }
    expect((await ask('/ho/0192a000')).text).toContain('<title>one');
    const asset = await ask('/assets/screen-one.js', { 'accept-encoding': 'gzip' });
    expect(asset).toMatchObject({ status: 200, cache: 'public, max-age=31536000, immutable' });
    expect(gunzipSync(asset.bytes).toString()).toContain("'one'");
  });

  it('sees the next build without a restart, and has the chunks of the one before', async () => {
    const { ask } = from(staticRoutes(dist, keep));
    await ask('/');
    deploy('two');
    expect((await ask('/')).text).toContain('two');
    expect((await ask('/sw.js')).text).toContain('two');
    expect((await ask('/assets/screen-two.js')).text).toContain("'two'");
    expect((await ask('/assets/screen-one.js')).text, 'nobody had asked for it yet').toContain("'one'");
    deploy('three');
    expect((await ask('/assets/screen-two.js')).text).toContain("'two'");
    const again = from(staticRoutes(dist, keep));
    expect((await again.ask('/assets/screen-one.js')).text, 'also after a restart').toContain("'one'");
  });

  it('keeps the chunks of a build that only a worker has heard of', async () => {
    const { ask } = from(staticRoutes(dist, keep));
    await ask('/sw.js');
    deploy('two');
    expect((await ask('/sw.js')).text).toContain('two');
    deploy('three');
    expect((await ask('/assets/screen-two.js')).text).toContain("'two'");
  });

  it('a process killed while it kept them leaves no half asset', async () => {
    mkdirSync(keep, { recursive: true });
    writeFileSync(join(keep, 'screen-one.js'), 'export const bu');
    writeFileSync(join(keep, `screen-one.js.${2 ** 22 + 1}.part`), 'exp');
    const { ask } = from(staticRoutes(dist, keep));
    expect(readdirSync(keep)).toEqual(['screen-one.js']);
    expect(readFileSync(join(keep, 'screen-one.js'), 'utf8')).toContain("'one'");
    rmSync(dist, { recursive: true });
    expect((await ask('/assets/screen-one.js')).text).toContain("'one'");
    expect(await ask('/'), 'between two builds').toMatchObject({ status: 404, cache: 'no-store' });
  });

  it('what is not there is a 404 that nobody keeps, never the page', async () => {
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    const { ask } = from(staticRoutes(dist, keep));
    const wrong = [
      '/assets/screen-none.js',
      '/assets/screen-none',
      '/assets/',
      '/none.png',
      '/%E0%A4%A',
      '/assets/%00.js',
      '/..%2fsecret.txt',
      '/assets/..%2f..%2f..%2fsecret.txt',
      '/..%5csecret.txt',
      '/.vite/manifest.json',
    ];
    for (const path of wrong) {
      const answer = await ask(path);
      expect(answer, path).toMatchObject({ status: 404, cache: 'no-store' });
      expect(answer.text, path).not.toContain('title');
    }
  });

  it('a disk without room to keep them does not take the app from the phones', async () => {
    writeFileSync(join(folder, 'data'), 'a file where the folder should be');
    const { ask } = from(staticRoutes(dist, keep));
    expect(await ask('/assets/screen-one.js')).toMatchObject({ status: 200 });
  });
});
