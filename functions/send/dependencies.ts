import * as z from 'zod/mini'
import { messageLinks } from '#engagement/content/links.ts'
import type { Message } from '#engagement/message/message.ts'
import type { Clock } from '#stages/ports/clock.ts'
import { type SendDeps, sendMessage } from '#stages/send.ts'
import { connectDeadLetters } from '../connect/dead-letters.ts'
import type { Given } from '../connect/given.ts'
import { connectProvider } from '../connect/provider.ts'
import { connectStores } from '../connect/stores.ts'
import { type Environment, readEnvironment } from '../environment.ts'
import { LinkKeys } from '../link-keys.ts'
import { createLog } from '../middleware/log.ts'
import { connectMeter } from '../middleware/metrics.ts'
import { queuesOf } from '../topology.ts'
import type { SendHandlerDeps } from './send.ts'

const SOURCES = queuesOf('send')

/** Links in mails lead to the customer's pages under `PUBLIC_URL`, signed with the newest key of `LINK_SECRET`. */
const Settings = z.object({ PUBLIC_URL: z.url(), LINK_SECRET: LinkKeys })

export function sendDependencies(env: Environment, clock: Clock, given: Given = {}): SendHandlerDeps {
  const settings = readEnvironment(Settings, env, 'send')
  const stores = given.stores ?? connectStores(env, clock, 'send')
  const provider = given.provider ?? connectProvider(env, clock, 'send')
  const pages = { baseUrl: settings.PUBLIC_URL.replace(/\/$/, ''), secret: settings.LINK_SECRET[0] }
  const linksFor = ({ customerId, id, class: messageClass, topic }: Message, locale: string) =>
    messageLinks({ ...pages, customerId, messageId: id, class: messageClass, topic, locale, now: clock.now() })
  const deps: SendDeps = { ...stores, provider, clock, linksFor }
  return {
    send: (request, told) => sendMessage(request, { ...deps, ...told }),
    attempts: stores.attempts,
    deadLetters: given.deadLetters ?? connectDeadLetters(env, 'send', SOURCES),
    log: given.log ?? createLog(),
    meter: connectMeter(env, clock, given),
  }
}
