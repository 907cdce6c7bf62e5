/**
 * `node tests/measure/branch-coverage.ts [--missed]`: which branches of the phone's forms and of its screens for people the
 * phone's unit tests take; `--missed` names the lines of the others. Branches are what Istanbul counts: arms of `if`, `?:` and
 * `switch`, operands of `&&`, `||` and `??`, default values. Those that choose between pieces of markup or class names are left
 * out. Each source is given to vitest with a call in each branch, so no position is guessed from a source map.
 */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type Plugin, parseAst } from 'vite';
import { startVitest } from 'vitest/node';
import viteConfig from '../../vite.config.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'cdht-branches-'));
const taken = join(folder, 'taken');

type Node = { readonly type: string; readonly start: number; readonly end: number } & Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;
const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);
const child = (node: Node, key: string) => node[key] as Node;
const operandsOf = (node: Node): Node[] =>
  node.type === 'LogicalExpression' ? [child(node, 'left'), child(node, 'right')].flatMap(operandsOf) : [node];

function armsOf(node: Node): Node[] {
  if (node.type === 'ConditionalExpression') return [child(node, 'consequent'), child(node, 'alternate')];
  if (node.type === 'LogicalExpression') return operandsOf(node);
  return node.type === 'AssignmentPattern' ? [child(node, 'right')] : [];
}
const isMarkup = (node: Node): boolean => /^JSX(Element|Fragment)$/.test(node.type) || armsOf(node).some(isMarkup);

/** The source with a call in each branch, and the line of each. */
function counted(path: string): { code: string; lines: number[] } {
  const source = readFileSync(join(root, path), 'utf8');
  const lines: number[] = [];
  const added: { at: number; text: string }[] = [];
  const call = (at: number) => `__taken(${lines.push(source.slice(0, at).split('\n').length) - 1})`;
  const add = (at: number, text: string) => added.push({ at, text });
  const around = (node: Node, before: string, after: string) => {
    add(node.start, before);
    visit(node);
    add(node.end, after);
  };
  const visit = (node: Node): void => {
    const arms = armsOf(node);
    if (node.type === 'JSXAttribute' && child(node, 'name').name === 'className') return;
    if (node.type === 'IfStatement') {
      visit(child(node, 'test'));
      around(child(node, 'consequent'), `{${call(node.start)};`, '}');
      if (isNode(node.alternate)) around(node.alternate, `{${call(node.alternate.start)};`, '}');
      else add(node.end, `else ${call(node.start)};`);
    } else if (node.type === 'SwitchCase') {
      const [first] = node.consequent as Node[];
      add(first?.start ?? node.end, `${call(node.start)};`);
      childrenOf(node).forEach(visit);
    } else if (arms.length > 0 && !arms.some(isMarkup)) {
      if (isNode(node.test)) visit(node.test);
      for (const arm of arms) around(arm, `(${call(arm.start)},`, ')');
    } else childrenOf(node).forEach(visit);
  };
  visit(parseAst(source, { lang: 'tsx' }) as unknown as Node);
  let code = '';
  let from = 0;
  for (const { at, text } of added.sort((a, b) => a.at - b.at)) {
    code += source.slice(from, at) + text;
    from = at;
  }
  const seen = '(__taken.seen ??= new Set())';
  const write = `process.getBuiltinModule('node:fs').appendFileSync('${taken}', '${path} ' + at + '\\n')`;
  const end = `\nfunction __taken(at: any) { if (!${seen}.has(at)) { ${seen}.add(at); ${write}; } }`;
  return { lines, code: code + source.slice(from) + end };
}

const paths = globSync('src/app/phone/{evaluate,people}/**/*.{ts,tsx}', { cwd: root });
const files = new Map(paths.filter((path) => !/\.test\.|\/test-/.test(path)).map((path) => [path, counted(path)]));
const transform = (_: string, id: string) => files.get(relative(root, id))?.code;
const counting: Plugin = { name: 'counting', enforce: 'pre', transform };
const say = (path: string, all: number, missed: number, where: readonly number[] = []) =>
  all > 0 &&
  console.log(`${((100 * (all - missed)) / all).toFixed(1)} %  ${all - missed}/${all}  ${path}  ${where.join(' ')}`);

const { projects: _, ...test } = viteConfig.test ?? {};
try {
  const options = { root, config: false as const, watch: false, silent: true, reporters: ['dot'] };
  const plugins = [counting, ...(viteConfig.plugins ?? [])];
  await startVitest('test', ['src/app/phone'], options, { ...viteConfig, test, plugins });
  const calls = new Set(readFileSync(taken, 'utf8').split('\n'));
  const sum = { all: 0, missed: 0 };
  for (const [path, { lines }] of [...files].sort()) {
    const missed = lines.filter((_, at) => !calls.has(`${path} ${at}`));
    say(path, lines.length, missed.length, process.argv.includes('--missed') ? missed : []);
    sum.all += lines.length;
    sum.missed += missed.length;
  }
  say('all', sum.all, sum.missed);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
