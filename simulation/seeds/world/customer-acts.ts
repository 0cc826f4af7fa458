import type { Outgoing } from '#stages/ports/provider.ts'
import type { PreferenceAct } from '#stages/preferences.ts'
import type { Chance } from '../chance.ts'
import type { Machine } from './machine.ts'
import type { SeedWorld } from './seed-world.ts'

type Mail = Extract<Outgoing, { channel: 'email' }>

/** What comes of a mail: its provider tells, sooner or later, and its reader does something, or nothing. */
export class CustomerActs {
  readonly #world: SeedWorld
  readonly #machine: () => Machine

  constructor(world: SeedWorld, machine: () => Machine) {
    this.#world = world
    this.#machine = machine
  }

  take(outgoing: Outgoing, providerId: string, chance: Chance): void {
    if (outgoing.channel !== 'email') return
    const tell = (name: string, own: Chance, what: (at: string) => object): void =>
      this.#notify(outgoing, providerId, name, own, what)
    tell('Send', chance.of('send'), () => ({ send: {} }))
    const end = chance.of('end').weighed<'delivered' | 'bounced' | 'soft' | 'complained' | 'silent' | 'rejected'>([
      [80, 'delivered'],
      [4, 'bounced'],
      [3, 'soft'],
      [4, 'complained'],
      [7, 'silent'],
      [2, 'rejected'],
    ])
    const recipients = [{ emailAddress: outgoing.to }]
    const feedbackId = `${providerId}-feedback`
    if (end === 'delivered' || end === 'complained')
      tell('Delivery', chance.of('delivery'), (timestamp) => ({ delivery: { timestamp, recipients: [outgoing.to] } }))
    if (end === 'bounced' || end === 'soft')
      tell('Bounce', chance.of('bounce'), (timestamp) => ({
        bounce: {
          bounceType: end === 'soft' ? 'Transient' : 'Permanent',
          bouncedRecipients: recipients,
          timestamp,
          feedbackId,
        },
      }))
    if (end === 'complained')
      tell('Complaint', chance.of('complaint'), (timestamp) => ({
        complaint: { complainedRecipients: recipients, complaintFeedbackType: 'abuse', timestamp, feedbackId },
      }))
    if (end === 'rejected') tell('Reject', chance.of('reject'), () => ({ reject: { reason: 'Bad content' } }))
    if (end === 'delivered' && chance.of('reads').happens(0.4))
      tell('Open', chance.of('open'), (timestamp) => ({ open: { timestamp } }))
    if (end === 'delivered') this.#act(outgoing, chance.of('act'))
  }

  /** A one-click unsubscription, or second thoughts on the page. */
  #act({ customerId, id: messageId, class: messageClass }: Mail, chance: Chance): void {
    const acts = chance.weighed<readonly PreferenceAct[]>([
      [85, []],
      [messageClass === 'marketing' ? 8 : 0, [{ kind: 'unsubscribe', topic: 'shopping', source: 'one-click' }]],
      [2, [{ kind: 'unsubscribe', topic: 'marketing', source: 'page' }]],
      [2, [{ kind: 'unsubscribe', topic: 'shopping', channel: 'email', source: 'page' }]],
      [2, [{ kind: 'resubscribe', topic: 'shopping' }]],
      [1, [{ kind: 'speak', locale: 'en' }]],
    ])
    if (acts.length === 0) return
    const { agenda, now } = this.#world.ground
    const at = now() + chance.of('at').between(60_000, 200_000_000)
    agenda.add(at, chance.of('order').unit(), () =>
      this.#machine().changePreferences({ customerId, messageId }, acts, messageId, () => {}),
    )
  }

  #notify(mail: Mail, providerId: string, eventType: string, chance: Chance, what: (at: string) => object): void {
    const { agenda, faults, weather, now } = this.#world.ground
    const named = (): string => `${eventType} of ${mail.id}`
    const late = faults.strikes('feedback-late', weather.late, chance, named)
      ? chance.of('late').between(60_000, 400_000_000)
      : 0
    const at = now() + chance.of('soon').between(50, 5_000)
    const tags = { message_id: [mail.id], customer: [mail.customerId] }
    const timestamp = new Date(at).toISOString()
    const about = { messageId: providerId, timestamp: new Date(now()).toISOString(), destination: [mail.to], tags }
    const body = JSON.stringify({ eventType, mail: about, ...what(timestamp) })
    const send = (): void => this.#machine().feedbackQueue.send(`${eventType} ${providerId}`, body)
    agenda.add(at + late, chance.of('order').unit(), send)
    if (faults.strikes('feedback-repeated', weather.repeat / 2, chance, named))
      agenda.add(at + late + chance.of('again').between(1, 90_000_000), chance.of('order', 2).unit(), send)
  }
}
