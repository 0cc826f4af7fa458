import { describe, expect, it } from 'vitest'
import { METRICS_NAMESPACE, metricLine, NAMESPACE_VARIABLE, namespaceIn } from '#functions/metrics.ts'

const NOW = Date.UTC(2026, 10, 21, 12)
const read = (line: string | undefined): unknown => JSON.parse(line ?? 'null')

describe('a line of metrics', () => {
  it('says what is counted, in which unit and when', () => {
    expect(read(metricLine({ EventsAccepted: 3, SweepLagSeconds: 12.5 }, {}, NOW))).toEqual({
      _aws: {
        Timestamp: NOW,
        CloudWatchMetrics: [
          {
            Namespace: 'Beforehand',
            Dimensions: [[]],
            Metrics: [
              { Name: 'EventsAccepted', Unit: 'Count' },
              { Name: 'SweepLagSeconds', Unit: 'Seconds' },
            ],
          },
        ],
      },
      EventsAccepted: 3,
      SweepLagSeconds: 12.5,
    })
  })

  it('counts a message in the whole and in its class', () => {
    expect(read(metricLine({ Sent: 1 }, { Class: 'marketing' }, NOW))).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Dimensions: [[], ['Class']] }] },
      Class: 'marketing',
      Sent: 1,
    })
  })

  it('pays for the class of what is looked at by class, and of nothing else', () => {
    expect(read(metricLine({ Sent: 1, Skipped: 1 }, { Class: 'service' }, NOW))).toMatchObject({
      _aws: {
        CloudWatchMetrics: [
          { Dimensions: [[], ['Class']], Metrics: [{ Name: 'Sent' }] },
          { Dimensions: [[]], Metrics: [{ Name: 'Skipped' }] },
        ],
      },
    })
  })

  it('counts nought where nought was given, and is no line where nothing was', () => {
    expect(read(metricLine({ Bounced: 0 }, {}, NOW))).toMatchObject({ Bounced: 0 })
    expect(metricLine({}, { Class: 'service' }, NOW)).toBeUndefined()
  })

  it('goes under the namespace of its deployment', () => {
    const namespace = namespaceIn({ [NAMESPACE_VARIABLE]: 'Beforehand/dev' })
    expect(read(metricLine({ Sent: 1 }, {}, NOW, namespace))).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Namespace: 'Beforehand/dev' }] },
    })
    expect(namespaceIn({})).toBe(METRICS_NAMESPACE)
  })
})
