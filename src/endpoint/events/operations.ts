/** The log of security events, described for the API's readers. */
import { BAD, json, NOT_SUPERVISOR, type Operation, ofQuery, SCOPE, TAGS } from '../openapi/operation.ts';

export const EVENT_OPERATIONS: readonly Operation[] = [
  {
    id: 'events',
    method: 'get',
    path: '/v1/events',
    action: 'read-events',
    tag: TAGS.admin,
    summary: 'Nhật ký của xã',
    description:
      'The security events of a commune, the newest first, 100 a page. Each names the hash that links it to the one before; `cli -- verify-events` checks the whole chain.',
    parameters: [
      SCOPE,
      ofQuery('before', 'Events before this number; left out: the newest.', { type: 'integer', minimum: 1 }, false),
    ],
    answer: { status: 200, description: 'One page.', content: json('EventList') },
    problems: { 400: BAD, 403: NOT_SUPERVISOR },
  },
];
