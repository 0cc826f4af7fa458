import type { Context, Hono } from 'hono'
import type { Message } from '#engagement/message/message.ts'
import { indexCatalogue } from '#engagement/model/live-catalogue.ts'
import { withPinned } from '#stages/load-catalogue.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import type { Clock } from '#stages/ports/clock.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import { customer } from '#views/customer.ts'
import { type Timeline, timeline } from '#views/timeline.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { customerZone } from './customer-zone.ts'
import { type FoundCustomer, findCustomer } from './find-customer.ts'
import { type Html, PAGE_POLICY, page } from './html.ts'
import { Problem } from './problem.ts'
import { profileView } from './profile-page.ts'
import { timelinePage } from './timeline-page.ts'
import { wantsHtml } from './wants-html.ts'

export interface CustomerPageParts {
  readonly customers: CustomerStore
  readonly catalogue: CatalogueStore
  readonly customerIdSecret: string
  readonly mailbox: Pick<Mailbox, 'find'>
  readonly clock: Clock
}

const JSON_SUFFIX = '.json'

/**
 * `GET /customers/{id}` and `/customers/{id}/timeline`, a page for people and JSON for machines (by `Accept`, or with
 * `.json`); `id`: the user's own id, or an anonymous id.
 */
export function customerPages(app: Hono, parts: CustomerPageParts): void {
  app.get('/customers/:id', async (context) => {
    const { id, found, asData } = await find(context.req.param('id'), parts)
    if (asData || !wantsHtml(context))
      return context.json(customer(id, found, (await parts.catalogue.live())?.computed ?? []))
    return shown(context, id, `/customers/${encodeURIComponent(id)}`, await profile(id, found, parts), parts)
  })
  app.get('/customers/:id/timeline', async (context) => {
    const { id, found } = await find(context.req.param('id'), parts)
    if (!wantsHtml(context)) return context.json(await timelineData(found, parts))
    const zone = await customerZone(found.state, parts.catalogue)
    const letterOf = ({ providerId }: Message): number | undefined =>
      providerId === undefined ? undefined : parts.mailbox.find(providerId)?.seq
    const body = timelinePage({ name: id, found, messages: await messagesOf(found, parts), zone, letterOf })
    return shown(context, id, `/customers/${encodeURIComponent(id)}/timeline`, body, parts)
  })
  app.get('/customers/:id/timeline.json', async (context) => {
    const { found } = await find(context.req.param('id'), parts)
    return context.json(await timelineData(found, parts))
  })
}

async function find(
  id: string,
  { customers, customerIdSecret }: CustomerPageParts,
): Promise<{ readonly id: string; readonly found: FoundCustomer; readonly asData: boolean }> {
  const found = await findCustomer(customers, id, customerIdSecret)
  if (found !== undefined) return { id, found, asData: false }
  const bare = id.endsWith(JSON_SUFFIX) ? id.slice(0, -JSON_SUFFIX.length) : ''
  const named = bare === '' ? undefined : await findCustomer(customers, bare, customerIdSecret)
  if (named !== undefined) return { id: bare, found: named, asData: true }
  throw new Problem(404, 'unknown-customer', `nobody is known as ${id}`, 'path')
}

async function profile(name: string, found: FoundCustomer, { catalogue, clock }: CustomerPageParts): Promise<Html> {
  const live = await catalogue.live()
  const index = live === undefined ? undefined : await withPinned(indexCatalogue(live), found.state, catalogue)
  const zone = await customerZone(found.state, catalogue)
  return profileView({ name, found, live: index, zone, now: clock.now() })
}

const messagesOf = async ({ ids }: FoundCustomer, { customers }: CustomerPageParts): Promise<readonly Message[]> =>
  (await Promise.all(ids.map((id) => customers.messages(id)))).flat()

const timelineData = async (found: FoundCustomer, parts: CustomerPageParts): Promise<Timeline> =>
  timeline(found.entries, await messagesOf(found, parts))

async function shown(
  context: Context,
  title: string,
  at: string,
  body: Html,
  { clock, catalogue }: CustomerPageParts,
): Promise<Response> {
  const zone = await customerZone(undefined, catalogue)
  return context.html(await page({ title, at, now: clock.now(), zone, body }), 200, {
    'content-security-policy': PAGE_POLICY,
  })
}
