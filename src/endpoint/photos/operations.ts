/** The routes of photos, described for the API's readers. */
import { LIMITS } from '../../protocol/index.ts';
import { BAD, BYTES, HASH, json, type Operation, ofPath, ofQuery, TAGS, TOO_LARGE } from '../openapi/operation.ts';

const UNNAMED = 'No record here names it (`unnamed-photo`): send its record first, then ask again.';
const BLOB = ofPath('sha256', "SHA-256 of the whole photo's bytes, hex.", HASH);

export const PHOTO_OPERATIONS: readonly Operation[] = [
  {
    id: 'blob',
    method: 'get',
    path: '/v1/blobs/{sha256}',
    action: null,
    tag: TAGS.photos,
    summary: 'Tải ảnh',
    description: 'The whole photo, only when its bytes have the hash it is called by.',
    parameters: [BLOB],
    answer: { status: 200, description: 'The bytes.', content: { type: BYTES } },
    problems: { 400: BAD, 404: 'Not here, or not whole (`unknown-blob`).' },
  },
  {
    id: 'blobHeld',
    method: 'get',
    path: '/v1/blobs/{sha256}/held',
    action: null,
    tag: TAGS.photos,
    summary: 'Hỏi máy chủ đang giữ những byte nào của ảnh',
    description:
      'Ranges of bytes, from the first to before the last. The photo is received only by `complete: true` with your hash, under the `epoch` you know.',
    parameters: [BLOB],
    answer: { status: 200, description: 'What is held; nothing: `held` is empty.', content: json('PhotoStatus') },
    problems: { 400: BAD, 409: UNNAMED },
  },
  {
    id: 'putPiece',
    method: 'put',
    path: '/v1/blobs/{sha256}',
    action: null,
    tag: TAGS.photos,
    summary: 'Gửi một đoạn của ảnh, bắt đầu từ byte bất kỳ',
    description: `Bytes from \`at\` on, at most ${LIMITS.pieceBytesMax} at once, in any order, any number of times, also overlapping. What arrives of a request that is cut stays. When all \`of\` bytes are there and do not have the hash, they are dropped and \`held\` is empty.`,
    parameters: [
      BLOB,
      ofQuery('at', 'Place of the first byte sent.', { type: 'integer', minimum: 0 }),
      ofQuery('of', 'Bytes of the whole photo.', { type: 'integer', minimum: 1, maximum: LIMITS.photoBytesMax }),
    ],
    body: { type: BYTES, bytesMax: LIMITS.pieceBytesMax },
    answer: { status: 200, description: 'What is held now.', content: json('PhotoStatus') },
    problems: { 400: BAD, 409: UNNAMED, 413: TOO_LARGE },
  },
];
