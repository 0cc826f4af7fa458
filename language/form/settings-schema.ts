import * as z from 'zod'
import { CUSTOMER_CHANNELS, type CustomerChannel } from '#engagement/model/channels.ts'
import type { MessageClass } from '#engagement/model/message-class.ts'
import { Condition } from './condition-schema.ts'
import { minuteOfDay } from './duration.ts'
import { EventName, EventNames, Field, OneLine, Period, TimeOfDay, Zone } from './value-schemas.ts'

const Localized = z
  .union([z.string(), z.record(z.string(), z.string())])
  .meta({ id: 'Localized', description: 'A text, or one per locale: `{ ja: ..., en: ... }`.' })
const LocalizedLine = z
  .union([OneLine, z.record(z.string(), OneLine)])
  .meta({ id: 'LocalizedLine', description: 'A text on one line, or one per locale: `{ ja: ..., en: ... }`.' })
const Sender = z.strictObject({
  email: z.email().meta({ description: 'The From address.' }),
  name: LocalizedLine.meta({ description: 'The From name.' }),
  reply_to: z.email().optional().meta({ description: 'Where answers go.' }),
  sms_from: OneLine.optional().meta({ description: 'Number or name that an SMS comes from.' }),
})

const Hours = z
  .strictObject({
    from: TimeOfDay.meta({ description: 'Quiet from this time on.' }),
    to: TimeOfDay.meta({ description: 'Until this time; earlier than `from` means over midnight.' }),
  })
  .superRefine(({ from, to }, context) => {
    if (minuteOfDay(from) !== minuteOfDay(to)) return
    context.addIssue({
      code: 'custom',
      path: ['to'],
      message: 'Quiet hours that end when they begin are either none or the whole day',
      params: { code: 'quiet-hours', hint: 'Leave the channel out for none' },
    })
  })

const HoursByChannel = {
  email: Hours.optional().meta({ description: 'For e-mail.' }),
  sms: Hours.optional().meta({ description: 'For SMS.' }),
  line: Hours.optional().meta({ description: 'For LINE.' }),
} satisfies Record<CustomerChannel, z.ZodType>

const Filter = z.strictObject({
  event: EventNames,
  where: Condition.optional().meta({ description: 'Which of them.' }),
})

const Incident = z.strictObject({
  opened_by: Filter.meta({ description: 'What opens it.' }),
  closed_by: Filter.meta({ description: 'What closes it.' }),
  one_per: Field.optional().meta({ description: 'One incident per this value, such as `event.ticket_id`.' }),
  at_most: Period.optional().meta({ description: 'After so long it counts as over (default 14d).' }),
})

const Complaint = z.strictObject({
  event: EventName,
  where: Condition.optional().meta({ description: 'Which of them are complaints.' }),
  ahead_of: z
    .strictObject({ same: z.string().meta({ description: 'The property that both share, such as `order_id`.' }) })
    .optional()
    .meta({ description: 'Telling the customer earlier about the same thing counts as ahead of the complaint.' }),
})

const Trait = z.strictObject({
  type: z
    .enum(['string', 'number', 'boolean', 'date', 'money', 'url', 'object', 'list'])
    .meta({ description: 'What it holds.' }),
  description: z.string().optional().meta({ description: 'What it means, in a sentence.' }),
})

const Brand = z.strictObject({
  name: LocalizedLine.meta({ description: 'What customers call you.' }),
  postal_address: Localized.meta({ description: 'Stands in the foot of every marketing mail; the law asks for it.' }),
  support_email: z.email().meta({ description: 'Where customers reach you.' }),
  support_url: z.url().optional().meta({ description: 'Your help page.' }),
  site_url: z.url().meta({ description: 'Your shop.' }),
  logo_url: z.url().optional().meta({ description: 'Your logo.' }),
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, { error: 'A colour is written as `"#2f5d50"`' })
    .optional()
    .meta({ description: 'The colour of buttons, as `"#2f5d50"`.' }),
  links: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'More links for messages, by name: `brand.survey_url`.' }),
})

/** `settings.yaml`, as written. */
export const SettingsSource = z
  .strictObject({
    brand: Brand.meta({ description: 'Who writes to the customer.' }),
    senders: z
      .strictObject({
        service: Sender.meta({ description: 'Of messages about what the customer did or is owed.' }),
        marketing: Sender.meta({ description: 'Of everything else.' }),
      } satisfies Record<MessageClass, z.ZodType>)
      .meta({ description: 'From whom messages of each class come.' }),
    locales: z.array(z.string().min(2)).min(1).meta({ description: 'Every message exists in each of these.' }),
    fallback_locale: z.string().meta({ description: 'For customers of another locale.' }),
    topics: z
      .record(
        z.string(),
        z.strictObject({ name: LocalizedLine.meta({ description: 'What customers read on the preferences page.' }) }),
      )
      .optional()
      .meta({ description: 'What customers can say yes or no to.' }),
    caps: z
      .array(
        z.strictObject({
          channel: z.enum([...CUSTOMER_CHANNELS, 'any']).meta({ description: 'A channel, or `any` for all together.' }),
          count: z.int().min(0).meta({ description: 'At most so many marketing messages ...' }),
          within: Period.meta({ description: '... in so long.' }),
        }),
      )
      .optional()
      .meta({ description: 'How many marketing messages a customer gets at most.' }),
    spacing: z
      .strictObject({
        apart: Period.optional().meta({
          description: 'So far apart: the later one waits, at the longest until just before its use ends.',
        }),
        at_most: z
          .array(
            z.strictObject({
              count: z.int().min(1).meta({ description: 'At most so many service messages ...' }),
              within: Period.meta({ description: '... in so long.' }),
              per: z.enum(['customer', 'topic', 'workflow']).optional().meta({
                description:
                  'Counted for the customer as a whole (default), per topic (a workflow without one by itself) or per workflow.',
              }),
            }),
          )
          .optional()
          .meta({
            description:
              'What is beyond waits for space; where its use ends before there is any, it is not sent and `Message Withheld` is raised.',
          }),
      })
      .optional()
      .meta({ description: 'How service messages that are not urgent are spaced.' }),
    quiet_hours: z
      .strictObject(HoursByChannel)
      .optional()
      .meta({ description: "When nothing is sent, per channel, in the customer's zone." }),
    zones: z
      .strictObject({
        default: Zone.meta({ description: 'For customers whose zone is not known.' }),
        plausible: z
          .array(Zone)
          .min(1)
          .optional()
          .meta({ description: 'Zones that such a customer may be in; quiet hours hold in all of them.' }),
      })
      .meta({ description: 'Time zones (IANA names).' }),
    incidents: z.record(z.string(), Incident).optional().meta({ description: 'While one is open, marketing waits.' }),
    complaints: z.array(Complaint).optional().meta({ description: 'Which events are complaints.' }),
    events: z
      .strictObject({
        unreferenced: z
          .enum(['keep', 'drop'])
          .optional()
          .meta({ description: 'Events that nothing refers to: kept in the timeline (default) or dropped.' }),
        unknown: z.enum(['keep', 'refuse']).optional().meta({
          description:
            'Events whose name no file under `events/` has: kept and told (default), or refused, so that they go to the quarantine.',
        }),
        drop: z.array(z.string()).optional().meta({ description: 'Always dropped unless something refers to them.' }),
        timeline: Period.optional().meta({ description: 'How long the timeline lives (default 400d).' }),
      })
      .optional()
      .meta({ description: 'What happens to events.' }),
    endpoints: z
      .record(z.string(), z.url({ protocol: /^https?$/ }))
      .optional()
      .meta({ description: 'Where webhooks and hand-over cards go.' }),
    traits: z
      .record(z.string(), Trait)
      .optional()
      .meta({ description: 'Your own traits of a customer, so that `profile.*` can be checked.' }),
  })
  .meta({ title: 'Settings' })
export type SettingsSource = z.infer<typeof SettingsSource>
