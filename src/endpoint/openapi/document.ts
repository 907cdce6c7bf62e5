/** The OpenAPI 3.1 description of the endpoint, assembled from its operations and the shared schemas. */
import packageJson from '../../../package.json' with { type: 'json' };
import { type Content, type Operation, TAGS } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { type JsonSchema, namedSchemas, refTo } from './schemas.ts';

/** The parts of an OpenAPI document that this endpoint has. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<string, JsonSchema>>;
  };
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}

let made: OpenApiDocument | null = null;

/**
 * The document is made when it is first asked for, and once in a process: the start of an endpoint does not wait for it (9
 * ms).
 * @see https://spec.openapis.org/oas/v3.1.0
 */
export function openApiDocument(): OpenApiDocument {
  made ??= makeDocument();
  return made;
}

function makeDocument(): OpenApiDocument {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Công dân học tập: API',
      version: packageJson.version,
      description:
        'What the phones of the Learning Citizen survey send to the endpoint, open to other programs too. Every write is an immutable revision; every rejection is a Problem whose `error` is a code. Data of persons: only over HTTPS, only in the scope of the token.',
    },
    tags: Object.values(TAGS).map((name) => ({ name })),
    paths,
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'The token that `POST /v1/enrol` answers.' },
      },
    },
    security: [{ token: [] }],
  };
}

function describe(operation: Operation): JsonSchema {
  const { id, tag, summary, description, open, parameters, body, answer, problems } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    ...(open && { security: [] }),
    ...(parameters && { parameters }),
    ...(body && { requestBody: { required: true, description: limitOf(body), content: contentOf(body) } }),
    responses: {
      [answer.status]: {
        description: answer.description,
        ...(answer.content && { content: contentOf(answer.content) }),
      },
      ...Object.fromEntries(
        Object.entries({ ...(!open && { 401: 'Not signed in (`signed-out`).' }), ...problems }).map(
          ([status, text]) => [
            status,
            { description: text, content: { 'application/json': { schema: refTo('Problem') } } },
          ],
        ),
      ),
    },
  };
}

function limitOf({ bytesMax, gzip }: NonNullable<Operation['body']>): string {
  const unit = bytesMax >= 1024 * 1024 ? `${bytesMax / (1024 * 1024)} MiB` : `${bytesMax / 1024} KiB`;
  return `At most ${unit}.${gzip ? ' May be sent with `content-encoding: gzip`.' : ''}`;
}

/** Bytes need no schema in OpenAPI 3.1; a JSON without a named schema may be anything. */
function contentOf({ type, schema }: Content): JsonSchema {
  return { [type]: schema === undefined ? {} : { schema: refTo(schema) } };
}
