import { parseStreamRecord } from '#adapters/aws/dynamodb/stream-record.ts'
import { connectDeadLetters } from '../connect/dead-letters.ts'
import { connectEventBus } from '../connect/event-bus.ts'
import type { Given } from '../connect/given.ts'
import { connectSendQueues } from '../connect/send-queues.ts'
import type { Environment } from '../environment.ts'
import { createLog } from '../middleware/log.ts'
import { STREAM } from '../topology.ts'
import type { RelayHandlerDeps } from './relay.ts'

const SOURCES = [{ name: 'relay', deadLetterUrl: STREAM.deadLetterUrl }]

export function relayDependencies(env: Environment, given: Given = {}): RelayHandlerDeps {
  return {
    parse: parseStreamRecord,
    sendQueue: given.sendQueue ?? connectSendQueues(env, 'relay'),
    eventBus: given.eventBus ?? connectEventBus(env, 'relay'),
    deadLetters: given.deadLetters ?? connectDeadLetters(env, 'relay', SOURCES),
    log: given.log ?? createLog(),
  }
}
