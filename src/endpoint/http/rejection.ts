/** A request that cannot be served: thrown in a route, answered as JSON with a code the app has a sentence for. */
export type RejectionStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429;

export class Rejection extends Error {
  readonly status: RejectionStatus;
  readonly code: string;
  readonly detail: string | undefined;
  constructor(status: RejectionStatus, code: string, detail?: string) {
    super(code);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}
