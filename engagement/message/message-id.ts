import { createHash } from 'node:crypto'

/** What makes a message that message: the same again is the same id. */
export interface MessageIdParts {
  readonly customerId: string
  /** `workflow#key#n`. */
  readonly run: string
  readonly step: string
  readonly channel: string
}

/** 43 letters, digits, `-` and `_`: fits an SES tag. A planned message has one id however often it is planned. */
export const messageId = ({ customerId, run, step, channel }: MessageIdParts): string =>
  createHash('sha256')
    .update(JSON.stringify([customerId, run, step, channel]))
    .digest('base64url')
