/** How a route of the endpoint is described, and the words that several descriptions share. */
import type { Action } from '../../programme/index.ts';
import type { SchemaName } from './schemas.ts';

/** A parameter of a route. */
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly required: boolean;
  readonly description: string;
  readonly schema: { readonly [key: string]: unknown };
}
/** A body of a request or an answer. */
export interface Content {
  readonly type: string;
  /** Absent for bytes. */
  readonly schema?: SchemaName;
}
/** A route of the endpoint. */
export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put';
  readonly path: string;
  /**
   * What the caller must be allowed to do (programme/policy.ts) in the commune that is asked about; null where it is enough
   * to be signed in, or where nobody need be. A test calls every operation with every kind of grant.
   */
  readonly action: Action | null;
  readonly tag: string;
  /** One line in Vietnamese. */
  readonly summary: string;
  readonly description: string;
  /** Whether nobody need be signed in. */
  readonly open?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly body?: Content & { readonly bytesMax: number; readonly gzip?: boolean };
  readonly answer: { readonly status: number; readonly description: string; readonly content?: Content };
  /** Statuses beside 401, which every route may answer that is not open. */
  readonly problems?: Readonly<Record<number, string>>;
}

export const JSON_TYPE = 'application/json';
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const BYTES = 'application/octet-stream';
/** @returns a JSON body with a named schema */
export const json = (schema: SchemaName): Content => ({ type: JSON_TYPE, schema });

/** @returns a parameter of the query */
export const ofQuery = (
  name: string,
  description: string,
  schema: Parameter['schema'],
  required = true,
): Parameter => ({
  name,
  in: 'query',
  required,
  description,
  schema,
});
/** @returns a parameter of the path */
export const ofPath = (name: string, description: string, schema: Parameter['schema']): Parameter => ({
  name,
  in: 'path',
  required: true,
  description,
  schema,
});
export const HASH = { type: 'string', pattern: '^[0-9a-f]{64}$' };
export const SCOPE = ofQuery(
  'scope',
  'Opaque id under which a commune’s records are kept: one of the session’s `scopes`.',
  {
    type: 'string',
    pattern: '^[A-Za-z0-9-]{1,64}$',
  },
);

export const NO_COMMUNE_TEXT = 'The officer has no commune; nothing was stored (`no-commune`).';
export const OUT_OF_SCOPE = 'The commune is not one of yours (`out-of-scope`).';
export const NOT_SUPERVISOR = `Only a supervisor or administrator may (\`not-allowed\`). ${OUT_OF_SCOPE}`;
export const TOO_LARGE = 'The body is too large, on the wire or inflated (`too-large`).';
export const BAD = 'The body or a parameter does not fit its schema (`bad-request`); `detail` names the member.';

/** The sections of the description, in the order in which the page shows them. */
export const TAGS = {
  sign: 'Đăng nhập · Sign-in',
  sync: 'Đồng bộ · Sync',
  photos: 'Ảnh · Photos',
  criteria: 'Bộ tiêu chí · Criteria sets',
  roster: 'Danh sách dân cư · Roster',
  desk: 'Bàn giám sát · Desk',
  admin: 'Quản trị · Administration',
  endpoint: 'Máy chủ · Endpoint',
} as const;
