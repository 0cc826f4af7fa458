import type { Reason } from '../decision/reasons.ts'
import type { Message } from '../message/message.ts'
import { lastWord } from './end-run.ts'
import type { KnownCustomer } from './known-customer.ts'
import type { LapsedMessage, MessageChange } from './message-change.ts'
import type { MessageWrite, Settlement } from './message-write.ts'
import { runId } from './run.ts'

/** Statuses in which the sender's word is still to come. */
const OPEN: readonly Message['status'][] = ['planned', 'claimed', 'unknown']

/** The message as it is to be written after a change that its run asked for. */
export function messageOf(known: KnownCustomer, change: MessageChange): Message {
  const { run, step } = change
  const workflow = known.catalogue.workflow(run.workflow, run.version)
  return {
    id: change.id,
    customerId: known.customerId,
    workflow: run.workflow,
    version: run.version,
    run: runId(run),
    runKey: run.key,
    runN: run.n,
    step: step.id,
    name: step.kind === 'send' ? step.message : step.kind === 'webhook' ? step.url : step.to,
    channel: change.channel,
    class: workflow?.class ?? 'service',
    ...(workflow?.topic === undefined ? {} : { topic: workflow.topic }),
    urgent: step.kind === 'send' && step.urgent,
    status: change.status,
    plannedAt: change.plannedAt,
    attempt: change.attempt,
    outcomes: [],
    ...(change.goodUntil === undefined ? {} : { goodUntil: change.goodUntil }),
    ...(change.claimedAt === undefined ? {} : { claimedAt: change.claimedAt }),
    ...(change.repeated === true ? { repeated: true } : {}),
    ...(change.status === 'sent' ? { sentAt: known.now } : {}),
    ...(change.providerId === undefined ? {} : { providerId: change.providerId }),
    ...(change.reason === undefined ? {} : { reason: change.reason }),
    ...(change.payload === undefined ? {} : { payload: change.payload }),
  }
}

/** Messages whose lease has ended and that no run waits for. */
export const writesOfLapsed = (
  lapsed: readonly LapsedMessage[],
  messages: readonly Message[],
): readonly MessageWrite[] =>
  lapsed.flatMap(({ id, status, reason }) => {
    const message = messages.find((each) => each.id === id)
    return message === undefined ? [] : [{ message: { ...message, status, reason }, expect: [message.status] }]
  })

/** A message whose run is gone (it exited while the message was being sent): only its own item changes. */
export function settledAlone(settlement: Settlement, now: number): readonly MessageWrite[] {
  const { message } = settlement
  // Feedback was faster than the sender: what it told stands.
  if (!OPEN.includes(message.status)) return []
  const ended = (status: 'cancelled' | 'skipped', reason: Reason): Message => ({
    ...message,
    ...lastWord(message, status, reason),
  })
  // Why it was unknown is no longer true once it was sent.
  const { reason: _, ...told } = message
  switch (settlement.verdict) {
    case 'claimed':
      return [{ message: ended('cancelled', 'run-gone'), expect: ['planned'] }]
    case 'sent':
      return [
        {
          message: {
            ...told,
            status: 'sent',
            sentAt: now,
            ...(settlement.providerId === undefined ? {} : { providerId: settlement.providerId }),
          },
          expect: ['claimed', 'unknown'],
        },
      ]
    case 'unknown':
      return [{ message: { ...message, status: 'unknown', reason: 'outcome-unknown' }, expect: ['claimed'] }]
    case 'held':
    case 'skipped':
      return [{ message: ended('skipped', settlement.reason), expect: OPEN }]
    case 'refused':
      return [{ message: { ...message, status: 'refused', reason: settlement.reason }, expect: OPEN }]
  }
}
