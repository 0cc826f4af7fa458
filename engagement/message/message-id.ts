import { createHash } from 'node:crypto'
import type { Channel } from '../model/channels.ts'

/** What makes a message that message: the same again is the same id. */
export interface MessageIdParts {
  readonly customerId: string
  /** `workflow#key#n`. */
  readonly run: string
  readonly step: string
  readonly channel: Channel
  /** How many messages of this run were taken back before. */
  readonly round?: number | undefined
}

/** 43 letters, digits, `-` and `_`: fits a provider's tag. A planned message has one id however often it is planned. */
export const messageId = ({ customerId, run, step, channel, round }: MessageIdParts): string =>
  createHash('sha256')
    .update(JSON.stringify([customerId, run, step, channel, ...(round === undefined ? [] : [round])]))
    .digest('base64url')
