import { describe, expect, it } from 'vitest'
import { QUEUES, type QueueFacts } from '#functions/topology.ts'
import { paceFor } from '#infra/pace.ts'

const queue = (name: string): QueueFacts => {
  const facts = QUEUES.find((one) => one.name === name)
  if (facts === undefined) throw new Error(name)
  return facts
}
const atOnce = (name: string, rate: number) => {
  const { batchSize, concurrency } = paceFor(queue(name), rate)
  return batchSize * concurrency
}

describe('the pace of mails', () => {
  it('is topology.ts’s own without a rate, and for what is no mail', () => {
    expect(paceFor(queue('send-email-service'), undefined)).toBe(queue('send-email-service'))
    expect(paceFor(queue('send-sms-service'), 500)).toBe(queue('send-sms-service'))
  })

  it('grows with the rate that SES grants', () => {
    expect(paceFor(queue('send-email-service'), 14)).toEqual({ batchSize: 1, concurrency: 2 })
    expect(atOnce('send-email-service', 200)).toBe(30)
    expect(atOnce('send-email-service', 2000)).toBe(300)
  })

  it('leaves room for service mails beside a campaign', () => {
    expect(atOnce('send-email-marketing', 2000)).toBe(atOnce('send-email-service', 2000) / 2)
  })

  it.each([0, -1, Number.NaN, 1e9])('refuses %d mails a second', (rate) => {
    expect(() => paceFor(queue('send-email-service'), rate)).toThrow(/^sendRate: /)
  })
})
