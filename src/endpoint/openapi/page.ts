/** The API's description as a page to read: it has no script and loads nothing from elsewhere. */
import type { OpenApiDocument } from './document.ts';
import { type Piece, schemaText } from './schema-text.ts';
import type { JsonSchema } from './schemas.ts';

export { openApiStyle } from './page-style.ts';

interface Described {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description: string;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly description: string; readonly content: ContentOf };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: ContentOf }>>;
}
type ContentOf = Readonly<Record<string, { readonly schema?: JsonSchema }>>;

/** @returns a whole HTML document; its style is at `/api/docs.css` */
export function openApiPage(document: OpenApiDocument): string {
  const { info, tags, paths, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ path, method, of: described as unknown as Described })),
  );
  const sections = tags.map(({ name }) => ({ name, list: operations.filter(({ of }) => of.tags.includes(name)) }));
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(info.title)}</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<header>
<h1>${safe(info.title)}</h1>
<p class="soft">Bản ${safe(info.version)} · OpenAPI ${document.openapi} · <a href="/api/openapi.json">openapi.json</a></p>
<p lang="en">${prose(info.description)}</p>
</header>
<nav aria-label="Mục lục">
<ul>
${sections
  .map(
    ({ name, list }) =>
      `<li>${safe(name)}<ul>${list
        .map(({ of }) => `<li><a href="#${of.operationId}">${safe(of.summary)}</a></li>`)
        .join('')}</ul></li>`,
  )
  .join('\n')}
<li><a href="#schemas">Cấu trúc dữ liệu · Schemas</a></li>
</ul>
</nav>
<main>
${sections.map(({ name, list }) => `<h2>${safe(name)}</h2>\n${list.map(operationHtml).join('\n')}`).join('\n')}
<h2 id="schemas">Cấu trúc dữ liệu · Schemas</h2>
${Object.entries(components.schemas)
  .map(([name, schema]) => schemaHtml(name, schema))
  .join('\n')}
</main>
</body>
</html>
`;
}

function operationHtml({ path, method, of }: { path: string; method: string; of: Described }): string {
  const facts: (readonly [string, string])[] = [];
  const open = of.security?.length === 0;
  facts.push(['Đăng nhập · Token', open ? 'không cần' : '<code>Authorization: Bearer …</code>']);
  for (const { name, in: place, required, description, schema } of of.parameters ?? []) {
    const need = required ? 'bắt buộc' : 'không bắt buộc';
    facts.push([
      `<code>${safe(name)}</code> <span class="soft">(${place}, ${need})</span>`,
      `${english(description)} <code>${piecesHtml(schemaText(schema))}</code>`,
    ]);
  }
  if (of.requestBody) {
    facts.push(['Gửi đi · Body', `${contentHtml(of.requestBody.content)} ${english(of.requestBody.description)}`]);
  }
  for (const [status, { description, content }] of Object.entries(of.responses)) {
    facts.push([`Trả về ${status}`, `${english(description)} ${content ? contentHtml(content) : ''}`]);
  }
  return `<article id="${of.operationId}">
<h3>${safe(of.summary)}</h3>
<p class="call"><span class="method">${method.toUpperCase()}</span>${safe(path)}</p>
<p>${english(of.description)}</p>
<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>
</article>`;
}

function schemaHtml(name: string, schema: JsonSchema): string {
  const text = typeof schema.description === 'string' ? `\n<p>${english(schema.description)}</p>` : '';
  return `<article id="schema-${name}">
<h3>${safe(name)}</h3>${text}
<pre>${piecesHtml(schemaText(schema))}</pre>
</article>`;
}

function contentHtml(content: ContentOf): string {
  return Object.entries(content)
    .map(([type, { schema }]) => `<code>${safe(type)}</code>${schema ? ` ${piecesHtml(schemaText(schema))}` : ''}`)
    .join(', ');
}

function piecesHtml(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) =>
      typeof piece === 'string' ? safe(piece) : `<a href="#schema-${safe(piece.schema)}">${safe(piece.schema)}</a>`,
    )
    .join('');
}

const english = (text: string) => `<span lang="en">${prose(text)}</span>`;

/** @returns HTML of a text that has `code` in back quotes */
function prose(text: string): string {
  return safe(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
function safe(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}
