import type { Clock } from '#stages/ports/clock.ts'
import type { Environment } from '../environment.ts'
import type { CountedBy, FunctionName } from '../facts.ts'
import { type MetricDimensions, type MetricName, type MetricValues, metricLine, namespaceIn } from '../metrics.ts'
import type { Handler } from './lambda.ts'
import type { Log } from './log.ts'

/** Takes what one invocation counted of one class. */
export type Meter = (values: MetricValues, dimensions: MetricDimensions) => void

/** What every handler that counts has at its edge. */
export interface Metered {
  readonly meter: Meter
}

/** Adds to what the invocation has counted so far: 1 where no amount is given. */
export type Count<Name extends MetricName = MetricName> = (
  name: Name,
  dimensions?: MetricDimensions,
  amount?: number,
) => void

/** What a function counts with: the metrics that its facts name, and no other. */
export type CountOf<Name extends FunctionName> = Count<CountedBy<Name>>

/** Writes lines that CloudWatch reads as metrics. `sink` writes a line; the process's own output where absent. */
export function createMeter(
  env: Environment,
  clock: Clock,
  sink: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Meter {
  const namespace = namespaceIn(env)
  return (values, dimensions) => {
    const line = metricLine(values, dimensions, clock.now(), namespace)
    if (line !== undefined) sink(line)
  }
}

/** The given meter. Who brings a log of their own is not CloudWatch: nobody would read the lines, and none are written. */
export function connectMeter(
  env: Environment,
  clock: Clock,
  given: { readonly meter?: Meter; readonly log?: Log },
): Meter {
  return given.meter ?? (given.log === undefined ? createMeter(env, clock) : () => {})
}

/**
 * A handler that counts while it works. What was counted is told once when the invocation ends, also when it fails: a line
 * for each class and one for what has none.
 */
export function metered<Name extends MetricName, Answer>(
  meter: Meter,
  build: (count: Count<Name>) => Handler<Answer>,
): Handler<Answer> {
  const counted = new Map<MetricDimensions['Class'], { [name in MetricName]?: number }>()
  const handler = build((name, dimensions = {}, amount = 1) => {
    const values = counted.get(dimensions.Class) ?? {}
    counted.set(dimensions.Class, { ...values, [name]: (values[name] ?? 0) + amount })
  })
  return async (event, context) => {
    try {
      return await handler(event, context)
    } finally {
      const told = [...counted]
      counted.clear()
      for (const [Class, values] of told) meter(values, Class === undefined ? {} : { Class })
    }
  }
}
