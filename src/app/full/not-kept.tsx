/** Something could not be kept: why, that nothing is lost, and what to do. A full phone is always told in the same words. */
import type { ReactNode } from 'react';
import { type Committed, isQuota } from '../../vault/index.ts';
import { Button, Notice } from '../kit/index.ts';
import { useMessages } from '../messages/index.ts';
import { FreeRoom } from './free-room.tsx';

export interface NotKeptProps {
  readonly full: boolean;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly 'data-testid': string;
}

export function NotKept({ full, children, action, 'data-testid': testId }: NotKeptProps) {
  const t = useMessages();
  return (
    <Notice
      tone="bad"
      live="alert"
      data-testid={testId}
      {...(full && { title: t('keeping.full.title') })}
      action={action}
    >
      <p>{children}</p>
      {full && <FreeRoom />}
    </Notice>
  );
}

/** Why a draft could not be written. */
export type DraftFailure = 'quota' | 'unknown';
export const draftFailure = (error: unknown): DraftFailure => (isQuota(error) ? 'quota' : 'unknown');

export interface DraftNotKeptProps {
  /** null: it is kept. */
  readonly why: DraftFailure | null;
  readonly onRetry: () => void;
}

/** Beside a form whose words are only on the screen. */
export function DraftNotKept({ why, onRetry }: DraftNotKeptProps) {
  const t = useMessages();
  if (why === null) return null;
  return (
    <NotKept
      full={why === 'quota'}
      action={<Button onClick={onRetry}>{t('visit.draft.retry')}</Button>}
      data-testid="draft-not-kept"
    >
      {t('visit.draft.failed')}
    </NotKept>
  );
}

export type SaveFailure = Extract<Committed, { kind: 'failed' }>['reason'];

/** Beside a form that was not saved; nothing where `why` is null. */
export function NotSaved({ why }: { readonly why: SaveFailure | null }) {
  const t = useMessages();
  if (why === null) return null;
  return (
    <NotKept full={why === 'quota'} data-testid="not-saved">
      {t(`visit.save.${why}`)} {t('visit.save.kept')}
    </NotKept>
  );
}
