/** What officers who left behind: evaluations that were returned to them, and drafts, each under the name of who began it. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { DraftIcon, WarnIcon } from '../../../../ui/icons.ts';
import { Button, ButtonLink, Card, formatInstant, ListRow, Notice } from '../../../../ui/index.ts';
import { useMessages } from '../../../../ui/use-messages.ts';
import { goneOnWith, type HandedDraft, isHandedOver, ownBeside } from '../../../../vault/index.ts';
import { hrefs } from '../../../hrefs.ts';
import { useServices, useSession, useVault } from '../../../services.ts';
import { draftHref, draftName } from '../drafts.tsx';
import { todayMessages } from '../messages.ts';
import { handedMessages } from './messages.ts';

export default function Handed() {
  const drafts = useVault((vault) => vault.drafts(), [], { changes: ['drafts'] });
  const handed = drafts?.filter(isHandedOver) ?? [];
  const people = [...Map.groupBy(handed, ({ handedOver }) => handedOver.from.id)];
  return (
    <>
      <Returned />
      {people.map(([id, own]) => (
        <HandedBy key={id} drafts={own} />
      ))}
    </>
  );
}

/** Evaluations of one's own and of those before, where there is somebody before. */
function Returned() {
  const t = useMessages(handedMessages);
  const { officer, goesOnFor = [] } = useSession();
  const names = new Map([officer, ...goesOnFor.map((each) => each.officer)].map(({ id, name }) => [id, name]));
  const rows = useVault(
    async (vault) => {
      if (goesOnFor.length === 0) return [];
      const returned = await vault.returnedTo([...names.keys()]);
      const subjects = returned.map(({ scope, evaluation }) => vault.subject(scope, evaluation.subject));
      const whom = await Promise.all(subjects);
      return returned.map((evaluation, at) => ({ evaluation, name: whom[at]?.name ?? '' }));
    },
    [goesOnFor.length],
    { changes: ['records', 'session'], pauseMs: 1000 },
  );
  if (rows === undefined || rows.length === 0) return null;
  return (
    <Card flush title={t('handed.returned')} data-testid="returned">
      <ul>
        {rows.map(({ evaluation, name }) => (
          <ListRow
            key={evaluation.id}
            href={hrefs.result(evaluation)}
            data-testid="returned-form"
            icon={<WarnIcon aria-hidden />}
            title={name}
            detail={t('handed.returned.of', { name: names.get(evaluation.author) ?? '' })}
          />
        ))}
      </ul>
    </Card>
  );
}

function HandedBy({ drafts }: { readonly drafts: readonly HandedDraft[] }) {
  const t = useMessages(handedMessages);
  return (
    <Card flush title={t('handed.drafts', { name: drafts[0]?.handedOver.from.name ?? '' })} data-testid="handed-drafts">
      <ul>
        {drafts.map((draft) => (
          <HandedRow key={draft.draftId} draft={draft} />
        ))}
      </ul>
    </Card>
  );
}

/** Going on makes it an own draft; where one's own is in the way, it stays and that one is offered. */
function HandedRow({ draft }: { readonly draft: HandedDraft }) {
  const t = useMessages(handedMessages, todayMessages);
  const { vault } = useServices();
  const [, navigate] = useLocation();
  const [stopped, setStopped] = useState<{ readonly own: string } | 'failed' | null>(null);
  const goOn = async () => {
    const own = ownBeside(draft, await vault.drafts());
    if (own !== null) return setStopped({ own: draftHref(own) });
    const next = goneOnWith(draft);
    // It is dropped only when it is stored as one's own: a kill in between leaves both.
    await vault.saveDraft(next);
    await vault.dropDraft(draft.draftId);
    navigate(draftHref(next));
  };
  const onGoOn = () =>
    void goOn().catch((error: unknown) => {
      console.error(error);
      setStopped('failed');
    });
  const { photosLeft } = draft.handedOver;
  return (
    <ListRow
      data-testid="handed-draft"
      icon={<DraftIcon aria-hidden />}
      title={draftName(draft) ?? t('draft.unnamed')}
      detail={`${t(`draft.${draft.kind}`)} · ${t('draft.at', { at: formatInstant(draft.updatedAt) })}`}
    >
      {photosLeft > 0 && <Notice tone="info">{t('handed.photos', { count: photosLeft })}</Notice>}
      {stopped === 'failed' && <Notice tone="bad">{t('handed.failed')}</Notice>}
      {stopped !== null && stopped !== 'failed' && (
        <Notice tone="warn" live="status">
          {t('handed.beside')}
          <ButtonLink href={stopped.own}>{t('today.resume')}</ButtonLink>
        </Notice>
      )}
      <Button kind="primary" onClick={onGoOn} data-testid="handed-go-on">
        {t('handed.goOn')}
      </Button>
    </ListRow>
  );
}
