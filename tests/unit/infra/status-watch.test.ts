import { describe, expect, it } from 'vitest'
import type { MessageStatus } from '#engagement/message/message.ts'
import { SETUP_FAULTS } from '#engagement/message/setup-fault.ts'
import { metricsOf } from '#functions/middleware/metrics-of-messages.ts'
import { ALARMS } from '#infra/watch/alarm-texts.ts'
import { STATUS_WATCH } from '#infra/watch/status-watch.ts'
import { message } from '#tests/contracts/state-samples.ts'

// Keys of a closed table.
const statuses = Object.keys(STATUS_WATCH) as MessageStatus[]

describe('whoever stays in a status', () => {
  it.each(statuses)('%s: has an alarm, or a reason why nobody need hear of it', (status) => {
    const watch = STATUS_WATCH[status]
    if (watch.alarms === undefined) expect(watch.nobody.length).toBeGreaterThan(10)
    else for (const alarm of watch.alarms) expect(ALARMS).toHaveProperty(alarm)
  })

  it.each(SETUP_FAULTS)('held for %s is told apart from a night and from a throttle', (reason) => {
    expect(metricsOf({ ...message('m'), status: 'held', reason })).toEqual(['NotSetUp'])
  })

  it.each([
    ['quiet-hours', 'Held'],
    ['incident-open', 'Held'],
    ['throttled', 'Throttled'],
  ] as const)('held for %s is counted as %s', (reason, metric) => {
    expect(metricsOf({ ...message('m'), status: 'held', reason })).toEqual([metric])
  })
})
