/** Files of colleagues that this phone takes to the endpoint, and those that wait for a network. */
import { type ChangeEvent, useState } from 'react';
import { looksSealed, RESCUE_LIMITS } from '../../protocol/index.ts';
import { carriedBundles, carry } from '../../sync/index.ts';
import { Card, Field, formatInstant, ListRow, Notice, TextInput } from '../kit/index.ts';
import { useMessages } from '../messages/index.ts';
import { useServices, useVault } from '../services.ts';
import styles from './rescue.module.css';

type Outcome = 'kept' | 'sent' | 'refused' | 'notRescue' | 'tooLarge' | 'full';
const TONES = { kept: 'info', sent: 'good', refused: 'warn', notRescue: 'bad', tooLarge: 'bad', full: 'bad' } as const;

export function CarryCard() {
  const t = useMessages();
  const { vault, clock, courier } = useServices();
  const bundles = useVault(carriedBundles, []);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const take = async (file: File): Promise<Outcome> => {
    if (file.size > RESCUE_LIMITS.fileBytesMax) return 'tooLarge';
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (!looksSealed(bytes)) return 'notRescue';
    try {
      await carry(vault, clock, bytes, 'file');
    } catch (error) {
      console.warn('rescue: not kept', error);
      return 'full';
    }
    setOutcome('kept');
    const synced = await courier.sync();
    if ((await carriedBundles(vault)).length === 0) return 'sent';
    return synced.kind === 'done' ? 'refused' : 'kept';
  };
  const chosen = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (file === undefined) return;
    void take(file)
      .then(setOutcome)
      .finally(() => {
        target.value = '';
      });
  };

  return (
    <Card title={t('rescue.carry.title')} data-testid="carry">
      <p className={styles.soft}>{t('rescue.carry.text')}</p>
      <Field label={t('rescue.carry.file')} hint={t('rescue.carry.hint')}>
        <TextInput type="file" onChange={chosen} data-testid="carry-file" />
      </Field>
      {outcome !== null && (
        <Notice tone={TONES[outcome]} live="status" data-testid={`carry-${outcome}`}>
          {t(`rescue.carry.${outcome}`)}
        </Notice>
      )}
      {bundles !== undefined && bundles.length > 0 && (
        <ul>
          {bundles.map(({ name, from, since }) => (
            <ListRow
              key={name}
              data-testid="carried"
              title={t(`rescue.carry.from.${from}`)}
              detail={t('rescue.carry.since', { when: formatInstant(new Date(since).toISOString()) })}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}
