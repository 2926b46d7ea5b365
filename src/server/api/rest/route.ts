import type { Request } from 'express'
import type { z } from 'zod'
import type { Actor } from '../../../shared/actor.ts'
import type { ErrorCode } from '../../../shared/errors.ts'
import type { WorkspaceDb } from '../../platform/db/workspace-db.ts'
import type { AppServices } from '../services.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
export type Tag =
  | 'Channels'
  | 'Contacts'
  | 'Companies'
  | 'Imports'
  | 'Exports'
  | 'Fields'
  | 'Labels'
  | 'Notes'
  | 'Pipelines'
  | 'Deals'
  | 'Tasks'
  | 'Conversations'
  | 'Messages'
  | 'Events'
  | 'Receipts'
  | 'About'

/** What a route's handler gets: all of it valid, and a database that sees the key's workspace only. */
export interface Call<P, Q, B> {
  services: AppServices
  db: WorkspaceDb
  params: P
  query: Q
  body: B
  /** The key on whose behalf the call runs. */
  actor: Actor
  /** Names what this call creates: the same for every repeat under one Idempotency-Key. */
  clientToken: string
}

export interface ReadBody<B> {
  value: B
  /** SHA-256 of what came, so that another body under the same Idempotency-Key is told apart. */
  hash: Buffer
  /** Undoes what reading left behind, where the call did not come to use it. */
  discard?: () => Promise<void>
}

/** How a route takes its body, and how the document describes it. */
export interface BodySpec<B> {
  mediaType: string
  /** Absent where the body is plain bytes. */
  schema?: z.ZodType<B>
  /** Headers that belong to the body, by name with what they say. */
  headers?: Record<string, string>
  /** @throws AppError BAD_REQUEST, VALIDATION_FAILED, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE */
  read(req: Request, context: { services: AppServices; db: WorkspaceDb }): Promise<ReadBody<B>>
}

interface Described<R> {
  method: Method
  /** In the notation of OpenAPI: `/contacts/{id}`. */
  path: `/${string}`
  tag: Tag
  /** The name under which client generators know it. */
  operationId: string
  summary: string
  description?: string
  status: 200 | 201 | 202
  response: z.ZodType<R>
  /** Beyond those that every route may answer with. */
  errors: readonly ErrorCode[]
  example: { body?: unknown; response: unknown }
}

interface KeyedInit<P, Q, B, R> extends Described<R> {
  params?: z.ZodObject & z.ZodType<P>
  query?: z.ZodObject & z.ZodType<Q>
  body?: BodySpec<B>
  handle(call: Call<P, Q, B>): Promise<R>
}

/** One entry of the table from which the router and the OpenAPI document are both made. */
export interface KeyedRoute extends KeyedInit<unknown, unknown, unknown, unknown> {
  isPublic: false
}

/** Answers without an API key, and so without a workspace. */
export interface PublicRoute extends Described<unknown> {
  isPublic: true
  handle(services: AppServices): Promise<unknown>
}

export type RestRoute = KeyedRoute | PublicRoute

type Nothing = Record<string, never>

/** Checks a route against its own schemas; the table then holds routes of all shapes. */
export function route<R, P = Nothing, Q = Nothing, B = undefined>(init: KeyedInit<P, Q, B, R>): KeyedRoute {
  return { ...init, isPublic: false } as unknown as KeyedRoute
}

export const takesIdempotencyKey = (route: RestRoute): boolean => route.method === 'POST'
