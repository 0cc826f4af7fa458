import { COUNT_LAWS } from './counts.ts'
import type { Law } from './law.ts'
import { MESSAGE_LAWS } from './messages.ts'
import { RESPECT_LAWS } from './respect.ts'
import { STATE_LAWS } from './states.ts'
import { TIMELINE_LAWS } from './timelines.ts'

export const LAWS: readonly Law[] = [...STATE_LAWS, ...TIMELINE_LAWS, ...COUNT_LAWS, ...MESSAGE_LAWS, ...RESPECT_LAWS]
