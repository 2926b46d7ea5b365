export { createHttpApp, type HttpAppInit, type HttpLimits } from './app.ts'
