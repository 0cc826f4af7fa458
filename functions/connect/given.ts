import type { AttemptStore } from '#stages/ports/attempt-store.ts'
import type { CatalogueStore } from '#stages/ports/catalogue-store.ts'
import type { CustomerStore } from '#stages/ports/customer-store.ts'
import type { DeadLetters } from '#stages/ports/dead-letters.ts'
import type { EventBus } from '#stages/ports/event-bus.ts'
import type { Provider } from '#stages/ports/provider.ts'
import type { QuarantineStore } from '#stages/ports/quarantine-store.ts'
import type { ReactQueue } from '#stages/ports/react-queue.ts'
import type { SendQueue } from '#stages/ports/send-queue.ts'
import type { SuppressionStore } from '#stages/ports/suppression-store.ts'
import type { TimerStore } from '#stages/ports/timer-store.ts'
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
