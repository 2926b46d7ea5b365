import { Router } from 'express'
export const createRestRouter = (_s: unknown) => Router()
