import * as z from 'zod'
import { MOST_EVENT_NAME } from '#engagement/customer/customer-event.ts'
import { OneLine } from './value-schemas.ts'

const TYPES = ['string', 'number', 'boolean', 'date', 'money', 'url', 'object', 'list'] as const

const ScalarType = z.enum(['string', 'number', 'boolean', 'date', 'money', 'url', 'object'])

export const PropertySource = z
  .strictObject({
    type: z
      .enum(TYPES)
      .meta({ description: 'What it holds. `date`: an ISO date or date-time. `money`: a number in `currency`.' }),
    description: z.string().min(1).meta({ description: 'What it means, in a sentence.' }),
    required: z
      .boolean()
      .optional()
      .meta({ description: 'Always present; everything else needs a fallback in a message.' }),
    example: z
      .union([z.string(), z.number(), z.boolean()])
      .optional()
      .meta({ description: 'A likely value, for previews.' }),
    get of(): z.ZodOptional<z.ZodUnion<readonly [typeof ScalarType, z.ZodRecord<z.ZodString, typeof PropertySource>]>> {
      return z
        .union([ScalarType, z.record(z.string(), PropertySource)])
        .optional()
        .meta({ description: "A list's items: a type, or properties by name." })
    },
  })
  .superRefine((value, context) => {
    if (value.of !== undefined && value.type !== 'list') {
      context.addIssue({
        code: 'custom',
        path: ['of'],
        message: '`of` belongs to a list',
        params: { code: 'type', hint: 'Write `type: list`' },
      })
    }
  })
  .meta({ id: 'Property' })
export type PropertySource = z.infer<typeof PropertySource>

/** `events/<name>.yaml`, as written. */
export const EventSource = z
  .strictObject({
    name: OneLine.min(1)
      .max(
        MOST_EVENT_NAME,
        `the name of an event has at most ${MOST_EVENT_NAME} characters: EventBridge takes no longer one`,
      )
      .meta({ description: 'The name, exactly as it travels.' }),
    description: z.string().min(1).meta({ description: 'What has happened, in a sentence.' }),
    source: z.url().optional().meta({ description: 'Where the name and its properties come from.' }),
    engine: z.boolean().optional().meta({ description: 'true: raised by the engine, never accepted from outside.' }),
    properties: z.record(z.string(), PropertySource).optional().meta({ description: 'What it carries, by name.' }),
  })
  .meta({ title: 'Event' })
export type EventSource = z.infer<typeof EventSource>
