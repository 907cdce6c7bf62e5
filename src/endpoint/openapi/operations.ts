/** Every route of the endpoint, as data: what it is for, what it takes, what it answers. */
import { LIMITS, RESCUE_LIMITS, ROSTER_LIMITS } from '../../protocol/index.ts';
import type { SchemaName } from './schemas.ts';

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly required: boolean;
  readonly description: string;
  readonly schema: { readonly [key: string]: unknown };
}
export interface Content {
  readonly type: string;
  /** None: bytes. */
  readonly schema?: SchemaName;
}
export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'head' | 'post' | 'put';
  readonly path: string;
  readonly tag: string;
  /** One line, Vietnamese. */
  readonly summary: string;
  readonly description: string;
  readonly open?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly body?: Content & { readonly bytesMax: number; readonly gzip?: boolean };
  readonly answer: { readonly status: number; readonly description: string; readonly content?: Content };
  /** Beside 401, which every closed route may answer. */
  readonly problems?: Readonly<Record<number, string>>;
}

const JSON_TYPE = 'application/json';
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const BYTES = 'application/octet-stream';
const json = (schema: SchemaName): Content => ({ type: JSON_TYPE, schema });

const ofQuery = (name: string, description: string, schema: Parameter['schema'], required = true): Parameter => ({
  name,
  in: 'query',
  required,
  description,
  schema,
});
const ofPath = (name: string, description: string, schema: Parameter['schema']): Parameter => ({
  name,
  in: 'path',
  required: true,
  description,
  schema,
});
const HASH = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const COMMUNE = ofQuery('commune', 'Commune code of five digits.', { type: 'string', pattern: '^\\d{5}$' });
const BLOB = ofPath('sha256', "SHA-256 of the whole photo's bytes, hex.", HASH);

const OUT_OF_SCOPE = 'The commune is not one of yours (`out-of-scope`).';
const NOT_IMPORTER = `Only a supervisor or administrator may (\`not-allowed\`). ${OUT_OF_SCOPE}`;
const TOO_LARGE = 'The body is too large, on the wire or inflated (`too-large`).';
const BAD = 'The body or a parameter does not fit its schema (`bad-request`); `detail` names the member.';

export const TAGS = {
  sign: 'Đăng nhập · Sign-in',
  sync: 'Đồng bộ · Sync',
  photos: 'Ảnh · Photos',
  criteria: 'Bộ tiêu chí · Criteria sets',
  roster: 'Danh sách dân cư · Roster',
  endpoint: 'Máy chủ · Endpoint',
} as const;

export const OPERATIONS: readonly Operation[] = [
  {
    id: 'enrol',
    method: 'post',
    path: '/v1/enrol',
    tag: TAGS.sign,
    summary: 'Đổi mã cán bộ lấy khóa đăng nhập của máy',
    description: "An officer's code buys a token bound to the device. Show it as `Authorization: Bearer …`.",
    open: true,
    body: { ...json('EnrolRequest'), bytesMax: LIMITS.pushBodyBytesMax },
    answer: { status: 200, description: 'Who signed in, with the token.', content: json('Session') },
    problems: { 400: BAD, 403: 'The code is wrong (`wrong-code`).', 429: 'Too many wrong codes (`too-many-tries`).' },
  },
  {
    id: 'session',
    method: 'get',
    path: '/v1/session',
    tag: TAGS.sign,
    summary: 'Xem lại phiên đăng nhập',
    description: 'Who the token belongs to now: role, communes, campaign year.',
    answer: { status: 200, description: 'The session.', content: json('Session') },
  },
  {
    id: 'push',
    method: 'post',
    path: '/v1/push',
    tag: TAGS.sync,
    summary: 'Gửi bản ghi, nhận lại biên nhận',
    description:
      'Stores first, judges after: each record has a verdict, and a bad one never refuses the others. The same push repeated changes nothing. A receipt counts only when `contentHash` equals your own. Evaluations are scored again. With `pull`, pages come back in the same round trip.',
    body: { ...json('PushRequest'), bytesMax: LIMITS.pushBodyBytesMax, gzip: true },
    answer: { status: 200, description: 'A verdict for each record, in order.', content: json('PushResponse') },
    problems: { 400: BAD, 403: OUT_OF_SCOPE, 413: TOO_LARGE },
  },
  {
    id: 'pull',
    method: 'get',
    path: '/v1/pull',
    tag: TAGS.sync,
    summary: 'Nhận các bản ghi sau một mốc',
    description:
      'Rows of a scope after a cursor, in scope order, without holes. When `epoch` is not the one of the database, the page starts from the beginning.',
    parameters: [
      ofQuery('scope', 'Commune code.', { type: 'string' }),
      ofQuery('epoch', 'Epoch the cursor belongs to; none at first.', { type: 'string' }, false),
      ofQuery('after', 'Cursor: `next` of the last page.', { type: 'integer', minimum: 0, default: 0 }, false),
      ofQuery('limit', 'Rows at most.', { type: 'integer', minimum: 1, maximum: LIMITS.pullRevisionsMax }, false),
    ],
    answer: { status: 200, description: 'A page.', content: json('PullPage') },
    problems: { 400: BAD, 403: OUT_OF_SCOPE },
  },
  {
    id: 'blobState',
    method: 'head',
    path: '/v1/blobs/{sha256}',
    tag: TAGS.photos,
    summary: 'Hỏi máy chủ đã có phần nào của ảnh',
    description: 'The header `x-chunks` names the chunks held, as `0,1`.',
    parameters: [BLOB],
    answer: { status: 200, description: 'Some chunks are held.' },
    problems: { 400: BAD, 404: 'None is held.' },
  },
  {
    id: 'blob',
    method: 'get',
    path: '/v1/blobs/{sha256}',
    tag: TAGS.photos,
    summary: 'Tải ảnh',
    description: 'The whole photo, only when its bytes have the hash it is called by.',
    parameters: [BLOB],
    answer: { status: 200, description: 'The bytes.', content: { type: BYTES } },
    problems: { 400: BAD, 404: 'Not here, or not whole (`unknown-blob`).' },
  },
  {
    id: 'putChunk',
    method: 'put',
    path: '/v1/blobs/{sha256}/{n}',
    tag: TAGS.photos,
    summary: 'Gửi một phần của ảnh',
    description: `Chunks of ${LIMITS.chunkBytes} bytes, the last one shorter, in any order, any number of times.`,
    parameters: [BLOB, ofPath('n', 'Number of the chunk, from 0.', { type: 'integer', minimum: 0 })],
    body: { type: BYTES, bytesMax: LIMITS.chunkBytes },
    answer: { status: 200, description: 'Whether the photo is whole now.', content: json('BlobState') },
    problems: { 400: BAD, 403: OUT_OF_SCOPE, 413: TOO_LARGE },
  },
  {
    id: 'rescue',
    method: 'post',
    path: '/v1/rescue',
    tag: TAGS.sync,
    summary: 'Nộp gói cứu hộ của một máy',
    description:
      "A rescue bundle, encrypted with age to the commune's key, carried by anybody of the commune. Taken in as an ordinary push: authors are judged, the same bundle again changes nothing. Drop yours only when `sha256` is that of your bytes and `retry` is 0.",
    body: { type: BYTES, bytesMax: RESCUE_LIMITS.fileBytesMax },
    answer: { status: 200, description: 'What became of its records.', content: json('RescueResponse') },
    problems: {
      413: TOO_LARGE,
      422: 'No key of your communes opens it (`cannot-open`), it is something else (`not-rescue`), of a newer app (`unknown-version`) or `damaged`.',
    },
  },
  {
    id: 'criteriaSets',
    method: 'get',
    path: '/v1/criteria-sets',
    tag: TAGS.criteria,
    summary: 'Danh sách bộ tiêu chí',
    description: 'Every version of every set the endpoint knows. None is ever taken away.',
    answer: { status: 200, description: 'The sets.', content: json('CriteriaSets') },
  },
  {
    id: 'criteriaSet',
    method: 'get',
    path: '/v1/criteria-sets/{sha256}',
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
    tag: TAGS.criteria,
    summary: 'Thêm một bộ tiêu chí',
    description: 'By an administrator. A new version stands beside the old one; evaluations keep theirs.',
    body: { ...json('CriteriaSet'), bytesMax: LIMITS.pushBodyBytesMax, gzip: true },
    answer: { status: 200, description: 'The set as it is now known.', content: json('CriteriaSetAdded') },
    problems: {
      400: BAD,
      403: 'Only an administrator may (`not-allowed`).',
      413: TOO_LARGE,
      422: 'Faults of the set (`bad-set`); `detail` has a sentence for each.',
    },
  },
  {
    id: 'rosterTemplate',
    method: 'get',
    path: '/v1/roster/template.xlsx',
    tag: TAGS.roster,
    summary: 'Tải tệp mẫu danh sách',
    description: 'The spreadsheet to fill in, with two example lines and a sheet that explains each column.',
    answer: { status: 200, description: 'An .xlsx.', content: { type: XLSX_TYPE } },
    problems: { 403: NOT_IMPORTER },
  },
  {
    id: 'rosterPreview',
    method: 'post',
    path: '/v1/roster/preview',
    tag: TAGS.roster,
    summary: 'Xem trước việc nhập danh sách',
    description: `The file as it is: .xlsx, or .csv in UTF-8; at most ${ROSTER_LIMITS.rowsMax} rows. Nothing is written. The preview is kept for ${ROSTER_LIMITS.keptMs / 60_000} minutes.`,
    parameters: [COMMUNE, ofQuery('file', "The file's name, for sentences about it.", { type: 'string' }, false)],
    body: { type: BYTES, bytesMax: ROSTER_LIMITS.fileBytesMax },
    answer: {
      status: 200,
      description: 'What an import would do, and every faulty row.',
      content: json('RosterPreview'),
    },
    problems: {
      400: BAD,
      403: NOT_IMPORTER,
      413: TOO_LARGE,
      422: 'Not a list that can be read; `detail` says why in Vietnamese.',
    },
  },
  {
    id: 'rosterImport',
    method: 'post',
    path: '/v1/roster/import',
    tag: TAGS.roster,
    summary: 'Nhập danh sách đã xem trước',
    description:
      'Starts a job that works the preview out anew against the roster of that moment and writes it in one transaction. The same preview twice is one job.',
    parameters: [COMMUNE, ofQuery('preview', '`previewId` of the preview.', { type: 'string' })],
    answer: { status: 202, description: 'The job.', content: json('RosterJob') },
    problems: { 400: BAD, 403: NOT_IMPORTER, 404: 'The preview is not there, or no longer (`unknown-preview`).' },
  },
  {
    id: 'rosterJob',
    method: 'get',
    path: '/v1/roster/jobs/{id}',
    tag: TAGS.roster,
    summary: 'Xem việc nhập tới đâu',
    description: 'Only for who started it. Ask about once a second.',
    parameters: [ofPath('id', 'Id of the job.', { type: 'string' })],
    answer: { status: 200, description: 'The job.', content: json('RosterJob') },
    problems: { 403: NOT_IMPORTER, 404: 'No such job, or no longer (`unknown-job`).' },
  },
  {
    id: 'health',
    method: 'get',
    path: '/health',
    tag: TAGS.endpoint,
    summary: 'Máy chủ có chạy không',
    description: 'For monitors. No personal data.',
    open: true,
    answer: { status: 200, description: 'It runs and its database answers.', content: json('Health') },
  },
  {
    id: 'openApi',
    method: 'get',
    path: '/api/openapi.json',
    tag: TAGS.endpoint,
    summary: 'Bản mô tả này, cho máy đọc',
    description: 'OpenAPI 3.1, printed from the schemas that phone and endpoint parse with.',
    open: true,
    answer: { status: 200, description: 'The description.', content: { type: JSON_TYPE } },
  },
];
