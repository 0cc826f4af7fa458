import { METRICS_NAMESPACE } from '#functions/metrics.ts'
import type { Standing } from './standing.ts'

/** Where one deployment's own metrics are: two of one account and region do not add up. */
export const metricsNamespace = ({ name }: Pick<Standing, 'name'>): string => `${METRICS_NAMESPACE}/${name}`
