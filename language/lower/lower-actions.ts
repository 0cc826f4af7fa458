import { didYouMean } from '#engagement/model/suggest.ts'
import type { Step } from '#engagement/model/workflow.ts'
import type { EmitStep, HandOverStep, WebhookStep } from '../form/step-schema.ts'
import type { Path } from '../form/yaml-source.ts'
import type { Lowering } from './context.ts'
import { lowerEventNames } from './lower-event-names.ts'
import type { FieldScope } from './lower-field.ts'
import { lowerOperands } from './lower-operand.ts'

interface Ids {
  readonly id: string
  readonly next?: string
}

export function lowerEmit({ emit }: EmitStep, ids: Ids, path: Path, scope: FieldScope, context: Lowering): Step {
  const [event = emit.event] = lowerEventNames(emit.event, [...path, 'event'], context)
  const definition = context.vocabulary.events[event]
  if (definition?.engine === true)
    context.report.error(
      context.source.at([...path, 'event']),
      'engine-event',
      `\`${event}\` is raised by the engine itself`,
    )
  const properties = lowerOperands(emit.properties, [...path, 'properties'], scope, context)
  for (const name of Object.keys(properties)) {
    if (definition === undefined || Object.hasOwn(definition.properties, name)) continue
    context.report.error(
      context.source.keyAt([...path, 'properties', name]),
      'unknown-property',
      `\`${event}\` has no \`${name}\``,
      didYouMean(name, Object.keys(definition.properties)),
    )
  }
  return { kind: 'emit', ...ids, event, properties }
}

export function lowerWebhook(
  { webhook }: WebhookStep,
  ids: Ids,
  path: Path,
  scope: FieldScope,
  context: Lowering,
): Step & { readonly kind: 'webhook' } {
  checkEndpoint(webhook.to, path, context)
  return {
    kind: 'webhook',
    ...ids,
    url: webhook.to,
    body: lowerOperands(webhook.body, [...path, 'body'], scope, context),
  }
}

export function lowerHandOver(
  { hand_over: handOver }: HandOverStep,
  ids: Ids,
  path: Path,
  context: Lowering,
): Step & { readonly kind: 'hand_over' } {
  checkEndpoint(handOver.to, path, context)
  return { kind: 'hand_over', ...ids, to: handOver.to, reason: handOver.reason }
}

function checkEndpoint(name: string, path: Path, { vocabulary, report, source }: Lowering): void {
  if (vocabulary.endpoints === undefined || vocabulary.endpoints.includes(name)) return
  report.error(
    source.at([...path, 'to']),
    'unknown-endpoint',
    `No endpoint is called \`${name}\``,
    didYouMean(name, vocabulary.endpoints) ?? 'Endpoints are named in settings.yaml',
  )
}
