/** The checks that read the code and run none of it. */
import type { Checks } from './checks.ts';
import { runTool } from './tool.ts';

export const types = (checks: Checks) => checks.run('types', () => runTool(['tsc', '--noEmit', '-p', '.'], 'types'));
export const lint = (checks: Checks) =>
  checks.run('lint, format, import direction', () =>
    runTool(['biome', 'check', '--config-path=.biome.json', '.'], 'lint'),
  );
export const unusedCode = (checks: Checks) => checks.run('unused code', () => runTool(['knip'], 'knip'));
