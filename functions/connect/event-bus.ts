import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import * as z from 'zod/mini'
import { clientSettings } from '#adapters/aws/client-settings.ts'
import { createEventBus } from '#adapters/aws/event-bus.ts'
import type { EventBus } from '#stages/ports/event-bus.ts'
import { type Environment, Required, readEnvironment } from '../environment.ts'

const Settings = z.object({ EVENT_BUS_NAME: Required })

export function connectEventBus(env: Environment, name: string): EventBus {
  const settings = readEnvironment(Settings, env, name)
  return createEventBus(new EventBridgeClient(clientSettings(env, 'EVENTBRIDGE')), settings.EVENT_BUS_NAME)
}
