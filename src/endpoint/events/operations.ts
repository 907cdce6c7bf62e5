/** The log of security events, described for the API's readers. */
import { EVENT_KINDS, EVENTS_PAGE } from '../../protocol/index.ts';
import { BAD, json, NOT_SUPERVISOR, type Operation, ofQuery, SCOPE, TAGS } from '../openapi/operation.ts';

export const EVENT_OPERATIONS: readonly Operation[] = [
  {
    id: 'events',
    method: 'get',
    path: '/v1/events',
    action: 'read-events',
    tag: TAGS.admin,
    summary: 'Nhật ký của xã',
    description: `The security events of a commune, the newest first, ${EVENTS_PAGE} a page. Parameters that are left out do not filter. The next page is asked for with the last number as \`before\`.`,
    parameters: [
      SCOPE,
      ofQuery('before', 'Events before this number; left out: the newest.', { type: 'integer', minimum: 1 }, false),
      ofQuery('kind', 'Events of this kind.', { type: 'string', enum: [...EVENT_KINDS] }, false),
      ofQuery('actor', 'Events of this officer, by id.', { type: 'string', maxLength: 80 }, false),
      ofQuery('from', 'First day, in Asia/Ho_Chi_Minh.', { type: 'string', format: 'date' }, false),
      ofQuery('to', 'Last day, in Asia/Ho_Chi_Minh.', { type: 'string', format: 'date' }, false),
    ],
    answer: { status: 200, description: 'One page.', content: json('EventList') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR },
  },
  {
    id: 'checkEvents',
    method: 'get',
    path: '/v1/events/check',
    action: 'read-events',
    tag: TAGS.admin,
    summary: 'Kiểm tra nhật ký của xã',
    description:
      'Reads the chain of the commune from its beginning: each event names the hash of the one before. It is the check of `cli -- verify-events`, which reads all chains and takes heads that were noted elsewhere.',
    parameters: [SCOPE],
    answer: { status: 200, description: 'Whether the chain holds.', content: json('EventCheck') },
    problems: { 403: NOT_SUPERVISOR },
  },
];
