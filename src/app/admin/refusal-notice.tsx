/** Says why the endpoint did not do what was asked, and what to do. */

import { Button, Notice } from '../../ui/index.ts';
import { type Messages, useMessages, useRuntimeMessages } from '../../ui/use-messages.ts';
import { RenewCode } from '../session/renew-code.tsx';
import { adminMessages } from './messages.ts';
import type { Refusal } from './use-answer.ts';

/** A section's own sentences of refusals: `prefix` and the code of the refusal make their keys. */
export interface SectionRefusals {
  readonly words: Messages;
  readonly prefix: string;
}

/**
 * @param own a section's sentences, which come before those of all sections
 * @returns the sentence of a refusal, to stand beside the field that it is about
 */
export function useRefusalText(own?: SectionRefusals): (refusal: Refusal) => string {
  const t = useMessages(adminMessages);
  const sentence = useRuntimeMessages(...(own === undefined ? [] : [own.words]), adminMessages);
  return (refusal) => {
    const code = refusal.kind === 'rejected' ? refusal.problem.error : 'unreachable';
    const keys = [...(own === undefined ? [] : [own.prefix]), 'admin.refusal.'].map((prefix) => `${prefix}${code}`);
    const known = keys.map((key) => sentence(key)).find((text, place) => text !== keys[place]);
    return known ?? t('admin.refusal.other', { code });
  };
}

const isSignedOut = (refusal: Refusal) => refusal.kind === 'rejected' && refusal.problem.error === 'signed-out';

export interface RefusalNoticeProps {
  readonly refusal: Refusal | null;
  readonly onAgain?: () => void;
  readonly own?: SectionRefusals;
}

export function RefusalNotice({ refusal, onAgain, own }: RefusalNoticeProps) {
  const t = useMessages(adminMessages);
  const textOf = useRefusalText(own);
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
