import { createRequire } from 'node:module'

/** What the engine says of a template. */
export interface Finding {
  readonly ruleId: string
  readonly severity: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL'
  readonly message: string
}
interface Engine {
  validateStandard(
    template: object,
    config: {
      readonly severityLevel: Finding['severity']
      readonly pseudoParameterOverrides: { readonly region: string }
    },
  ): { readonly diagnostics: readonly Finding[] }
}
interface Library {
  readonly RegoEngine: new () => Engine
  readonly TemplateContent: new (text: string) => object
}

/**
 * AWS's own validator of templates (`@aws/cloudformation-validate`, Apache-2.0, offline): the one inside aws-cdk-lib, with the
 * schemas of its version. It is what `@aws-cdk/core:validateAgainstDefaultRules` asks; here for any template and region.
 */
const { RegoEngine, TemplateContent }: Library = createRequire(
  createRequire(import.meta.url).resolve('aws-cdk-lib/package.json'),
)('@aws/cloudformation-validate')
const engine = new RegoEngine()

/** Everything from a warning on, each once. */
export function findings(template: object, region: string): readonly string[] {
  const { diagnostics } = engine.validateStandard(new TemplateContent(JSON.stringify(template)), {
    severityLevel: 'WARN',
    pseudoParameterOverrides: { region },
  })
  return [...new Set(diagnostics.map(({ ruleId, message }) => `${ruleId} ${message}`))].sort()
}
