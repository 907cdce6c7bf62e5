/** A request that cannot be served: thrown in a route, answered as JSON with a code the app has a sentence for. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429;

export class Refusal extends Error {
  readonly status: RefusalStatus;
  readonly code: string;
  readonly detail: string | undefined;
  constructor(status: RefusalStatus, code: string, detail?: string) {
    super(code);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}
