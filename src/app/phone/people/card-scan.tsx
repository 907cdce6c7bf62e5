/** The button that reads an identity card's QR code from a picture, and what came of it. */
import { useState } from 'react';
import { QrCodeIcon } from '../../../ui/icons.ts';
import { Notice, PictureInput, Spinner } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { peopleMessages } from './messages.ts';
import styles from './person.module.css';
import { type CardRead, readCard } from './read-card.ts';

export type IdentityCard = Extract<CardRead, { kind: 'card' }>['card'];

export function CardScan({ onCard }: { readonly onCard: (card: IdentityCard) => void }) {
  const t = useMessages(peopleMessages);
  const [state, setState] = useState<'idle' | 'reading' | 'done' | Extract<CardRead, { kind: 'fault' }>['code']>(
    'idle',
  );
  const take = async (file: File) => {
    setState('reading');
    const read = await readCard(file).catch((error: unknown): CardRead => {
      console.error(error);
      return { kind: 'fault', code: 'no-code' };
    });
    if (read.kind === 'card') onCard(read.card);
    setState(read.kind === 'card' ? 'done' : read.code);
  };
  return (
    <div className={styles.scan}>
      <PictureInput
        icon={<QrCodeIcon aria-hidden />}
        label={t('person.qr.input')}
        onPicture={take}
        data-testid="qr-file"
      >
        {t('person.qr')}
      </PictureInput>
      {state === 'idle' ? (
        <p className={styles.soft}>{t('person.qr.hint')}</p>
      ) : state === 'reading' ? (
        <Spinner label={t('person.qr.reading')} />
      ) : (
        <Notice tone={state === 'done' ? 'good' : 'warn'} live="status">
          {t(`person.qr.${state}`)}
        </Notice>
      )}
    </div>
  );
}
