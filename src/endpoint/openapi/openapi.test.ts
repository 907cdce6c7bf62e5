/**
 * Goal: an integrator can trust the description. Method: every reference must resolve, every path parameter must be
 * described, every schema must be one that zod's own data passes, and the page must show each operation and hold no script.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from './document.ts';
import { OPERATIONS } from './operations.ts';
import { openApiPage, openApiStyle } from './page.ts';

const document = openApiDocument();
const text = JSON.stringify(document);

describe('the OpenAPI document', () => {
  it('describes every route of the endpoint and no other', () => {
    const files = readdirSync(new URL('..', import.meta.url), { encoding: 'utf8', recursive: true }).filter((file) =>
      /(^app|routes)\.ts$/.test(file),
    );
    expect(files.length).toBeGreaterThan(10);
    const written = files.flatMap((file) =>
      [
        ...readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').matchAll(/\.(get|post|put)\(\s*'(\/[^'*]+)'/g),
      ].map(([, method, path]) => `${method} ${path?.replace(/:(\w+)/g, '{$1}')}`),
    );
    const described = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    // The page itself and its style are for people.
    expect(written.filter((route) => !/ \/api(\/docs\.css)?$/.test(route)).sort()).toEqual([...described].sort());
  });

  it('has the shape of OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0');
    const ids = new Set<string>();
    for (const [path, methods] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const operation of Object.values(methods)) {
        const parameters = (operation.parameters ?? []) as { name: string; in: string }[];
        expect(parameters.filter((each) => each.in === 'path').map(({ name }) => name)).toEqual(inPath);
        ids.add(String(operation.operationId));
        const responses = operation.responses as Record<string, { description?: string }>;
        expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true);
        for (const { description } of Object.values(responses)) expect(description).toBeTruthy();
      }
    }
    expect(ids.size).toBe(OPERATIONS.length);
  });

  it('refers only to schemas it has, and has none that nothing refers to', () => {
    const names = Object.keys(document.components.schemas);
    const referred = new Set(
      [...text.matchAll(/"\$ref":"#\/components\/schemas\/([\w-]+)"/g)].map((match) => match[1] ?? ''),
    );
    expect(text.match(/"\$ref":"(?!#\/components\/schemas\/)/g)).toBeNull();
    expect([...referred].filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => !referred.has(name))).toEqual([]);
    expect(text).not.toContain('"$defs"');
  });

  it('prints what zod checks: members needed, limits, kinds of payload', () => {
    const { PushRequest, Revision, Problem } = document.components.schemas;
    expect(PushRequest).toMatchObject({
      required: ['proto', 'device', 'deviceTime', 'revisions'],
      properties: { revisions: { maxItems: 400, items: { $ref: '#/components/schemas/Revision' } } },
    });
    expect(JSON.stringify(Revision)).toContain('#/components/schemas/Evaluation');
    expect(Problem).toMatchObject({ required: ['error'] });
  });
});

describe('the API page', () => {
  const page = openApiPage(document);

  it('shows every operation and schema, with links that lead somewhere', () => {
    for (const { id, path, summary } of OPERATIONS) {
      expect(page).toContain(`id="${id}"`);
      expect(page).toContain(path);
      expect(page).toContain(summary);
    }
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(targets.filter((target) => !page.includes(`id="${target}"`))).toEqual([]);
  });

  it('asks for nothing but its style, and runs nothing', () => {
    expect(page).not.toMatch(/<script|style=|\son\w+=|https?:\/\//);
    expect([...page.matchAll(/(?:src|href)="([^#"][^"]*)"/g)].map((match) => match[1])).toEqual([
      '/api/docs.css',
      '/api/openapi.json',
    ]);
    expect(openApiStyle).not.toMatch(/url\(|@import/);
  });
});
