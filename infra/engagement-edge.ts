import { Validations } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  ApiMapping,
  DomainName,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { ARecord, RecordTarget } from 'aws-cdk-lib/aws-route53'
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets'
import { Construct } from 'constructs'
import { type StartedBy, startedBy } from '#functions/facts.ts'
import { routesOf } from '#functions/routes.ts'
import { constructId } from './construct-id.ts'
import type { EngagementData } from './engagement-data.ts'
import type { EngagementEngine } from './engagement-engine.ts'
import { EngagementFunction } from './functions/engagement-function.ts'
import { supply } from './functions/supply.ts'
import type { PublicDomain } from './public-place.ts'
import { SetupError } from './setup-error.ts'
import type { Standing } from './standing.ts'

export interface EngagementEdgeProps extends Standing {
  readonly data: EngagementData
  readonly engine: EngagementEngine
  readonly publicDomain?: PublicDomain
}

/** A second, over all callers. Pages are opened by people; mail clients' one click comes in bursts after a campaign. */
const THROTTLE = { rateLimit: 50, burstLimit: 100 } as const

/** What the log of a request says: no path, for it holds the customer's link, and no address of theirs. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
} as const

/** Every function that is started by HTTP, behind one API with the routes of routes.ts. */
export class EngagementEdge extends Construct {
  readonly functions: readonly EngagementFunction[]
  readonly stage: HttpStage

  constructor(scope: Construct, id: string, props: EngagementEdgeProps) {
    super(scope, id)
    const { data, engine, name, removalPolicy, logRetention } = props
    const standing = { name, removalPolicy, logRetention }
    const made = startedBy('http').map((name) => {
      const answering = new EngagementFunction(this, constructId(name), { ...standing, function: name })
      supply(answering, engine.surroundings)
      return { answering, routes: this.#routes(name, answering, data) }
    })
    this.functions = made.map(({ answering }) => answering)
    this.stage = this.#stage(data, standing)
    for (const route of made.flatMap(({ routes }) => routes)) this.stage.node.addDependency(route)
    if (props.publicDomain !== undefined) this.#name(props.publicDomain, data)
  }

  /** Nothing but the routes of routes.ts leads in. */
  #routes(name: StartedBy<'http'>, answering: EngagementFunction, data: EngagementData): readonly HttpRoute[] {
    const integration = new HttpLambdaIntegration('Pages', answering.function)
    const wanted = routesOf(name).flatMap((route) => route.methods.map((method) => ({ route, method })))
    return wanted.map(({ route: { path, deployedAs, open }, method }) => {
      const route = new HttpRoute(this, `${deployedAs}${method}`, {
        httpApi: data.api,
        routeKey: HttpRouteKey.with(path, HttpMethod[method]),
        integration,
      })
      Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: open })
      return route
    })
  }

  #stage(data: EngagementData, { logRetention, removalPolicy }: Standing): HttpStage {
    const log = new LogGroup(this, 'AccessLog', { retention: logRetention, removalPolicy })
    return new HttpStage(this, 'Stage', {
      httpApi: data.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    })
  }

  #name(publicDomain: PublicDomain, data: EngagementData): void {
    const { name, hostedZone } = publicDomain
    const domain = new DomainName(this, 'Domain', { domainName: name, certificate: this.#certificate(publicDomain) })
    new ApiMapping(this, 'Mapping', { api: data.api, domainName: domain, stage: this.stage })
    if (hostedZone === undefined) return
    const target = RecordTarget.fromAlias(
      new ApiGatewayv2DomainProperties(domain.regionalDomainName, domain.regionalHostedZoneId),
    )
    new ARecord(this, 'Record', { zone: hostedZone, recordName: `${name}.`, target })
  }

  #certificate({ name, hostedZone, certificate }: PublicDomain): ICertificate {
    if (certificate !== undefined) return certificate
    if (hostedZone === undefined) throw new SetupError(`publicDomain: ${name} needs a hostedZone, or a certificate.`)
    return new Certificate(this, 'Certificate', {
      domainName: name,
      validation: CertificateValidation.fromDns(hostedZone),
    })
  }
}
