/** Đăng xuất: what leaves this phone with the person, and what stays on it, encrypted, for whoever works on it next. */

import { type ReactNode, useState } from 'react';
import { type Left, loadLeave } from '../../sync/index.ts';
import { RefreshIcon, SignOutIcon, TrashIcon } from '../../ui/icons.ts';
import { Button, ButtonLink, Card, Dialog, Notice, Page, Skeleton } from '../../ui/index.ts';
import { useMessages } from '../../ui/use-messages.ts';
import { departuresOf, isQuota } from '../../vault/index.ts';
import { settingsMessages } from '../phone/settings/messages.ts';
import { FreeRoom } from '../phone/storage/free-room.tsx';
import { Drafts } from '../phone/today/drafts.tsx';
import { useServices, useSession, useVault } from '../services.ts';
import { chooseStore } from './chosen.ts';
import { tellLeft } from './left.ts';
import { sessionMessages } from './messages.ts';
import { usePhone } from './phone-context.ts';

type NotSignedOut = Exclude<Left['kind'], 'left'> | 'full' | 'failed';

export default function SignOutScreen() {
  const t = useMessages(sessionMessages, settingsMessages);
  const session = useSession();
  const status = useVault((vault) => vault.rescueStatus(), []);
  const drafts = useVault(async (vault) => (await vault.drafts()).map(({ draftId }) => draftId), [], {
    changes: ['drafts'],
  });
  const { state, leave } = useLeave();
  if (status === undefined || drafts === undefined) return <Skeleton rows={5} />;
  const unsent = status.unreceived + status.photosWaiting;
  const noKey = unsent > 0 && session.communes.every(({ rescueKey }) => rescueKey === undefined);
  return (
    <Page title={t('signOut.title')} subtitle={session.officer.name} back="/settings">
      <Drafts />
      {drafts.length > 0 && <DiscardDrafts draftIds={drafts} />}
      <Card>
        <p>{t('signOut.removed')}</p>
        <p>{unsent === 0 ? t('signOut.nothingUnsent') : t('signOut.unsent', encryptedOf(status))}</p>
        {unsent > 0 && !noKey && <p>{t('signOut.encrypted')}</p>}
        <p>{t('signOut.again')}</p>
      </Card>
      {noKey && <NoKey />}
      {state.kind === 'not-signed-out' && state.why !== 'no-key' && (
        <Notice tone="bad" live="alert" title={t('signOut.notDone.title')} data-testid="sign-out-failed">
          <p>{t(`signOut.notDone.${state.why}`)}</p>
          {state.why === 'full' && <FreeRoom />}
        </Notice>
      )}
      <Button
        kind="danger"
        wide
        icon={<SignOutIcon aria-hidden />}
        busy={state.kind === 'leaving'}
        disabled={drafts.length > 0 || noKey}
        onClick={leave}
        data-testid="sign-out-yes"
      >
        {t(state.kind === 'leaving' ? 'signOut.leaving' : 'settings.signOut')}
      </Button>
    </Page>
  );
}

const encryptedOf = ({ unreceived, photosWaiting }: { unreceived: number; photosWaiting: number }) => ({
  records: unreceived,
  photos: photosWaiting,
});

type State = { readonly kind: 'idle' | 'leaving' } | { readonly kind: 'not-signed-out'; readonly why: NotSignedOut };

function useLeave(): { state: State; leave: () => void } {
  const { vault, clock } = useServices();
  const { persons, platform } = usePhone();
  const [state, setState] = useState<State>({ kind: 'idle' });
  const run = async (): Promise<State> => {
    setState({ kind: 'leaving' });
    const left = await (await loadLeave()).leave({ vault, persons, departures: departuresOf(platform), clock });
    if (left.kind !== 'left') return { kind: 'not-signed-out', why: left.kind };
    tellLeft(vault.store);
    chooseStore(null);
    location.replace('/');
    return { kind: 'leaving' };
  };
  return {
    state,
    leave: () =>
      void run().then(setState, (error: unknown) => {
        console.error('sign-out', error);
        setState({ kind: 'not-signed-out', why: isQuota(error) ? 'full' : 'failed' });
      }),
  };
}

/** The way out of a phone that has never met the commune's key: one contact, or a colleague's turn without signing out. */
function NoKey() {
  const t = useMessages(sessionMessages);
  return (
    <Notice
      tone="warn"
      title={t('signOut.notDone.title')}
      data-testid="sign-out-failed"
      action={
        <ButtonLink href="/sync" icon={<RefreshIcon aria-hidden />}>
          {t('signOut.toSync')}
        </ButtonLink>
      }
    >
      {t('signOut.notDone.no-key')}
    </Notice>
  );
}

function DiscardDrafts({ draftIds }: { readonly draftIds: readonly string[] }): ReactNode {
  const t = useMessages(sessionMessages);
  const { vault } = useServices();
  const [asking, setAsking] = useState(false);
  const discard = async () => {
    for (const draftId of draftIds) await vault.dropDraft(draftId);
    setAsking(false);
  };
  const count = draftIds.length;
  return (
    <>
      <Notice
        tone="warn"
        data-testid="sign-out-drafts"
        action={
          <Button icon={<TrashIcon aria-hidden />} onClick={() => setAsking(true)} data-testid="discard-drafts">
            {t('signOut.drafts.discard', { count })}
          </Button>
        }
      >
        {t('signOut.drafts', { count })}
      </Notice>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('signOut.drafts.discard.title', { count })}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>{t('signOut.drafts.keep')}</Button>
            <Button kind="danger" onClick={() => void discard()} data-testid="discard-drafts-yes">
              {t('signOut.drafts.discard', { count })}
            </Button>
          </>
        }
      >
        <p>{t('signOut.drafts.discard.text')}</p>
      </Dialog>
    </>
  );
}
