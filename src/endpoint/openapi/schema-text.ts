/** A JSON schema as a person reads it: `{ revId: uuid, parents: uuid[] ≤ 20, comment?: text ≤ 1000 }`. */
import type { JsonSchema } from './schemas.ts';

/** A piece of text, or the name of a schema to link to. */
export type Piece = string | { readonly schema: string };

const INDENT = '  ';

/** @returns pieces that, joined, are the schema over several lines */
export function schemaText(schema: JsonSchema, depth = 0): Piece[] {
  const { $ref, anyOf, type, properties } = schema;
  if (typeof $ref === 'string') return [{ schema: $ref.split('/').at(-1) ?? '' }];
  if ('const' in schema) return [JSON.stringify(schema.const)];
  if (Array.isArray(schema.enum)) return [schema.enum.map((value) => JSON.stringify(value)).join(' | ')];
  if (Array.isArray(anyOf))
    return joined(
      anyOf.map((each: JsonSchema) => schemaText(each, depth)),
      ' | ',
    );
  if (Array.isArray(type)) {
    return joined(
      type.map((each: unknown) => schemaText({ ...schema, type: each }, depth)),
      ' | ',
    );
  }
  if (Array.isArray(schema.prefixItems)) {
    const members = schema.prefixItems.map((each: JsonSchema) => schemaText(each, depth));
    return ['[', ...joined(members, ', '), ']'];
  }
  if (type === 'array') {
    const items = schemaText((schema.items ?? {}) as JsonSchema, depth);
    const several = items.some((piece) => typeof piece === 'string' && piece.includes(' | '));
    return [...(several ? ['(', ...items, ')'] : items), '[]', bounds(schema.minItems, schema.maxItems)];
  }
  if (type === 'object') return properties ? members(schema, depth) : mapOf(schema, depth);
  if (type === 'string') return [stringText(schema)];
  if (type === 'integer') return [`số nguyên${bounds(schema.minimum, schema.maximum)}`];
  if (type === 'number') return [`số${bounds(schema.minimum, schema.maximum)}`];
  if (type === 'boolean') return ['true | false'];
  return [type === 'null' ? 'null' : 'bất kỳ'];
}

function members({ properties, required }: JsonSchema, depth: number): Piece[] {
  const needed = new Set(Array.isArray(required) ? (required as string[]) : []);
  const inner = INDENT.repeat(depth + 1);
  const lines = Object.entries(properties as Record<string, JsonSchema>).flatMap(([name, schema]): Piece[] => [
    `\n${inner}${name}${needed.has(name) ? '' : '?'}: `,
    ...schemaText(schema, depth + 1),
  ]);
  return ['{', ...lines, `\n${INDENT.repeat(depth)}}`];
}

function mapOf({ additionalProperties }: JsonSchema, depth: number): Piece[] {
  const value = typeof additionalProperties === 'object' ? (additionalProperties as JsonSchema) : {};
  return ['{ [tên]: ', ...schemaText(value, depth), ' }'];
}

function stringText({ format, pattern, minLength, maxLength }: JsonSchema): string {
  if (typeof format === 'string') return format;
  if (typeof pattern === 'string') return `chữ theo ${pattern}`;
  return `chữ${bounds(minLength, maxLength)}`;
}

function bounds(min: unknown, max: unknown): string {
  const from = typeof min === 'number' && min !== 0;
  if (from && typeof max === 'number') return ` ${min}…${max}`;
  if (typeof max === 'number') return ` ≤ ${max}`;
  return from ? ` ≥ ${min}` : '';
}

function joined(lists: readonly Piece[][], mark: string): Piece[] {
  return lists.flatMap((pieces, index) => (index === 0 ? pieces : [mark, ...pieces]));
}
