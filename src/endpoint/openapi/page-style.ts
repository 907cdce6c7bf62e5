/** The style of the API page, served by itself: the pages' policy allows styles only from our own address. */
export const openApiStyle = `:root {
  color-scheme: light dark;
  --paper: light-dark(#f7f5ef, #121715);
  --surface: light-dark(#ffffff, #1b2320);
  --ink: light-dark(#1c2421, #eef2ef);
  --soft: light-dark(#4a544f, #b9c4be);
  --line: light-dark(#d6d2c5, #37433d);
  --brand: light-dark(#0b5d4a, #7bd3b5);
  --brand-soft: light-dark(#e0f0ea, #1d3a31);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  max-width: 60rem;
  padding: 1.5rem 1rem 4rem;
  background: var(--paper);
  color: var(--ink);
  font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.4; }
h2 { margin-top: 2.5rem; }
h3 { margin: 0; font-size: 1.125rem; }
a { color: var(--brand); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid #b25400; outline-offset: 2px; }
nav ul { padding-left: 1.25rem; }
nav li { padding: 0.125rem 0; }
article {
  margin: 1rem 0;
  padding: 1rem;
  background: var(--surface);
  border: 1px solid var(--line);
  border-radius: 0.75rem;
}
article > p { margin: 0.5rem 0; }
.call { font: 600 1rem/1.5 ui-monospace, Consolas, monospace; }
.method {
  display: inline-block;
  min-width: 3.5rem;
  padding: 0 0.5rem;
  margin-right: 0.5rem;
  border-radius: 0.5rem;
  background: var(--brand-soft);
  color: var(--brand);
  text-align: center;
}
dl { margin: 0.5rem 0 0; }
dt { margin-top: 0.5rem; font-weight: 600; }
dd { margin: 0 0 0 1rem; }
.soft { color: var(--soft); }
code, pre { font-family: ui-monospace, Consolas, monospace; font-size: 0.9375rem; }
pre {
  margin: 0.75rem 0 0;
  padding: 0.75rem;
  overflow-x: auto;
  background: var(--paper);
  border-radius: 0.5rem;
  white-space: pre-wrap;
}
`;
