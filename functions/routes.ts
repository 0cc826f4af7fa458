import { LINKS, type LinkName } from '#engagement/content/links.ts'
import type { StartedBy } from './facts.ts'

/** A way in from outside. */
export interface Route {
  /** Below the public address; a parameter stands in braces, as the last part. */
  readonly path: `/${string}`
  readonly methods: readonly [Method, ...Method[]]
  /** Who answers. */
  readonly function: StartedBy<'http'>
  /** Characters of a body that are read: what comes behind them is nobody's. */
  readonly bodyLimit: number
  /** Its name in a deployment: under another one it would be made anew. */
  readonly deployedAs: string
  /** Why nobody has to show who they are. */
  readonly open: string
}

export type Method = 'GET' | 'POST'

const SIGNED = 'The token in the path is signed and names one customer: whoever holds the link may open the page.'
/** GET shows what a link is for, POST does it (RFC 8058). */
const PAGE = { methods: ['GET', 'POST'], function: 'preferences', bodyLimit: 10_000, open: SIGNED } as const

/**
 * Every route from outside. The infrastructure builds them, the local host and the functions answer them, and the links
 * that we sign lead to them: a kind of link without a route of its name does not compile.
 */
export const ROUTES = {
  unsubscribe: { path: `/${LINKS.unsubscribe.path}/{token}`, deployedAs: 'Pages', ...PAGE },
  preferences: { path: `/${LINKS.preferences.path}/{token}`, deployedAs: 'Preferences', ...PAGE },
} as const satisfies { readonly [name: string]: Route } & { readonly [link in LinkName]: Route }

type Answering = (typeof ROUTES)[keyof typeof ROUTES]['function']

export const ALL_ROUTES: readonly Route[] = Object.values(ROUTES)

/** The routes that a function answers. One that is started by HTTP and has none does not compile where it is built. */
export const routesOf = (name: Answering): readonly Route[] => ALL_ROUTES.filter((route) => route.function === name)

/** What stands before a route's parameter. */
export const prefixOf = ({ path }: Pick<Route, 'path'>): string => path.replace(/\{.*$/, '')

/** What a path has for the parameter of any of these routes, also below the path at which an API is mounted. */
export function parameterIn(path: string, routes: readonly Pick<Route, 'path'>[]): string | undefined {
  const prefixes = routes.map((route) => RegExp.escape(prefixOf(route)))
  return new RegExp(`(?:${prefixes.join('|')})([^/]+)$`).exec(path)?.[1]
}
