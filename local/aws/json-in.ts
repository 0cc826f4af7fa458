import { AwsError } from './aws-error.ts'

/** A request's body. Throws `AwsError` where it is not JSON. */
export function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw notJson(cause)
  }
}

const notJson = (cause: unknown): AwsError =>
  new AwsError('SerializationException', 'the body is not JSON', undefined, 400, { cause })
