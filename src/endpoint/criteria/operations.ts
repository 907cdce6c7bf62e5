/** The routes of criteria sets, described for the API's readers. */
import { LIMITS } from '../../protocol/index.ts';
import { BAD, HASH, json, type Operation, ofPath, ofQuery, SCOPE, TAGS, TOO_LARGE } from '../openapi/operation.ts';

export const CRITERIA_OPERATIONS: readonly Operation[] = [
  {
    id: 'criteriaSets',
    method: 'get',
    path: '/v1/criteria-sets',
    action: null,
    tag: TAGS.criteria,
    summary: 'Danh sách bộ tiêu chí',
    description: 'Every version of every set the endpoint knows. None is ever taken away.',
    answer: { status: 200, description: 'The sets.', content: json('CriteriaSets') },
  },
  {
    id: 'criteriaSet',
    method: 'get',
    path: '/v1/criteria-sets/{sha256}',
    action: null,
    tag: TAGS.criteria,
    summary: 'Tải một bộ tiêu chí',
    description: 'One version of a set, by the hash of its canonical text.',
    parameters: [ofPath('sha256', 'SHA-256 of the set, hex.', HASH)],
    answer: { status: 200, description: 'The set.', content: json('CriteriaSet') },
    problems: { 404: 'No such set (`unknown-set`).' },
  },
  {
    id: 'addCriteriaSet',
    method: 'post',
    path: '/v1/criteria-sets',
    action: 'add-criteria',
    tag: TAGS.criteria,
    summary: 'Thêm một bộ tiêu chí',
    description:
      'By an administrator of the endpoint. A new version stands beside the old one; evaluations keep theirs. Nobody uses it before it is published.',
    parameters: [
      ofQuery(
        'base',
        'SHA-256 of the set that a variant changes, where the body has only what it changes.',
        HASH,
        false,
      ),
    ],
    body: { ...json('CriteriaSet'), bytesMax: LIMITS.pushBodyBytesMax, gzip: true },
    answer: { status: 200, description: 'The set as it is now known.', content: json('CriteriaSetAdded') },
    problems: {
      400: BAD,
      403: 'Only an administrator of the endpoint may (`not-allowed`).',
      404: 'No such base (`unknown-set`).',
      413: TOO_LARGE,
      422: 'Faults of the set (`bad-set`); `detail` has a sentence for each.',
    },
  },
  {
    id: 'returnCriteriaSet',
    method: 'put',
    path: '/v1/criteria-sets/{sha256}',
    action: null,
    tag: TAGS.criteria,
    summary: 'Trả lại một bộ tiêu chí mà máy chủ đã mất',
    description:
      'From a phone, to an endpoint restored from before the set was added: only one that a publication of a commune of the caller names, and only under its hash.',
    parameters: [ofPath('sha256', 'SHA-256 of the set, hex.', HASH)],
    body: { ...json('CriteriaSet'), bytesMax: LIMITS.pushBodyBytesMax, gzip: true },
    answer: { status: 200, description: 'The set as it is now known.', content: json('CriteriaSetAdded') },
    problems: {
      400: BAD,
      403: 'No publication of a commune of the caller names it (`not-published`).',
      413: TOO_LARGE,
      422: 'It is no sound set, or not the one with this hash (`hash-mismatch`).',
    },
  },
  {
    id: 'previewCriteriaSet',
    method: 'post',
    path: '/v1/criteria-sets/preview',
    action: 'publish-criteria',
    tag: TAGS.criteria,
    summary: 'Xem trước một bộ tiêu chí',
    description:
      'Every fault of a set with its place; where it has none, what it would have made of the commune’s evaluations of a period. Nothing is kept.',
    parameters: [
      SCOPE,
      ofQuery('period', 'Period of the evaluations, a year.', { type: 'string', pattern: '^\\d{4}$' }),
      ofQuery('base', 'SHA-256 of the set that a variant changes.', HASH, false),
    ],
    body: { ...json('CriteriaSet'), bytesMax: LIMITS.pushBodyBytesMax, gzip: true },
    answer: { status: 200, description: 'Faults, or the comparison.', content: json('SetPreview') },
    problems: {
      400: BAD,
      403: 'Only an administrator of the commune may (`not-allowed`, `out-of-scope`).',
      404: 'No such base (`unknown-set`).',
      413: TOO_LARGE,
    },
  },
  {
    id: 'publishCriteriaSet',
    method: 'post',
    path: '/v1/criteria-sets/{sha256}/publications',
    action: 'publish-criteria',
    tag: TAGS.criteria,
    summary: 'Đề nghị áp dụng một bộ tiêu chí cho một xã từ một ngày',
    description:
      'Proposed by an administrator of the commune; it takes effect when a second person confirms the proposal. Then it is a record that phones pull: from its first day on they begin new forms of such subjects with this set, and finish those begun before with theirs. Its newest variant from 70 points of the same version goes with it. Of two for one day the later one counts.',
    parameters: [ofPath('sha256', 'SHA-256 of the set, hex.', HASH)],
    body: { ...json('PublishRequest'), bytesMax: LIMITS.pushBodyBytesMax },
    answer: { status: 200, description: 'The proposal.', content: json('ProposalResponse') },
    problems: {
      400: BAD,
      403: 'Only an administrator of the commune may (`not-allowed`, `out-of-scope`).',
      404: 'No such set (`unknown-set`).',
      422: 'The set is for others than `subject` says (`other-subject`), is a variant (`variant`), does not hold on the first day (`not-effective`), or the last day is before the first (`bad-days`).',
    },
  },
];
