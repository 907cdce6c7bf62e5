/** Tiếp tục phiếu dở: every form in progress, and what it still lacks. */

import { DraftIcon, GoodIcon, WarnIcon } from '../../../ui/icons.ts';
import { Card, Chip, formatInstant, ListRow } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import type { Draft } from '../../../vault/index.ts';
import { hrefs } from '../../hrefs.ts';
import { useVault } from '../../services.ts';
import { replacedBy } from '../evaluate/replaced-drafts.ts';
import { todayMessages } from './messages.ts';

/** A count kept as a number, or as the list of what is missing. */
function count(value: unknown): number {
  if (typeof value === 'number') return value;
  return Array.isArray(value) ? value.length : 0;
}

/** The screen on which a draft goes on. */
export function draftHref(draft: Draft): string {
  const { scope, subject } = draft;
  const ref = { scope, id: subject.id };
  switch (draft.kind) {
    case 'evaluation':
      return hrefs.visit(scope, subject);
    case 'citizen':
      return draft.draftId.startsWith('citizen-edit:') ? hrefs.person(ref) : hrefs.addMember(ref);
    case 'household':
      return '/household/new';
    default:
      return draft.kind satisfies never;
  }
}

export function draftName(draft: Draft): string | null {
  const { subjectName, name, number } = draft.value;
  const known = [subjectName, name, number].find((text) => typeof text === 'string' && text.trim() !== '');
  return typeof known === 'string' ? known : null;
}

/** Lists one's own drafts; shows nothing where there is none. */
export function Drafts() {
  const t = useMessages(todayMessages);
  const drafts = useVault((vault) => vault.drafts(), [], { changes: ['drafts'] });
  if (drafts === undefined || drafts.length === 0) return null;
  const replaced = replacedBy(drafts);
  const shown = drafts.filter(({ draftId, handedOver }) => !handedOver && !replaced.has(draftId));
  if (shown.length === 0) return null;
  const newestFirst = shown.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
  return (
    <Card flush title={t('today.resume')} data-testid="drafts">
      <ul>
        {newestFirst.map((draft) => (
          <ListRow
            key={draft.draftId}
            href={draftHref(draft)}
            data-testid="draft"
            icon={<DraftIcon aria-hidden />}
            title={draftName(draft) ?? t('draft.unnamed')}
            detail={`${t(`draft.${draft.kind}`)} · ${t('draft.at', { at: formatInstant(draft.updatedAt) })}`}
            end={<Completeness draft={draft} />}
          />
        ))}
      </ul>
    </Card>
  );
}

function Completeness({ draft }: { readonly draft: Draft }) {
  const t = useMessages(todayMessages);
  const warn = <WarnIcon aria-hidden />;
  if (draft.kind !== 'evaluation') {
    return (
      <Chip tone="warn" icon={warn}>
        {t('draft.unfinished')}
      </Chip>
    );
  }
  const answers = count(draft.value.missingAnswers);
  const evidence = count(draft.value.missingEvidence);
  if (answers > 0) {
    return (
      <Chip tone="warn" icon={warn}>
        {t('draft.answers', { count: answers })}
      </Chip>
    );
  }
  if (evidence > 0) {
    return (
      <Chip tone="warn" icon={warn}>
        {t('draft.evidence', { count: evidence })}
      </Chip>
    );
  }
  return (
    <Chip tone="good" icon={<GoodIcon aria-hidden />}>
      {t('draft.complete')}
    </Chip>
  );
}
