/** The routes of records of any kind, described for the API's readers. */
import { RECORDS_LIMITS } from '../../protocol/index.ts';
import { json, NOT_SUPERVISOR, type Operation, ofPath, ofQuery, SCOPE, TAGS } from '../openapi/operation.ts';

export const RECORD_OPERATIONS: readonly Operation[] = [
  {
    id: 'records',
    method: 'get',
    path: '/v1/records/{kind}',
    action: 'decide',
    tag: TAGS.desk,
    summary: 'Xem bản ghi của một loại',
    description: `Entities of a kind in their present state, by id, ${RECORDS_LIMITS.pageMax} a page; \`tooLarge\` names those whose history is too large to be shown. Identity numbers only for callers who may do \`read-identity\`.`,
    parameters: [
      ofPath('kind', 'Name of a kind.', { type: 'string' }),
      SCOPE,
      ofQuery('after', '`next` of the previous page.', { type: 'string' }, false),
    ],
    answer: { status: 200, description: 'A page.', content: json('RecordList') },
    problems: { 403: NOT_SUPERVISOR, 404: 'No such kind (`unknown-kind`).' },
  },
  {
    id: 'exportRecords',
    method: 'get',
    path: '/v1/export/{kind}',
    action: 'export-records',
    tag: TAGS.desk,
    summary: 'Tải về mọi bản ghi của một loại (JSON)',
    description:
      'All entities of a kind of a commune in their present state; `tooLarge` names those whose history is too large to be shown, and which are not among the rows. Each export is noted in the event log.',
    parameters: [ofPath('kind', 'Name of a kind.', { type: 'string' }), SCOPE],
    answer: { status: 200, description: 'All of them.', content: json('RecordList') },
    problems: { 403: NOT_SUPERVISOR, 404: 'No such kind (`unknown-kind`).' },
  },
];
