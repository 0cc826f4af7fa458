import type { MiddlewareHandler } from 'hono'
import { ALL_ROUTES, prefixOf } from '#functions/routes.ts'
import { Problem } from './problem.ts'

const FOREIGN = 'writes from pages of other origins are refused'
/** What browsers say of a page of ours, and of what a person typed. Another port of this machine is `same-site`. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none'])

/**
 * Answers only to the host's own names, so that a foreign page whose name was pointed at 127.0.0.1 reads nothing
 * (DNS rebinding), and takes no write from another origin's page. The customers' own pages are for everybody: what
 * they may do is in their signed token, and a mail program that posts an unsubscribe has an origin of its own.
 */
export function ownHostOnly(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const own = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port()}`)
    const host = context.req.header('host')?.toLowerCase() ?? ''
    if (!own.includes(host))
      throw new Problem(421, 'foreign-host', `this host answers to ${own.join(', ')}`, 'header Host')
    const origin = context.req.header('origin')
    const writes = !['GET', 'HEAD'].includes(context.req.method) && !isForEverybody(context.req.path)
    if (writes && origin !== undefined && !own.some((name) => origin === `http://${name}`)) {
      throw new Problem(403, 'foreign-origin', FOREIGN, 'header Origin')
    }
    const site = context.req.header('sec-fetch-site')
    if (writes && site !== undefined && !OWN_SITES.has(site))
      throw new Problem(403, 'foreign-origin', FOREIGN, 'header Sec-Fetch-Site')
    await next()
  }
}

const isForEverybody = (path: string): boolean => ALL_ROUTES.some((route) => path.startsWith(prefixOf(route)))
