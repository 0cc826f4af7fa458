import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { CnameRecord } from 'aws-cdk-lib/aws-route53'
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  type IEmailIdentity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Sender } from './senders.ts'

/** What a mail's fate is told by. */
const FATES = [
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
  EmailSendingEvent.DELIVERY_DELAY,
]
/** Whether it was read is asked of marketing only: nobody is watched reading about their own parcel. */
const READING = [EmailSendingEvent.OPEN, EmailSendingEvent.CLICK]

export interface SendingIdentityProps {
  readonly senders: readonly Sender[]
  /** Where SES tells what became of each mail. */
  readonly feedback: ITopic
  /** SES's sandbox: addresses that may be written to, once they have confirmed it. */
  readonly sandboxRecipients: readonly SandboxRecipient[]
}

/** An address to write to while SES keeps the account in its sandbox. */
export interface SandboxRecipient {
  readonly address: string
  /** SES knows the address already; without it, its owner is asked to confirm. */
  readonly identity?: IEmailIdentity | EmailIdentity
}

/** A record that proves to SES and to receivers that a domain's mails are its own. */
export interface DkimRecord {
  readonly name: string
  readonly value: string
}

/** Whom mails come from, and for each class the configuration set that tells what became of them. */
export class SendingIdentity extends Construct {
  readonly service: ConfigurationSet
  readonly marketing: ConfigurationSet
  /** Of the senders, and in the sandbox of the recipients: SES asks for both there. */
  readonly identityArns: readonly string[]
  /** To be entered by hand: of new domains without a hosted zone. */
  readonly dkimRecords: readonly DkimRecord[]

  constructor(scope: Construct, id: string, props: SendingIdentityProps) {
    super(scope, id)
    this.service = this.#configurationSet('Service', FATES, props.feedback)
    this.marketing = this.#configurationSet('Marketing', [...FATES, ...READING], props.feedback)
    const byHand: DkimRecord[] = []
    for (const sender of props.senders) byHand.push(...this.#identity(sender))
    this.dkimRecords = byHand
    for (const { address, identity } of props.sandboxRecipients) if (identity === undefined) this.#email(address)
    const named = [...props.senders.map(({ from }) => from), ...props.sandboxRecipients.map(({ address }) => address)]
    this.identityArns = named.map((resourceName) =>
      Stack.of(this).formatArn({ service: 'ses', resource: 'identity', resourceName }),
    )
  }

  /** SES's own list of bounced and complained addresses stays on below ours: it protects the account. */
  #configurationSet(id: string, events: readonly EmailSendingEvent[], topic: ITopic): ConfigurationSet {
    const set = new ConfigurationSet(this, id, {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    })
    set.addEventDestination('Feedback', { destination: EventDestination.snsTopic(topic), events: [...events] })
    return set
  }

  #identity({ from, identity, hostedZone }: Sender): readonly DkimRecord[] {
    if (identity !== undefined) return []
    if (from.includes('@')) {
      this.#email(from)
      return []
    }
    const { dkimRecords } = this.#make(from, Identity.domain(from))
    if (hostedZone === undefined) return dkimRecords
    for (const [index, { name, value }] of dkimRecords.entries())
      new CnameRecord(this, `${from} Dkim${index}`, {
        zone: hostedZone,
        // The full name: Route 53 must not put the zone behind it.
        recordName: `${name}.`,
        domainName: value,
      })
    return []
  }

  #email(address: string): void {
    if (this.node.tryFindChild(address) === undefined) this.#make(address, Identity.email(address))
  }

  /**
   * SES knows a sender once for the account and region, and others write from it: another environment, another app. So it
   * outlives the stack that made it, but for one whose own creation is rolled back.
   */
  #make(id: string, identity: Identity): EmailIdentity {
    const made = new EmailIdentity(this, id, { identity })
    made.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
    return made
  }
}
