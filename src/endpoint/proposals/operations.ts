/** What waits for a second person, described for the API's readers. */
import { LIMITS } from '../../protocol/index.ts';
import { BAD, json, NOT_SUPERVISOR, type Operation, ofPath, SCOPE, TAGS } from '../openapi/operation.ts';

export const PROPOSAL_OPERATIONS: readonly Operation[] = [
  {
    id: 'proposals',
    method: 'get',
    path: '/v1/proposals',
    action: 'decide',
    tag: TAGS.admin,
    summary: 'Việc chờ người thứ hai',
    description:
      'The last 100 proposals that concern a commune, the newest first, each with what you may decide of it and who could confirm it.',
    parameters: [SCOPE],
    answer: { status: 200, description: 'The proposals.', content: json('ProposalList') },
    problems: { 403: NOT_SUPERVISOR },
  },
  {
    id: 'decideProposal',
    method: 'post',
    path: '/v1/proposals/{id}/decide',
    action: 'decide',
    tag: TAGS.admin,
    summary: 'Xác nhận, không đồng ý hoặc rút lại',
    description:
      'Somebody else than its maker confirms or declines a proposal; its maker takes it back. The `scope` is the proposal’s own: a merger’s is `instance`.',
    parameters: [ofPath('id', 'Id of the proposal.', { type: 'string' })],
    body: { ...json('DecideProposal'), bytesMax: LIMITS.pushBodyBytesMax },
    answer: { status: 200, description: 'The proposal, decided.', content: json('ProposalResponse') },
    problems: {
      400: BAD,
      403: NOT_SUPERVISOR,
      404: 'No such proposal in this commune (`unknown-proposal`).',
      409: 'It is decided already (`decided`), another person must (`second-person`), or a rule stands against a merger by now (`code-taken`, `already-merged` and others).',
      422: 'It cannot be done any more; the code says why.',
    },
  },
];
