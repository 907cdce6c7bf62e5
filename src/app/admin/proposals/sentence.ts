/** What a proposal does, in one sentence. */
import { mergerContent, type ProposalRow, publicationContent } from '../../../protocol/index.ts';
import { formatDay } from '../../../ui/index.ts';
import { useMessages } from '../../../ui/use-messages.ts';
import { proposalMessages } from './messages.ts';

/** @returns the sentence; of a kind or form that this version of the app does not know, that a newer one is needed */
export function useProposalSentence(): (proposal: Pick<ProposalRow, 'kind' | 'content'>) => string {
  const t = useMessages(proposalMessages);
  return ({ kind, content }) => {
    if (kind === 'merge-communes') {
      const { data } = mergerContent.safeParse(content);
      if (data === undefined) return t('proposals.unknown');
      const { names, request } = data;
      return t('proposals.merge', {
        former: names.former.join(', '),
        into: names.into,
        from: formatDay(request.from),
      });
    }
    const { data } = publicationContent.safeParse(content);
    if (data === undefined) return t('proposals.unknown');
    const { set, version, to } = data;
    const from = formatDay(data.from);
    return to === undefined
      ? t('proposals.publish', { set, version, from })
      : t('proposals.publish.until', { set, version, from, to: formatDay(to) });
  };
}
