import * as z from 'zod/mini'
import { Secret } from './environment.ts'

/**
 * Keys of the links in mails, a line each, the newest first. To change the key, put a new one in front, and take the last
 * one away when the links signed with it have expired.
 */
export const LinkKeys = z.pipe(
  z.string(),
  z.pipe(
    z.transform((text: string) =>
      text
        .split('\n')
        .map((key) => key.trim())
        .filter((key) => key !== ''),
    ),
    z.tuple([Secret], Secret),
  ),
)
