import type { Hono } from 'hono'
import type { CustomerStore } from '#stages/ports.ts'
import { customerView } from './customer-view.ts'
import { type FoundCustomer, findCustomer } from './find-customer.ts'
import { Problem } from './problem.ts'
import { timelineView } from './timeline-view.ts'

export interface CustomerPageParts {
  readonly customers: CustomerStore
  readonly customerIdSecret: string
}

/** `GET /customers/{id}` and `/customers/{id}/timeline`; `id`: the user's own id, or an anonymous id. */
export function customerPages(app: Hono, { customers, customerIdSecret }: CustomerPageParts): void {
  const find = async (id: string): Promise<FoundCustomer> => {
    const found = await findCustomer(customers, id, customerIdSecret)
    if (found === undefined) throw new Problem(404, 'unknown-customer', `nobody is known as ${id}`, 'path')
    return found
  }
  app.get('/customers/:id', async (context) => {
    const id = context.req.param('id')
    return context.json(customerView(id, await find(id)))
  })
  app.get('/customers/:id/timeline', async (context) => {
    const { ids, entries } = await find(context.req.param('id'))
    const messages = await Promise.all(ids.map((id) => customers.messages(id)))
    return context.json(timelineView(entries, messages.flat()))
  })
}
