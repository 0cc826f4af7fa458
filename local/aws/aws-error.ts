/** An error as AWS services answer it: HTTP status and a code in `__type`. */
export class AwsError extends Error {
  readonly code: string
  readonly type: string
  readonly status: number
  constructor(code: string, message: string, type: string = code, status = 400, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.type = type
    this.status = status
  }
}
