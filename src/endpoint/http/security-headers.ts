/** What a browser may do with our pages: run our own scripts and ask our own address, and nothing else. */
import type { MiddlewareHandler } from 'hono';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Sets the headers of every answer. JSON of the protocol gets only one of them: nothing is shown or run from it, and on 2G
 * the others take as many bytes as an evaluation.
 */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  const { headers } = context.res;
  const data = context.req.path.startsWith('/v1/') && headers.get('content-type')?.startsWith('application/json');
  if (data) {
    headers.set('x-content-type-options', 'nosniff');
    return;
  }
  headers.set('content-security-policy', POLICY);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(self), microphone=(), geolocation=(), payment=()');
};
