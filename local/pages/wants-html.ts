import type { Context } from 'hono'
import { accepts } from 'hono/accepts'

/** Whether a person looks: machines that ask for nothing in particular get JSON. */
export const wantsHtml = (context: Context): boolean =>
  accepts(context, {
    header: 'Accept',
    supports: ['application/json', 'text/html'],
    default: 'application/json',
  }) === 'text/html'
