/** Files of colleagues that this phone takes to the endpoint, and those that wait for a network. */
import { type ChangeEvent, useState } from 'react';
import { looksSealed, RESCUE_LIMITS } from '../../protocol/index.ts';
import { type CarriedBundle, carriedBundles, carry, type SyncOutcome } from '../../sync/index.ts';
import { download } from '../download.ts';
import { DownloadIcon } from '../kit/icons.ts';
import { Button, Card, Field, formatInstant, ListRow, Notice, TextInput } from '../kit/index.ts';
import { useMessages } from '../messages/index.ts';
import { useCourierStatus, useServices, useVault } from '../services.ts';
import styles from './rescue.module.css';

type Outcome = 'kept' | 'sent' | 'refused' | 'notRescue' | 'tooLarge' | 'full';
const TONES = { kept: 'info', sent: 'good', refused: 'warn', notRescue: 'bad', tooLarge: 'bad', full: 'bad' } as const;

function refusedIn(outcome: SyncOutcome | null): readonly string[] {
  return (outcome?.kind === 'done' && outcome.carriedRefused) || [];
}

export function CarryCard() {
  const t = useMessages();
  const { vault, clock, courier } = useServices();
  const bundles = useVault(carriedBundles, []);
  const { lastOutcome } = useCourierStatus();
  const refused = refusedIn(lastOutcome);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const take = async (file: File): Promise<Outcome> => {
    if (file.size > RESCUE_LIMITS.fileBytesMax) return 'tooLarge';
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (!looksSealed(bytes)) return 'notRescue';
    let mine: CarriedBundle;
    try {
      mine = await carry(vault, clock, bytes, 'file');
    } catch (error) {
      console.warn('rescue: not kept', error);
      return 'full';
    }
    setOutcome('kept');
    const synced = await courier.sync();
    if (!(await carriedBundles(vault)).some(({ sha256 }) => sha256 === mine.sha256)) return 'sent';
    return refusedIn(synced).includes(mine.sha256) ? 'refused' : 'kept';
  };
  /** A way on for a bundle that this phone cannot bring in: from hand to hand. */
  const saveAsFile = async (name: string, sha256: string) => {
    const bytes = await vault.shelf.get(name);
    if (bytes) download(new Blob([bytes as Uint8Array<ArrayBuffer>]), `cdht-${sha256.slice(0, 8)}.cdht-rescue.age`);
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
          {bundles.map(({ name, from, holds, since, sha256 }) => (
            <ListRow
              key={name}
              data-testid="carried"
              title={t(`rescue.carry.from.${from}`, { ...holds })}
              detail={
                refused.includes(sha256)
                  ? t('rescue.carry.refused')
                  : t('rescue.carry.since', { when: formatInstant(new Date(since).toISOString()) })
              }
            >
              <Button icon={<DownloadIcon aria-hidden />} onClick={() => void saveAsFile(name, sha256)}>
                {t('rescue.carry.save')}
              </Button>
            </ListRow>
          ))}
        </ul>
      )}
    </Card>
  );
}
