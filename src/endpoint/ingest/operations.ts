/** Push, pull and the weekly comparison, described for the API's readers. */
import { STREAMS } from '../../programme/index.ts';
import { LIMITS } from '../../protocol/index.ts';
import {
  BAD,
  json,
  NO_COMMUNE_TEXT,
  type Operation,
  OUT_OF_SCOPE,
  ofQuery,
  SCOPE,
  TAGS,
  TOO_LARGE,
} from '../openapi/operation.ts';

export const INGEST_OPERATIONS: readonly Operation[] = [
  {
    id: 'push',
    method: 'post',
    path: '/v1/push',
    action: null,
    tag: TAGS.sync,
    summary: 'Gửi bản ghi, nhận lại biên nhận',
    description:
      'Each record gets a receipt, and a bad one never keeps the others out. The same push repeated changes nothing. A receipt counts only when `contentHash` equals your own. Evaluations are scored again. With `pull`, pages come back in the same round trip, and `held`: the last record of the device that asks. `cloned` says that two phones make records under its id; no record is quarantined because of it.',
    body: { ...json('PushRequest'), bytesMax: LIMITS.pushBodyBytesMax, gzip: true },
    answer: { status: 200, description: 'A receipt for each record, in order.', content: json('PushResponse') },
    problems: { 400: BAD, 409: NO_COMMUNE_TEXT, 413: TOO_LARGE },
  },
  {
    id: 'pull',
    method: 'get',
    path: '/v1/pull',
    action: 'read-records',
    tag: TAGS.sync,
    summary: 'Nhận các bản ghi sau một mốc',
    description:
      'Rows of a stream of a scope after a cursor, in its order, without holes. When `epoch` is not the one of the database, the page starts from the beginning. The stream `identity` holds the identity numbers and is for those whom the policy names.',
    parameters: [
      SCOPE,
      ofQuery('stream', 'Which stream.', { type: 'string', enum: [...STREAMS], default: 'records' }, false),
      ofQuery('epoch', 'Epoch the cursor belongs to; none at first.', { type: 'string' }, false),
      ofQuery('after', 'Cursor: `next` of the last page.', { type: 'integer', minimum: 0, default: 0 }, false),
      ofQuery(
        'limit',
        'Rows at most; fewer come where they are large, and `more` is true then.',
        { type: 'integer', minimum: 1, maximum: LIMITS.pullRevisionsMax },
        false,
      ),
    ],
    answer: { status: 200, description: 'A page.', content: json('PullPage') },
    problems: { 400: BAD, 403: OUT_OF_SCOPE },
  },
  {
    id: 'reconcile',
    method: 'post',
    path: '/v1/reconcile',
    action: 'read-records',
    tag: TAGS.sync,
    summary: 'Đối chiếu những gì máy chủ giữ của một máy',
    description:
      'Of the device the token was given to. A digest is SHA-256 over the sorted lines `revId:contentHash\\n`; a record belongs to the month of its `deviceTime` in Asia/Ho_Chi_Minh. What the phone misses in a list it offers again.',
    body: { ...json('ReconcileRequest'), bytesMax: LIMITS.pushBodyBytesMax, gzip: true },
    answer: { status: 200, description: 'The months that differ.', content: json('ReconcileResponse') },
    problems: { 400: BAD, 403: OUT_OF_SCOPE },
  },
];
