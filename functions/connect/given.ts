import type {
  AttemptStore,
  CatalogueStore,
  CustomerStore,
  DeadLetters,
  EventBus,
  Provider,
  QuarantineStore,
  ReactQueue,
  SendQueue,
  SuppressionStore,
  TimerStore,
} from '#stages/ports.ts'
import type { Log } from '../middleware/log.ts'
import type { Meter } from '../middleware/metrics.ts'

/** The stores of the one table. */
export interface Stores {
  readonly customers: CustomerStore
  readonly timers: TimerStore
  readonly catalogue: CatalogueStore
  readonly suppressions: SuppressionStore
  readonly quarantine: QuarantineStore
  readonly attempts: AttemptStore
}

/** What a caller brings itself instead of what the environment names: another host, a test. */
export interface Given {
  readonly stores?: Stores
  readonly reactQueue?: ReactQueue
  readonly sendQueue?: SendQueue
  readonly eventBus?: EventBus
  readonly provider?: Provider
  readonly deadLetters?: DeadLetters
  readonly log?: Log
  readonly meter?: Meter
}
