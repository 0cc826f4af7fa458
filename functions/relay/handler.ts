import { relayDependencies } from './dependencies.ts'
import { createRelayHandler } from './relay.ts'

export const handler = createRelayHandler(relayDependencies(process.env))
