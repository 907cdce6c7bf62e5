/** Drafts on their way to whoever goes on with them, described for the API's readers. */
import { DRAFT_LIMITS, LIMITS } from '../../protocol/index.ts';
import {
  BAD,
  BYTES,
  json,
  type Operation,
  OUT_OF_SCOPE,
  ofQuery,
  SCOPE,
  TAGS,
  TOO_LARGE,
} from '../openapi/operation.ts';

const NOT_COLLECTING = `Only whoever writes records may (\`not-allowed\`). ${OUT_OF_SCOPE}`;

export const DRAFT_OPERATIONS: readonly Operation[] = [
  {
    id: 'sendDrafts',
    method: 'put',
    path: '/v1/drafts',
    action: 'collect',
    tag: TAGS.sync,
    summary: 'Gửi phiếu dở, đã mã hóa cho xã',
    description:
      "Forms in progress of one commune, zipped and encrypted with age to that commune's key, in place of those that this device sent before. Nobody opens them unless their officer leaves and somebody goes on with the work. Photos are not among them. A sign-in that has ended may still send them.",
    parameters: [
      SCOPE,
      ofQuery('count', 'How many drafts are in it; 0 without bytes: there are none any more.', {
        type: 'integer',
        minimum: 0,
        maximum: DRAFT_LIMITS.countMax,
      }),
    ],
    body: { type: BYTES, bytesMax: DRAFT_LIMITS.encryptedBytesMax },
    answer: { status: 200, description: 'They are kept.', content: json('DraftsKept') },
    problems: { 400: BAD, 403: NOT_COLLECTING, 413: TOO_LARGE, 422: 'It is no age file (`not-encrypted`).' },
  },
  {
    id: 'handedDrafts',
    method: 'get',
    path: '/v1/handed-drafts',
    action: 'collect',
    tag: TAGS.sync,
    summary: 'Nhận phiếu dở của người đã nghỉ',
    description:
      'The drafts of one device of an officer who left and with whose work you go on; `bundle` is null where none wait. Ask again until it is.',
    parameters: [SCOPE],
    answer: { status: 200, description: 'The drafts of one device.', content: json('HandedDrafts') },
    problems: { 403: NOT_COLLECTING },
  },
  {
    id: 'draftsTaken',
    method: 'post',
    path: '/v1/handed-drafts/taken',
    action: 'collect',
    tag: TAGS.sync,
    summary: 'Báo đã cất phiếu dở trên máy',
    description:
      'The drafts are stored on the phone, and are removed here. Said twice, the second time changes nothing.',
    body: { ...json('DraftsTakenRequest'), bytesMax: LIMITS.pushBodyBytesMax },
    answer: { status: 200, description: 'Whether they were still here.', content: json('DraftsTakenResponse') },
    problems: { 400: BAD, 403: NOT_COLLECTING },
  },
];
