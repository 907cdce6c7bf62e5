/** The communes of this endpoint, described for the API's readers. */
import { LIMITS } from '../../protocol/index.ts';
import { BAD, json, NOT_SUPERVISOR, type Operation, ofPath, TAGS } from '../openapi/operation.ts';

const bytesMax = LIMITS.pushBodyBytesMax;
const RULES =
  'A rule stands against it: `code-taken`, `unknown-commune`, `already-merged`, `merged-into-itself`, `ends-before-begin`.';

export const COMMUNE_OPERATIONS: readonly Operation[] = [
  {
    id: 'communes',
    method: 'get',
    path: '/v1/communes',
    action: null,
    tag: TAGS.admin,
    summary: 'Các xã',
    description: 'The communes whose hamlets and campaigns you keep, those that are past among them.',
    answer: { status: 200, description: 'In the order of their codes.', content: json('CommuneList') },
  },
  {
    id: 'addCommune',
    method: 'post',
    path: '/v1/communes',
    action: 'manage-communes',
    tag: TAGS.admin,
    summary: 'Thêm xã',
    description: 'A new commune. Its `scope` is made here and never changes, whatever becomes of code and name.',
    body: { ...json('AddCommune'), bytesMax },
    answer: { status: 200, description: 'The commune.', content: json('CommuneResponse') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR, 409: RULES },
  },
  {
    id: 'changeCommune',
    method: 'put',
    path: '/v1/communes/{scope}',
    action: 'manage-communes',
    tag: TAGS.admin,
    summary: 'Đổi tên, mã, thời hạn của xã',
    description: 'The whole commune as it is to be. A code that it loses stays beside it with its days.',
    parameters: [ofPath('scope', 'Scope of the commune.', { type: 'string' })],
    body: { ...json('ChangeCommune'), bytesMax },
    answer: { status: 200, description: 'The commune.', content: json('CommuneResponse') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR, 404: 'No such commune (`unknown-commune`).', 409: RULES },
  },
  {
    id: 'mergeCommunes',
    method: 'post',
    path: '/v1/communes/merge',
    action: 'manage-communes',
    tag: TAGS.admin,
    summary: 'Đề nghị gộp xã',
    description:
      'Proposes that communes become one from a day on; it takes effect when a second person, who administers each of them, confirms the proposal. Whoever works in the new one works from then on also on the records of the former ones, which are not rewritten: same scope, number and hash.',
    body: { ...json('MergeCommunes'), bytesMax },
    answer: { status: 200, description: 'The proposal.', content: json('ProposalResponse') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR, 409: RULES },
  },
];
