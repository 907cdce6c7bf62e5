/** What can be freed on a full phone, and the button that does it. */

import { useState } from 'react';
import { Button } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { Vault } from '../../../vault/index.ts';
import { useServices, useVault } from '../../services.ts';
import { storageMessages } from './messages.ts';

const PAUSE_MS = 3_000;

/**
 * Frees room without leaving the screen, because who leaves a form on a full phone may lose what is only there.
 * @param say `all`, `short` where a form must stay in sight, or `none`: only what a tap can free
 */
export function FreeRoom({ say = 'all' }: { readonly say?: 'all' | 'short' | 'none' }) {
  const t = useMessages(storageMessages);
  const { vault } = useServices();
  const room = useVault(readRoom, [], { pauseMs: PAUSE_MS, quiet: true });
  const [freed, setFreed] = useState<number | null>(null);
  if (room === undefined) return null;
  return (
    <>
      {freed !== null && <p role="status">{t('full.freed', { megabytes: megabytes(freed) })}</p>}
      {say === 'all' && room.waitingCount > 0 && (
        <p>{t('full.waiting', { count: room.waitingCount, megabytes: megabytes(room.waitingBytes) })}</p>
      )}
      {room.freeableBytes > 0 ? (
        <Button onClick={() => void vault.freePhotos().then(setFreed)} data-testid="free-photos">
          {t('full.free', { megabytes: megabytes(room.freeableBytes) })}
        </Button>
      ) : (
        say !== 'none' && <p>{t(say === 'all' ? 'full.others' : 'full.short')}</p>
      )}
    </>
  );
}

async function readRoom(vault: Vault) {
  const [freeableBytes, waiting] = await Promise.all([vault.freeableBytes(), vault.waitingPhotoBytes()]);
  return {
    freeableBytes,
    waitingCount: waiting.length,
    waitingBytes: waiting.reduce((sum, bytes) => sum + bytes, 0),
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1).replace('.', ',');
}
