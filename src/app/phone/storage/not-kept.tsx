/** Notices about what could not be kept: why, that nothing is lost, and what to do. A full phone has the same words everywhere. */

import type { ReactNode } from 'react';
import { Button, Notice } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { type Committed, isQuota } from '../../../vault/index.ts';
import { appMessages } from '../../messages.ts';
import { FreeRoom } from './free-room.tsx';
import { storageMessages } from './messages.ts';

export interface NotKeptProps {
  readonly full: boolean;
  /** Whether few words are wanted, because the notice stands in the bar of a form, which must stay in sight. */
  readonly short?: boolean;
  readonly children: ReactNode;
  readonly 'data-testid': string;
}

export function NotKept({ full, short = false, children, 'data-testid': testId }: NotKeptProps) {
  const t = useMessages(appMessages);
  return (
    <Notice tone="bad" live="alert" data-testid={testId} {...(full && { title: t('keeping.full.title') })}>
      <p>{children}</p>
      {full && <FreeRoom say={short ? 'short' : 'all'} />}
    </Notice>
  );
}

/** Why a draft could not be written. */
export type DraftFailure = 'quota' | 'unknown';
export const draftFailure = (error: unknown): DraftFailure => (isQuota(error) ? 'quota' : 'unknown');

export interface DraftNotKeptProps {
  /** Why the draft is not kept; null where it is. */
  readonly why: DraftFailure | null;
  readonly onRetry: () => void;
}

/** Stands over a form whose words are only on the screen, and stays in sight wherever the form is scrolled to. */
export function DraftNotKept({ why, onRetry }: DraftNotKeptProps) {
  const t = useMessages(storageMessages);
  if (why === null) return null;
  return (
    <Notice
      tone="bad"
      live="alert"
      sticky
      action={
        <>
          <Button onClick={onRetry}>{t('storage.draft.retry')}</Button>
          {why === 'quota' && <FreeRoom say="none" />}
        </>
      }
      data-testid="draft-not-kept"
    >
      {t(`storage.draft.${why}`)}
    </Notice>
  );
}

export type SaveFailure = Extract<Committed, { kind: 'failed' }>['reason'];

export interface NotSavedProps {
  /** Why the form was not saved; null shows nothing. */
  readonly why: SaveFailure | null;
  readonly short?: boolean;
}

/** Stands beside a form that was not saved. */
export function NotSaved({ why, short = false }: NotSavedProps) {
  const t = useMessages(storageMessages);
  if (why === null) return null;
  return (
    <NotKept full={why === 'quota'} short={short} data-testid="not-saved">
      {t(`storage.save.${why}`)} {t('storage.save.kept')}
    </NotKept>
  );
}
