/** The route of rescue bundles, described for the API's readers. */
import { RESCUE_LIMITS } from '../../protocol/index.ts';
import { BYTES, json, type Operation, TAGS, TOO_LARGE } from '../openapi/operation.ts';

export const RESCUE_OPERATIONS: readonly Operation[] = [
  {
    id: 'rescue',
    method: 'post',
    path: '/v1/rescue',
    action: null,
    tag: TAGS.sync,
    summary: 'Nộp gói cứu hộ của một máy',
    description:
      "A rescue bundle, encrypted with age to a commune's key, relayed by anybody who is signed in, also of another commune. Taken in as an ordinary push to the commune whose key opens it: authors and signatures are judged, the same bundle again changes nothing. Drop yours only when `sha256` is that of your bytes and `retry` is 0.",
    body: { type: BYTES, bytesMax: RESCUE_LIMITS.fileBytesMax },
    answer: { status: 200, description: 'What became of its records.', content: json('RescueResponse') },
    problems: {
      413: TOO_LARGE,
      422: 'No key of a commune here opens it (`cannot-open`), it is something else (`not-rescue`), of a newer app (`unknown-version`) or `damaged`.',
    },
  },
];
