/** Says why the endpoint did not do what was asked, and what to do. */

import { Notice } from '../../ui/index.ts';
import { useMessages, useRuntimeMessages } from '../../ui/use-messages.ts';
import { RenewCode } from '../session/renew-code.tsx';
import { deskMessages } from './messages.ts';
import type { AskFailure } from './use-desk.ts';

export function FailureNotice({ failure }: { readonly failure: AskFailure }) {
  const t = useMessages(deskMessages);
  const sentence = useRuntimeMessages(deskMessages);
  const code = failure.kind === 'rejected' ? failure.problem.error : 'unreachable';
  const known = sentence(`desk.problem.${code}`);
  return (
    <>
      <Notice tone="bad" live="alert" title={t('desk.problem.title')} data-testid="desk-problem">
        {known.startsWith('desk.problem.') ? t('desk.problem.other', { code }) : known}
      </Notice>
      {code === 'signed-out' && <RenewCode />}
    </>
  );
}
