/** Files of colleagues that this phone takes to the endpoint, and those that wait for a network. */

import { type ChangeEvent, useState } from 'react';
import { looksEncrypted, RESCUE_LIMITS } from '../../../protocol/index.ts';
import { type RelayedBundle, relay, relayedBundles, type SyncOutcome } from '../../../sync/index.ts';
import { DownloadIcon } from '../../../ui/icons.ts';
import { Button, Card, Field, formatInstant, ListRow, Notice, TextInput } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { download } from '../../download.ts';
import { useServices, useSyncStatus, useVault } from '../../services.ts';
import { rescueMessages } from './messages.ts';
import styles from './rescue.module.css';

type Outcome = 'kept' | 'sent' | 'rejected' | 'notRescue' | 'tooLarge' | 'full';
const TONES = { kept: 'info', sent: 'good', rejected: 'warn', notRescue: 'bad', tooLarge: 'bad', full: 'bad' } as const;

function rejectedIn(outcome: SyncOutcome | null): readonly string[] {
  return (outcome?.kind === 'done' && outcome.relayedRejected) || [];
}

/**
 * Keeps a colleague's rescue file, and sends it at once where there is a network.
 * @param onKept called as soon as the phone holds it
 */
function useTake(onKept: () => void): (file: File) => Promise<Outcome> {
  const { vault, clock, syncClient } = useServices();
  return async (file) => {
    if (file.size > RESCUE_LIMITS.fileBytesMax) return 'tooLarge';
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (!looksEncrypted(bytes)) return 'notRescue';
    let mine: RelayedBundle;
    try {
      mine = await relay(vault, clock, bytes, 'file');
    } catch (error) {
      console.warn('rescue: not kept', error);
      return 'full';
    }
    onKept();
    const synced = await syncClient.sync();
    if (!(await relayedBundles(vault)).some(({ sha256 }) => sha256 === mine.sha256)) return 'sent';
    return rejectedIn(synced).includes(mine.sha256) ? 'rejected' : 'kept';
  };
}

export function RelayCard() {
  const t = useMessages(rescueMessages);
  const bundles = useVault(relayedBundles, []);
  const { lastOutcome } = useSyncStatus();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const take = useTake(() => setOutcome('kept'));

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
    <Card title={t('rescue.relay.title')} data-testid="relay">
      <p className={styles.soft}>{t('rescue.relay.text')}</p>
      <Field label={t('rescue.relay.file')} hint={t('rescue.relay.hint')}>
        <TextInput type="file" onChange={chosen} data-testid="relay-file" />
      </Field>
      {outcome !== null && (
        <Notice tone={TONES[outcome]} live="status" data-testid={`relay-${outcome}`}>
          {t(`rescue.relay.${outcome}`)}
        </Notice>
      )}
      {bundles !== undefined && bundles.length > 0 && <Bundles bundles={bundles} rejected={rejectedIn(lastOutcome)} />}
    </Card>
  );
}

interface BundlesProps {
  readonly bundles: readonly RelayedBundle[];
  /** Hashes of those that the endpoint did not take in the last round. */
  readonly rejected: readonly string[];
}

function Bundles({ bundles, rejected }: BundlesProps) {
  const t = useMessages(rescueMessages);
  const { vault } = useServices();
  /** Gives out a bundle that this phone cannot bring to the endpoint, so that another one can. */
  const saveAsFile = async (name: string, sha256: string) => {
    const bytes = await vault.relayStore.get(name);
    if (bytes) download(new Blob([bytes as Uint8Array<ArrayBuffer>]), `cdht-${sha256.slice(0, 8)}.cdht-rescue.age`);
  };
  return (
    <ul>
      {bundles.map(({ name, from, holds, since, sha256 }) => (
        <ListRow
          key={name}
          data-testid="relayed"
          title={t(`rescue.relay.from.${from}`, { ...holds })}
          detail={
            rejected.includes(sha256)
              ? t('rescue.relay.rejected')
              : t('rescue.relay.since', { when: formatInstant(new Date(since).toISOString()) })
          }
        >
          <Button icon={<DownloadIcon aria-hidden />} onClick={() => void saveAsFile(name, sha256)}>
            {t('rescue.relay.save')}
          </Button>
        </ListRow>
      ))}
    </ul>
  );
}
