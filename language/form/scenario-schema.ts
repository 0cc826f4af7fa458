import * as z from 'zod'
import { CUSTOMER_CHANNELS } from '#engagement/model/channels.ts'
import { DECISION_VERDICTS } from '#engagement/model/decision-verdicts.ts'
import {
  ConsentName,
  EndpointName,
  EventName,
  LocaleName,
  MessageName,
  PropertyName,
  TraitName,
  WorkflowName,
  Zone,
} from './value-schemas.ts'

const Instant = z.iso
  .datetime({ offset: true, error: 'Write the time with its offset: `2026-11-21T20:00:00+09:00`' })
  .meta({ id: 'Instant', description: 'An ISO time with its offset: `2026-11-21T20:00:00+09:00`.' })

const Json = z.json()

const Customer = z
  .looseObject({
    locale: z.string().optional().meta({ description: 'Such as `ja`.' }),
    timezone: Zone.optional().meta({ description: 'Such as `Asia/Tokyo`.' }),
    country: z.string().optional().meta({ description: 'Such as `JP`.' }),
    consent: z
      .record(ConsentName, z.enum(['granted', 'denied']))
      .optional()
      .meta({ description: 'By topic.' }),
    email: z.string().optional().meta({ description: 'An address, such as `hana@example.jp`.' }),
    phone: z.string().optional().meta({ description: 'A number, such as `+81312345678`.' }),
  })
  .meta({ description: 'Who they are: traits, known before the first event. Any trait may stand here.' })

const GivenEvent = z.strictObject({
  at: Instant,
  event: EventName,
  with: z.record(PropertyName, Json).optional().meta({ description: 'Its properties.' }),
})
const GivenIdentify = z.strictObject({
  at: Instant,
  identify: z.record(TraitName, Json).meta({ description: 'Traits that change, `consent` among them.' }),
})
const GivenUndeliverable = z.strictObject({
  at: Instant,
  undeliverable: z.enum(CUSTOMER_CHANNELS).meta({ description: 'A permanent bounce of that address.' }),
})
const GivenRefusal = z.strictObject({
  at: Instant,
  refuses: z.string().meta({ description: 'From then on this endpoint of settings.yaml takes no call.' }),
})

const Sent = Instant.optional().meta({ description: 'When.' })

const ExpectSend = z.strictObject({
  send: MessageName.meta({ description: 'Name of the message.' }),
  at: Sent,
  channel: z.enum(CUSTOMER_CHANNELS).optional().meta({ description: 'On which channel.' }),
  locale: LocaleName.optional().meta({ description: 'In which locale.' }),
  subject: z.string().optional().meta({ description: 'The whole subject.' }),
  contains: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({ description: 'Words that the message has.' }),
})
const ExpectHandOver = z.strictObject({
  hand_over: EndpointName.meta({ description: 'The endpoint.' }),
  at: Sent,
  reason: z.string().optional().meta({ description: 'Why, as the step says.' }),
})
const ExpectWebhook = z.strictObject({ webhook: EndpointName.meta({ description: 'The endpoint.' }), at: Sent })
const ExpectDecision = z.strictObject({
  decision: z.enum(DECISION_VERDICTS).meta({ description: 'Some decision like this was left.' }),
  reason: z.string().optional().meta({ description: 'Its reason, such as `quiet-hours`.' }),
})

export const Scenario = z.strictObject({
  scenario: z.string().min(1).meta({ description: 'What must be so, as a sentence.' }),
  customer: Customer.optional(),
  given: z
    .array(z.union([GivenEvent, GivenIdentify, GivenUndeliverable, GivenRefusal]))
    .min(1)
    .meta({ description: 'What happens, in order.' }),
  until: Instant.meta({ description: 'The clock runs until then.' }),
  expect: z
    .array(
      z.union([
        z.literal('none').meta({ description: 'Nothing was sent.' }),
        ExpectSend,
        ExpectHandOver,
        ExpectWebhook,
        ExpectDecision,
      ]),
    )
    .min(1)
    .meta({ description: 'Everything that this workflow sent, in order; `none` for nothing.' }),
  published: Instant.optional().meta({
    description:
      'When the workflows go live: what is given before happened to a customer who was here already. Default: before everything.',
  }),
  group: z
    .enum(['treated', 'holdout'])
    .optional()
    .meta({ description: 'In which group of the workflow the customer is (default `treated`).' }),
  way: z
    .union([z.string(), z.array(z.string()).min(1)])
    .optional()
    .meta({
      description: 'Which way of a split the customer goes, by its name; a list where there are several splits.',
    }),
  with_workflows: z.array(WorkflowName).optional().meta({ description: 'Other workflows that run too.' }),
  all_workflows: z.boolean().optional().meta({ description: 'Every workflow runs.' }),
})
export type Scenario = z.infer<typeof Scenario>

/** `scenarios.yaml`, as written. */
export const ScenariosSource = z.array(Scenario).meta({ title: 'Scenarios' })
export type ScenariosSource = z.infer<typeof ScenariosSource>
