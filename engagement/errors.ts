/** A broken promise of the code, with a stable code. `TransientError` is worth a retry, `PermanentError` never is. */
export class EngagementError extends Error {
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
export class TransientError extends EngagementError {}
export class PermanentError extends EngagementError {}
