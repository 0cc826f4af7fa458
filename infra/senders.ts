import type { IHostedZone } from 'aws-cdk-lib/aws-route53'
import type { EmailIdentity, IEmailIdentity } from 'aws-cdk-lib/aws-ses'
import type { Settings } from '#engagement/model/settings.ts'
import { domainProblem, isWithin } from './domain.ts'
import { SetupError } from './setup-error.ts'

/** Whom mails may come from. */
export interface Sender {
  /** A domain (`mail.example.com`), or one address (`me@example.com`) for a first try. */
  readonly from: string
  /** An identity that exists in SES; without it, one is made. */
  readonly identity?: IEmailIdentity | EmailIdentity
  /** Zone of the domain: DKIM's records are written there. Without it they are outputs, to be entered by hand. */
  readonly hostedZone?: IHostedZone
}

/**
 * The senders as given, or one for each domain that the workflows' settings write from. Throws `SetupError` where one is no
 * address, or where the settings write from an address that none of them covers.
 */
export function sendersFor(settings: Settings, given: readonly Sender[] | undefined): readonly Sender[] {
  const addresses = [...new Set([settings.senders.service.email, settings.senders.marketing.email])]
  const senders = given ?? [...new Set(addresses.map(domainOf))].map((from) => ({ from }))
  for (const { from } of senders) {
    const problem = domainProblem(from.includes('@') ? domainOf(from) : from)
    if (problem !== undefined) throw new SetupError(`senders: ${problem}`)
  }
  const missing = addresses.find((address) => !senders.some(({ from }) => covers(from, address)))
  if (missing !== undefined)
    throw new SetupError(
      `senders: workflows/settings.yaml writes from ${missing}, which none of them covers (${senders.map(({ from }) => from).join(', ') || 'there are none'}).`,
    )
  return senders
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

const covers = (from: string, address: string): boolean =>
  from.includes('@') ? from === address : isWithin(domainOf(address), from)
