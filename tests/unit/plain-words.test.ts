/**
 * Goal: one name for one thing, and comments that are read without the neighbouring line. Method: words that
 * had no plain meaning, the names that modules export, and the form of each comment, all read from the sources.
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
  .filter((path) => /\.(ts|tsx)$/.test(path) && existsSync(new URL(path, root)));
const text = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** Words that had a second meaning or none for an outsider; sync client, storage reserve, relay, correction and encrypt are written in their place. */
const TAKEN_OUT =
  /\b(couriers?|ballast|shel(f|ves)|carr(y|ies|ied|ying)|mend(s|ed|ing)?|seal(s|ed|ing)?|lookout|watchdog|foldEntity|befall|doom|lastWords|giveHands|hushedUp|fortunes?)\b/i;
/** Files that only tests import may name things as tests like. */
const IN_TESTS = /\.test\.tsx?$|\/testing\/|\/test-[\w-]+\.ts$/;
/** The same function for Node and for a browser: package.json says which of the two is taken. */
const TWINS = new Set(['src/criteria/sha256.node.ts']);
const THIS_FILE = 'tests/unit/plain-words.test.ts';

describe('plain words', () => {
  it('no word that was taken out comes back', () => {
    const found = files
      .filter((path) => path !== THIS_FILE)
      .flatMap((path) =>
        text(path)
          .split('\n')
          .flatMap((line, at) => (TAKEN_OUT.test(line) ? [`${path}:${at + 1}`] : [])),
      );
    expect(found).toEqual([]);
  });

  it('no two exported things share a name', () => {
    const places = new Map<string, Set<string>>();
    for (const path of files.filter((each) => each.startsWith('src/') && !IN_TESTS.test(each) && !TWINS.has(each))) {
      const exported =
        /^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|const|class|interface|type|enum) (\w+)/gm;
      for (const [, name = ''] of text(path).matchAll(exported))
        places.set(name, (places.get(name) ?? new Set()).add(path));
    }
    const twice = [...places]
      .filter(([, where]) => where.size > 1)
      .map(([name, where]) => `${name}: ${[...where].join(', ')}`);
    expect(twice).toEqual([]);
  });

  it('each comment is a sentence that begins at its beginning', () => {
    const found = files.flatMap((path) =>
      commentsIn(text(path))
        .filter((comment) => !isSentence(comment))
        .map((comment) => `${path}: ${comment.slice(0, 70)}`),
    );
    expect(found).toEqual([]);
  });
});

/** Words with which a comment goes on from the line before it. */
const IN_THE_MIDDLE = /^(of|and|but|or|nor|so(?! many)|else|though|because|unless|than|neither)\b/i;
/** What a tool reads, and what a drawing or an example is. */
const NO_PROSE = /^(biome-ignore|@|<|\/ <|`|https?:|\*|[-─│┌▶◀]|\d|(zod|revId|scope|criteria|protocol|sync|vault)\b)/i;

function isSentence(comment: string): boolean {
  if (NO_PROSE.test(comment)) return true;
  return (
    /^["'“„*(]?[A-Z0-9À-Ỹ`]|^"bà"/.test(comment) &&
    !IN_THE_MIDDLE.test(comment) &&
    /[.!?:;)`…"”}]$/.test(comment.trim())
  );
}

/** The words of each comment: a block, or lines of `//` that follow each other. */
function commentsIn(source: string): string[] {
  const blocks = [...source.matchAll(/^\s*\/\*\*?([\s\S]*?)\*\//gm)].map(([, body = '']) =>
    // The first paragraph: what follows may be a drawing or an example.
    (body.split(/\n\s*\*?\s*\n/)[0] ?? '')
      .split('\n')
      .map((line) => line.replace(/^\s*\*\s?/, ''))
      .join(' ')
      .trim()
      .replace(/\s@(?:param|returns|throws|example|see)\b.*/, '')
      .trim(),
  );
  const lines = [...source.matchAll(/(?:^[ \t]*\/\/.*\n)+/gm)].map(([run]) =>
    run
      .split('\n')
      .map((line) => line.replace(/^\s*\/\/\s?(biome-ignore.*)?/, ''))
      .join(' ')
      .trim(),
  );
  return [...blocks, ...lines].filter((comment) => comment !== '' && !comment.startsWith('@'));
}
