/** Says why the endpoint did not do what was asked, and what to do. */

import { Button, Notice } from '../../ui/index.ts';
import { type Messages, useMessages, useRuntimeMessages } from '../../ui/use-messages.ts';
import { RenewCode } from '../session/renew-code.tsx';
import { adminMessages } from './messages.ts';
import type { Refusal } from './use-answer.ts';

/**
 * @param words a section's own sentences, which come before those of all sections
 * @returns the sentence of a refusal, to stand beside the field that it is about
 */
export function useRefusalText(words?: Messages): (refusal: Refusal) => string {
  const t = useMessages(adminMessages);
  const sentence = useRuntimeMessages(...(words === undefined ? [] : [words]), adminMessages);
  return (refusal) => {
    const code = refusal.kind === 'rejected' ? refusal.problem.error : 'unreachable';
    const key = `admin.refusal.${code}`;
    const known = sentence(key);
    return known === key ? t('admin.refusal.other', { code }) : known;
  };
}

const isSignedOut = (refusal: Refusal) => refusal.kind === 'rejected' && refusal.problem.error === 'signed-out';

export interface RefusalNoticeProps {
  readonly refusal: Refusal | null;
  readonly onAgain?: () => void;
  /** A section's own sentences. */
  readonly words?: Messages;
}

export function RefusalNotice({ refusal, onAgain, words }: RefusalNoticeProps) {
  const t = useMessages(adminMessages);
  const textOf = useRefusalText(words);
  if (refusal === null) return null;
  return (
    <>
      <Notice
        tone="bad"
        live="alert"
        title={t('admin.refusal.title')}
        action={onAgain && <Button onClick={onAgain}>{t('admin.again')}</Button>}
        data-testid="admin-refusal"
      >
        {textOf(refusal)}
      </Notice>
      {isSignedOut(refusal) && <RenewCode {...(onAgain !== undefined && { onDone: onAgain })} />}
    </>
  );
}
