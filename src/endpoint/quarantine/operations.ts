/** The routes of the quarantine, described for the API's readers. */
import { DESK_LIMITS, LIMITS } from '../../protocol/index.ts';
import { BAD, HASH, json, NOT_SUPERVISOR, type Operation, ofPath, ofQuery, SCOPE, TAGS } from '../openapi/operation.ts';

const NOT_THERE = 'No such record in this commune, or no longer open (`unknown-record`).';

export const QUARANTINE_OPERATIONS: readonly Operation[] = [
  {
    id: 'quarantine',
    method: 'get',
    path: '/v1/quarantine',
    action: 'decide',
    tag: TAGS.desk,
    summary: 'Hàng chờ xem lại',
    description: `Records of a commune's phones that were kept but could not be accepted, with the reason; at most ${DESK_LIMITS.rowsMax}. Nothing is ever taken away: what was decided is under \`state=resolved\`.`,
    parameters: [
      SCOPE,
      ofQuery('state', 'Open, or decided.', { type: 'string', enum: ['open', 'resolved'], default: 'open' }, false),
    ],
    answer: { status: 200, description: 'The records.', content: json('QuarantineList') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR },
  },
  {
    id: 'quarantined',
    method: 'get',
    path: '/v1/quarantine/{id}',
    action: 'decide',
    tag: TAGS.desk,
    summary: 'Xem một bản ghi đang chờ',
    description: 'One record with the exact text that came, and what of it can be corrected.',
    parameters: [ofPath('id', '`id` of the row.', HASH), SCOPE],
    answer: { status: 200, description: 'The record.', content: json('QuarantineRecord') },
    problems: { 403: NOT_SUPERVISOR, 404: NOT_THERE },
  },
  {
    id: 'retryQuarantined',
    method: 'post',
    path: '/v1/quarantine/retry',
    action: 'decide',
    tag: TAGS.desk,
    summary: 'Xét lại các bản ghi đang chờ',
    description: `Judges again with what the endpoint knows now: the named records, or all of the commune (${DESK_LIMITS.retriedMax} at a time). What is accepted becomes an ordinary revision of its author, once.`,
    body: { ...json('RetryRequest'), bytesMax: LIMITS.pushBodyBytesMax },
    answer: { status: 200, description: 'What became of each.', content: json('RetryResponse') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR },
  },
  {
    id: 'correctQuarantined',
    method: 'post',
    path: '/v1/quarantine/correct',
    action: 'decide',
    tag: TAGS.desk,
    summary: 'Sửa chỗ bị từ chối của một bản ghi đang chờ',
    description:
      'Gives faulty members (`faulty` of the record) other values. The record so corrected is judged like a push: accepted, it is a new revision with the supervisor as its author, which `corrects` the quarantined one and takes its place; else the answer has the reason and what can be corrected then. What came is kept as it came, with who corrected what. The same corrections again are the same revision.',
    body: { ...json('CorrectionRequest'), bytesMax: LIMITS.pushBodyBytesMax },
    answer: { status: 200, description: 'Whether it is accepted now.', content: json('CorrectionResponse') },
    problems: {
      400: `${BAD} A member that is not faulty cannot be corrected.`,
      403: NOT_SUPERVISOR,
      404: NOT_THERE,
    },
  },
  {
    id: 'closeQuarantined',
    method: 'post',
    path: '/v1/quarantine/close',
    action: 'decide',
    tag: TAGS.desk,
    summary: 'Khép một bản ghi đang chờ, kèm lý do',
    description: 'For what will never be accepted. Record, reason, officer and time are kept.',
    body: { ...json('CloseRequest'), bytesMax: LIMITS.pushBodyBytesMax },
    answer: { status: 200, description: 'The row as it is now.', content: json('CloseResponse') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR, 404: NOT_THERE },
  },
];
