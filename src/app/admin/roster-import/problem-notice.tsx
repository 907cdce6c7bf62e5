/** Why an import could not go on, as a sentence with what to do. */
import { use } from 'react';
import { ROSTER_FAULTS, rosterFaultSentence } from '../../../protocol/index.ts';
import { Notice } from '../../../ui/index.ts';
import { LanguageContext, useMessages, useRuntimeMessages } from '../../../ui/use-messages.ts';
import { RenewCode } from '../../session/renew-code.tsx';
import { importMessages } from './messages.ts';
import type { Problem } from './use-import.ts';

export function ProblemNotice({ problem }: { readonly problem: Problem }) {
  const t = useMessages(importMessages);
  const problemSentence = useRuntimeMessages(importMessages);
  const language = use(LanguageContext);
  const key = `import.problem.${problem.error}`;
  const ofFile = problem.error in ROSTER_FAULTS.vi;
  const params = 'params' in problem ? problem.params : undefined;
  return (
    <>
      <Notice tone="bad" live="alert" title={t('import.problem.title')} data-testid="import-problem">
        {ofFile
          ? rosterFaultSentence(problem.error, params, language)
          : key in importMessages.vi
            ? problemSentence(key)
            : t('import.problem.other', { code: problem.error })}
      </Notice>
      {problem.error === 'signed-out' && <RenewCode />}
    </>
  );
}
